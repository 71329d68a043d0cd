"""EDTF values as days and as precision, to put dates in order."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from pipeline.briefing_records import Precision

_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_DECADE = re.compile(r"(\d{3})X|(\d\d)XX")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}  # months, as far as the year goes
_PARTS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}


class Days(NamedTuple):
    """The first and the last day that a value covers, and how exact it is."""

    first: date
    last: date
    precision: Precision


def day_of(published: str | None) -> date | None:
    """Return the day of an ISO 8601 day or moment; None where there is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def covered(value: str) -> Days | None:
    """Return what an EDTF value covers; None for what is no span of days."""
    if "/" in value:
        first, last = (_single(end) for end in value.split("/", 1))
        if first is None or last is None or last.last < first.first:
            return None
        return Days(first.first, last.last, "span")
    return _single(value)


def _single(value: str) -> Days | None:
    if decade := _DECADE.fullmatch(value):
        start, years = (int(decade[1]) * 10, 10) if decade[1] else (int(decade[2]) * 100, 100)
        return _months(max(1, start), 1, min(9999, start + years - 1), 12, "decade")
    found = _PART.fullmatch(value)
    if found is None or int(found[1]) < 1:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if day:
        exact = day_of(value)
        return Days(exact, exact, "day") if exact else None
    if not month:
        return _months(year, 1, year, 12, "year")
    return _part(year, month)


def _part(year: int, month: int) -> Days | None:
    """Return the days of a month, or of a season or quarter as EDTF numbers them."""
    if 1 <= month <= 12:
        return _months(year, month, year, month, "month")
    parts = _SEASONS | _PARTS
    return (
        _months(year, parts[month][0], year, parts[month][1], "season") if month in parts else None
    )


def _months(year: int, month: int, last_year: int, last: int, precision: Precision) -> Days:
    end = date(last_year, last, monthrange(last_year, last)[1])
    return Days(date(year, month, 1), end, precision)
