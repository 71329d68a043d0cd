"""What numbers share with the next one: the per cent of "30 and 43 percent", "4.2-3.9 million".

In: the numbers of a text and its folded text. Out: the same numbers, percentages marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.facts.lexicon import Lexicon
from pipeline.facts.money.currencies import currency_before
from pipeline.facts.numbers.numerals import times

if TYPE_CHECKING:
    from pipeline.facts.numbers.find import Number

MOST_FALLEN = 3  # how many times the first of two numbers may exceed the second: "4.2-3.9 million"
DASHES = frozenset("-–—~〜～")
YEAR = re.compile(r"(?:19|20)\d\d")


def with_percents(
    text: str, folded: str, numbers: Sequence[Number], lexicon: Lexicon
) -> list[Number]:
    """Mark the percentages, and what shares the per cent sign of the number behind it."""
    marked = [_with_percent(number, folded, lexicon) for number in numbers]
    links = DASHES.union(lexicon.glue, lexicon.words("range"), lexicon.words("cent_links"))
    shared = False  # the percentage on the right owes its sign to another one
    for i in range(len(marked) - 2, -1, -1):
        number, following = marked[i], marked[i + 1]
        gap = folded[number.end : following.start]
        joined = gap.strip() in links or (shared and gap == ", ")
        shared = following.percent and not number.percent and joined
        shared = shared and _may_share(text, folded, number, lexicon)
        if shared:
            marked[i] = replace(number, percent=True)
    return marked


def with_magnitudes(folded: str, numbers: Sequence[Number], lexicon: Lexicon) -> list[Number]:
    """Give the "4.2" of "4.2-3.9 million" and "between 4.2 and 3.9 million" its magnitude."""
    found = list(numbers)
    for i in range(len(found) - 2, -1, -1):
        number, following = found[i], found[i + 1]
        joined = _are_range(folded, number, following, lexicon)
        coefficient = following.coefficient
        plain = not (number.magnitude or number.name or number.spelled or number.other)
        fits = 0 < number.value < 1000 and number.value / MOST_FALLEN < coefficient < 1000
        simple = times(coefficient, following.multiplier) == following.value
        if joined and plain and fits and simple and following.magnitude >= 6:
            found[i] = replace(
                number,
                value=times(number.value, following.multiplier),
                multiplier=following.multiplier,
                magnitude=following.magnitude,
                scale=following.scale,
                word=following.word,
            )
    return found


def _are_range(folded: str, low: Number, high: Number, lexicon: Lexicon) -> bool:
    """Tell "5-7", "5 to 7" and "between 5 and 7" by the words around the numbers."""
    gap = folded[low.end : high.start].strip()
    if gap in DASHES or gap in lexicon.words("range"):
        return True
    head = folded[max(0, low.start - 16) : low.start].split()[-2:]
    between = lexicon.table.get("between", {})
    return any(word in head and gap == joiner for word, joiner in between.items())


def _may_share(text: str, folded: str, number: Number, lexicon: Lexicon) -> bool:
    """Tell the 30 of "30 and 43 percent" from a year, a name and an amount."""
    if number.magnitude or number.name or YEAR.fullmatch(number.text):
        return False
    return currency_before(text, folded, number.start, lexicon) is None


def _with_percent(number: Number, folded: str, lexicon: Lexicon) -> Number:
    end = number.end
    while end < len(folded) and end - number.end < 2 and folded[end] == " ":
        end += 1
    hit = lexicon.percent.at(folded, end, glued=lexicon.cjk)
    if folded[end : end + 1] == "-":  # "1,8-procentowy", "a 5-percent rise"
        hit = lexicon.percent.at(folded, end + 1, glued=True)
    before = any(
        folded.endswith(p, 0, number.start) for p in lexicon.table.get("percent_before", ())
    )
    return replace(number, percent=True) if hit or before else number
