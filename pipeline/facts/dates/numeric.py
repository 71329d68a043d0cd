"""Dates in digits: 2024-02-09, 09.02.2024, 2/9/2024."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.facts.dates import calendar_math as cal
from pipeline.facts.dates.hits import Hit

ISO = re.compile(
    r"(?<![\da-z./-])(\d{4})([-/.])(\d\d?)\2(\d\d?)"
    r"(?:t[\d:.]{5,12}z?)?(?![\da-z/-]|[.,]\d)"
)
NUMERIC = re.compile(
    r"(?<![\da-z./,$€£-])(\d\d?)([./-])(\d\d?)\2((?:1\d|20)\d\d|\d\d)(?![\da-z%]|[./,-]\d)"
)
YEAR_MONTH = re.compile(
    r"(?<![\da-z./,$€£-])((?:19|20)(\d\d))-(0[1-9]|1[0-2])(?![\da-z%/-]|[.,:]\d)"
)
MONTH_FIRST = {"US", "PH", "PR", "GU", "FM", "CA"}
YEAR_FIRST = {"ja", "zh", "ko"}


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
    month_first = country in MONTH_FIRST or (base == "en" and country is None)
    for match in NUMERIC.finditer(plain):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if year < 100:
            if match[2] != "/" and not (base != "en" and len(match[1]) == len(match[3]) == 2):
                continue  # "1.2.24" is a version
            year += 2000 if year < 70 else 1900
        swapped = month_first and match[2] != "."
        value = None
        for day, month in ((second, first), (first, second)) if swapped else (
            (first, second), (second, first)):  # fmt: skip
            value = value or cal.day_value(year, month, day)
        if value:
            yield Hit(match.start(), match.end(), value)
