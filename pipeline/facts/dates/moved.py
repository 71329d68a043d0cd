"""Days that an event is moved from and to: "postponed from 15 February to 3 March".

Such days are two dates and no span. Whoever writes so in the past tense writes of days that may
still come: a day without a year is the one near the publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from pipeline.facts.dates.groups import Groups
from pipeline.facts.dates.hits import Hit
from pipeline.facts.dates.pieces import all_words, either
from pipeline.facts.dates.tables import date_table
from pipeline.facts.dates.values import resolve
from pipeline.facts.dates.words import DateWords

_BEFORE, _AFTER = 80, 48  # characters around a date in which "postponed" counts
_GOES_ON = r"(?:[^,;:.!?()\"«»“”„。、，；]|(?<=\d)\.)"  # "am 15. Februar"
_NAMED = ("d", "m", "mm")
_MONTHS = frozenset({"m", "mm", "m2", "mm2"})
_DATED = frozenset({*_NAMED, "d2", "m2", "mm2", "y", "y2", "dw", "w"})
_LATER = 3  # a day that comes is meant until it is so many times as far as the one that was


class _Words(NamedTuple):
    before: re.Pattern[str]  # "postponed ... to" at the end of what stands before a date
    after: re.Pattern[str]  # "... verschoben" behind it
    leads: re.Pattern[str]  # "from", "to" at the end of what stands before a date


@cache
def _words(base: str) -> _Words:
    table = date_table(base)
    glued = bool(table.get("glued"))
    stop = "" if glued else r"(?<!\w)"
    leads = "" if glued else rf"(?<!\w){either(all_words(table, ['moves']))} ?"
    moved = f"{stop}{either(all_words(table, ['postponed']))}"
    return _Words(
        re.compile(rf"{moved}{_GOES_ON}*$"),
        re.compile(rf"{_GOES_ON}*?{moved}"),
        re.compile(rf"{leads}$"),
    )


def is_moved(folded: str, start: int, end: int, base: str) -> bool:
    """Say whether what stands between two offsets is the day or days that an event is moved by."""
    words = _words(base)
    before = folded[max(0, start - _BEFORE) : start]
    if not words.leads.search(before):
        return False
    return bool(words.before.search(before) or words.after.match(folded[end : end + _AFTER]))


def moved_days(
    match: re.Match[str], groups: Groups, sense: str, words: DateWords, today: date | None
) -> Iterator[Hit]:
    """Yield the day that a rule found, or its two days; nothing where it is of another kind."""
    if not groups.keys() - {"span", "cue"} <= _DATED or not _MONTHS & groups.keys():
        return
    seconds = [match.start(name) for name in groups if name.endswith("2")]
    start, end = match.span("span")
    last = _second(groups) if seconds else groups
    to = resolve(last, sense, words, today, _nearest(last, sense, words, today))
    if to is None:
        return
    if seconds:
        first = {name: groups[name] for name in ("dw", *_NAMED) if name in groups}
        first |= {k[0] if k == "m2" else "mm": groups[k] for k in ("m2", "mm2")
                  if k in groups and not _MONTHS & first.keys()}  # fmt: skip
        first |= {"y": groups["y"]} if {"y", "y2"} <= groups.keys() else {}
        was = resolve(first, sense, words, date.fromisoformat(f"{to.value}-01"[:10]), -1)
        before = max(match.end(name) for name in groups if match.end(name) <= min(seconds))
        if was:
            yield Hit(start, before, was.value, to.kind)
        start = min(seconds)
    yield Hit(start, end, to.value, to.kind)


def _second(groups: Groups) -> dict[str, str]:
    """Return the groups of the second day, which has its month for itself or shares it."""
    second = {name[:-1]: text for name, text in groups.items() if name.endswith("2")}
    shared = {name: text for name, text in groups.items() if name in ("m", "mm", "y")}
    if {"m", "mm"} & second.keys():
        shared = {name: text for name, text in shared.items() if name == "y"}
    return shared | second


def _nearest(groups: Groups, sense: str, words: DateWords, today: date | None) -> int:
    """Return 1 for the day that comes, -1 where the one that was is much nearer."""
    if today is None:
        return 0
    ends = [resolve(groups, sense, words, today, direction) for direction in (1, -1)]
    days = [date.fromisoformat(f"{end.value}-01"[:10]) for end in ends if end]
    if len(days) < 2:
        return 1
    return 1 if (days[0] - today) <= _LATER * (today - days[1]) or days[0] == days[1] else -1
