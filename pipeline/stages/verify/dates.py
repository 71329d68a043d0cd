"""Are the dates of a translation those of its source?

Relative dates are reckoned from one day on both sides, so "last month" is not "months ago". Years
and days in digits are compared as numbers.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.facts.dates.find import find_dates
from pipeline.facts.lexicon import fold
from pipeline.records import DateMention, Sentence
from pipeline.stages.verify.clock import find_moments
from pipeline.stages.verify.intervals import interval, overlap

_SOME_DAY = "2024-02-14"  # any day does, as long as both sides are reckoned from it
_MONTH = re.compile(r"(?:19|20)\d\d-(\d\d)$")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d$")
_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?=-\d\d-)")
_LONG = 1100  # days: three years
_WEEKDAY_SIGNS = {"zh": ("周", "週", "星期", "礼拜"), "ja": ("曜",), "ko": ("요일",)}


class _Date(NamedTuple):
    """An EDTF value; ``weekday`` and ``month`` where the text names one."""

    value: str
    weekday: int | None = None
    month: bool = False


_NOW = frozenset({_SOME_DAY, "2024-02-12/2024-02-18", "2024-02", "2024"})  # today, this week, …


def dates_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a candidate has no months and relative dates but those of its source.

    A date may be left out, as it often stands in words that no table has, but none may become
    another or be added. "Today" and "this year" may come, too, as they often mean nowadays, and so
    may the name of a day or month. "Next year" may come for "the following year". Of weekdays and
    months without a year the name is compared: which one is meant is the reader's guess.
    """
    months, months_out = _months(source, source_language), _months(candidate, target_language)
    if months - months_out and months_out - months:
        return False
    theirs = _relative(source, source_language)
    ours = _relative(candidate, target_language)
    added, lost = _unlike(ours, theirs), _unlike(theirs, ours)
    if added and (lost or _are_exchanged(added, theirs, ours)):
        return False
    return all(
        _is_loose(mention) or _is_told(mention, source, source_language) for mention in added
    )


def _are_exchanged(added: list[_Date], theirs: list[_Date], ours: list[_Date]) -> bool:
    """Say whether "this week" has gone for "next week", or one of two Sundays for a Monday."""
    current = {_length(mention) for mention in theirs if mention.value in _NOW}
    current -= {_length(mention) for mention in ours if mention.value in _NOW}
    if any(_length(mention) in current for mention in added if not _is_loose(mention)):
        return True
    days, days_out = (Counter(each.weekday for each in side) for side in (theirs, ours))
    fewer = any(days[day] > days_out[day] for day in days if day is not None)
    return fewer and any(mention.weekday is not None for mention in added)


def _length(mention: _Date) -> int:
    """Return the days of a date, a month counted as 30 and a year as 365."""
    days = interval(mention.value)
    length = (days[1] - days[0]).days + 1 if days else 0
    return {28: 30, 29: 30, 31: 30, 366: 365}.get(length, length)


def _is_loose(mention: _Date) -> bool:
    """Say whether a date is the mere name of a weekday or month, which may be left out."""
    return mention.weekday is not None or mention.month


def _is_told(mention: _Date, text: str, language: str) -> bool:
    """Say whether a text has words for a time reckoned from another, as this one may be."""
    days = interval(mention.value)
    words = _narrative(language.partition("-")[0])
    if days is None or words is None:
        return False
    after, before = (pattern.search(fold(text)) is not None for pattern in words)
    some_day = date.fromisoformat(_SOME_DAY)
    return (after and days[1] > some_day) or (before and days[0] < some_day)


@cache
def _narrative(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return the compiled words of ``data/narrative.toml``: of what comes after, and before."""
    path = files("pipeline.stages").joinpath("data/narrative.toml")
    row = tomllib.loads(path.read_text(encoding="utf-8")).get(language)
    if row is None:
        return None
    spaced = language not in ("ja", "zh", "ko", "ar")
    return _any(row["after"], spaced=spaced), _any(row["before"], spaced=spaced)


def _any(words: list[str], *, spaced: bool) -> re.Pattern[str]:
    bodies = [
        re.escape(fold(word.removesuffix("*"))) + ("" if word.endswith("*") else r"(?!\w)")
        if spaced
        else re.escape(fold(word))
        for word in words
    ]
    return re.compile((r"(?<!\w)" if spaced else "") + f"(?:{'|'.join(bodies)})")


def _unlike(ours: list[_Date], theirs: list[_Date]) -> list[_Date]:
    """Return the dates that have no like on the other side."""
    return [
        mention
        for mention in ours
        if (mention.value not in _NOW or mention.weekday is not None)
        and not _is_long(mention.value)
        and not any(_same(mention, other) for other in theirs)
    ]


def _is_long(value: str) -> bool:
    """Say whether a time is years long: "the next 40 years" are compared as a number."""
    days = interval(value)
    return days is not None and (days[1] - days[0]).days > _LONG


def _same(ours: _Date, theirs: _Date) -> bool:
    if ours.weekday is not None and theirs.weekday is not None:
        return ours.weekday == theirs.weekday
    months = _MONTH.match(ours.value), _MONTH.match(theirs.value)
    if months[0] and months[1]:
        return months[0][1] == months[1][1]
    if _DAY.match(ours.value) and _DAY.match(theirs.value):
        return ours.value[5:] == theirs.value[5:]  # "1 October", whichever
    if ours.value == theirs.value or overlap(ours.value, theirs.value):
        return True
    return "-" in ours.value and overlap(_YEAR.sub(theirs.value[:4], ours.value), theirs.value)


def _relative(text: str, language: str) -> list[_Date]:
    found = find_dates([Sentence.alone(text, language)], _SOME_DAY)
    base = language.partition("-")[0]
    return [_date(mention, base) for mention in found if mention.kind == "relative"]


def _date(mention: DateMention, language: str) -> _Date:
    value, folded = mention.value, fold(mention.text)
    if _DAY.match(value) and any(name in folded for name in _weekdays(language)):
        return _Date(value, date.fromisoformat(value).weekday())
    named = any(moment.kind == "month" for moment in find_moments(mention.text, language))
    return _Date(value, month=named and bool(_MONTH.match(value)))


@cache
def _weekdays(language: str) -> tuple[str, ...]:
    """Return the names of the days of the week (CLDR) and what they are made of in Chinese."""
    from babel import Locale, UnknownLocaleError

    try:
        table = Locale.parse(language).days
    except (UnknownLocaleError, ValueError):
        return ()
    forms = [table[context][width] for context in table for width in ("wide", "abbreviated")]
    names = {fold(name).removesuffix(".") for form in forms for name in form.values()}
    return (*sorted(name for name in names if len(name) > 1), *_WEEKDAY_SIGNS.get(language, ()))


def _months(text: str, language: str) -> set[int]:
    """Return the months that a text names; English "may" and "march" only with a capital."""
    return {
        moment.value
        for moment in find_moments(text, language)
        if moment.kind == "month"
        and (language[:2] != "en" or text[moment.start : moment.end][:1].isupper())
    }
