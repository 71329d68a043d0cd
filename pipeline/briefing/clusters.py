"""Which articles tell the same event: average-link clustering of what they tell.

Two articles are compared by their actors, amounts, dates, what happens, numbers, and words (across
languages words count little: only names and words of one root agree). What many articles have in
common counts little, and what stands in the title and first sentences counts most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.briefing.reading import Read, Told, stems

Matrix = NDArray[np.float32]

_LEAD = 3  # sentences that say what the article is about
_REST = 0.3  # weight of what stands further down
_NEAR, _FAR = 1, 7  # days: full likeness up to one, none from seven on
_ENOUGH = 0.34  # likeness within an event; the labelled set gives the same from 0.30 to 0.36


class _Side(NamedTuple):
    """One side on which articles are compared, and its weight."""

    name: str
    weight: float
    bare: float  # share of the weight that counts against a pair where one article has nothing


_SIDES = (
    _Side("actors", 3.0, 0.5),
    _Side("money", 2.5, 0.2),
    _Side("terms", 2.5, 0.5),
    _Side("dates", 1.0, 0.1),
    _Side("numbers", 1.0, 0.1),
)
_WORDS_SAME, _WORDS_OTHER = 3.0, 1.0  # weights of the words: within a language, across


def cluster(reads: Sequence[Read], copies: Sequence[int]) -> list[list[int]]:
    """Return the articles' indices by event, each event and all events in the order given.

    ``copies`` are the indices of ``first_copies``: an article and its copy tell one event.
    """
    if not reads:
        return []
    likeness = similarities(reads)
    groups: dict[int, list[int]] = defaultdict(list)
    for index, first in enumerate(copies):
        groups[first].append(index)
    home = {index: first for first, members in groups.items() for index in members}
    for one, other in _likely(likeness):
        a, b = sorted((home[one], home[other]))
        if a != b and _together(likeness, groups[a], groups[b]) >= _ENOUGH:
            groups[a] += groups.pop(b)
            home.update(dict.fromkeys(groups[a], a))
    return sorted(sorted(members) for members in groups.values())


def _likely(likeness: Matrix) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are alike enough, the likest first."""
    rows, columns = np.nonzero(np.triu(likeness >= _ENOUGH, k=1))
    order = np.argsort(-likeness[rows, columns], kind="stable")
    yield from ((int(rows[i]), int(columns[i])) for i in order)


def _together(likeness: Matrix, one: Sequence[int], other: Sequence[int]) -> float:
    return float(likeness[np.ix_(one, other)].mean())


def similarities(reads: Sequence[Read]) -> Matrix:
    """Return how alike each two articles are, from 0 to 1."""
    count = len(reads)
    above, below = np.zeros((count, count), np.float32), np.zeros((count, count), np.float32)
    for side in _SIDES:
        _add(above, below, [_told(r, side.name) for r in reads], np.float32(side.weight), side.bare)
    same = np.equal.outer(*[np.array([r.source.language or "" for r in reads])] * 2)
    weights = np.where(same, np.float32(_WORDS_SAME), np.float32(_WORDS_OTHER))
    _add(above, below, [_words(r) for r in reads], weights, 0.5)
    likeness = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return (likeness * _closeness(reads)).astype(np.float32)


def _add(
    above: Matrix,
    below: Matrix,
    features: Sequence[dict[str, float]],
    weight: Matrix | np.float32,
    bare: float,
) -> None:
    """Add one side to the weighted mean of all sides."""
    vectors = _vectors(features)
    has = np.array([bool(row) for row in features])
    both, either = np.logical_and.outer(has, has), np.logical_or.outer(has, has)
    above += (vectors @ vectors.T) * weight
    below += np.where(both, weight, np.where(either, weight * np.float32(bare), np.float32(0)))


def _vectors(features: Sequence[dict[str, float]]) -> Matrix:
    """Return unit vectors, each feature weighted by how rare it is (smoothed IDF)."""
    seen: dict[str, int] = defaultdict(int)
    for row in features:
        for name in row:
            seen[name] += 1
    places = {name: i for i, name in enumerate(n for n, times in seen.items() if times > 1)}
    vectors = np.zeros((len(features), max(1, len(places))), np.float32)
    for index, row in enumerate(features):
        weighted = {n: w * np.log1p(len(features) / seen[n]) for n, w in row.items()}
        length = float(np.sqrt(sum(w * w for w in weighted.values()))) or 1.0
        for name, value in weighted.items():
            if name in places:
                vectors[index, places[name]] = value / length
    return vectors


def _closeness(reads: Sequence[Read]) -> Matrix:
    """Return 1 for articles of nearly the same day, less the further apart; undated ones count."""
    days = np.array([r.day.toordinal() if r.day else np.nan for r in reads], np.float64)
    apart = np.abs(np.subtract.outer(days, days))
    near = np.clip(1 - (apart - _NEAR) / (_FAR - _NEAR), 0, 1)
    return np.where(np.isnan(near), 1.0, near).astype(np.float32)


def _told(read: Read, side: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for place, told in enumerate([*([read.title] if read.title else []), *read.told]):
        weight = 1.0 if place <= _LEAD else _REST
        for name in _names(told, side):
            found[name] = max(found.get(name, 0.0), weight)
    return dict(sorted(found.items()))


def _names(told: Told, side: str) -> Iterable[str]:
    if side == "money":
        return {f"{value.normalize()}{m.currency}" for m in told.money for value in (m.min, m.max)}
    if side == "dates":
        return {date.value for date in told.dates if len(date.value) > 4}
    return {"actors": told.actors, "terms": told.terms, "numbers": told.numbers}[side]


def _words(read: Read) -> dict[str, float]:
    """Return the words of an article, and of its title in the language of the digest."""
    found: dict[str, float] = {}
    for place, told in enumerate([*([read.title] if read.title else []), *read.told]):
        words = told.words
        if told.shown and told.shown.status == "translated":
            words |= stems(told.shown.text)
        for word in words:
            found[word] = max(found.get(word, 0.0), 1.0 if place <= _LEAD else _REST)
    return dict(sorted(found.items()))
