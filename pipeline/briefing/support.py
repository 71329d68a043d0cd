"""Which sentences of several articles say the same, and the statements that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.briefing.amounts import overlap
from pipeline.briefing.reading import Read, Told
from pipeline.briefing_records import Line, Proof
from pipeline.records import Money

_SAME_WORDS = 0.5  # of all beginnings of words of two sentences of one language
_ENOUGH = 4.0  # points of what two sentences share, across languages
_AT_LEAST = 1 / 3  # of the actors of both


class Sources(NamedTuple):
    """The articles of a briefing by id."""

    reads: dict[str, Read]

    def origins(self, proofs: Iterable[Proof]) -> list[str]:
        """Return the independent origins of some proofs, in order."""
        return list(dict.fromkeys(self.reads[p.source].source.origin for p in proofs))

    def days(self, proofs: Iterable[Proof]) -> list[str]:
        """Return the days of the articles of some proofs, in order; undated ones have none."""
        days = (self.reads[p.source].day for p in proofs)
        return sorted(day.isoformat() for day in days if day)


def shared(one: Told, other: Told) -> float:
    """Return points for what two sentences share, whatever their languages: 4 is a lot."""
    if one.money and other.money and not _same_money(one.money, other.money):
        return 0.0
    actors, all_actors = one.actors & other.actors, one.actors | other.actors
    if all_actors and len(actors) / len(all_actors) < _AT_LEAST:
        return 0.0
    dates = {d.value for d in one.dates} & {d.value for d in other.dates}
    return (
        2.0 * (bool(one.money) and bool(other.money))
        + min(len(actors), 3)
        + bool(dates)
        + 0.5 * min(len(one.terms & other.terms), 4)
        + bool(one.numbers & other.numbers)
    )


def alike(one: Told, other: Told) -> bool:
    """Say whether two sentences say the same, as far as facts and words show it."""
    if one.denied != other.denied or one.negated != other.negated:
        return False
    if one.sentence.language == other.sentence.language:
        words = one.words | other.words
        if words and len(one.words & other.words) / len(words) >= _SAME_WORDS:
            return True
    return shared(one, other) >= _ENOUGH


def _same_money(one: Sequence[Money], other: Sequence[Money]) -> bool:
    return any(overlap(a, b) for a in one for b in other)


def lines(members: Sequence[Read], sources: Sources) -> list[Line]:
    """Return the statements of the digests of one event, the best supported first."""
    taken: set[tuple[str, int]] = set()
    found: list[tuple[tuple[int, int, int], Line]] = []
    for read in members:
        for told in read.told:
            if told.shown is None or _place(told) in taken:
                continue
            group = [told, *_supporters(told, members, taken)]
            taken.update(_place(one) for one in group)
            line = _line(group, sources, read.digest.target_language)
            first = min(one.sentence.index for one in group)
            found.append(((-line.origins, first, len(found)), line))
    return [line for _, line in sorted(found, key=lambda item: item[0])]


def lead_first(told: Sequence[Line], members: Sequence[Read], sources: Sources) -> list[Line]:
    """Put the line that says what happened before the others.

    It names an actor of the titles, stands early in its articles, and several sources have it.
    """
    titled = {actor for read in members if read.title for actor in read.title.actors}

    def points(line: Line) -> float:
        proofs = [sources.reads[p.source].told[p.sentence] for p in line.proofs]
        named = any(one.actors & titled for one in proofs) if titled else True
        early = min(one.sentence.index for one in proofs)
        return line.origins + 2.0 * named - 0.5 * early

    if not told:
        return []
    lead = max(told, key=points)
    return [lead, *(line for line in told if line is not lead)]


def _place(told: Told) -> tuple[str, int]:
    return told.source, told.sentence.index


def _supporters(told: Told, members: Sequence[Read], taken: set[tuple[str, int]]) -> list[Told]:
    """Return of each other article the sentence that says the same, if one does."""
    best = []
    for read in members:
        if read.id == told.source:
            continue
        same = [t for t in read.told if _place(t) not in taken and alike(told, t)]
        if same:
            best.append(max(same, key=lambda t: (shared(told, t), -t.sentence.index)))
    return best


def _line(group: Sequence[Told], sources: Sources, target: str) -> Line:
    """Make one statement, in the wording that needs the least trust."""
    proofs = [told.proof for told in group]
    shown = [told for told in group if told.shown is not None]
    told = min(shown, key=lambda t: _distance(t, target))
    statement = told.shown
    assert statement is not None  # noqa: S101  # the first of the group is shown
    return Line(
        text=statement.text,
        status=statement.status,
        proofs=proofs,
        origins=len(sources.origins(proofs)),
        flags=list(statement.flags),
    )


def _distance(told: Told, target: str) -> tuple[bool, bool]:
    """Prefer what readers of the target language can read, then what has no flag."""
    statement = told.shown
    readable = statement is not None and (
        statement.status != "verbatim" or told.sentence.language == target
    )
    return not readable, bool(statement and statement.flags)
