"""Two dates that are the ends of one span: "from 2014 to May 2018", 6月から来年7月まで.

Rules read the spans that share a month or a year; here whole dates are put together. What is moved
from one date to another ("postponed from 2025 to 2026") is no span.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from pipeline.facts.dates.hits import Hit
from pipeline.facts.dates.moved import is_moved
from pipeline.facts.dates.pieces import all_words, either
from pipeline.facts.dates.tables import date_table
from pipeline.facts.dates.years import YEAR

_DASH = r" ?[-–—〜～~] ?"
_EDTF = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_GAP = 32  # characters between two dates, or before the first, that are looked at
_MOVED = 64  # characters before a date in which "postponed" counts
_WEEK = timedelta(days=7)
_YEAR = timedelta(days=366)


class _Links(NamedTuple):
    """What stands before the first date of a span, and between its two."""

    opening: re.Pattern[str]  # "from"
    middle: re.Pattern[str]  # "to"
    between: re.Pattern[str]
    and_: re.Pattern[str]
    year: re.Pattern[str]  # "from 2014 to", before a date of another form
    moved: re.Pattern[str]
    glued: bool
    base: str


@cache
def _links(base: str) -> _Links:
    table = date_table(base)
    glued = bool(table.get("glued"))
    the = either(w if w[-1] in "'" else f"{w} " for w in all_words(table, ["the"]))
    space, to = (" ?", "until") if glued else (" ", "to")
    stop = "" if glued else r"(?<!\w)"

    def word(key: str) -> str:
        return either(all_words(table, [key]))

    part = either(w if w[-1] in "'-" else f"{w} " for w in all_words(table, ["part"]))
    return _Links(
        re.compile(rf"{stop}{word('from')}{'' if glued else ' ?'}{the}?{part}?$"),
        re.compile(rf"(?:{space}|, ?){word(to)}{space}{the}?{part}?|{_DASH}"),
        re.compile(rf"{stop}{word('between')}{space}{the}?{part}?$"),
        re.compile(rf"{space}{word('and')}{space}{the}?{part}?"),
        re.compile(rf"{stop}{word('from')} (?P<year>{YEAR}){space}{word(to)}{space}{the}?{part}?"),
        re.compile(word("moved")),
        glued,
        base,
    )


def spanned(hits: Sequence[Hit], folded: str, base: str) -> list[Hit]:
    """Put two dates that are the ends of one span together; the others stay as they are."""
    links = _links(base)
    kept: list[Hit] = []
    for hit in hits:
        span = _span(kept[-1], hit, folded, links) if kept else None
        if span:
            kept[-1] = span
        else:
            kept.append(_from_year(hit, kept[-1].end if kept else 0, folded, links))
    return kept


def _from_year(hit: Hit, free: int, folded: str, links: _Links) -> Hit:
    """Take in the bare year of "de 2014 à mai 2018", which no other word makes a date."""
    if not hit.value or hit.kind != "absolute":
        return hit
    head = max(free, hit.start - _GAP)
    opening = links.year.search(folded, head, hit.end)
    if not opening or not hit.start <= opening.end() < hit.end:
        return hit
    if links.moved.search(folded, max(0, hit.start - _MOVED), hit.start):
        return hit
    if opening["year"] >= hit.value[:4]:
        return hit
    return Hit(opening.start("year"), hit.end, f"{opening['year']}/{hit.value.rpartition('/')[2]}")


def _span(first: Hit, last: Hit, folded: str, links: _Links) -> Hit | None:
    gap = folded[first.end : last.start]
    if len(gap) > _GAP or not _are_ends(first, last, gap, folded, links):
        return None
    if first.bare == "yearless" and last.kind == "absolute":
        first = _in_year_of(last, first)
    start, end = _day(first.value, 0), _day(last.value, -1)
    if not start or not end or not first.value or not last.value:
        return None
    if first.bare == last.bare == "yearless" and end - start > _YEAR:
        return None
    opening, closing = first.value.partition("/")[0], last.value.rpartition("/")[2]
    if last.bare == "weekday" and timedelta(0) <= start - end < _WEEK:
        try:
            if first.bare == "weekday":  # "from Tuesday to Thursday"
                opening = (start - _WEEK).isoformat()
            else:  # "from next Monday to Friday"
                closing = (end + _WEEK).isoformat()
        except OverflowError:
            return None
    elif start >= end:
        return None
    value = f"{opening}/{closing}"
    return Hit(first.start, last.end, value, last.kind if first.kind == "absolute" else first.kind)


def _in_year_of(last: Hit, first: Hit) -> Hit:
    """Give the first date the year of the last, or the one before: "Nov to 5 Feb 2017"."""
    if not (first.value and last.value and last.value[:4].isdecimal()):
        return first
    year = int(last.value[:4])
    year -= first.value[4:] > last.value[4:] > ""
    return first._replace(value=f"{year:04d}{first.value[4:]}", kind="absolute", bare=None)


def _are_ends(first: Hit, last: Hit, gap: str, folded: str, links: _Links) -> bool:
    """Say whether the words around two dates make them the ends of a span."""
    head = folded[max(0, first.start - _GAP) : first.start]
    if links.between.search(head) and links.and_.fullmatch(gap):
        return True
    opened = links.opening.search(head) is not None
    alike = len(first.value or "") == len(last.value or "") > 4
    named = last.kind == "absolute" and (first.kind == "absolute" or first.bare == "yearless")
    if not (opened or links.glued or (alike and named)):
        return False
    middle = links.middle.match(folded, first.end, last.end)  # "to" may begin the last mention
    if not middle or not last.start <= middle.end() < last.end:
        return False
    if is_moved(folded, first.start, last.end, links.base):
        return False
    return not links.moved.search(folded, max(0, first.start - _MOVED), first.start)


def _day(value: str | None, which: int) -> date | None:
    """Return the first day of the first (0) or last (-1) part of an EDTF value."""
    part = (value or "").split("/")[which]
    if not _EDTF.fullmatch(part):
        return None
    try:
        return date.fromisoformat((part + "-01-01")[:10])
    except ValueError:  # 29 February of the other date's year
        return None
