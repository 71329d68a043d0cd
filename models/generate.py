"""The one generation loop: prompts in, candidates out.

Prompts are sorted by length, put into batches of at most so many tokens, decoded and put back in
order. A batch that does not fit into memory is halved. On a processor the answers to a request do
not depend on what else is asked for, nor on the order: see ``models/attention.py``. Models that it
does not know are run with transformers' own attention, beside prompts of the same padded length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.attention import whole_steps
from models.batching import batches, halving
from models.card import Decoding
from models.decode import CausalState, Hypothesis, Seq2SeqState, SharedState, State, search
from models.engine import Engine, pad
from models.protocols import Progress, no_progress
from models.quiet import quiet

LABEL = "translating"


@dataclass(frozen=True)
class Request:
    """A prompt, and the text whose length bounds the answer.

    ``special`` adds the tokenizer's own marks; chat templates hold them already. ``ids`` are the
    prompt's tokens where the caller has made them.
    """

    prompt: str
    source: str
    special: bool = True
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Candidate:
    """An answer on one line, and its mean log-probability (nats a token)."""

    text: str
    logprob: float


def generate(  # noqa: PLR0913 - what a request is made of
    engine: Engine,
    requests: Sequence[Request],
    decoding: Decoding,
    beams: int = 1,
    shared: str = "",
    latin: bool = False,
    progress: Progress = no_progress,
) -> list[list[Candidate]]:
    """Answer every request; return its candidates, most probable first, at least one each.

    ``shared`` is text that comes before every prompt: it is computed once. With ``latin`` answers
    are in Latin script: tokens of other scripts are not looked at.
    """
    before = engine.ids(shared, special=True) if shared else []
    prompts = [
        engine.ids(one.prompt, one.special and not shared) if one.ids is None else list(one.ids)
        for one in requests
    ]
    if not engine.own_attention:
        prompts, before = [before + ids for ids in prompts], []
    limits = [
        round(decoding.new_ratio * engine.count(one.source)) + decoding.new_extra
        for one in requests
    ]
    costs = [len(ids) + limit * beams for ids, limit in zip(prompts, limits, strict=True)]
    kinds = None if engine.own_attention else [whole_steps(len(ids)) for ids in prompts]
    answers: list[list[Candidate]] = [[] for _ in requests]
    done = 0

    def run(group: list[int]) -> None:
        nonlocal done
        rows, ends = [prompts[i] for i in group], [limits[i] for i in group]
        for i, found in zip(group, _decode(engine, before, rows, ends, beams, latin), strict=True):
            answers[i] = [_candidate(engine, one) for one in found]
        done += len(group)
        progress(LABEL, done, len(requests))

    with quiet():
        for group in batches(costs, decoding.batch_tokens, kinds):
            halving(run, group)
    return answers


def condense(
    engine: Engine,
    rows: Sequence[Sequence[int]],
    decoding: Decoding,
    progress: Progress = no_progress,
) -> list[str]:
    """Let an encoder-decoder model write as its own generation settings say; one answer a row.

    In: token ids. Summaries need what these settings hold: the least and most tokens, no repeated
    n-grams, the length penalty. ``decoding.new_tokens`` bounds the answer, if it is not 0.
    """
    import torch

    answers = [""] * len(rows)
    done = 0
    limit = {"max_new_tokens": decoding.new_tokens} if decoding.new_tokens else {}

    def run(group: list[int]) -> None:
        nonlocal done
        ids, mask = pad(engine, [list(rows[i]) for i in group], left=False)
        with torch.inference_mode():
            found = engine.model.generate(
                input_ids=ids, attention_mask=mask, do_sample=False, **limit
            )
        for i, row in zip(group, found, strict=True):
            answers[i] = " ".join(engine.tokenizer.decode(row, skip_special_tokens=True).split())
        done += len(group)
        progress("summarising", done, len(rows))

    with quiet():
        for group in batches([len(row) for row in rows], decoding.batch_tokens):
            halving(run, group)
    return answers


def _decode(
    engine: Engine,
    before: list[int],
    prompts: Sequence[list[int]],
    limits: Sequence[int],
    beams: int,
    latin: bool,
) -> list[list[Hypothesis]]:
    """Decode one batch."""
    import torch

    state: State
    if engine.own_attention:
        state = SharedState(engine.model, engine.head(latin), engine.prefix(before))
    elif engine.seq2seq:
        head = engine.head(latin) if engine.plain_head else None
        state = Seq2SeqState(engine.model, head, engine.start, engine.banned)
    else:
        state = CausalState(engine.model)
    ids, mask = pad(engine, prompts, left=isinstance(state, CausalState))
    return search(state, ids, mask, limits, beams, torch.tensor(engine.stop, device=ids.device))


def _candidate(engine: Engine, one: Hypothesis) -> Candidate:
    text = engine.tokenizer.decode(list(one.tokens), skip_special_tokens=True)
    lines = text.strip().splitlines()
    return Candidate(" ".join(lines[0].split()) if lines else "", one.logprob)
