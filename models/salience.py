"""How much each sentence of an article tells of the whole: a linear head on a model's states.

The model reads title and sentences once. What the head sees of a sentence are the means of its
tokens' hidden states after some layers, how near these are (cosine) to the title's and to the mean
of all sentences, and its length. ``tests/evaluation/salience.py`` trains a head: it has learnt
which sentences share words with the summaries that people wrote. Reading every sentence in the
light of those before it, and pooling hidden states, is that of Liu and Lapata 2019 (BERTSUM),
without training the model.

In: articles as strings. Out: a number a sentence. On a processor it does not depend on the other
articles (see ``models/attention.py``).

Letters in shapes: N articles, T tokens, S sentences, L layers, W width, F what the head sees.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.attention import Memory, whole_steps
from models.batching import batches, halving
from models.card import Card
from models.engine import Engine, pad
from models.errors import CardError, WeightsError
from models.protocols import Progress, Told, no_progress
from models.quiet import quiet

WINDOW = 2048  # tokens read at a time; the title stands before each part of a longer article
TITLE = 128  # tokens of a title that are read
LONG = 80  # tokens from which on a sentence counts as long
BATCH = 4096  # tokens in a batch


@dataclass(frozen=True)
class Head:
    """``layers``: after how many layers of the model states are taken; ``weight``: F, in fp32."""

    layers: tuple[int, ...]
    weight: Any


@dataclass(frozen=True)
class _Part:
    """As much of an article as is read at once: its number, tokens, and where its pieces lie.

    The first piece is the title, if there is one, the others are sentences.
    """

    article: int
    ids: list[int]
    pieces: list[tuple[int, int]]


def load_head(card: Card) -> Head:
    """Read the head of a card that has one. Raises ``CardError``, ``WeightsError``."""
    from safetensors.torch import load_file

    from models.assemble import sha256_of

    assert card.salience  # noqa: S101 - the caller looked
    path = Path(__file__).parent / "adapters" / card.salience.file
    if not path.is_file():
        raise CardError(f"card {card.name} names a head that is not here: {path}")
    if (got := sha256_of(path)) != card.salience.sha256:
        raise WeightsError(
            f"{path.name} of {card.name} is damaged (SHA-256 expected {card.salience.sha256}, "
            f"got {got}): reinstall chipwire"
        )
    found = load_file(path)
    return Head(tuple(found["layers"].tolist()), found["weight"])


def salience(
    engine: Engine, head: Head, articles: Sequence[Told], progress: Progress = no_progress
) -> list[list[float]]:
    """Weigh the sentences of each article, higher for those that tell more, on a scale of its own.

    In: titles, perhaps empty, with their sentences in order.
    """
    seen = views(engine, head.layers, articles, progress)
    return [(one @ head.weight).tolist() if len(one) else [] for one in seen]


def views(
    engine: Engine,
    layers: Sequence[int],
    articles: Sequence[Told],
    progress: Progress = no_progress,
) -> list[Any]:
    """What a head sees: for each article S x F, F = L W + 2 L + 2, in fp32, on the processor."""
    import torch

    parts = [part for i, one in enumerate(articles) for part in _parts(engine, i, one)]
    means: list[Any] = [None] * len(parts)  # pieces x L x W
    costs = [whole_steps(len(part.ids)) for part in parts]
    done = 0

    def run(group: list[int]) -> None:
        nonlocal done
        for i, found in zip(group, _means(engine, layers, [parts[i] for i in group]), strict=True):
            means[i] = found
        done += len(group)
        progress("choosing sentences", done, len(parts))

    with quiet(), torch.inference_mode():
        for group in batches(costs, BATCH):
            halving(run, group)
        found: list[list[Any]] = [[] for _ in articles]
        for part, mean in zip(parts, means, strict=True):
            found[part.article].append((part, mean))
        return [_views(*one) for one in zip(articles, found, strict=True)]


def _parts(engine: Engine, number: int, article: Told) -> list[_Part]:
    """Cut an article into parts of ``WINDOW`` tokens, each with the title."""
    title, sentences = article
    head = engine.ids(f"{title}\n", special=True)[:TITLE] if title else engine.ids("", special=True)
    first = [(0, len(head))] if title else []
    parts = []
    ids, pieces = list(head), list(first)
    for sentence in sentences:
        tokens = engine.ids(f" {sentence}")[: WINDOW - TITLE]
        if len(ids) + len(tokens) > WINDOW:
            parts.append(_Part(number, ids, pieces))
            ids, pieces = list(head), list(first)
        pieces.append((len(ids), len(ids) + len(tokens)))
        ids += tokens
    return [*parts, _Part(number, ids, pieces)] if sentences else []


def _means(engine: Engine, layers: Sequence[int], parts: Sequence[_Part]) -> list[Any]:
    """Means of the hidden states of each piece: for each part pieces x L x W."""
    import torch

    ids, mask = pad(engine, [part.ids for part in parts], left=False)
    states = _states(engine, layers, ids, mask.sum(1))
    return [
        torch.stack(
            [
                torch.stack([after[row, a:b].float().mean(0) for after in states])
                for a, b in part.pieces
            ]
        ).cpu()
        for row, part in enumerate(parts)
    ]


def _states(engine: Engine, layers: Sequence[int], ids: Any, lengths: Any) -> list[Any]:
    """Hidden states (N x T x W) after each of these layers; after the last one, normed."""
    stack = engine.model.base_model.layers
    memory, kept = Memory(keep=False), {}

    def keeper(number: int) -> Callable[..., None]:
        def keep(_module: Any, _given: Any, out: Any) -> None:
            hidden = out[0] if isinstance(out, tuple) else out
            kept[number] = memory.packing.unpack(hidden[0]) if memory.packing else hidden

        return keep

    hooks = [
        stack[number - 1].register_forward_hook(keeper(number))
        for number in layers
        if number < len(stack)
    ]
    try:
        kept[len(stack)] = memory.read(engine.model, ids, lengths)
    finally:
        for hook in hooks:
            hook.remove()
    return [kept[number] for number in layers]


def _views(article: Told, found: Sequence[tuple[_Part, Any]]) -> Any:
    """Put the parts of an article together: S x F."""
    import torch

    title, sentences = article
    skip = 1 if title else 0
    if not sentences:
        return torch.zeros(0, 0)
    states = torch.cat([means[skip:] for _, means in found])  # S x L x W
    lengths = [b - a for part, _ in found for a, b in part.pieces[skip:]]
    whole = states.mean(0, keepdim=True)
    about = found[0][1][:1] if title else torch.zeros_like(whole)
    near = [torch.cosine_similarity(states, other, dim=2) for other in (whole, about)]  # S x L
    size = torch.tensor([[math.log(1 + n), min(n, LONG) / LONG] for n in lengths])
    return torch.cat([states.flatten(1), *near, size], 1)
