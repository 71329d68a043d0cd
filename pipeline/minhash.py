"""How much two texts share, by their runs of five characters, and how such texts are found.

MinHash (Broder 1997) estimates the share from a short signature, and bands of signatures find the
pairs without comparing all. Knows nothing of articles.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

_RUN = 5
_HASHES = 126
_PRIME = np.uint64((1 << 31) - 1)  # products of two numbers below it fit into 64 bits
_SHORTEST = 40  # runs; shorter texts are too little to tell
_STEP = 4_096  # runs hashed at a time, so that a book takes no more memory than an article


def runs(text: str) -> Numbers:
    """Return the different runs of a text as sorted numbers; case and punctuation do not count."""
    plain = re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold())
    points = np.frombuffer(plain.encode("utf-32-le", errors="replace"), dtype=np.uint32)
    found = np.zeros(max(0, len(points) - _RUN + 1), dtype=np.uint64)
    for place in range(_RUN):
        codes = points[place : place + len(found)].astype(np.uint64)
        found = (found * np.uint64(1_000_003) + codes) % _PRIME
    return np.unique(found)


def signature(text: str) -> Numbers | None:
    """Return the MinHash signature of a text; None for one that is too short."""
    found = runs(text)
    if len(found) < _SHORTEST:
        return None
    factors, terms = _coefficients()
    least = np.full(_HASHES, _PRIME, dtype=np.uint64)
    for start in range(0, len(found), _STEP):
        hashed = (found[start : start + _STEP, None] * factors + terms) % _PRIME
        np.minimum(least, hashed.min(axis=0), out=least)
    return least


def bands(found: Numbers, rows: int) -> list[bytes]:
    """Return the bands of a signature, ``rows`` hashes each: texts that share one are a pair."""
    return [found[start : start + rows].tobytes() for start in range(0, _HASHES, rows)]


def band_keys(text: str, rows: int) -> list[int]:
    """Return a number of 63 bits for each band of a text; none for one that is too short."""
    found = signature(text)
    if found is None:
        return []
    return [
        int.from_bytes(hashlib.blake2b(b"%d:%b" % numbered, digest_size=8).digest()) >> 1
        for numbered in enumerate(bands(found, rows))
    ]


def share_in(part: Numbers, whole: Numbers) -> float:
    """Return how many of the ``runs`` of a text are in another one, from 0 to 1."""
    return float(np.isin(part, whole, assume_unique=True).mean()) if len(part) else 1.0


@cache
def _coefficients() -> tuple[Numbers, Numbers]:
    chance = np.random.default_rng(20240208)  # any fixed seed: signatures must not change
    drawn = chance.integers(1, int(_PRIME), size=(2, _HASHES), dtype=np.uint64)
    return drawn[0], drawn[1]
