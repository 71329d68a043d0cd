"""EDTF values as intervals of days: do two overlap, does one hold the other?"""

from __future__ import annotations

from datetime import date, timedelta


def interval(value: str) -> tuple[date, date] | None:
    """Return the first and last day of an EDTF value: a day, month, year or interval of them.

    None for values of any other form.
    """
    first, _, last = value.partition("/")
    try:
        start = date.fromisoformat((first + "-01-01")[:10])
        end = last or first
        if len(end) == 10:
            return start, date.fromisoformat(end)
        year, month = int(end[:4]), int(end[5:7] or 12)
        return start, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None


def overlap(value: str, other: str) -> bool:
    """Say whether two EDTF values have a day in common."""
    ours, theirs = interval(value), interval(other)
    return bool(ours and theirs and ours[0] <= theirs[1] and theirs[0] <= ours[1])


def holds(outer: str, inner: str) -> bool:
    """Say whether one EDTF value lies within another: 2024-02-09 within 2024."""
    wide, narrow = interval(outer), interval(inner)
    return bool(wide and narrow and wide[0] <= narrow[0] and narrow[1] <= wide[1])
