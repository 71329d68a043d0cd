"""Dates as EDTF, counted from the day an article was published. Pure arithmetic.

EDTF (ISO 8601-2): ``2024-02-09``, ``2024-02``, ``2024``, ``2024-22`` (summer), ``199X``, ``19XX``
and ``start/end`` with both ends included.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

STEP = re.compile(
    r"(?P<unit>day|weekend|week|month|year|decade|quarter|season:(?P<season>2[1-4]))"
    r"(?P<n>[+-]\d{1,3})$"
)
_SOON = timedelta(days=61)  # a day so near is the next one where no word says past or future
_SOON_MONTHS = 2
_JUST = timedelta(days=7)  # "the 31st" so near is the one before: it is the 1st today
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_LAST_MONTH = {21: 5, 22: 8, 23: 11, 24: 14}  # spring ends in May, winter in the next February


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


def year_value(year: int) -> str:
    """Return ``2024``; raises ValueError outside the years 1 to 9999."""
    return f"{date(year, 1, 1).year:04d}"


def month_value(months: int) -> str:
    """Return ``2024-02`` for a count of months since year 0."""
    return f"{year_value(months // 12)}-{months % 12 + 1:02d}"


def week_value(day: str | None) -> str | None:
    """Return the week, Monday to Sunday, of a day."""
    return step("week+0", date.fromisoformat(day)) if day else None


def span_value(start: str | None, end: str | None) -> str | None:
    """Return ``start/end``, or None where an end is missing or the order is wrong."""
    return f"{start}/{end}" if start and end and start < end else None


def part_value(year: int, part: str) -> str:
    """Return the months of ``Q1`` .. ``Q4``, ``H1``, ``H2`` of a year: ``2024-01/2024-03``."""
    length = 3 if part[0] == "Q" else 6
    first = year * 12 + (int(part[1]) - 1) * length
    return f"{month_value(first)}/{month_value(first + length - 1)}"


def step(code: str, today: date) -> str | None:
    """Resolve ``month-1``, ``week+1``, ``season:22-1`` (last summer) from ``today`` to EDTF."""
    match = STEP.match(code)
    if not match:
        return None
    unit, n = match["unit"], int(match["n"])
    try:
        if match["season"]:
            return f"{year_value(_season_year(int(match['season']), n, today))}-{match['season']}"
        return _step(unit, n, today)
    except (ValueError, OverflowError):
        return None


def _step(unit: str, n: int, today: date) -> str:
    months = today.year * 12 + today.month - 1
    if unit == "day":
        return (today + timedelta(days=n)).isoformat()
    if unit in ("week", "weekend"):
        monday = today + timedelta(days=7 * n - today.weekday())
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "month":
        return month_value(months + n)
    if unit == "quarter":
        quarter = months // 3 + n
        return part_value(quarter // 4, f"Q{quarter % 4 + 1}")
    return year_value(today.year + n * (10 if unit == "decade" else 1))


def _season_year(season: int, n: int, today: date) -> int:
    """The year of the nearest finished (n < 0) or coming season; a winter's is its December's."""
    first, last = _LAST_MONTH[season] - 2, _LAST_MONTH[season]
    months = today.month
    if last > 12 and months <= last - 12:  # January belongs to the winter of the year before
        months += 12
    year = today.year - (months > 12)
    if n == 0:
        return year
    if n < 0:
        return year if months > last else year - 1
    return year if months < first else year + 1


def nearest_season(season: int, today: date, direction: int) -> str:
    """Return the season that is, or the last that was; the next one (``direction`` > 0)."""
    year = _season_year(season, 0, today)
    if direction > 0:
        year = max(year, _season_year(season, 1, today) if _is_past(season, year, today) else year)
    elif date(year, _LAST_MONTH[season] - 2, 1) > today:
        year -= 1
    return f"{year_value(year)}-{season}"


def _is_past(season: int, year: int, today: date) -> bool:
    return today.year * 12 + today.month > year * 12 + _LAST_MONTH[season]


def nearest_month(month: int, today: date, direction: int) -> str:
    """Return the latest such month not after ``today``, or the next one (``direction`` > 0).

    Without a direction (0) it is the next one where that is near.
    """
    year = today.year
    if direction > 0 or (direction == 0 and (month - today.month) % 12 <= _SOON_MONTHS):
        year += month < today.month
    else:
        year -= month > today.month
    return f"{year_value(year)}-{month:02d}"


def around(unit: str, n: int, today: date) -> str | None:
    """Return the n units up to yesterday (n < 0), or those from tomorrow on."""
    if unit not in ("day", "week", *_MONTHS_IN) or not n:
        return None
    try:
        if unit in ("day", "week"):
            other = today + timedelta(days=n * (7 if unit == "week" else 1))
        else:
            other = _months_on(today, n * _MONTHS_IN[unit])
        near = (today + timedelta(days=1 if n > 0 else -1)).isoformat()
        start, end = sorted((near, other.isoformat()))
        return start if start == end else f"{start}/{end}"
    except (ValueError, OverflowError):
        return None


def step_or_span(code: str, today: date, direction: int = 0) -> str | None:
    """Resolve ``week-1`` as ``step`` does, or ``around:week-2``: the two weeks up to yesterday.

    ``near:weekend`` is the last one until Wednesday, where no word speaks of the future.
    """
    if code == "near:weekend":
        return step("weekend-1" if direction <= 0 and today.weekday() <= 2 else "weekend+0", today)
    span, _, rest = code.rpartition(":")
    match = STEP.match(rest) if span == "around" else None
    return around(match["unit"], int(match["n"]), today) if match else step(code, today)


def _months_on(day: date, n: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    months = day.year * 12 + day.month - 1 + n
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def nearest_day(
    month: int, day: int, today: date, direction: int = -1, weekday: int | None = None
) -> str | None:
    """Return the latest such day not after ``today``, or the first not before it.

    Without a direction (0) it is the next one where that is near. 29 February: the last one that
    existed, or the next one that will. A weekday decides the year, where it fits the year before,
    this one or the next.
    """
    if weekday is not None:
        for year in (today.year, today.year - 1, today.year + 1):
            value = day_value(year, month, day)
            if value and date.fromisoformat(value).weekday() == weekday:
                return value
    if direction == 0:
        ahead = nearest_day(month, day, today, 1)
        soon = ahead and date.fromisoformat(ahead) - today <= _SOON
        return ahead if soon else nearest_day(month, day, today)
    for years in range(9):
        value = day_value(today.year + (years if direction > 0 else -years), month, day)
        if value and (value >= today.isoformat() if direction > 0 else value <= today.isoformat()):
            return value
    return None


def day_of_month(day: int, today: date, direction: int) -> str | None:
    """Return the last day with this number, ``today`` included, or the next: "on the 9th".

    Without a direction (0) it is the one in the month of ``today``, if it was not just before.
    """
    if direction == 0:
        last = day_of_month(day, today, -1)
        direction = 1 if day > today.day and last and _is_over(last, today) else -1
    for distance in range(62):
        near = today + timedelta(days=distance if direction > 0 else -distance)
        if near.day == day:
            return near.isoformat()
    return None


def _is_over(day: str, today: date) -> bool:
    return today - date.fromisoformat(day) > _JUST


def weekday_and_day(weekday: int, day: int, today: date) -> str | None:
    """Return the day nearest to ``today`` with this weekday and day of the month: "Friday 13"."""
    for distance in range(190):
        for days in (-distance, distance):
            near = today + timedelta(days=days)
            if near.day == day and near.weekday() == weekday:
                return near.isoformat()
    return None


def related_weekday(weekday: int, n: int, today: date) -> str | None:
    """Return "last" (-1), "this" (0), "next" (1) or "after next" (2) such weekday."""
    if n == 0:
        return nearest_weekday(weekday, today, 0)
    direction = 1 if n > 0 else -1
    same_day = n < 0 and weekday == today.weekday()
    near = step("day-7", today) if same_day else nearest_weekday(weekday, today, direction)
    return step(f"day{7 * (n - direction):+d}", date.fromisoformat(near)) if near else None


def nearest_weekday(weekday: int, today: date, direction: int) -> str | None:
    """Return the last such weekday, the day itself included; or the next one.

    Direction 0 is "this Friday": up to two days ago, today, or up to four days ahead.
    """
    back = (today.weekday() - weekday) % 7
    ahead = (weekday - today.weekday()) % 7 or 7
    if direction == 0:
        direction = -1 if back <= 2 else 1
    try:
        return (today + timedelta(days=ahead if direction > 0 else -back)).isoformat()
    except OverflowError:
        return None
