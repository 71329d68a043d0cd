"""What the named groups of a date rule say: days, months and weekdays as numbers."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.facts.dates import calendar_math as cal
from pipeline.facts.dates.words import DateWords

Groups = Mapping[str, str]
Partial = tuple[int, int | None, int | None]  # year, month, day
_KANJI = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2, "兩": 2, "元": 1,
}  # fmt: skip


def numeral(text: str) -> int:
    """Read digits or Chinese numerals up to 99, or digit by digit: "二〇二四" is 2024."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)
    return int("".join(str(_KANJI[char]) for char in text))


def month_of(groups: Groups, words: DateWords, suffix: str = "") -> int | None:
    """Return the month of a group ("m" in words, "mm" in digits)."""
    name, number = groups.get(f"m{suffix}"), groups.get(f"mm{suffix}")
    if name:
        return words.months.get(name) or words.short_months[name]
    return numeral(number) if number else None


def day_of(groups: Groups, words: DateWords, suffix: str = "") -> int | None:
    """Return the day of the month, in digits or as an ordinal word."""
    text = groups.get(f"d{suffix}")
    return (words.day_words.get(text) or numeral(text)) if text else None


def count_of(groups: Groups, words: DateWords) -> int:
    """Return the number of "two years ago", or 1: "the past decade"."""
    if "n" not in groups:
        return 1
    return words.numbers.get(groups["n"]) or numeral(groups["n"])


def weekday_of(groups: Groups, words: DateWords) -> int | None:
    """Return the weekday a rule names, Monday being 0."""
    for key, names in (
        ("w", words.weekdays),
        ("wt", words.weekday_tails),
        ("dw", words.weekdays),
        ("dw", words.short_weekdays),
    ):
        if groups.get(key) in names:
            return names[groups[key]]
    return None


def partial_value(partial: Partial) -> str | None:
    """Return a day, a month or a year as EDTF; None for a day that does not exist."""
    year, month, day = partial
    if month and day:
        return cal.day_value(year, month, day)
    return cal.month_value(year * 12 + month - 1) if month else cal.year_value(year)
