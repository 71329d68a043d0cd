"""From hidden states to log-probabilities, without ever holding the logits of a whole vocabulary.

In: hidden states (R x width). Out: the best few tokens, or the log-probability of given ones. The
vocabulary is gone through in blocks that stay in the processor's caches. For a target language in
Latin script only tokens that can occur in it are looked at: probabilities are shared out among
these. Where the model's output layer has more to it than a matrix, ``of_logits`` reads its logits.

Letters in shapes: R rows, V vocabulary, k best.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from models.attention import whole_rows
from models.packed import Product

PART = 8192  # vocabulary entries whose logits are held at a time
GROUPS = 64  # of a part's entries, whose maxima are taken first when looking for the best few
LATIN = frozenset({"en", "fr", "de", "es", "it", "pt", "nl", "pl", "sv"})
"""Languages in Latin script."""


class Head:
    """The output layer of a model, of all tokens or of those with the numbers ``ids``.

    ``weight`` is V x width; ``cap`` bounds the logits (Gemma's soft cap); ``bias`` (V) is added to
    them, where ``best`` is asked. A part of the vocabulary is copied, in the processor's own
    layout; of the whole one ``copied`` says whether it is.
    """

    def __init__(
        self,
        weight: Any,
        ids: Sequence[int] | None = None,
        cap: float | None = None,
        bias: Any = None,
        copied: bool = False,
    ) -> None:
        import torch

        self.whole = weight.detach()
        self.ids: Any = None
        self.cap = cap
        if ids is not None:
            self.ids = torch.tensor(ids, device=weight.device)
        pack = copied or ids is not None
        starts = range(0, len(self.whole if ids is None else ids), PART)
        self.parts = [self._part(slice(i, i + PART), bias, pack) for i in starts]

    def _part(self, part: slice, bias: Any, pack: bool) -> Product:
        weight = self.whole[part if self.ids is None else self.ids[part]]
        return Product(weight, None if bias is None else bias[part], pack)

    def best(self, states: Any, k: int) -> tuple[Any, Any]:
        """The ``k`` most probable tokens after each state: log-probabilities in fp32, and ids."""
        import torch

        values, places, tops, sums = [], [], [], []
        for number, logits in enumerate(self._logits(states)):
            value, place = largest(logits, min(k, logits.shape[1]))
            values.append(value)
            places.append(place + number * PART)
            tops.append(value[:, :1])
            sums.append(_sum_exp(logits, value[:, :1]))
        found, at = torch.cat(values, 1).topk(k)
        ids = torch.cat(places, 1).gather(1, at)
        ids = ids if self.ids is None else self.ids[ids]
        return found - _joined(tops, sums), ids

    def of(self, states: Any, targets: Any) -> Any:
        """log P of one token (R) after each state, in fp32."""
        tops, sums = [], []
        for logits in self._logits(states):
            tops.append(logits.amax(-1, keepdim=True).float())
            sums.append(_sum_exp(logits, tops[-1]))
        chosen = (states.float() * self.whole[targets].float()).sum(-1)
        return self._capped(chosen) - _joined(tops, sums)[:, 0]

    def _logits(self, states: Any) -> Iterator[Any]:
        some = whole_rows(states)
        for part in self.parts:
            yield self._capped(part(some)[: len(states)])

    def _capped(self, logits: Any) -> Any:
        return logits if not self.cap else (logits / self.cap).tanh() * self.cap


def of_logits(logits: Any, k: int) -> tuple[Any, Any]:
    """The same as ``Head.best`` from logits (R x V)."""
    values, ids = largest(logits, k)
    return values - _joined([values[:, :1]], [_sum_exp(logits, values[:, :1])]), ids


def largest(logits: Any, k: int) -> tuple[Any, Any]:
    """The ``k`` largest entries of each row (R x V), in fp32, and where they are."""
    rows, count = logits.shape
    if count % GROUPS or count < GROUPS * k or k > GROUPS:
        values, places = logits.topk(k)
        return values.float(), places
    grid = logits.view(rows, -1, GROUPS)  # the best k lie in the k columns with the highest maxima
    columns = grid.amax(1).topk(k).indices
    inside = grid.gather(2, columns[:, None].expand(-1, grid.shape[1], -1)).flatten(1)
    values, spots = inside.topk(k)
    return values.float(), spots // k * GROUPS + columns.gather(1, spots % k)


def _sum_exp(logits: Any, top: Any) -> Any:
    import torch

    return logits.to(torch.float32, copy=True).sub_(top).exp_().sum(-1, keepdim=True)


def _joined(tops: Sequence[Any], sums: Sequence[Any]) -> Any:
    """log of a sum of exponentials (R x 1) from those of its parts and their maxima."""
    import torch

    parts, totals = torch.cat(list(tops), 1), torch.cat(list(sums), 1)
    top = parts.amax(-1, keepdim=True)
    return top + (totals * (parts - top).exp()).sum(-1, keepdim=True).log()


def latin_ids(tokenizer: Any, stop: Sequence[int]) -> list[int]:
    """Numbers of the tokens that can stand in a text in Latin script, and of ``stop``.

    Left out are tokens with a letter of another script but Greek, whose letters are symbols too,
    and marks such as padding. Kept is all the rest: digits, punctuation, signs, single bytes. Of
    vocabularies that spell bytes as letters (GPT-2, Qwen) nothing is left out.
    """
    marks = {i for i, token in tokenizer.added_tokens_decoder.items() if token.special}
    tokens = tokenizer.convert_ids_to_tokens(list(range(len(tokenizer))))
    kept = {i for i, token in enumerate(tokens) if token.isascii() or all(map(_latin, token))}
    return sorted((kept - marks) | set(stop))


_KEPT = ("LATIN", "COMBINING", "MODIFIER", "MICRO", "FEMININE ORD", "MASCULINE ORD", "GREEK")


@cache
def _latin(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LM":
        return True
    return unicodedata.name(character, "").startswith(_KEPT)
