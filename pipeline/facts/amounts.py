"""Money in one sentence: numbers with a currency, ranges, and amounts whose currency is implied.

In: a sentence and its language. Out: ``Amount`` records with offsets into that sentence. Scale
rules are those of each language (long: fr de es it nl pl sv pt-PT; short: en pt-BR; myriads: zh ja
ko); an absurd reading is replaced and the doubt is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipeline.facts.currencies import Currency, currency_after, currency_before, money_scale
from pipeline.facts.lexicon import Lexicon, fold, load_lexicon
from pipeline.facts.numbers import Number, find_numbers
from pipeline.facts.numerals import plus, power, times
from pipeline.facts.readings import Amount, Item, qualified, weighed

__all__ = ["Amount", "find_amounts", "stands_alone"]

ALTERNATIVES = frozenset(("or", "ou", "oder", "o", "of", "lub", "eller", "または", "或", "또는"))
DASHES = frozenset("-–—~〜～")
WORDS = re.compile(r"[^\W\d_]+")
YEAR_CUES = frozenset("in en im since depuis seit nel em dal desde sinds sedan w".split())  # noqa: SIM905
YEAR = re.compile(r"(?:19|20)\d\d")


def find_amounts(text: str, language: str, country: str | None = None) -> list[Amount]:
    """Return the amounts of money in the sentence ``text``, in order and without overlap."""
    lexicon = load_lexicon(language, country)
    folded = fold(text)
    items = _items(text, folded, lexicon, find_numbers(text, language, country))
    items = _with_cents(folded, lexicon, [item for item in items if not _is_weak(item, items)])
    amounts = _amounts(text, folded, lexicon, items)
    return [qualified(amount, folded, lexicon) for amount in amounts]


def _items(text: str, folded: str, lexicon: Lexicon, numbers: Sequence[Number]) -> list[Item]:
    items: list[Item] = []
    taken = 0
    for number in numbers:
        item = _item(text, folded, lexicon, number, taken)
        if item:
            items.append(item)
            taken = item.end
    return items


def _item(text: str, folded: str, lexicon: Lexicon, number: Number, taken: int) -> Item | None:
    """Look for a currency around ``number``; what starts before ``taken`` belongs to another."""
    if number.percent:
        return None
    before = currency_before(text, folded, number.start, lexicon)
    if before and before.start < taken:
        before = None
    end, value, scale, magnitude = number.end, number.value, number.scale, number.magnitude
    short = money_scale(folded, end, lexicon, spaced=True) if number.magnitude <= 3 else None
    after = currency_after(text, folded, short[0], lexicon) if short else None
    glued = short is not None and short[0] - end <= 3 and folded[end] != " "
    if short and (after or (before and (glued or short[1].exponent < 9))):
        end, value = short[0], times(value, power(short[1].exponent))
        scale, magnitude = short[1].rule, short[1].exponent
    elif number.name and not before:
        return None
    if after is None:
        after = currency_after(text, folded, end, lexicon)
    if before and after and after.code != before.code and not before.generic:
        after = None
    if before and not lexicon.known and folded[end : end + 2].strip().isalpha():
        return None  # an unknown word may be a magnitude
    if after and not after.is_word and number.magnitude == 0:
        word = WORDS.match(folded, after.end + 1)
        spread = lexicon.scales.get(word.group()) if word and folded[after.end] == " " else None
        if spread and word:  # "75 USD million"
            after = replace(after, end=word.end())
            value, scale = times(value, power(spread.exponent)), spread.rule
            magnitude = spread.exponent
    if number.currency:
        before = Currency(number.start, number.start, number.currency)
    item = Item(
        number,
        before.start if before else number.start,
        after.end if after else end,
        value,
        before,
        after,
        scale,
        magnitude,
    )
    return None if _is_year(item, folded) else _in_major_unit(item)


def _in_major_unit(item: Item) -> Item:
    factor = item.currency.factor if item.currency else Decimal(1)
    return item if factor == 1 else replace(item, value=times(item.value, factor))


def _is_year(item: Item, folded: str) -> bool:
    """Tell "in 2024 dollars" and "who in 2023 won" from money."""
    plain = item.number.text
    if item.before or not item.after or not item.after.is_word or not YEAR.fullmatch(plain):
        return False
    head = folded[max(0, item.start - 12) : item.start].split()
    return bool(head) and head[-1] in YEAR_CUES


def _is_weak(item: Item, items: Sequence[Item]) -> bool:
    """Tell "300 livres" (books) from pounds: another amount must name the currency."""
    currency = item.currency
    if not currency or not currency.weak:
        return False
    return not any(
        other.currency and other.currency.code == currency.code and not other.currency.weak
        for other in items
    )


def _amounts(text: str, folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Amount]:
    """Merge ranges, give implied currencies, drop the numbers that are not money."""
    found: list[Amount] = []
    implied = _implied(folded, items)
    about_money = _talks_of_money(folded, lexicon)
    i = 0
    while i < len(items):
        pair = _range(folded, lexicon, items[i], items[i + 1]) if i + 1 < len(items) else None
        currency = _currency_of(pair or (items[i],), implied[i], about_money)
        if pair and currency:
            found += _range_amounts(text, folded, lexicon, *pair, currency)
            i += 2
            continue
        item = items[i]
        if item.currency:
            found.append(_amount(text, lexicon, item, item.currency))
        elif currency and item.magnitude >= 6 and stands_alone(folded, item.end, lexicon):
            inherited = currency.code is not None
            if inherited or item.magnitude >= 9:
                amount = _amount(text, lexicon, item, currency)
                found.append(replace(amount, inherited=inherited))
        i += 1
    return found


def _currency_of(
    items: Sequence[Item], implied: Currency | None, about_money: bool
) -> Currency | None:
    """The currency written beside the items, else the sentence's, else an unknown one."""
    written = next((item.currency for item in reversed(items) if item.currency), None)
    unsaid = Currency(0, 0, None, "no currency is written") if about_money else None
    return written or implied or unsaid


def _is_cents_of(folded: str, lexicon: Lexicon, whole: Item, cents: Item) -> bool:
    """Tell "15 dollars and 50 cents", "2222円13銭"."""
    if not (whole.after and cents.after) or whole.magnitude or cents.after.factor == 1:
        return False
    link = folded[whole.end : cents.start].strip()
    return (
        whole.after.factor == 1 and cents.value < 1 and (not link or link in (*lexicon.glue, "と"))
    )


def _with_cents(folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Item]:
    merged: list[Item] = []
    for item in items:
        if merged and _is_cents_of(folded, lexicon, merged[-1], item):
            value = plus(merged[-1].value, item.value)
            merged[-1] = replace(merged[-1], end=item.end, value=value)
        else:
            merged.append(item)
    return merged


def _implied(folded: str, items: Sequence[Item]) -> list[Currency | None]:
    """For each item the currency of the nearest amount before it, else of the next one."""
    found: list[Currency | None] = []
    last = next((item.currency for item in items if item.currency), None)
    for item in items:
        found.append(last)
        head = folded[max(0, item.start - 30) : item.start]
        if item.currency and head.rfind("(") <= head.rfind(")"):  # not "(3,6 milliards de dollars)"
            last = item.currency
    return found


def stands_alone(folded: str, end: int, lexicon: Lexicon) -> bool:
    """Tell "400 milliards en 2027" from "400 milliards de transistors", by what follows."""
    rest = folded[end : end + 40]
    stripped = rest.lstrip(" ")
    if not stripped or stripped[0] in '.,;:!?)]»”"…–—(。、，；）':
        return not re.match(r"[.,]\d", stripped)
    words = _after_words(lexicon.language)
    if lexicon.cjk:
        return stripped.startswith(words)
    chunk = re.split(r"[\s,;:.!?)»”]", stripped, maxsplit=1)[0]
    return rest != stripped and chunk in words


@cache
def _after_words(language: str) -> tuple[str, ...]:
    return load_lexicon(language).words("after_ellipsis")


@cache
def _cues(language: str, key: str) -> frozenset[str]:
    return frozenset(load_lexicon(language).words(key))


def _talks_of_money(folded: str, lexicon: Lexicon) -> bool:
    cues = _cues(lexicon.language, "money_cues")
    if lexicon.cjk:
        return any(cue in folded for cue in cues)
    return any(word in cues for word in WORDS.findall(folded))


def _range(folded: str, lexicon: Lexicon, low: Item, high: Item) -> tuple[Item, Item] | None:
    """Return both ends of a range with their values completed, or None."""
    gap = folded[low.end : high.start]
    if len(gap) > 24:
        return None
    link = gap.strip()
    opened = False
    head = folded[max(0, low.start - 16) : low.start]
    for word, joiner in lexicon.table.get("between", {}).items():
        joins = link.startswith(joiner) and link[len(joiner) :] in ("", " i", " los", " os", " les")
        if joins and re.search(rf"\b{word} (?:i |los |os |les )?$", head):
            low = replace(low, start=low.start - len(head) + head.rindex(word))
            opened = True
    if not (link in DASHES or link in lexicon.table.get("range", ()) or opened):
        return None
    first, second = low.currency, high.currency
    if first and second:
        fits = first.code == second.code and link not in ALTERNATIVES
    elif first:
        fits = bool(low.before or high.magnitude) and stands_alone(folded, high.end, lexicon)
    else:
        implied = high.magnitude >= 9 and stands_alone(folded, high.end, lexicon)
        fits = not high.before if second else implied
    if not fits:
        return None
    if low.after is None and low.magnitude < 6 <= high.magnitude:
        low = _inherit_scale(low, high)
    shares = low.currency or low.magnitude == high.magnitude  # not "en 2023 à 400 milliards"
    return (low, high) if shares and low.value < high.value else None


def _inherit_scale(low: Item, high: Item) -> Item:
    """Give "5 000" the milliards of "5 000 et 7 000 milliards"."""
    last = power(high.magnitude)
    whole = high.value / high.number.coefficient if high.number.coefficient else last
    for factor in (whole, last) if low.value < 1000 else (last, whole):
        value = times(low.value, factor)
        if value < high.value:
            return replace(low, value=value, scale=high.scale, magnitude=high.magnitude)
    return low


def _range_amounts(
    text: str, folded: str, lexicon: Lexicon, low: Item, high: Item, currency: Currency
) -> list[Amount]:
    first = _amount(text, lexicon, low, low.currency or currency)
    second = _amount(text, lexicon, high, currency)
    if _is_change(folded[max(0, low.start - 60) : low.start], lexicon):
        return [replace(first, inherited=low.currency is None), second]
    start, end = low.start, high.end
    if first.doubt and not second.doubt:
        return [first, second]
    return [
        replace(second, text=text[start:end], start=start, min=first.min, max=second.max,
                scale=second.scale or first.scale)
    ]  # fmt: skip


def _is_change(head: str, lexicon: Lexicon) -> bool:
    """Tell "passer de 45 à 400 milliards", two amounts, from "lever de 5 à 7 billions"."""
    words = head.split()
    openers = lexicon.table.get("change_from", ())
    if not words or words[-1] not in openers:
        return False
    cues = _cues(lexicon.language, "change")
    return any(word.strip(",.;:()") in cues for word in words[-7:])


def _amount(text: str, lexicon: Lexicon, item: Item, currency: Currency) -> Amount:
    amount = Amount(
        text=text[item.start : item.end],
        start=item.start,
        end=item.end,
        min=item.value,
        max=item.value,
        currency=currency.code,
        scale=item.scale,
        qualifier="more than" if item.number.more else None,
        doubt=currency.doubt,
        magnitude=item.magnitude,
        word=item.number.word,
    )
    return weighed(amount, item, lexicon)
