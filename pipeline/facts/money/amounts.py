"""Money in one sentence: numbers with a currency, ranges, and amounts whose currency is implied.

In: a sentence and its language. Out: ``Amount`` records with offsets into that sentence. Scale
rules are those of each language (long: fr de es it nl pl sv pt-PT; short: en pt-BR; myriads: zh ja
ko); an absurd reading is replaced and the doubt is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.facts.lexicon import Lexicon, fold, load_lexicon
from pipeline.facts.money.coins import with_coins
from pipeline.facts.money.context import counts_things, stands_alone, talks_of_money
from pipeline.facts.money.currencies import Currency
from pipeline.facts.money.items import Item, find_items
from pipeline.facts.money.prices import find_price, with_split_cents
from pipeline.facts.money.ranges import find_range, is_change
from pipeline.facts.money.readings import Amount, qualified, weighed
from pipeline.facts.numbers.find import Number, find_numbers
from pipeline.facts.numbers.numerals import times

__all__ = ["Amount", "find_amounts", "stands_alone"]


COUNT = Currency(0, 0, None, weak=True)  # what a number inherits from one that counts things


def find_amounts(
    text: str, language: str, country: str | None = None, *, numbers: Sequence[Number] | None = None
) -> list[Amount]:
    """Return the amounts of money in the sentence ``text``, in order and without overlap.

    ``numbers`` are those of ``find_numbers`` for the same text, where they are known already.
    """
    lexicon = load_lexicon(language, country)
    folded = fold(text)
    if numbers is None:
        numbers = find_numbers(text, language, country)
    numbers = with_split_cents(text, numbers)
    items = with_coins(folded, lexicon, find_items(text, folded, lexicon, numbers))
    found: list[Amount] = []
    for amount in _amounts(text, folded, lexicon, items):
        found.append(qualified(amount, folded, lexicon, found))
    price = None if found else find_price(text, lexicon, numbers)
    return [_amount(text, lexicon, price, price.currency)] if price and price.currency else found


def _amounts(text: str, folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Amount]:
    """Merge ranges, give implied currencies, drop the numbers that are not money."""
    found: list[Amount] = []
    implied = _implied(folded, lexicon, items)
    about_money = talks_of_money(folded, lexicon)
    i = 0
    while i < len(items):
        pair = find_range(folded, lexicon, items[i], items[i + 1]) if i + 1 < len(items) else None
        currency = _currency_of(pair or (items[i],), implied[i], about_money)
        large = pair is not None and pair[1].magnitude >= 9 and currency != COUNT
        if pair and currency and (currency.code or currency.start or large):
            found += _range_amounts(text, folded, lexicon, *pair, currency)
            i += 2
            continue
        item = items[i]
        if item.currency:
            found.append(_amount(text, lexicon, item, item.currency))
        elif (
            currency != COUNT
            and currency
            and item.magnitude >= 6
            and _is_money(folded, item, lexicon)
        ):
            inherited = currency.code is not None
            if inherited or item.magnitude >= 9:
                amount = _amount(text, lexicon, item, currency)
                found.append(replace(amount, inherited=inherited))
        i += 1
    return found


def _is_money(folded: str, item: Item, lexicon: Lexicon) -> bool:
    """Tell an amount without its currency from a count of things or people."""
    alone = item.magnitude >= 6 and stands_alone(folded, item.end, lexicon)
    return alone and not counts_things(folded, item.start, lexicon)


def _currency_of(
    items: Sequence[Item], implied: Currency | None, about_money: bool
) -> Currency | None:
    """The currency written beside the items, else the sentence's, else an unknown one."""
    written = next((item.currency for item in reversed(items) if item.currency), None)
    unsaid = Currency(0, 0, None, "no currency is written") if about_money else None
    return written or implied or unsaid


def _implied(folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Currency | None]:
    """For each item the currency of the nearest amount before it, else of the next one.

    Behind "16 millions de foyers" a bare number counts households too: ``COUNT``.
    """
    found: list[Currency | None] = []
    last = next((item.currency for item in items if item.currency), None)
    for i, item in enumerate(items):
        following = items[i + 1] if i + 1 < len(items) else None
        found.append(None if _is_converted(folded, item, following) else last)
        head = folded[max(0, item.start - 30) : item.start]
        if item.currency and head.rfind("(") <= head.rfind(")"):  # not "(3,6 milliards de dollars)"
            last = item.currency
        elif not item.currency and item.magnitude >= 6 and counts_noun(folded, item.end, lexicon):
            last = COUNT
    return found


def counts_noun(folded: str, end: int, lexicon: Lexicon) -> bool:
    """Tell "16 millions de foyers", "16 million households": a thing is counted."""
    if folded[end : end + 1] != " " or stands_alone(folded, end, lexicon):
        return False
    if lexicon.table.get("nouns_follow"):
        return folded[end + 1 : end + 2].isalpha()
    return any(folded.startswith(link.strip(), end + 1) for link in lexicon.table.get("of", ()))


def _is_converted(folded: str, item: Item, following: Item | None) -> bool:
    """Tell "1.6 billion ($2.54 billion)": the brackets say it in another currency."""
    if following is None or not following.currency:
        return False
    return folded[item.end : following.start].strip() == "("


def _range_amounts(
    text: str, folded: str, lexicon: Lexicon, low: Item, high: Item, currency: Currency
) -> list[Amount]:
    first = _amount(text, lexicon, low, low.currency or currency)
    second = _amount(text, lexicon, high, currency)
    if low.magnitude == high.magnitude:  # "$5-7 billion": one word, read in one way
        first, second = _like(first, second, high), _like(second, first, low)
    if is_change(folded, lexicon, low, high):
        return [replace(first, inherited=low.currency is None), second]
    start, end = low.start, high.end
    if first.doubt and not second.doubt:
        return [first, second]
    others = first.alternatives + second.alternatives
    return [
        replace(second, text=text[start:end], start=start,
                min=min(first.min, second.min), max=max(first.max, second.max),
                scale=second.scale or first.scale, alternatives=others,
                two_marks=first.two_marks and second.two_marks)
    ]  # fmt: skip


def _like(amount: Amount, other: Amount, item: Item) -> Amount:
    """Read ``amount`` in the scale that was chosen for ``other``, which was made of ``item``."""
    if other.scale in (item.scale, amount.scale) or not item.value:
        return amount
    value = times(amount.min, other.min / item.value)
    return replace(
        amount, min=value, max=value, scale=other.scale, doubt=other.doubt,
        alternatives=(amount.min,),
    )  # fmt: skip


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
