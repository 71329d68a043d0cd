"""The words of charts, and days and amounts as the language of a briefing writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_interval, format_skeleton
from babel.numbers import format_decimal, get_currency_name

from pipeline.charts.model import Point, Sum
from pipeline.render.phrases import Phrases


def day(say: Phrases, moment: date) -> str:
    """Write a day: "9 Feb 2024"."""
    return str(format_skeleton("yMMMd", moment, locale=say.locale))


def days(say: Phrases, first: date | None, last: date | None) -> str:
    """Write a stretch of days, as short as the language allows: "9–13 Feb 2024"."""
    if first is None or last is None:
        return say("undated")
    if first == last:
        return day(say, first)
    return str(format_interval(first, last, "yMMMd", fuzzy=True, locale=say.locale))


def when(say: Phrases, point: Point) -> str:
    """Write the date of an event as exactly as it is known, and no more so."""
    if point.precision == "day":
        return day(say, point.first)
    if point.precision == "month":
        return str(format_skeleton("yMMMM", point.first, locale=say.locale))
    if point.precision == "season":
        interval = format_interval(point.first, point.last, "yMMM", fuzzy=True, locale=say.locale)
        return str(interval)
    if point.precision == "span":
        return days(say, point.first, point.last)
    years = (point.first.year, point.last.year)
    return "–".join(str(year) for year in dict.fromkeys(years))


def currency_name(say: Phrases, code: str) -> str:
    """Name a currency: "US dollars"; its code where it has no name."""
    try:
        name = get_currency_name(code, count=2, locale=say.locale)
    except (LookupError, ValueError, UnknownLocaleError):
        name = code
    return name[:1].upper() + name[1:]


def number(say: Phrases, value: int) -> str:
    """Write a whole number: "1,000"."""
    return str(format_decimal(value, locale=say.locale))


def sum_name(say: Phrases, one: Sum) -> str:
    """Name a sum: "stake or contribution, G42"."""
    return ", ".join(isolated(part) for part in (say.of("sum", one.label), *one.about))


def names(say: Phrases, found: Sequence[str], most: int = 2) -> str:
    """Write some names, the first ones by name: "Le Monde, El País and 3 more"."""
    shown = ", ".join(isolated(name) for name in found[:most])
    left = len(found) - most
    if left <= 0:
        return shown
    return say.ngettext("{names} and {count} more", "{names} and {count} more", left, names=shown)


def isolated(text: str) -> str:
    """Keep words of a right-to-left script from reordering what stands around them."""
    return f"\u2068{text}\u2069" if is_right_to_left(text) else text


def is_right_to_left(text: str) -> bool:
    """Say whether a text has letters of a script that runs from right to left."""
    return any(bidirectional(sign) in ("R", "AL") for sign in text)


def runs_right_to_left(language: str) -> bool:
    """Say whether a language is written from right to left."""
    try:
        return bool(Locale.parse(language, sep="-").text_direction == "rtl")
    except (ValueError, UnknownLocaleError):
        return False
