"""Lines that say when and by whom: "Par Jean Petit, publié le 22 janvier 2024 à 18h05".

A line is taken for one only if nothing of it is left over once dates, times, labels and names
are taken out. Numeric dates are read day first; ``03/02/2024`` is no date where nothing tells
which is the month.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.stages.phrases import LONGEST, meta

_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'.-]*"
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?(?://|[|•·])\s*|(?<!\s)\s++[–—-]\s+")
_TIME = re.compile(
    r"(?:T|\b|(?<=\d))\d{1,2}\s?[:h.時点시]\s?\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s?(?:[ap]\.?m\.?|分|분|Z|[+-]\d{2}:?\d{2}))?(?!\d)"
    r"|\b\d{1,2}\s?(?:h|uhr|[ap]m)\b",
    re.IGNORECASE,
)


class DateLine(NamedTuple):
    """What a date line says; ``published`` is an ISO day, ``labelled`` if the line says so."""

    published: str | None
    authors: list[str]
    labelled: bool


class _Words(NamedTuple):
    date: re.Pattern[str]
    months: dict[str, int]
    published: re.Pattern[str]
    american: re.Pattern[str]  # labels after which 03/02/2024 could be the American order
    updated: re.Pattern[str]
    by: re.Pattern[str]
    glue: re.Pattern[str]


class _Found(NamedTuple):
    day: str | None
    start: int
    end: int


def read_dateline(text: str) -> DateLine | None:
    """Return what the line says if it is a date line or byline and nothing else, else None."""
    if len(text) > LONGEST or not text.strip():
        return None
    segments = [part for part in _SPLIT.split(_unspaced_slashes(text)) if part and part.strip()]
    published: str | None = None
    updated: str | None = None
    authors: list[str] = []
    dated = labelled = known = False
    unknown = 0
    for segment in segments:
        if meta(segment):
            known = True
            continue
        seen = _read(segment)
        if seen.left and seen.dated and seen.left > 2:
            return None
        unknown += seen.left
        dated |= seen.dated
        labelled |= seen.labelled
        published = published or seen.published
        updated = updated or seen.updated
        authors += seen.authors
        known |= seen.byline
    if unknown > (3 if dated or known else 0) or not (dated or known):
        return None
    if unknown and text.rstrip().endswith((".", "!", "?", "。")):
        return None
    return DateLine(published or updated, authors, labelled)


def find_day(text: str) -> str | None:
    """Return the first date in ``text`` as an ISO day, or None."""
    for found in _dates(text, american=True):
        if found.day:
            return found.day
    return None


class _Seen(NamedTuple):
    published: str | None
    updated: str | None
    authors: list[str]
    dated: bool
    labelled: bool
    byline: bool
    left: int  # words that nothing accounts for


def _read(segment: str) -> _Seen:
    words = _words()
    american = bool(words.american.search(segment)) or not words.published.search(segment)
    found = _dates(segment, american=american)
    published = updated = None
    rest, position = "", 0
    for one in found:
        before = segment[position : one.start]
        if words.updated.search(before) and not words.published.search(before):
            updated = updated or one.day
        else:
            published = published or one.day
        rest += before + " "
        position = one.end
    rest = _TIME.sub(" ", rest + segment[position:])
    labelled = bool(words.published.search(rest) or words.updated.search(rest))
    rest = words.updated.sub(" ", words.published.sub(" ", rest))
    authors: list[str] = []
    byline = False
    match = words.by.search(rest)
    if match:
        byline = bool(match["names"]) or bool(found)
        authors = _names(match["names"] or "")
        rest = rest[: match.start()] + " " + rest[match.end() :]
    left = re.findall(r"\w+", words.glue.sub(" ", rest))
    lower = any(word[0].islower() for word in left)
    return _Seen(
        published, updated, authors, bool(found), labelled, byline, len(left) + (9 if lower else 0)
    )


def _names(text: str) -> list[str]:
    links = r",|(?<!\s)\s++(?:et|and|und|y|e|en|och|i|&|avec|with|mit|con|com|met)\s+"
    parts = re.split(links, text)
    return [part.strip(" .,") for part in parts if part.strip(" .,")]


def _dates(text: str, *, american: bool) -> list[_Found]:
    """Return every date with its place; ``day`` is None where the order cannot be known."""
    found = []
    for match in _words().date.finditer(text):
        groups = {key: value for key, value in match.groupdict().items() if value}
        day = int(groups.get("d1") or groups.get("d2") or groups.get("d3") or groups.get("d4") or 0)
        year = int(next(groups[key] for key in ("y1", "y2", "y3", "y4", "y5") if key in groups))
        name = groups.get("m1") or groups.get("m2")
        if name:
            month: int | None = _words().months[name.casefold()]
        elif "n1" in groups:
            first, second = int(groups["n1"]), int(groups["n2"])
            day, month = _ordered(first, second, groups["sep"], american)
        else:
            month = int(groups.get("m3") or groups.get("m4") or 0)
        found.append(_Found(_iso(year, month, day), match.start(), match.end()))
    return found


def _ordered(first: int, second: int, separator: str, american: bool) -> tuple[int, int | None]:
    if separator == "/" and american and first <= 12 and second <= 12 and first != second:
        return 0, None
    return (second, first) if second > 12 >= first else (first, second)


def _iso(year: int, month: int | None, day: int) -> str | None:
    try:
        return date(year, month or 0, day).isoformat() if 1800 <= year <= 2200 else None
    except ValueError:
        return None


def _unspaced_slashes(text: str) -> str:
    return re.sub(r"(?<!:)//", " // ", text)


def _listed(table: dict[str, list[str]], *, only: str | None = None) -> str:
    """Return an alternation over all languages, longest first, words at word borders only."""
    entries = {entry for key, words in table.items() if only in {None, key} for entry in words}
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    pieces = []
    for entry in ordered:
        escaped = r"\s+".join(re.escape(part) for part in entry.split())
        latin = entry[0].isalpha() and ord(entry[0]) < 0x2E80
        pieces.append(rf"(?<!\w){escaped}(?!\w)\.?" if latin else escaped)
    return "(?:" + "|".join(pieces) + ")"


@cache
def _words() -> _Words:
    path = Path(__file__).parent / "data" / "datelines.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    months: dict[str, int] = {}
    for names in table["months"].values():
        for number, forms in enumerate(names, start=1):
            months.update(dict.fromkeys(forms.split("|"), number))
    month = "|".join(sorted(map(re.escape, months), key=lambda name: (-len(name), name)))
    day_first = (
        r"(?<![\d.,])(?P<d1>\d{1,2})(?:er|st|nd|rd|th|[.ºª])?\s*(?:(?:de|of|di)\s+)?"
        rf"(?P<m1>{month})\b\.?,?\s*(?:del?\s+)?(?P<y1>\d{{4}})(?!\d)"
    )
    month_first = (
        rf"\b(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})(?!\d)"
    )
    iso = r"(?<!\d)(?P<y3>\d{4})\s?[-/.]\s?(?P<m3>\d{1,2})\s?[-/.]\s?(?P<d3>\d{1,2})(?!\d)\.?"
    cjk = (
        r"(?<!\d)(?P<y4>\d{4})\s?[年년]\s?(?P<m4>\d{1,2})\s?[月월]\s?(?P<d4>\d{1,2})\s?[日일号號]?"
    )
    numeric = r"(?<![\d.,])(?P<n1>\d{1,2})(?P<sep>[./-])(?P<n2>\d{1,2})(?P=sep)(?P<y5>\d{4})(?!\d)"
    flags = re.IGNORECASE
    colon = r"\s*[:：]?"
    name = f"(?-i:{_NAME})"
    names = rf"{name}(?:\s+{name}){{0,3}}"
    joiner = r"(?:\s*,\s*|\s+(?:et|and|und|y|e|en|och|i|&|avec|with|mit|con|com|met)\s+)"
    joined = rf"{names}(?:{joiner}{names}){{0,3}}"
    return _Words(
        date=re.compile("|".join((iso, cjk, day_first, month_first, numeric)), flags),
        months=months,
        published=re.compile(_listed(table["published"]) + colon, flags),
        american=re.compile(_listed(table["published"], only="en") + colon, flags),
        updated=re.compile(_listed(table["updated"]) + colon, flags),
        by=re.compile(
            rf"^\W*{_listed(table['by'])}{colon}\s*(?P<names>{joined})?(?=\W*$|\W)", flags
        ),
        glue=re.compile(_listed(table["glue"]) + "|" + _listed(table["weekdays"]), flags),
    )
