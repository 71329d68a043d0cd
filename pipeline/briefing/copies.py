"""Which articles are one text: agency copy that several papers print, shortened or not.

Texts are compared by their runs of five characters. MinHash (Broder 1997) estimates how many of
them two texts share, and bands of the signatures find the pairs without comparing all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_RUN = 5
_HASHES = 126
_BAND = 3  # hashes of a band: pairs that share half their runs meet with 99.6 %
_SAME = 0.5  # of all runs of both texts; articles on one event share a tenth
_PRIME = np.uint64((1 << 31) - 1)  # products of two numbers below it fit into 64 bits
_SHORTEST = 40  # runs; shorter texts are too little to tell


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


def signature(text: str) -> NDArray[np.uint64] | None:
    """Return the MinHash signature of a text; None for one that is too short."""
    plain = re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold())
    points = np.frombuffer(plain.encode("utf-32-le", errors="replace"), dtype=np.uint32)
    if len(points) < _SHORTEST + _RUN:
        return None
    runs = np.zeros(len(points) - _RUN + 1, dtype=np.uint64)
    for place in range(_RUN):
        codes = points[place : place + len(runs)].astype(np.uint64)
        runs = (runs * np.uint64(1_000_003) + codes) % _PRIME
    factors, terms = _coefficients()
    hashed = (np.unique(runs)[:, None] * factors + terms) % _PRIME
    least: NDArray[np.uint64] = hashed.min(axis=0)
    return least


def _coefficients() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    chance = np.random.default_rng(20240208)  # any fixed seed: signatures must not change
    drawn = chance.integers(1, int(_PRIME), size=(2, _HASHES), dtype=np.uint64)
    return drawn[0], drawn[1]


def _met(signatures: Sequence[NDArray[np.uint64] | None]) -> set[tuple[int, int]]:
    """Return the pairs that agree in at least one band; of many in one band, with the first."""
    pairs: set[tuple[int, int]] = set()
    for start in range(0, _HASHES, _BAND):
        buckets: dict[bytes, int] = {}
        for index, found in enumerate(signatures):
            if found is not None:
                first = buckets.setdefault(found[start : start + _BAND].tobytes(), index)
                if first != index:
                    pairs.add((first, index))
    return pairs
