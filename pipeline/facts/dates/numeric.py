"""Dates in digits: 2024-02-09, 09.02.2024, 2/9/2024."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.facts.dates import calendar_math as cal
from pipeline.facts.dates.hits import Hit

ISO = re.compile(
    r"(?<![\da-z./-])(\d{4})([-/.])(\d\d?)\2(\d\d?)"
    r"(?:t[\d:.]{5,12}z?)?(?![\da-z/-]|[.,]\d)"
)
NUMERIC = re.compile(
    r"(?<![\da-z./,$€£-])(\d\d?)([./-])(\d\d?)\2((?:1\d|20)\d\d|\d\d)(?![\da-z%]|[./,-]\d)"
)
SPAN = re.compile(
    r"(?<![\da-z./,$€£-])(\d\d?)([./-])(\d\d?)\2(20\d\d|1\d{3}) ?[-–] ?"
    r"(\d\d?)\2(\d\d?)\2(20\d\d|1\d{3})(?![\da-z%]|[./,-]\d)"
)
DAYS = re.compile(  # "14./15.10.2024", "14.-15.10.2024"
    r"(?<![\da-z./,$€£-])(\d\d?)\. ?[-–/] ?(\d\d?)\.(\d\d?)\.(20\d\d|1\d{3})(?![\da-z%]|[./,-]\d)"
)
DAY_MONTHS = re.compile(  # "14.10. - 15.11.2024", "1/10-2/11/2024"
    r"(?<![\da-z./,$€£-])(\d\d?)([./])(\d\d?)\.?(?: ?[-–] ?| bis(?: zum)? )"
    r"(\d\d?)\2(\d\d?)\2(20\d\d|1\d{3})(?![\da-z%]|[./,-]\d)"
)
ISO_SPAN = re.compile(
    r"(?<![\da-z./-])(\d{4})([-/.])(\d\d?)\2(\d\d?) ?[-–~〜～] ?(\d{4})\2(\d\d?)\2(\d\d?)"
    r"(?![\da-z/-]|[.,]\d)"
)
MONTH_YEAR = re.compile(r"(?<![\da-z./,$€£-])(0[1-9]|1[0-2])/((?:19|20)\d\d)(?![\da-z%/-]|[.,:]\d)")
YEAR_SLASH_MONTH = re.compile(r"(?<![\da-z./,$€£-])((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?![\d/.,-])")
YEAR_MONTH = re.compile(
    r"(?<![\da-z./,$€£-])((?:19|20)(\d\d))-(0[1-9]|1[0-2])(?![\da-z%/-]|[.,:]\d)"
)
DAY_MONTH = re.compile(
    r"(?<![\da-z./,:$€£-])(?:(\d\d?)/(\d\d?)|(\d\d?)\.(\d\d?)\.)(?![\da-z%€$£]|[./,:-]\d)"
)
MONTH_FIRST = {"US", "PH", "PR", "GU", "FM", "CA"}
YEAR_FIRST = {"ja", "zh", "ko"}


class DayMonth(NamedTuple):
    """A day and a month in digits, with their place; ``clear`` where they are hardly a fraction."""

    start: int
    end: int
    day: int
    month: int
    clear: bool


def day_months(plain: str, base: str, country: str | None) -> Iterator[DayMonth]:
    """Yield the days and months in digits without a year: "2/15", "15.2.", or fractions."""
    for match in DAY_MONTH.finditer(plain):
        first, second = int(match[1] or match[3]), int(match[2] or match[4])
        if second > 12 or (match[1] and first <= 12 and _month_first(base, country)):
            first, second = second, first
        if cal.day_value(2024, second, first):  # a leap year
            clear = first > 12 or "0" in (match[0][0], (match[2] or match[4])[0])
            yield DayMonth(match.start(), match.end(), first, second, clear)


def _month_first(base: str, country: str | None) -> bool:
    return country in MONTH_FIRST or (base == "en" and country is None)


def numeric_dates(plain: str, base: str, country: str | None) -> Iterator[Hit]:
    """Yield the dates in digits; the country says whether the month comes first.

    English without a country is read as in the United States; a month above 12 decides.
    """
    for match in ISO.finditer(plain):
        value = cal.day_value(int(match[1]), int(match[3]), int(match[4]))
        if value and (match[2] != "." or base in YEAR_FIRST):
            yield Hit(match.start(), match.end(4), value)
    for match in YEAR_MONTH.finditer(plain):
        if match[3] <= match[2]:  # "2009-10" may be two years
            yield Hit(match.start(), match.end(), f"{match[1]}-{match[3]}")
    for match in YEAR_SLASH_MONTH.finditer(plain) if base in YEAR_FIRST else ():
        yield Hit(match.start(), match.end(), f"{match[1]}-{int(match[2]):02d}")
    for match in MONTH_YEAR.finditer(plain):
        yield Hit(match.start(), match.end(), f"{match[2]}-{match[1]}")
    month_first = _month_first(base, country)
    yield from _spans(plain, month_first)
    for match in NUMERIC.finditer(plain):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if year < 100:
            if match[2] != "/" and not (base != "en" and len(match[1]) == len(match[3]) == 2):
                continue  # "1.2.24" is a version
            year += 2000 if year < 70 else 1900
        value = _day(first, second, year, month_first and match[2] != ".")
        if value:
            yield Hit(match.start(), match.end(), value)


def _day(first: int, second: int, year: int, month_first: bool) -> str | None:
    """Return the day of two numbers and a year; in the other order where this one has none."""
    day, month = (second, first) if month_first else (first, second)
    return cal.day_value(year, month, day) or cal.day_value(year, day, month)


def _spans(plain: str, month_first: bool) -> Iterator[Hit]:
    """ "1/10/2024-7/10/2024", "14./15.10.2024"."""
    for match in SPAN.finditer(plain):
        swapped = month_first and match[2] != "."
        first, last = (
            _day(int(ends[0]), int(ends[1]), int(ends[2]), swapped)
            for ends in (match.group(1, 3, 4), match.group(5, 6, 7))
        )
        if span := cal.span_value(first, last):
            yield Hit(match.start(), match.end(), span)
    for match in DAY_MONTHS.finditer(plain):
        swapped = month_first and match[2] != "."
        year = int(match[6])
        last = _day(int(match[4]), int(match[5]), year, swapped)
        first = _day(int(match[1]), int(match[3]), year, swapped)
        if first and last and first > last:
            first = _day(int(match[1]), int(match[3]), year - 1, swapped)
        if span := cal.span_value(first, last):
            yield Hit(match.start(), match.end(), span)
    for match in ISO_SPAN.finditer(plain):
        first, last = (
            cal.day_value(*(int(part) for part in ends))
            for ends in (match.group(1, 3, 4), match.group(5, 6, 7))
        )
        if span := cal.span_value(first, last):
            yield Hit(match.start(), match.end(), span)
    for match in DAYS.finditer(plain):
        year, month = int(match[4]), int(match[3])
        first, last = (cal.day_value(year, month, int(day)) for day in match.group(1, 2))
        if span := cal.span_value(first, last):
            yield Hit(match.start(), match.end(), span)
