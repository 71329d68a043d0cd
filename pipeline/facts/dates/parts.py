"""Parts of a month or year: "the first Tuesday of May", "its first nine months", "KW 12"."""

from __future__ import annotations

from pipeline.facts.dates import calendar_parts as cal
from pipeline.facts.dates.groups import Groups, count_of, month_of, weekday_of
from pipeline.facts.dates.words import DateWords

PART_NAMES = frozenset({"nth", "side", "half", "wk"})  # groups of the rules


def small_part(groups: Groups, year: int, words: DateWords) -> str | None:
    """Return the part of a year, or of the month that is named, as EDTF."""
    month = month_of(groups, words)
    if "wk" in groups:
        return cal.iso_week(year, int(groups["wk"]))
    if "half" in groups:
        return cal.half_month(words.halves[groups["half"]], year, month) if month else None
    if "side" in groups:
        unit, last = words.units[groups["u"]], words.sides[groups["side"]] == "last"
        return cal.end_units(unit, count_of(groups, words), last, year, month)
    return _nth(groups, year, month, words)


def _nth(groups: Groups, year: int, month: int | None, words: DateWords) -> str | None:
    """ "the first Tuesday of November", "the last week of May", "the last week of 2024"."""
    weekday, nth = weekday_of(groups, words), words.nth[groups["nth"]]
    if "u" in groups:
        return cal.nth_unit(words.units[groups["u"]], nth, year, month)
    if not month or weekday is None:
        return None
    return cal.nth_weekday(year, month, weekday, nth)
