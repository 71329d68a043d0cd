"""A date found in a sentence, before it becomes a record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pipeline.facts.dates.calendar_math import day_value

Bare = Literal["weekday", "day", "yearless"]


class Hit(NamedTuple):
    """Offsets in the sentence and the EDTF value; None for words that must make no date."""

    start: int
    end: int
    value: str | None
    kind: Literal["absolute", "relative"] = "absolute"
    bare: Bare | None = None  # a weekday alone, a day of the month, a day or month of no year


def first_and_longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits keep the first, then the longest; leave out those without a value."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.value is not None)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return [hit for hit in kept if hit.value is not None]


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BESIDE = re.compile(r"[ ,，、،(（]{0,3}(?:den |dem |the |le |dia |الموافق )?", re.IGNORECASE)
_AND = 4  # characters between the days of "18일과 19일"


def joined(hits: list[Hit], text: str) -> list[Hit]:
    """Read dates that stand side by side as one.

    The weekday of a day that is given in full beside it is left out ("Freitag, 09.02.2024"); a
    bare day takes the month of the day before it.
    """
    kept: list[Hit] = []
    for hit in hits:
        last = kept[-1] if kept else None
        if last and hit.bare == "weekday" and _beside(last, hit, text):
            continue
        if last and last.bare == "weekday" and _beside(hit, last, text):
            kept.pop()
        near = last and hit.bare == "day" and hit.start - last.end <= _AND
        month_of = last.value if last and near else None
        kept.append(hit._replace(value=_same_month(month_of, hit.value)) if near else hit)
    return kept


def _beside(full: Hit, weekday: Hit, text: str) -> bool:
    first, second = sorted((full, weekday))
    between = text[first.end : second.start]
    return (
        full.bare in (None, "yearless")
        and _DAY.fullmatch(full.value or "") is not None
        and _BESIDE.fullmatch(between) is not None
    )


def _same_month(before: str | None, day: str | None) -> str | None:
    """Return the day in the month of the one before it, where it comes later there."""
    if not (before and day and _DAY.fullmatch(before) and before[-2:] < day[-2:]):
        return day
    year, month, _ = before.split("-")
    return day_value(int(year), int(month), int(day[-2:])) or day
