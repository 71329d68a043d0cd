"""Dates in the sentences of an article, as EDTF.

In: sentences and the day of publication. Out: ``DateMention`` records, absolute ("22 janvier 2024",
"fin 2025") or relative to the publication ("novembre dernier"); without that day no relative date
is given, and a plain number is never a date. Words and rules are in ``data/dates/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.facts.dates.calendar_math import nearest_day, parse_day
from pipeline.facts.dates.hits import Bare, Hit, first_and_longest, joined
from pipeline.facts.dates.moved import is_moved, moved_days
from pipeline.facts.dates.numeric import DayMonth, day_months, numeric_dates
from pipeline.facts.dates.spans import spanned
from pipeline.facts.dates.tables import letters_of, plain
from pipeline.facts.dates.values import names_its_year, resolve
from pipeline.facts.dates.words import DateWords, date_words
from pipeline.facts.dates.years import year_dates
from pipeline.facts.lexicon import split_tag
from pipeline.records import DateMention, Sentence

_CLAUSE = re.compile(
    r"[,;:.!?()\"«»“”„—–。、，；]| (?:that|que|qu'|dass|che|dat|att|że) "
    "|[否承][认認]|表示|[称稱说說]|宣布|透露|[报報]道|指出|[证證][实實]"  # "周五否认将 ..."
)
_DIGIT = re.compile(r"\d")
_BARE: dict[frozenset[str], Bare] = {
    frozenset({"span", "w"}): "weekday",
    frozenset({"span", "d"}): "day",
    frozenset({"span", "m"}): "yearless",
    frozenset({"span", "mm"}): "yearless",
    frozenset({"span", "d", "m"}): "yearless",
    frozenset({"span", "d", "mm"}): "yearless",
}
_REACH = 64  # characters around a weekday in which a future word counts
_CUE = 24  # characters before a date in which "by the" counts
_OPENING = 12  # characters before a date that still opens a clause


def find_dates(
    sentences: Sequence[Sentence], published: str | None, country: str | None = None
) -> list[DateMention]:
    """Return the dates of the sentences, in order, each with its sentence as event.

    ``published`` is an ISO 8601 day or moment; ``country`` (ISO 3166) says whether 2/9 is in
    February or September where the language tag names none.
    """
    today = parse_day(published)
    return [
        DateMention(
            text=sentence.text[hit.start : hit.end],
            start=sentence.start + hit.start,
            end=sentence.start + hit.end,
            sentence=sentence.index,
            value=hit.value,
            kind=hit.kind,
            event=sentence.text,
        )
        for sentence in sentences
        for hit in _hits(sentence.text, sentence.language, today, country)
        if hit.value is not None
    ]


def _hits(text: str, language: str, today: date | None, country: str | None) -> list[Hit]:
    """All dates of one sentence; of overlapping ones the first and longest stays."""
    base, region = split_tag(language)
    folded = plain(text)
    country = country.upper() if country else region
    hits = [*numeric_dates(folded, base, country)]
    words = date_words(base)
    spelt = folded.translate(letters_of(base))
    if words:
        hits += [*_worded(text, spelt, base, words, today)]
        hits += year_dates(folded, base)
        if today:
            hits += _without_year(folded, words, today, day_months(folded, base, country))
    return spanned(joined(first_and_longest(hits), text), spelt, base)


def _without_year(
    folded: str, words: DateWords, today: date, found: Iterator[DayMonth]
) -> Iterator[Hit]:
    """Yield days and months in digits behind "on" or a weekday, or alone: "Friday 2/15"."""
    for start, end, day, month, clear in found:
        cue = words.day_cue.search(folded, max(0, start - _CUE), start)
        alone = clear and start <= 1 and len(folded) - end <= 1
        fraction = not clear and not words.clause_end.match(folded, end)
        if (cue or alone) and not fraction and not words.fraction_of.match(folded, end):
            name = cue["cue"] if cue else ""
            weekday = words.weekdays.get(name, words.short_weekdays.get(name))
            direction = _direction(folded, start, end, words)
            value = nearest_day(month, day, today, direction, weekday)
            yield Hit(start, end, value, "relative", "yearless")


def _worded(
    text: str, folded: str, base: str, words: DateWords, today: date | None
) -> Iterator[Hit]:
    """Yield what the rules of the language find."""
    present = {kind for kind, pattern in words.kinds.items() if pattern.search(folded)}
    if _DIGIT.search(folded) or words.table.get("kanji"):
        present.add("digit")
    for rule in words.rules:
        if not rule.needs <= present:
            continue
        for match in rule.pattern.finditer(folded):
            start, end = match.span("span")
            groups = {name: found for name, found in match.groupdict().items() if found}
            if rule.sense == "ignore":
                yield Hit(start, end, None)
            elif _capital(text, match, groups, words):
                if is_moved(folded, start, end, base) and (
                    days := [*moved_days(match, groups, rule.sense, words, today)]
                ):
                    yield from days
                    continue
                direction = _direction(folded, start, end, words)
                glued = words.table.get("glued")  # "三天后" may also be three days later
                alone = not glued and start <= 1 and len(folded) - end <= 1
                sense = "later" if alone and rule.sense == "later_ahead" else rule.sense
                value = resolve(groups, sense, words, today, direction)
                if value:
                    bare = _BARE.get(frozenset(groups) - {"cue"})
                    yield Hit(start, end, value.value, value.kind, bare)
                elif names_its_year(groups):
                    yield Hit(start, end, None)  # 31 February 2024: its month is no date either


def _capital(text: str, match: re.Match[str], groups: dict[str, str], words: DateWords) -> bool:
    """Say whether "may" and "march" have the capital letter of a month, or a number beside them.

    "5 may" is none ("up to 5 may go"), "may 5" and "1st of march" are. An abbreviation alone has a
    capital: "in Nov.", but not "o mar.".
    """
    if "y" in groups:
        return True
    if groups.get("phrase") in words.lower:
        return text[match.start("phrase")].islower() or match.start("phrase") == 0
    needy = [name for name in ("m", "m2", "w", "name") if groups.get(name) in words.capitals]
    worded = not groups.get("d", "1").isdecimal()  # "first of march"
    if "d" in groups and "m" in groups and (worded or match.end("d") + 1 != match.start("m")):
        needy = []
    elif "d" not in groups and groups.get("m", "").endswith("."):
        needy.append("m")
    return all(text[match.start(name)].isupper() for name in needy)


def _direction(folded: str, start: int, end: int, words: DateWords) -> int:
    """Return 1 where the clause speaks of the future, -1 of the past, 0 where no word says so."""
    if _ahead(folded, start, end, words):
        return 1
    head = _CLAUSE.split(folded[max(0, start - _REACH) : start])[-1]
    tail = _CLAUSE.split(folded[end : end + _REACH], maxsplit=1)[0]
    if words.last.search(folded, start, end) or any(map(words.past.search, (head, tail))):
        return -1
    return 0


def _ahead(folded: str, start: int, end: int, words: DateWords) -> bool:
    """Say whether the clause speaks of the future: "will meet on Friday", "Friday's talks will".

    "By June" is ahead too, but "By June, the firm had ..." at the opening of a sentence is not.
    """
    before = folded[max(0, start - _REACH) : start]
    opening = start <= _OPENING and folded[end : end + 1] == ","
    if words.future_cue.search(before[-_CUE:]) and not opening:
        return True
    if words.future_after.match(folded, end):
        return True
    head = _CLAUSE.split(before)[-1]
    if words.ahead.search(head):
        return True
    if len(head) > _OPENING:
        return False
    tail = _CLAUSE.split(folded[end : end + _REACH], maxsplit=1)[0]
    return words.ahead.search(tail) is not None
