"""Ranges of money: "entre 5 000 et 7 000 milliards", "$5m-$10m", and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, load_lexicon
from pipeline.facts.money.context import cue_words, ends_sentence, stands_alone
from pipeline.facts.money.items import Item, is_year
from pipeline.facts.numbers.numerals import EXACT, power, times

ALTERNATIVES = frozenset(("or", "ou", "oder", "o", "of", "lub", "eller", "または", "或", "또는"))
DASHES = frozenset("-–—~〜～")
LONGEST_LINK = 24  # characters between the two ends


def find_range(folded: str, lexicon: Lexicon, low: Item, high: Item) -> tuple[Item, Item] | None:
    """Return both ends of a range with their values completed, or None."""
    gap = folded[low.end : high.start]
    if len(gap) > LONGEST_LINK:
        return None
    link = _link(folded, low, high)
    opened = _opened(folded, lexicon, low.start, link, lexicon.table.get("between", {}))
    if opened is None:  # "de $10 y $20", where nothing else is said
        opened = _opened(folded, lexicon, low.start, link, lexicon.table.get("between_alone", {}))
        opened = opened if opened == 0 and ends_sentence(folded, high.end) else None
    if opened is not None:
        low = replace(low, start=opened)
    elif not (link in DASHES or link in cue_words(lexicon.language, "range")):
        return None
    first, second = low.currency, high.currency
    if first and second:
        fits = first.code == second.code and link not in ALTERNATIVES
    elif first:
        fits = bool(low.before or high.magnitude) and stands_alone(folded, high.end, lexicon)
    else:
        implied = high.magnitude >= 6 and stands_alone(folded, high.end, lexicon)
        fits = not high.before if second else implied
    if not fits or (not first and is_year(folded, low)):
        return None
    if not second:
        high = replace(high, before=low.before)  # the sign of "$5-7 billion" is of both
    if low.after is None and low.magnitude < 6 <= high.magnitude:
        low = _inherit_scale(low, high)
    shares = low.currency or low.number.magnitude >= 6 or low.magnitude == high.magnitude
    falls = link in DASHES and low.magnitude == high.magnitude >= 6  # "$4.2-3.9 million"
    return (low, high) if shares and (low.value < high.value or falls) else None


def _link(folded: str, low: Item, high: Item) -> str:
    gap = folded[low.end : high.start].strip()
    return gap if gap in DASHES else gap.strip(" -")  # "$5-to-$7 trillion"


def _opened(
    folded: str, lexicon: Lexicon, start: int, link: str, openers: Mapping[str, str]
) -> int | None:
    """Return where "between" starts, if it opens a range whose ends are joined by ``link``."""
    head = folded[max(0, start - 16) : start]
    for word, joiner in openers.items():
        if not link.startswith(joiner) or link[len(joiner) :] not in _joints(lexicon.language):
            continue
        if _between(lexicon.language, word).search(head):
            return start - len(head) + head.rindex(word)
    return None


@cache
def _joints(language: str) -> frozenset[str]:
    """What may stand behind the "and": nothing, or an article."""
    return frozenset(("", *(f" {word}" for word in cue_words(language, "the"))))


@cache
def _between(language: str, word: str) -> re.Pattern[str]:
    articles = "|".join(re.escape(a) for a in sorted(load_lexicon(language).words("the")))
    return re.compile(rf"\b{re.escape(word)} (?:(?:{articles or '(?!)'}) )?$")


def _inherit_scale(low: Item, high: Item) -> Item:
    """Give "5 000" the milliards of "5 000 et 7 000 milliards"."""
    last, coefficient = power(high.magnitude), high.number.coefficient
    whole = high.value / coefficient if coefficient else last
    if EXACT.remainder(coefficient, Decimal(1000)) == 0 and 0 < low.value < coefficient / 1000:
        whole = times(whole, power(3))  # "5 à 7 000 milliards"
    for factor in (whole, last) if low.value < 1000 else (last, whole):
        value = times(low.value, factor)
        if value < high.value:
            return replace(low, value=value, scale=high.scale, magnitude=high.magnitude)
    return low


def is_change(folded: str, lexicon: Lexicon, low: Item, high: Item) -> bool:
    """Tell "passer de 45 à 400 milliards", two amounts, from "lever de 5 à 7 billions"."""
    if _link(folded, low, high) in lexicon.table.get("change_to", ()):
        return True
    tail = folded[high.end : high.end + 12]
    if any(cue in tail for cue in lexicon.words("change_after")):  # "10億円から20億円に増えた"
        return True
    head = folded[max(0, low.start - 60) : low.start]
    words = head.split()
    openers = lexicon.table.get("change_from", ())
    if not words or words[-1] not in openers:
        return False
    cues = cue_words(lexicon.language, "change")
    return any(word.strip(",.;:()") in cues for word in words[-7:])
