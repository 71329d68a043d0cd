"""Which articles are one text: agency copy that several papers print, shortened or not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.minhash import bands, signature

_BAND = 3  # hashes of a band: pairs that share half their runs meet with 99.6 %
_SAME = 0.5  # of all runs of both texts; articles on one event share a tenth


def first_copies(texts: Sequence[str]) -> list[int]:
    """Return for each text the index of the first text that it is a copy of, or its own."""
    first = list(range(len(texts)))
    signatures = [signature(text) for text in texts]
    for one, other in sorted(_met(signatures)):
        a, b = signatures[one], signatures[other]
        if a is not None and b is not None and float(np.mean(a == b)) >= _SAME:
            low, high = sorted((first[one], first[other]))
            first = [low if known == high else known for known in first]
    return first


def _met(signatures: Sequence[NDArray[np.uint64] | None]) -> set[tuple[int, int]]:
    """Return the pairs that agree in at least one band; of many in one band, with the first."""
    pairs: set[tuple[int, int]] = set()
    buckets: dict[tuple[int, bytes], int] = {}
    for index, found in enumerate(signatures):
        for numbered in enumerate(bands(found, _BAND)) if found is not None else ():
            first = buckets.setdefault(numbered, index)
            if first != index:
                pairs.add((first, index))
    return pairs
