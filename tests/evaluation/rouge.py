"""ROUGE-1, -2 and -L (Lin 2004): how much of a written summary a choice of sentences holds.

As in the package rouge-score, without stemming (its stemmer is for English), and with words of all
scripts: a word is a run of letters and digits, regardless of case, or one character of Han, kana
or Thai, which put no spaces between words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")  # fmt: skip  # noqa: E501
RESAMPLES = 1000


class Rouge(NamedTuple):
    """F scores between 0 and 1; ``longest`` is ROUGE-L of the texts as one sequence each."""

    one: float
    two: float
    longest: float


class Interval(NamedTuple):
    """A mean, and the 95 % of its resamples that lie in the middle."""

    mean: float
    low: float
    high: float


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def rouge(text: str, reference: str) -> Rouge:
    """Compare a text with what a person wrote."""
    one, two = words(text), words(reference)
    shared = [sum((_grams(one, n) & _grams(two, n)).values()) for n in (1, 2)]
    sizes = [(max(0, len(one) - n), max(0, len(two) - n)) for n in (0, 1)]
    f1, f2 = (_f(hit, *size) for hit, size in zip(shared, sizes, strict=True))
    return Rouge(f1, f2, _f(common(one, two), len(one), len(two)))


def pairs_shared(text: str, reference: str) -> int:
    """Return how many pairs of neighbouring words a text shares with another."""
    return sum((_grams(words(text), 2) & _grams(words(reference), 2)).values())


def common(one: Sequence[str], two: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for left in one:
        before = 0
        for place, right in enumerate(two, start=1):
            above = row[place]
            row[place] = before + 1 if left == right else max(above, row[place - 1])
            before = above
    return row[-1]


def interval(values: Sequence[float], seed: int = 0) -> Interval:
    """Return the mean of one value for each article, and its bootstrap interval."""
    draw = Random(seed)
    count = len(values)
    means = sorted(sum(draw.choices(values, k=count)) / count for _ in range(RESAMPLES))
    edge = RESAMPLES // 40
    return Interval(sum(values) / count, means[edge], means[-edge - 1])


def _grams(tokens: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1))


def _f(hits: int, ours: int, theirs: int) -> float:
    return 2 * hits / (ours + theirs) if hits else 0.0
