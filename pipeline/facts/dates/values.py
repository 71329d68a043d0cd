"""From the words of a rule to EDTF: dates that name their year, and the way to the others."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from pipeline.facts.dates import calendar_math as cal
from pipeline.facts.dates.groups import Groups, Partial, day_of, month_of, numeral, partial_value
from pipeline.facts.dates.parts import PART_NAMES, small_part
from pipeline.facts.dates.relative import relative_value
from pipeline.facts.dates.words import DateWords

Kind = Literal["absolute", "relative"]


class Value(NamedTuple):
    """An EDTF value, and whether it was reckoned from the day of publication."""

    value: str
    kind: Kind


def resolve(
    groups: Groups, sense: str, words: DateWords, today: date | None, direction: int
) -> Value | None:
    """Return the value of the groups of a rule; None where they make no date.

    ``today`` is the day of publication; without it relative dates are none. ``direction`` is 1
    where the words around speak of the future.
    """
    try:
        kind: Kind = "absolute" if names_its_year(groups) else "relative"
        if kind == "absolute":
            value = _absolute(groups, words)
        else:
            value = relative_value(groups, sense, words, today, direction) if today else None
        value = cal.week_value(value) if "week" in groups else value
    except (ValueError, OverflowError, KeyError):
        return None
    return Value(value, kind) if value else None


def names_its_year(groups: Groups) -> bool:
    """Say whether the words of a rule name a year, a decade or a century."""
    return any(key in groups for key in ("y", "y2", "ey", "dec", "decade", "c"))


def _absolute(groups: Groups, words: DateWords) -> str | None:
    if "dec" in groups or "decade" in groups:
        years = int(groups["dec"]) if "dec" in groups else words.decades[groups["decade"]]
        return f"{(years + 1900 if years < 100 else years) // 10}X"
    if "c" in groups:
        return f"{words.centuries[groups['c']] - 1:02d}XX"
    if "era" in groups:
        year = words.eras[groups["era"]] + numeral(groups["ey"])
    else:
        year = numeral(groups.get("y") or groups["y2"])
        year += 2000 if year < 50 else 1900 if year < 100 else 0
    if "q" in groups:
        return cal.part_value(year, words.parts[groups["q"]])
    if "s" in groups:
        return f"{cal.year_value(year)}-{words.seasons[groups['s']]}"
    return _from_to(groups, year, words)


def _from_to(groups: Groups, year: int, words: DateWords) -> str | None:
    """A day, month or year, or a span of them: "3 to 5 May 2024", "December to March 2024"."""
    if PART_NAMES & groups.keys():
        return small_part(groups, year, words)
    first_month, last_month = month_of(groups, words), month_of(groups, words, "2")
    if not {"y", "y2"} <= groups.keys():
        first_month, last_month = first_month or last_month, last_month or first_month
    start: Partial = (year, first_month, day_of(groups, words))
    if not {"d2", "m2", "mm2", "y2"} & groups.keys():
        return partial_value(start)
    end_year = numeral(groups["y2"]) if "y2" in groups else year
    if year == end_year and (start[1] or 0) > (last_month or 0):
        start = (year - 1, start[1], start[2])
    end: Partial = (end_year, last_month, day_of(groups, words, "2"))
    return cal.span_value(partial_value(start), partial_value(end))
