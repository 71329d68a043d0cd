"""The timeline: what the articles put a date to, merged and in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.briefing.days import Days, covered
from pipeline.briefing.reading import Read, Told
from pipeline.briefing.support import Sources, alike, shared
from pipeline.briefing_records import Event, Standing
from pipeline.records import DateMention

_SAME_DATE = 3.0  # points that two sentences of one date share to tell one event
_STRONGEST: tuple[Standing, ...] = ("denied", "done", "reported", "planned")


class _Dated(NamedTuple):
    told: Told
    mention: DateMention
    days: Days
    standing: Standing
    target: str


def timeline(reads: Sequence[Read], figures: set[tuple[str, int]], sources: Sources) -> list[Event]:
    """Return the dated events in order; ``figures`` are sentences that give a figure of a year.

    An event is done, reported or planned as the strongest of its sources says; what one source
    denies is an event of its own.
    """
    found = [
        dated
        for read in reads
        for told in read.told
        for dated in _dates(read, told)
        if dated.days.precision != "year" or (told.source, told.sentence.index) not in figures
    ]
    groups: dict[tuple[date, date], list[list[_Dated]]] = defaultdict(list)
    for one in found:
        that_day = groups[one.days.first, one.days.last]
        home = next((group for group in that_day if _same(group[0], one)), None)
        if home is None:
            that_day.append([one])
        else:
            home.append(one)
    events = [_event(group, sources) for that_day in groups.values() for group in that_day]
    return sorted(events, key=_order)


def _dates(read: Read, told: Told) -> list[_Dated]:
    """Return the dates of a sentence that are days on the calendar, each once."""
    dates = {date.value: date for date in reversed(told.dates)}
    target = read.digest.target_language
    return [
        _Dated(told, mention, days, _standing(told, days, read.day), target)
        for value, mention in sorted(dates.items())
        if (days := covered(value)) is not None
    ]


def _standing(told: Told, days: Days, published: date | None) -> Standing:
    modality = told.claim.modality if told.claim else "asserted"
    if modality == "denied":
        return "denied"
    if published is not None and days.first > published:
        return "planned"
    open_still = published is None or days.last >= published
    if modality == "planned" and open_still:
        return "planned"
    if modality in ("asserted", "planned"):
        return "done"
    return "reported"


def _same(one: _Dated, other: _Dated) -> bool:
    if one.told.denied != other.told.denied:
        return False
    if one.told.source == other.told.source:
        return one.told is other.told
    return alike(one.told, other.told) or shared(one.told, other.told) >= _SAME_DATE


def _event(group: Sequence[_Dated], sources: Sources) -> Event:
    proofs = [one.told.proof for one in group]
    best = min(group, key=_wording)
    standing = min((one.standing for one in group), key=_STRONGEST.index)
    return Event(
        when=best.mention.value,
        precision=best.days.precision,
        reckoned=all(one.mention.kind == "relative" for one in group),
        standing=standing,
        text=best.told.shown.text if best.told.shown else best.told.sentence.text,
        proofs=proofs,
        origins=len(sources.origins(proofs)),
    )


def _wording(one: _Dated) -> tuple[bool, bool]:
    """Prefer a statement of a digest, and one that readers of its language can read."""
    shown = one.told.shown
    translated = shown is not None and shown.status != "verbatim"
    return not (translated or one.told.sentence.language == one.target), shown is None


def _order(event: Event) -> tuple[date, date, str]:
    days = covered(event.when)
    assert days is not None  # noqa: S101  # events without days are left out
    return days.first, days.last, event.text
