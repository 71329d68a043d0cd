"""The words of charts, and days and amounts as the language of a briefing writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_interval, format_skeleton
from babel.numbers import format_decimal, get_currency_name

from pipeline.charts.model import Point, Sum

_FILE = Path(__file__).with_name("phrases.toml")


class Words(NamedTuple):
    """The words of one language, and the locale that writes its days and numbers."""

    table: dict[str, Any]
    locale: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase with its values; ``count=1`` takes the one for exactly one thing."""
        one = f"{key}_one"
        chosen = one if values.get("count") == 1 and one in self.table else key
        return str(self.table[chosen]).format(**values)

    def of(self, table: str, key: str) -> str:
        """Return the word for a value of a record."""
        return str(self.table[table][key])


@lru_cache
def words_in(language: str) -> Words:
    """Return the words of a language such as ``fr`` or ``pt-BR``; English where there are none."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    primary = language.replace("_", "-").partition("-")[0].lower()
    chosen = primary if primary in tables else "en"
    return Words(tables[chosen], "en_GB" if chosen == "en" else chosen)


def day(words: Words, moment: date) -> str:
    """Write a day: "9 Feb 2024"."""
    return str(format_skeleton("yMMMd", moment, locale=words.locale))


def days(words: Words, first: date | None, last: date | None) -> str:
    """Write a stretch of days, as short as the language allows: "9–13 Feb 2024"."""
    if first is None or last is None:
        return words("undated")
    if first == last:
        return day(words, first)
    return str(format_interval(first, last, "yMMMd", fuzzy=True, locale=words.locale))


def when(words: Words, point: Point) -> str:
    """Write the date of an event as exactly as it is known, and no more so."""
    if point.precision == "day":
        return day(words, point.first)
    if point.precision == "month":
        return str(format_skeleton("yMMMM", point.first, locale=words.locale))
    if point.precision == "season":
        interval = format_interval(point.first, point.last, "yMMM", fuzzy=True, locale=words.locale)
        return str(interval)
    if point.precision == "span":
        return days(words, point.first, point.last)
    years = (point.first.year, point.last.year)
    return "–".join(str(year) for year in dict.fromkeys(years))


def currency_name(words: Words, code: str) -> str:
    """Name a currency: "US dollars"; its code where it has no name."""
    try:
        name = get_currency_name(code, count=2, locale=words.locale)
    except (LookupError, ValueError, UnknownLocaleError):
        name = code
    return name[:1].upper() + name[1:]


def number(words: Words, value: int) -> str:
    """Write a whole number: "1,000"."""
    return str(format_decimal(value, locale=words.locale))


def sum_name(words: Words, one: Sum) -> str:
    """Name a sum: "stake or contribution, G42"."""
    label = words.table["slot"].get(one.kind, one.label)
    return ", ".join(isolated(part) for part in (label, *one.about))


def names(words: Words, found: Sequence[str], most: int = 2) -> str:
    """Write some names, the first ones by name: "Le Monde, El País and 3 more"."""
    shown = ", ".join(isolated(name) for name in found[:most])
    left = len(found) - most
    return words("others", names=shown, count=left) if left > 0 else shown


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
