"""Weeks, weekdays and days as parts of a month or year, as EDTF. Pure arithmetic."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from pipeline.facts.dates.calendar_math import day_value, month_value, week_value

_MONTHS_IN = {"month": 1, "quarter": 3}


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> str | None:
    """Return the first, second, ... such weekday of a month; above 5 the last one."""
    days = monthrange(year, month)[1]
    first = (weekday - date(year, month, 1).weekday()) % 7 + 1
    day = first + 7 * ((days - first) // 7 if nth > 5 else nth - 1)
    return day_value(year, month, day)


def nth_unit(unit: str, nth: int, year: int, month: int | None) -> str | None:
    """Return the first, second, ... or last (nth above 5) day or week of a month or year.

    A week is part of the month and the year of its Thursday (ISO 8601).
    """
    if unit == "week":
        return week_value(nth_weekday(year, month or (12 if nth > 5 else 1), 3, nth))
    if unit == "day" and month:
        return day_value(year, month, monthrange(year, month)[1] if nth > 5 else nth)
    return None


def end_units(unit: str, n: int, last: bool, year: int, month: int | None) -> str | None:
    """Return the first or the last n days, weeks, months or quarters of a month or year."""
    if unit in ("month", "quarter"):
        count = n * _MONTHS_IN[unit]
        if month or not 0 < count <= 12:
            return None
        first = year * 12 + (12 - count if last else 0)
        return _interval(month_value(first), month_value(first + count - 1))
    start, end = date(year, month or 1, 1), date(year, month or 12, 31 if not month else 1)
    if month:
        end = end.replace(day=monthrange(year, month)[1])
    if unit == "week":  # the year's first week is that of its first Thursday
        start += timedelta(days=(3 - start.weekday()) % 7 - 3)
        end -= timedelta(days=(end.weekday() - 3) % 7 - 3)
    elif unit != "day":
        return None
    days = n * (7 if unit == "week" else 1) - 1
    if not 0 <= days <= (end - start).days:
        return None
    if last:
        start = end - timedelta(days=days)
    return _interval(start.isoformat(), (start + timedelta(days=days)).isoformat())


def half_month(half: int, year: int, month: int) -> str:
    """Return the days 1 to 15 of a month, or (``half`` 2) those from the 16th on."""
    first, last = (1, 15) if half == 1 else (16, monthrange(year, month)[1])
    return f"{date(year, month, first).isoformat()}/{date(year, month, last).isoformat()}"


def iso_week(year: int, week: int) -> str | None:
    """Return the days of a week by its number (ISO 8601)."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return week_value(monday.isoformat())


def nearest_week(week: int, today: date, direction: int) -> str | None:
    """Return the week with this number that is nearest to ``today``, on the side asked for."""
    weeks = [value for n in (-1, 0, 1) if (value := iso_week(today.year + n, week))]
    if direction:
        weeks = [w for w in weeks if (w[11:] >= today.isoformat()) == (direction > 0)] or weeks
    return min(weeks, key=lambda w: abs((date.fromisoformat(w[:10]) - today).days), default=None)


def _interval(start: str, end: str) -> str:
    return start if start == end else f"{start}/{end}"
