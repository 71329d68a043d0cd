"""Dates as EDTF, counted from the day an article was published. Pure arithmetic."""

from __future__ import annotations

import re
from datetime import date, timedelta

STEP = re.compile(r"(?P<unit>day|week|month|year|quarter|season:(?P<season>\d\d))(?P<n>[+-]\d+)$")


def parse_day(published: str | None) -> date | None:
    """Return the day of an ISO 8601 string, or None where it says none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def day_value(year: int, month: int, day: int) -> str | None:
    """Return ``2024-02-09``, or None for a day that does not exist."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def month_value(months: int) -> str:
    """Return ``2024-02`` for a count of months since year 0."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def step(code: str, today: date) -> str | None:
    """Resolve ``month-1``, ``week+1``, ``season:22-1`` (last summer) from ``today`` to EDTF."""
    match = STEP.match(code)
    if not match:
        return None
    unit, n = match["unit"], int(match["n"])
    if abs(n) > 500 or (abs(n) > 100 and unit == "year"):
        return None
    try:
        return _step(unit, n, today, match["season"])
    except (ValueError, OverflowError):
        return None


def _step(unit: str, n: int, today: date, season: str | None) -> str:
    if season:
        return f"{_season_year(int(season), n, today):04d}-{season}"
    if unit == "day":
        return (today + timedelta(days=n)).isoformat()
    if unit == "week":
        monday = today + timedelta(days=7 * n - today.weekday())
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "month":
        return month_value(today.year * 12 + today.month - 1 + n)
    if unit == "quarter":
        first = (today.year * 12 + today.month - 1) // 3 * 3 + 3 * n
        return f"{month_value(first)}/{month_value(first + 2)}"
    return f"{today.year + n:04d}"


def _season_year(season: int, n: int, today: date) -> int:
    """The year of the nearest finished (n < 0) or coming season; seasons end in May, August, ..."""
    last_month = {21: 5, 22: 8, 23: 11, 24: 2}[season]
    over = today.month > last_month
    if n < 0:
        return today.year if over else today.year - 1
    return today.year if n == 0 or not over else today.year + 1


def nearest_month(month: int, today: date, direction: int) -> str:
    """Return the latest such month not after ``today``, or the next one (``direction`` > 0)."""
    year = today.year
    if direction > 0:
        year += month < today.month
    else:
        year -= month > today.month
    return f"{year:04d}-{month:02d}"


def nearest_day(month: int, day: int, today: date) -> str | None:
    """Return the latest such day not after ``today`` (29 February: the last that existed)."""
    for year in range(today.year, today.year - 9, -1):
        value = day_value(year, month, day)
        if value and value <= today.isoformat():
            return value
    return None


def nearest_weekday(weekday: int, today: date, direction: int) -> str | None:
    """Return the last such weekday, the day itself included; or the next one."""
    back = (today.weekday() - weekday) % 7
    ahead = (weekday - today.weekday()) % 7 or 7
    try:
        return (today + timedelta(days=ahead if direction > 0 else -back)).isoformat()
    except OverflowError:
        return None
