"""Dates in the sentences of an article, as EDTF.

In: sentences and the day of publication. Out: ``DateMention`` records, absolute ("22 janvier 2024",
"fin 2025") or relative to the publication ("novembre dernier"); without that day no relative date
is given, and a plain number is never a date. Words are in ``data/dates.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from pipeline.facts import calendar_math as cal
from pipeline.facts.date_words import YEAR, Words, cjk_pattern, cjk_phrases, date_words
from pipeline.facts.lexicon import fold, load_lexicon, load_table, split_tag
from pipeline.records import DateMention, Sentence

ISO = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\d./-]\d)")
BARE_YEAR = re.compile(
    rf"(?<![\w.,$€£¥#/])(?:{YEAR})(?![\w%‰€$£¥])(?![.,/]\d)(?! ?[€$£%]| \d\d\d\b)"
)
YEAR_RANGE = re.compile(rf"(?<![\w.,$€£¥-])({YEAR}) ?[-–—/] ?({YEAR})(?![\w%-])")
FROM_TO = re.compile(
    rf"(?<![\w.,$€£¥-])({YEAR}) (?:à|to|bis|a|al|hasta|até|tot|do|till|et|and|und|y|e|en|och) "
    rf"({YEAR})(?![\w%€$£]|[.,]\d| \w)"
)
MONTH_FIRST = {"US", "PH"}


class _Hit(NamedTuple):
    start: int
    end: int
    value: str
    kind: Literal["absolute", "relative"] = "absolute"


def find_dates(sentences: Sequence[Sentence], published: str | None) -> list[DateMention]:
    """Return the dates of the sentences, in order, each with its sentence as event."""
    today = cal.parse_day(published)
    found = []
    for sentence in sentences:
        for hit in _hits(sentence.text, sentence.language, today):
            found.append(
                DateMention(
                    text=sentence.text[hit.start : hit.end],
                    start=sentence.start + hit.start,
                    end=sentence.start + hit.end,
                    sentence=sentence.index,
                    value=hit.value,
                    kind=hit.kind,
                    event=sentence.text,
                )
            )
    return found


def _hits(text: str, language: str, today: date | None) -> list[_Hit]:
    """All dates of one sentence; of overlapping ones the first and longest stays."""
    base, region = split_tag(language)
    folded = fold(text)
    table = load_table("dates").get(base, {})
    hits = [*_numeric(folded, base, region)]
    if "year" in table:
        hits += _cjk(folded, base, table, today)
    elif table:
        hits += _worded(text, folded, date_words(base), base, today)
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[_Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _numeric(folded: str, base: str, region: str | None) -> Iterator[_Hit]:
    for match in ISO.finditer(folded):
        value = cal.day_value(int(match[1]), int(match[2]), int(match[3]))
        if value:
            yield _Hit(match.start(), match.end(), value)
    for match in NUMERIC.finditer(folded):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        english_unsaid = base == "en" and region is None and match[2] == "/"
        if english_unsaid and first <= 12 and second <= 12 and first != second:
            continue  # 03/02/2026 is two different days
        swapped = region in MONTH_FIRST or (english_unsaid and second > 12)
        day, month = (second, first) if swapped else (first, second)
        value = cal.day_value(year, month, day)
        if value:
            yield _Hit(match.start(), match.end(), value)


def _cjk(folded: str, base: str, table: dict[str, Any], today: date | None) -> Iterator[_Hit]:
    for match in cjk_pattern(base).finditer(folded):
        year = int(match["y"] or 0)
        month, day = int(match["m"] or match["m2"] or 0), int(match["d"] or match["d2"] or 0)
        value = None
        if year and month and day:
            value = cal.day_value(year, month, day)
        elif year:
            value = (
                f"{year:04d}" if not month else f"{year:04d}-{month:02d}" if month < 13 else None
            )
        elif month and day and today:
            value = cal.nearest_day(month, day, today) if month < 13 else None
        if value:
            yield _Hit(match.start(), match.end(), value, "absolute" if year else "relative")
    if today:
        for match in cjk_phrases(base).finditer(folded):
            value = cal.step(table["phrases"][match.group()], today)
            if value:
                yield _Hit(match.start(), match.end(), value, "relative")


def _worded(text: str, folded: str, words: Words, base: str, today: date | None) -> Iterator[_Hit]:
    yield from _full(text, folded, words, base, today)
    for match in words.month_year.finditer(folded):
        yield _Hit(match.start(), match.end(), f"{match['y']}-{words.months[match['m']]:02d}")
    yield from _years(folded, words, base)
    if today:
        yield from _months_alone(text, folded, words, today)
        yield from _relative(folded, words, base, today)


def _full(text: str, folded: str, words: Words, base: str, today: date | None) -> Iterator[_Hit]:
    """Days with a month: "9. Februar 2024", "Feb. 9, 2024", "le 9 février"."""
    for pattern in (words.day_month, words.month_day):
        for match in pattern.finditer(folded):
            month, day = words.months[match["m"]], int(match["d"])
            capital = not words.table.get("capital") or text[match.start("m")].isupper()
            if not capital:
                continue
            if match["y"]:
                value = cal.day_value(int(match["y"]), month, day)
                if value:
                    yield _Hit(match.start(), match.end(), value)
            elif today and (pattern is words.day_month or base == "en"):
                value = cal.nearest_day(month, day, today)
                if value:
                    yield _Hit(match.start(), match.end("d") if pattern is words.month_day else
                               match.end("m"), value, "relative")  # fmt: skip


def _months_alone(text: str, folded: str, words: Words, today: date) -> Iterator[_Hit]:
    """ "fin novembre", "in May": a month behind a word that makes it a date."""
    future = words.table.get("future_cues", ())
    parts = {fold(p) for p in words.table["parts"]}
    for match in words.month_alone.finditer(folded):
        if words.table.get("capital") and not text[match.start("m")].isupper():
            continue
        direction = 1 if match["cue"] in future else -1
        value = cal.nearest_month(words.months[match["m"]], today, direction)
        start = match.start() if match["cue"] in parts else match.start("m")
        yield _Hit(start, match.end("m"), value, "relative")


def _years(folded: str, words: Words, base: str) -> Iterator[_Hit]:
    """Years that a word before them makes a date: "en 2023", "avant au moins 2026", "fin 2025"."""
    for match in YEAR_RANGE.finditer(folded):
        if match[1] < match[2]:
            yield _Hit(match.start(), match.end(), f"{match[1]}/{match[2]}")
    for match in FROM_TO.finditer(folded):
        if match[1] < match[2]:
            yield _Hit(match.start(1), match.end(1), match[1])
            yield _Hit(match.start(2), match.end(2), match[2])
    last_end = -9
    for match in BARE_YEAR.finditer(folded):
        head = folded[max(0, match.start() - 32) : match.start()]
        cue = words.year_cue.search(head)
        joined = match.start() - last_end <= 6 and last_end > 0
        bracket = head.endswith("(") and folded[match.end() : match.end() + 1] in (")", ",", ";")
        if not (cue or joined or bracket):
            continue
        if cue and not (bracket or joined) and not _is_year(folded, match, cue["cue"], words, base):
            continue
        last_end = match.end()
        part = words.year_span.search(head)
        start = match.start() - (len(head) - part.start(1) if part else 0)
        yield _Hit(start, match.end(), match.group())


def _is_year(folded: str, match: re.Match[str], cue: str, words: Words, base: str) -> bool:
    """Tell "en 2023" from "pour 2000 personnes" and "de 1950 dollars"."""
    rest = folded[match.end() : match.end() + 24].lstrip()
    ends = not rest or not rest[0].isalnum()
    follower = re.split(r"[\s,;:.!?)]", rest, maxsplit=1)[0]
    stops = load_lexicon(base).words("after_ellipsis")
    if load_lexicon(base).currencies.at(rest, 0) or load_lexicon(base).scales.get(follower):
        return False
    if cue in {fold(c) for c in words.table["weak_cues"]}:
        head = folded[max(0, match.start() - 48) : match.start()].rstrip()
        head = head[: len(head) - len(cue)].rstrip() + " "
        earlier = words.year_cue.search(head)
        dated = earlier is not None and earlier["cue"] not in words.table["weak_cues"]
        return ends and (dated or words.year_span.search(head) is not None)
    return ends or follower in stops or int(match.group()) % 100 != 0


def _relative(folded: str, words: Words, base: str, today: date) -> Iterator[_Hit]:
    t = words.table
    pattern = words.relative
    for match in pattern.finditer(folded) if pattern else ():
        if match["p"]:
            value = cal.step(t["phrases"][match["p"]], today)
        else:
            name = match["a"] or match["b"]
            sign = match["post"] or match["post2"] or match["pre"]
            ahead = sign in (*t.get("next", ()), *t.get("next_after", ()))
            here = sign in t.get("this", ())
            value = _named(name, 1 if ahead else 0 if here else -1, words, today)
        if value:
            yield _Hit(match.start(), match.end(), value, "relative")
    direction = 1 if words.ahead.search(folded) else -1
    for match in words.weekday.finditer(folded):
        value = cal.nearest_weekday(words.weekdays[match["w"]], today, direction)
        if value:
            yield _Hit(match.start(), match.end(), value, "relative")
    for match in words.ago.finditer(folded) if words.ago else ():
        groups = {k: v for k, v in match.groupdict().items() if v}
        number = next(v for k, v in groups.items() if k.startswith("n"))
        unit = next(v for k, v in groups.items() if k.startswith("u"))
        count = load_lexicon(base).units.get(number)
        n = int(number) if number.isdecimal() and len(number) < 4 else int(count) if count else None
        value = cal.step(f"{_unit(unit, words)}-{n}", today) if n is not None else None
        if value:
            yield _Hit(match.start(), match.end(), value, "relative")


def _unit(word: str, words: Words) -> str:
    units: dict[str, str] = words.table["unit_words"]
    return next(unit for unit, forms in units.items() if word in re.split("[|;]", forms))


def _named(name: str, n: int, words: Words, today: date) -> str | None:
    """Resolve "last" + summer, November, Tuesday, week, month, year."""
    seasons = {fold(k): v for k, v in words.table["seasons"].items()}
    if name in seasons:
        return cal.step(f"season:{seasons[name]}{n:+d}", today)
    if name in words.months:
        month = words.months[name]
        if n < 0 and month == today.month:
            return f"{today.year - 1:04d}-{month:02d}"
        return cal.nearest_month(month, today, n)
    if name in words.weekdays:
        if n < 0 and words.weekdays[name] == today.weekday():
            return cal.step("day-7", today)
        return cal.nearest_weekday(words.weekdays[name], today, n)
    unit = _unit(name, words)
    return cal.step(f"{unit}{n:+d}", today) if unit != "day" else None
