"""Which items are computed together, and what to do where memory runs out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from models.errors import DeviceError

ENOUGH = 32  # items that make a batch worth its while: a step costs nearly the same up to there
ALIKE = 0.75  # shortest to longest item of a larger batch


def batches(
    costs: Sequence[int], budget: int, kinds: Sequence[Hashable] | None = None
) -> list[list[int]]:
    """Group items so that items x longest stays within ``budget``, longest first.

    In: the tokens of each item, and perhaps kinds that may not be mixed. Out: groups of item
    numbers; each item once, a group for itself where it alone is over the budget. Groups of
    ``ENOUGH`` or more take no item much shorter than their longest: it would be mostly padding.
    """
    groups: list[list[int]] = []
    last: dict[Hashable, list[int]] = {}
    for item in sorted(range(len(costs)), key=lambda i: (-costs[i], i)):
        kind = kinds[item] if kinds else None
        group = last.get(kind, [])
        longest = costs[group[0]] if group else 0
        fits = longest * (len(group) + 1) <= budget
        if group and fits and (len(group) < ENOUGH or costs[item] >= ALIKE * longest):
            group.append(item)
        else:
            last[kind] = [item]
            groups.append(last[kind])
    return groups


def padding_share(lengths: Sequence[int], groups: Iterable[Sequence[int]]) -> float:
    """The share of padding (0 to 1) when items of these lengths are batched so."""
    groups = list(groups)
    real = sum(lengths[i] for group in groups for i in group)
    filled = sum(max(lengths[i] for i in group) * len(group) for group in groups)
    return 1 - real / filled if filled else 0.0


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
