"""Chinese coins behind a whole amount: 五元三角, 三块四分, 一块二.

In: the items of a sentence and its folded text. Out: the items with their coins added. A coin word
alone is not money (五分 is five points or minutes), so it is read only here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.facts.lexicon import Lexicon
from pipeline.facts.money.items import Item
from pipeline.facts.numbers.cjk import read_cjk
from pipeline.facts.numbers.numerals import EXACT, plus


class _Coins(NamedTuple):
    end: int
    parts: int  # how many make one whole
    value: Decimal


def with_coins(folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Item]:
    """Add to each amount the coins that stand right behind it."""
    table = lexicon.table.get("coins", {})
    if not table:
        return list(items)
    found: list[Item] = []
    for item in items:
        if found and item.start < found[-1].end:
            continue
        units = table.get(item.after.code) if item.after and not item.magnitude else None
        found.append(_with_coins(folded, lexicon, item, units) if units else item)
    return found


def _with_coins(folded: str, lexicon: Lexicon, item: Item, units: dict[str, int]) -> Item:
    parts, value, end = 1, item.value, item.end
    while parts < 100:
        coins = _coins_at(folded, end, parts, lexicon, units)
        if coins is None:
            break
        end, parts, value = coins.end, coins.parts, plus(value, coins.value)
    return replace(item, end=end, value=value)


def _coins_at(
    folded: str, position: int, parts: int, lexicon: Lexicon, units: dict[str, int]
) -> _Coins | None:
    """Read "三角" at ``position``, or the bare "二" of "一块二", where a smaller unit may stand."""
    for link in lexicon.words("cent_links"):
        if folded.startswith(link, position):
            position += len(link)
            break
    numeral = read_cjk(folded, position, lexicon) if position < len(folded) else None
    if numeral is None or numeral.vague or numeral.value >= 100:
        return None
    sign = folded[numeral.end : numeral.end + 1]
    size = units.get(sign)
    if size and size > parts:
        return _Coins(numeral.end + 1, size, EXACT.divide(numeral.value, Decimal(size)))
    colloquial = folded[position - 1] in lexicon.words("colloquial_coins")
    free = not sign.isalpha() or sign in lexicon.words("after_bare")
    if not (colloquial and free) or numeral.arabic or numeral.value >= 10:
        return None
    zero = folded[position] in "零〇"
    return _Coins(numeral.end, 100, EXACT.divide(numeral.value, 100 if zero else parts * 10))
