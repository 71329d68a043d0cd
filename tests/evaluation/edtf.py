"""Dates as the days they cover, so that ``2024-02`` and ``2024-02-01/2024-02-29`` are one value."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

DAY = re.compile(r"\d{4}-\d\d-\d\d")
PART = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?")
DECADE = re.compile(r"(?P<decade>\d{3})X")
CENTURY = re.compile(r"(?P<century>\d\d)XX")


def covered(value: str) -> str:
    """Return ``first day/last day`` of an EDTF value; what is no span of days stays as it is.

    Both ends of an EDTF interval are included; seasons (``2024-22``) and open ends stay.
    """
    first, _, last = value.partition("/")
    start, end = _ends(first), _ends(last or first)
    return f"{start[0]}/{end[1]}" if start and end else value


def half_open(start: str, end: str) -> str | None:
    """Return the days from ``start`` up to ``end``, the end itself excluded (ISO days)."""
    try:
        first, after = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    except ValueError:
        return None
    last = after - timedelta(days=1)
    return f"{first.isoformat()}/{last.isoformat()}" if first <= last else None


def _ends(value: str) -> tuple[str, str] | None:
    if DAY.fullmatch(value):
        return value, value
    if match := PART.fullmatch(value):
        year, month = int(match["year"]), int(match["month"] or 0)
        if not 1 <= year <= 9999:
            return None
        last = monthrange(year, month or 12)[1]
        return (
            f"{year:04d}-{month or 1:02d}-01",
            f"{year:04d}-{month or 12:02d}-{last:02d}",
        )
    if match := DECADE.fullmatch(value):
        return f"{match['decade']}0-01-01", f"{match['decade']}9-12-31"
    if match := CENTURY.fullmatch(value):
        return f"{match['century']}00-01-01", f"{match['century']}99-12-31"
    return None
