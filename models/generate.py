"""The one generation loop: prompts in, candidates out; and the probability of given text.

Prompts are sorted by length, put into batches of at most so many tokens, decoded and put back in
order. A batch that does not fit into memory is halved. Results do not depend on what else is in a
batch, save for the rounding of bf16, which may turn a near tie between two words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.card import Decoding
from models.decode import CausalState, Hypothesis, Seq2SeqState, State, log_sum_exp, search
from models.device import Place
from models.errors import DeviceError
from models.protocols import Progress, no_progress
from models.quiet import quiet

SCORE_TOKENS = 2048  # of a context, its end; older text hardly bears on what follows
SCORE_BATCH = 4096  # tokens in a batch that is scored: more only overflows the processor's caches
SCORE_POSITIONS = 128  # logits held at a time, each a row of the vocabulary in fp32
LABEL = "translating"
ENOUGH = 32  # items that make a batch worth its while: a step costs nearly the same up to there
ALIKE = 0.75  # shortest to longest item of a larger batch


@dataclass(frozen=True)
class Engine:
    """A loaded model with its tokenizer, ready to generate and to score.

    ``stop`` are the token ids that end an answer; ``start`` what a decoder begins with (models
    with an encoder only); ``banned`` is never generated.
    """

    model: Any
    tokenizer: Any
    place: Place
    stop: tuple[int, ...]
    seq2seq: bool = False
    start: tuple[int, ...] = ()
    banned: tuple[int, ...] = ()
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def count(self, text: str) -> int:
        """Tokens of a text, without those that only mark its beginning or end."""
        return len(self.ids(text))

    def ids(self, text: str, special: bool = False) -> list[int]:
        """Token ids of a text; ``special`` adds the marks the model expects around a prompt."""
        return list(self.tokenizer(text, add_special_tokens=special)["input_ids"])


@dataclass(frozen=True)
class Request:
    """A prompt, and the text whose length bounds the answer.

    ``special`` adds the tokenizer's own marks; chat templates hold them already.
    """

    prompt: str
    source: str
    special: bool = True


@dataclass(frozen=True)
class Candidate:
    """An answer on one line, and its mean log-probability (nats a token)."""

    text: str
    logprob: float


def batches(costs: Sequence[int], budget: int, extra: int = 0) -> list[list[int]]:
    """Group items so that items x longest stays within ``budget``, longest first.

    In: the tokens of each item, and ``extra`` tokens that come with every one. Out: groups of item
    numbers; each item once, a group for itself where it alone is over the budget. Groups of
    ``ENOUGH`` or more take no item much shorter than their longest: it would be mostly padding.
    """
    groups: list[list[int]] = []
    for item in sorted(range(len(costs)), key=lambda i: (-costs[i], i)):
        group = groups[-1] if groups else []
        longest = costs[group[0]] if group else 0
        fits = (longest + extra) * (len(group) + 1) <= budget
        if group and fits and (len(group) < ENOUGH or costs[item] >= ALIKE * longest):
            group.append(item)
        else:
            groups.append([item])
    return groups


def padding_share(lengths: Sequence[int], groups: Iterable[Sequence[int]]) -> float:
    """The share of padding (0 to 1) when items of these lengths are batched so."""
    groups = list(groups)
    real = sum(lengths[i] for group in groups for i in group)
    filled = sum(max(lengths[i] for i in group) * len(group) for group in groups)
    return 1 - real / filled if filled else 0.0


def generate(
    engine: Engine,
    requests: Sequence[Request],
    decoding: Decoding,
    beams: int = 1,
    shared: str = "",
    progress: Progress = no_progress,
) -> list[list[Candidate]]:
    """Answer every request; return its candidates, most probable first, at least one each.

    ``shared`` is text that comes before every prompt: it is computed once.
    """
    before = engine.ids(shared, special=True) if shared else []
    prompts = [engine.ids(one.prompt, one.special and not shared) for one in requests]
    limits = [
        round(decoding.new_ratio * engine.count(one.source)) + decoding.new_extra
        for one in requests
    ]
    costs = [(len(ids) + limit) * beams for ids, limit in zip(prompts, limits, strict=True)]
    answers: list[list[Candidate]] = [[] for _ in requests]
    done = 0

    def run(group: list[int]) -> None:
        nonlocal done
        found = _decode(
            engine, before, [prompts[i] for i in group], [limits[i] for i in group], beams
        )
        for i, hypotheses in zip(group, found, strict=True):
            answers[i] = [_candidate(engine, one) for one in hypotheses]
        done += len(group)
        progress(LABEL, done, len(requests))

    with quiet():
        for group in batches(costs, decoding.batch_tokens, len(before) * beams):
            halving(run, group)
    return answers


def halving(run: Callable[[list[int]], None], group: list[int]) -> None:
    """Run a batch; where memory runs out run its halves. Raises ``DeviceError`` at one item."""
    try:
        run(group)
        return
    except (RuntimeError, MemoryError) as exc:
        if not _out_of_memory(exc):
            raise
        if len(group) == 1:
            raise DeviceError(
                "out of memory on a single text: free some memory, use a smaller model "
                "or --device cpu"
            ) from exc
    _empty_cache()  # outside the handler: its traceback holds the tensors
    middle = len(group) // 2
    halving(run, group[:middle])
    halving(run, group[middle:])


def _out_of_memory(exc: BaseException) -> bool:
    import torch

    words = ("not enough memory", "can't allocate memory", "out of memory")
    return isinstance(exc, MemoryError | torch.OutOfMemoryError) or any(
        word in str(exc).lower() for word in words
    )


def _empty_cache() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _decode(
    engine: Engine,
    before: list[int],
    prompts: Sequence[list[int]],
    limits: Sequence[int],
    beams: int,
) -> list[list[Hypothesis]]:
    """Decode one batch. Decoder-only prompts are padded on the left, others on the right."""
    import torch

    stop = torch.tensor(engine.stop, device=engine.place.kind)
    state: State
    if engine.seq2seq:
        ids, mask = pad(engine, prompts, left=False)
        state = Seq2SeqState(engine.model, engine.start, engine.banned)
    else:
        longest = max(map(len, prompts)) + max(limits)
        prefix = _prefix(engine, before, longest)
        whole = prompts if prefix else [before + ids for ids in prompts]
        ids, mask = pad(engine, whole, left=True)
        state = CausalState(engine.model, prefix)
    return search(state, ids, mask, limits, beams, stop)


def _prefix(engine: Engine, before: list[int], longest: int) -> Any:
    """The cache of the shared tokens, or None where sharing would change results.

    With sliding attention the padding between prefix and prompt would push the prefix out of the
    window sooner, so all must fit into the window.
    """
    import torch
    from transformers import DynamicCache

    window = getattr(engine.model.config, "sliding_window", None)
    if not before or (window and len(before) + longest > window):
        return None
    key = str(before)
    cache = engine.shared.get(key)
    if cache is None:
        cache = DynamicCache(config=engine.model.config)
        with torch.inference_mode():
            ids = torch.tensor([before], device=engine.place.kind)
            engine.model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
        engine.shared.clear()  # one prefix at a time: a run translates one pair
        engine.shared[key] = cache
    return cache


def pad(engine: Engine, rows: Sequence[list[int]], left: bool) -> tuple[Any, Any]:
    """Token ids and mask as tensors (rows x longest) on the engine's device."""
    import torch

    longest = max(map(len, rows))
    fill = engine.tokenizer.pad_token_id or 0
    ids, mask = [], []
    for row in rows:
        gap = longest - len(row)
        ids.append([fill] * gap + row if left else row + [fill] * gap)
        mask.append([0] * gap + [1] * len(row) if left else [1] * len(row) + [0] * gap)
    device = engine.place.kind
    return torch.tensor(ids, device=device), torch.tensor(mask, device=device)


def _candidate(engine: Engine, one: Hypothesis) -> Candidate:
    text = engine.tokenizer.decode(list(one.tokens), skip_special_tokens=True)
    lines = text.strip().splitlines()
    return Candidate(" ".join(lines[0].split()) if lines else "", one.logprob)


def score(
    engine: Engine,
    pairs: Sequence[tuple[str, str]],
    budget: int,
    progress: Progress = no_progress,
) -> list[float]:
    """Mean log-probability (nats a token) of each continuation right after its context.

    In: pairs (context, continuation), joined as they are; ``budget`` tokens a batch. Out: a
    number for each pair, in order; 0 for a continuation without tokens. Of a long context the
    last ``SCORE_TOKENS`` tokens are read. Logits are made at the continuations' positions only.
    """
    rows, sizes = [], []
    for context, continuation in pairs:
        head = engine.ids(context, special=True)[-SCORE_TOKENS:]
        tail = engine.ids(continuation)
        rows.append(head + tail)
        sizes.append(len(tail) if head else max(0, len(tail) - 1))
    scores = [0.0] * len(pairs)
    wanted = [i for i, size in enumerate(sizes) if size]
    done = len(pairs) - len(wanted)

    def run(group: list[int]) -> None:
        nonlocal done
        items = [wanted[i] for i in group]
        values = _score(engine, [rows[i] for i in items], [sizes[i] for i in items])
        for i, value in zip(items, values, strict=True):
            scores[i] = value
        done += len(group)
        progress("scoring", done, len(pairs))

    with quiet():
        for group in batches([len(rows[i]) for i in wanted], min(budget, SCORE_BATCH)):
            halving(run, group)
    return scores


def _score(engine: Engine, rows: Sequence[list[int]], sizes: Sequence[int]) -> list[float]:
    """Score the last ``sizes[i]`` tokens of each row. Right padding: no token sees it."""
    import torch

    with torch.inference_mode():
        ids, _ = pad(engine, rows, left=False)
        hidden = engine.model.base_model(input_ids=ids, use_cache=False).last_hidden_state
        spots = [(r, p) for r, row in enumerate(rows) for p in range(len(row) - sizes[r], len(row))]
        row, position = torch.tensor(spots, device=ids.device).T
        states, targets = hidden[row, position - 1], ids[row, position]
        some = zip(states.split(SCORE_POSITIONS), targets.split(SCORE_POSITIONS), strict=True)
        values = torch.cat([_log_probs(engine.model, *part) for part in some])
        return [float(part.mean()) for part in torch.split(values, list(sizes))]


def _log_probs(model: Any, states: Any, targets: Any) -> Any:
    """log P of each target (P) after its hidden state (P x width), in fp32."""
    import torch

    logits = model.get_output_embeddings()(states)
    if cap := getattr(model.config, "final_logit_softcapping", None):
        logits = torch.tanh(logits / cap) * cap
    top = logits.amax(-1, keepdim=True).float()
    chosen = logits.gather(1, targets[:, None]).float()
    return (chosen - top - log_sum_exp(logits, top))[:, 0]
