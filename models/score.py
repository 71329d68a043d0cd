"""The probability of given text after given text.

In: pairs of strings. Out: a number for each, which does not depend on the other pairs (on a
processor; see ``models/attention.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.attention import Memory, whole_steps
from models.batching import batches, halving
from models.engine import Engine, pad
from models.head import Head
from models.protocols import Progress, no_progress
from models.quiet import quiet

CONTEXT = (
    2048  # tokens of a context that are read, its end: older text hardly bears on what follows
)
BATCH = 4096  # tokens in a batch: more only overflows the processor's caches
POSITIONS = 256  # hidden states whose logits are made at a time


def score(
    engine: Engine,
    pairs: Sequence[tuple[str, str]],
    budget: int,
    latin: bool = False,
    progress: Progress = no_progress,
) -> list[float]:
    """Mean log-probability (nats a token) of each continuation right after its context.

    In: pairs (context, continuation), joined as they are; ``budget`` tokens a batch; ``latin``
    shares probability out among the tokens that texts in Latin script need, which is quicker. Out:
    a number for each pair, in order; 0 for a continuation without tokens. Of a long context the
    last ``CONTEXT`` tokens are read. Logits are made at the continuations' positions only.
    """
    rows, sizes = [], []
    for context, continuation in pairs:
        head = engine.ids(context, special=True)[-CONTEXT:]
        tail = engine.ids(continuation)
        rows.append(head + tail)
        sizes.append(len(tail) if head else max(0, len(tail) - 1))
    scores = [0.0] * len(pairs)
    wanted = [i for i, size in enumerate(sizes) if size]
    costs = [whole_steps(len(rows[i])) for i in wanted]
    kinds = None if engine.own_attention else costs
    done = len(pairs) - len(wanted)

    def run(group: list[int]) -> None:
        nonlocal done
        items = [wanted[i] for i in group]
        values = _score(engine, [rows[i] for i in items], [sizes[i] for i in items], latin)
        for i, value in zip(items, values, strict=True):
            scores[i] = value
        done += len(group)
        progress("scoring", done, len(pairs))

    with quiet():
        for group in batches(costs, min(budget, BATCH), kinds):
            halving(run, group)
    return scores


def _score(
    engine: Engine, rows: Sequence[list[int]], sizes: Sequence[int], latin: bool
) -> list[float]:
    """Score the last ``sizes[i]`` tokens of each row. Right padding: no token sees it."""
    import torch

    with torch.inference_mode():
        ids, mask = pad(engine, rows, left=False)
        hidden = _hidden(engine, ids, mask)
        spots = [(r, p) for r, row in enumerate(rows) for p in range(len(row) - sizes[r], len(row))]
        row, position = torch.tensor(spots, device=ids.device).T
        states, targets = hidden[row, position - 1], ids[row, position]
        head: Head | None = engine.head(latin) if engine.own_attention else None
        some = zip(states.split(POSITIONS), targets.split(POSITIONS), strict=True)
        values = torch.cat([_log_probs(engine.model, head, *part) for part in some])
        return [float(part.mean()) for part in torch.split(values, list(sizes))]


def _hidden(engine: Engine, ids: Any, mask: Any) -> Any:
    if engine.own_attention:
        return Memory(keep=False).read(engine.model, ids, mask.sum(1))
    return engine.model.base_model(input_ids=ids, use_cache=False).last_hidden_state


def _log_probs(model: Any, head: Head | None, states: Any, targets: Any) -> Any:
    """log P of each target (P) after its hidden state (P x width), in fp32."""
    if head:
        return head.of(states, targets)
    logits = model.get_output_embeddings()(states).float()
    if cap := getattr(model.config, "final_logit_softcapping", None):
        logits = (logits / cap).tanh() * cap
    return logits.log_softmax(-1).gather(1, targets[:, None])[:, 0]
