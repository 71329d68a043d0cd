"""Times of day, centuries and decades: written in many ways, compared as one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.facts.dates.groups import numeral
from pipeline.facts.lexicon import fold

_CJK_MONTH = re.compile(
    r"(?<![\d.])(?P<n>1[0-2]|0?[1-9]) ?(?:月份?|월)"
    r"|(?<![一二三四五六七八九十])(?P<sign>十[一二]?|[一二三四五六七八九])月"
)
_HUNDREDS = re.compile(r"(?<!\w)(1\d|20)00['’]?s(?!\w)")  # "the 1800s", of a century
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
_SWEDISH_CENTURY = re.compile(r"(?<!\w)(1\d|20)00-(?=tal|(?:1\d|20)00-tal)(?:tal\w*)?")


class Moment(NamedTuple):
    """A time of day (minutes on a twelve-hour clock), a month, century or decade in a text."""

    kind: str
    value: int
    start: int
    end: int


def shared(ours: list[Moment], theirs: list[Moment]) -> list[Moment]:
    """Return the moments of a text that another text has as well."""
    values = {(moment.kind, moment.value) for moment in theirs}
    return [moment for moment in ours if (moment.kind, moment.value) in values]


def find_moments(text: str, language: str) -> list[Moment]:
    """Return the times of day, months, centuries and decades of a text."""
    folded = fold(text)
    words = _words(language)
    found = [*_times(folded, words.time)]
    for match in words.century.finditer(folded):
        if value := _ordinal(match["n"] or match["n2"]):
            found.append(Moment("century", value, *match.span()))
    if language[:2] == "sv":  # "1800-talet" is the 19th century
        hundreds = _SWEDISH_CENTURY.finditer(folded)
        found += [Moment("century", int(m[1]) + 1, *m.span()) for m in hundreds]
    if language[:2] == "en":
        found += [Moment("century", int(m[1]) + 1, *m.span()) for m in _HUNDREDS.finditer(folded)]
    for pattern in words.decades:
        found += [Moment("decade", int(m[1]), *m.span()) for m in pattern.finditer(folded)]
    for match in words.spoken.finditer(folded):
        found.append(Moment("decade", words.tens[match["ten"]], *match.span()))
    for match in words.month.finditer(folded):
        number = words.months.get(match[0]) or numeral(match["n"] or match["sign"])
        found.append(Moment("month", number, *match.span()))
    return found


def _times(folded: str, pattern: re.Pattern[str]) -> Iterator[Moment]:
    for match in pattern.finditer(folded):
        hour = int(match["h"] or match["h2"] or match["h3"] or match["h4"])
        digits = match["m"] or match["m2"] or match["m3"] or match["m4"] or 0
        minute = 30 if match["half"] else int(digits)
        if hour <= 24 and minute < 60:
            yield Moment("time", hour % 12 * 60 + minute, *match.span())


def _ordinal(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text in _ORDINALS:
        return _ORDINALS[text]
    digits = [_ROMAN.get(sign, 0) for sign in text]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


class _Words(NamedTuple):
    time: re.Pattern[str]
    century: re.Pattern[str]
    decades: tuple[re.Pattern[str], ...]
    spoken: re.Pattern[str]
    tens: dict[str, int]
    month: re.Pattern[str]
    months: dict[str, int]


@cache
def _words(language: str) -> _Words:
    path = files("pipeline.stages").joinpath("data/clock.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    row = table.get(language.partition("-")[0], {})
    half = _any([*table["any"]["half"], *row.get("half", [])])
    hour, before = _any(row.get("hour", [])), _any(row.get("before", []))
    century = _any(row.get("century", []))
    glued = language[:2] in ("ja", "zh", "ko")
    tens = {
        fold(word): ten for ten, word in zip(range(20, 100, 10), row.get("tens", []), strict=False)
    }
    months = {} if glued else _months(language.partition("-")[0], row.get("months", []))
    left, end = ("(?<![\\d.,])", "") if glued else (r"(?<![\w.,:])", r"(?!\w)")
    ordinal = r"[ivx]{1,5}|\d{1,2}|" + "|".join(_ORDINALS)
    clock = r"(?:[:：h]|時|点|點|시|时)"
    after = r"(?:分|분|uhr|uur|h)"
    return _Words(
        re.compile(
            rf"(?:(?:{before}) ?(?P<h3>\d{{1,2}})"
            rf"(?:[.:：](?P<m3>\d\d)(?![.,:]?\d)|(?![\d:：]|[.,]\d|\w| [時点點시时]))"
            rf"|{left}(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d) ?(?:gmt|utc|bst|cet|hours|hrs){end}"
            rf"|{left}(?P<h>\d{{1,2}})(?: ?{clock} ?"
            rf"(?:(?P<m>\d\d|\d(?= ?[分분]))(?: ?{after})?|(?P<half>半|반))"
            rf"|[.:](?P<m2>\d\d)(?= ?(?:{half}|{hour}){end}))(?: ?(?:{half}))?"
            rf"|{left}(?P<h2>\d{{1,2}}) ?-?(?:{half}|{hour}){end})"
        ),
        re.compile(
            rf"(?<!\w)(?P<n>{ordinal})(?:st|nd|rd|th|e|er|ème|º|ª|\.|-e)?[ -]?(?:{century}){end}"
            rf"|(?<!\w)(?:{century}) (?P<n2>{ordinal}){end}"
        ),
        tuple(re.compile(pattern) for pattern in row.get("decade", [])),
        re.compile(row.get("spoken", "(?!)").replace("TENS", f"(?P<ten>{_any(list(tens))})")),
        tens,
        _CJK_MONTH if glued else re.compile(rf"(?<!\w)(?:{_any(list(months))})(?!\w)"),
        months,
    )


def _months(language: str, more: list[str]) -> dict[str, int]:
    """Return the names of the months (CLDR, and ``more`` from January on), with their numbers."""
    from babel import Locale, UnknownLocaleError

    try:
        table = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    forms = [table[context]["wide"] for context in ("format", "stand-alone")]
    found = {fold(name): number for form in forms for number, name in form.items()}
    return found | {fold(name): number for number, name in enumerate(more, start=1)}


def _any(words: list[str]) -> str:
    return "|".join(re.escape(fold(w)) for w in sorted(words, key=len, reverse=True)) or "(?!)"
