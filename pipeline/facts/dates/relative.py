"""Dates reckoned from the day of publication: "two years ago", "last summer", "9 February"."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.facts.dates import calendar_math as cal
from pipeline.facts.dates.calendar_parts import nearest_week, nth_weekday
from pipeline.facts.dates.groups import (
    Groups,
    count_of,
    day_of,
    month_of,
    partial_value,
    weekday_of,
)
from pipeline.facts.dates.parts import PART_NAMES, small_part
from pipeline.facts.dates.words import DateWords

_PARTS = ("q", "d", "mm", "m", "w", "s", "side", "half")  # what stands before "of last year"


def relative_value(
    groups: Groups, sense: str, words: DateWords, today: date, direction: int
) -> str | None:
    """Return the EDTF value of the groups of a rule that names no year."""
    if sense != "rules":
        return _counted(groups, sense, words, today, direction)
    if "phrase" in groups:
        return cal.step_or_span(words.phrases[groups["phrase"]], today, direction)
    if "whole" in groups:
        code = words.phrases[groups["whole"]]
        return _part_of(groups, code[:-2], int(code[-2:]), words, today)
    relation = groups.get("rel") or groups.get("after")
    if "yw" in groups:  # "of the year" is this one
        return _part_of(groups, "year", words.relations[relation] if relation else 0, words, today)
    if relation:
        return _related(groups, words.relations[relation], words, today)
    return _nearest(groups, words, today, direction)


def _counted(
    groups: Groups, sense: str, words: DateWords, today: date, direction: int
) -> str | None:
    """ "two years ago", "in two years", "the last two years"."""
    if sense == "later_ahead" and direction <= 0:
        return None
    unit, count = words.units[groups["u"]], count_of(groups, words)
    signed = -count if sense in ("ago", "back") else count
    if sense in ("back", "forward"):
        return cal.around(unit, signed, today)
    return cal.step(f"{unit}{signed:+d}", today)


def _nearest(groups: Groups, words: DateWords, today: date, direction: int) -> str | None:
    """A day, a month or a weekday without a year: the last one, or the next."""
    month, day = month_of(groups, words), day_of(groups, words)
    if "wk" in groups:
        return nearest_week(int(groups["wk"]), today, direction)
    if {"d2", "m2", "mm2"} & groups.keys():
        return _nearest_span(groups, words, today, direction)
    weekday = weekday_of(groups, words)
    if "s" in groups:  # "the end of the summer"
        return cal.nearest_season(words.seasons[groups["s"]], today, direction)
    if month is None:
        return _day_without_month(day, weekday, today, direction)
    if day:
        return cal.nearest_day(month, day, today, direction, weekday)
    near = cal.nearest_month(month, today, direction)
    return small_part(groups, int(near[:4]), words) if PART_NAMES & groups.keys() else near


def _day_without_month(
    day: int | None, weekday: int | None, today: date, direction: int
) -> str | None:
    """ "on Friday", "on the 9th", "Friday 9"."""
    if day and weekday is not None:
        return cal.weekday_and_day(weekday, day, today)
    if day:
        return cal.day_of_month(day, today, direction)
    return cal.nearest_weekday(weekday, today, direction or -1) if weekday is not None else None


def _nearest_span(groups: Groups, words: DateWords, today: date, direction: int) -> str | None:
    """ "3 to 5 May", "March to May": the last that is over, or the next."""
    month = month_of(groups, words, "2") or month_of(groups, words)
    first_month = month_of(groups, words) or month
    if not month or not first_month:
        return None
    last_day = day_of(groups, words, "2")
    if last_day:
        end = cal.nearest_day(month, last_day, today, direction)
    else:
        end = cal.nearest_month(month, today, direction)
    if not end:
        return None
    year = int(end[:4]) - (first_month > month)
    return cal.span_value(partial_value((year, first_month, day_of(groups, words))), end)


def _related(groups: Groups, n: int, words: DateWords, today: date) -> str | None:
    """ "last" + summer, November, Tuesday, week, month, year; "the third quarter of last year"."""
    name = groups.get("name") or groups.get("u") or groups.get("w") or groups.get("dw") or ""
    if any(key in groups for key in _PARTS) and name != groups.get("w"):
        return _part_of(groups, words.units.get(name, "year"), n, words, today)
    if name in words.seasons:
        return cal.step(f"season:{words.seasons[name]}{n:+d}", today)
    if name in words.months:
        return _related_month(words.months[name], n, today)
    weekday = words.weekdays.get(name, words.short_weekdays.get(name))
    if weekday is not None:
        return cal.related_weekday(weekday, n, today)
    unit = words.units[name]
    return cal.step(f"{unit}{n:+d}", today) if unit != "day" else None


def _related_month(month: int, n: int, today: date) -> str:
    """ "last May", "next May" are never the month of publication, "this May" is this year's."""
    if n and month != today.month:
        near = cal.nearest_month(month, today, n)
        years = int(near[:4]) + (n - 1 if n > 0 else n + 1)
        return f"{cal.year_value(years)}-{month:02d}"
    return f"{cal.year_value(today.year + n)}-{month:02d}"


def _part_of(groups: Groups, unit: str, n: int, words: DateWords, today: date) -> str | None:
    """ "March of last year", "the 5th of next month", "Tuesday of last week"."""
    whole = cal.step(f"{unit}{n:+d}", today)
    if not whole:
        return None
    if unit == "year":
        return _part_of_year(groups, int(whole), words)
    day, weekday = day_of(groups, words), weekday_of(groups, words)
    if unit == "month" and "nth" in groups and weekday is not None:
        return nth_weekday(int(whole[:4]), int(whole[5:7]), weekday, words.nth[groups["nth"]])
    if unit == "month" and day:
        return cal.day_value(int(whole[:4]), int(whole[5:7]), day)
    if unit == "week" and weekday is not None:
        return (date.fromisoformat(whole[:10]) + timedelta(days=weekday)).isoformat()
    return None


def _part_of_year(groups: Groups, year: int, words: DateWords) -> str | None:
    if "q" in groups:
        return cal.part_value(year, words.parts[groups["q"]])
    if PART_NAMES & groups.keys():
        return small_part(groups, year, words)
    if "s" in groups:
        return f"{cal.year_value(year)}-{words.seasons[groups['s']]}"
    month, last = month_of(groups, words), month_of(groups, words, "2")
    if month and last:
        return cal.span_value(partial_value((year, month, None)), partial_value((year, last, None)))
    return partial_value((year, month, day_of(groups, words))) if month else None
