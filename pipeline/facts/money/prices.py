"""A text that is nothing but a price, as shops print it: "Price: 3 990 Ft", "1 890 р.", "R273.00".

In: a short text without an amount that a sentence could hold, and its numbers. Out: the one number
with its currency. Here short names count that are words, units or initials in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import LANGUAGES, Lexicon, fold, load_lexicon, load_table
from pipeline.facts.money.currencies import Currency, resolve
from pipeline.facts.money.items import Item
from pipeline.facts.numbers.find import Number

LONGEST = 60  # characters
AROUND = " .:\n\t"
BEHIND = re.compile(r" ?(?:,[-–—]+|[-–—]+)?")
UNIT = re.compile(r"[/(*+]")
LETTER_PRICE = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){1,3}(?:\.\d\d)?|\d{1,6}\.\d\d")
OTHER_SCRIPTS = ("ar", "ko", "zh", "ja")


class _Name(NamedTuple):
    meaning: str
    doubt: str | None = None


def find_price(text: str, lexicon: Lexicon, numbers: Sequence[Number]) -> Item | None:
    """Return the price that a whole text is: one number and a name of a currency beside it."""
    if len(text) > LONGEST or len(numbers) != 1 or numbers[0].percent or numbers[0].spelled:
        return None
    number = numbers[0]
    dash = BEHIND.match(text, number.end)
    head = text[: number.start].rstrip(AROUND)
    tail = text[dash.end() if dash else number.end :].strip(AROUND)
    label, colon, word = head.rpartition(":")
    if not label or not any(sign.isdigit() for sign in label):
        head = word.strip(AROUND) if colon else head.strip(AROUND)
    if tail and not head:
        return _item(text, number, tail, lexicon, after=True)
    return _item(text, number, head, lexicon, after=False) if head and not tail else None


def _item(text: str, number: Number, name: str, lexicon: Lexicon, *, after: bool) -> Item | None:
    known = _known(name, lexicon, after=after)
    if known is None and (cut := UNIT.split(name, maxsplit=1)[0].strip(AROUND)):
        name = cut
        known = _known(name, lexicon, after=after)
    if known is None and not after and LETTER_PRICE.fullmatch(number.text):
        letters = load_table("common")["price_letters"]
        known = next((_Name(code) for code, letter in letters.items() if letter == name), None)
    if known is None:
        return None
    start = text.index(name, number.end) if after else text.rindex(name, 0, number.start)
    currency = resolve(known.meaning, fold(text), start, start + len(name), lexicon, known.doubt)
    first, last = (number.start, currency.end) if after else (start, number.end)
    sides = (None, currency) if after else (currency, None)
    return Item(number, first, last, number.value, *sides, number.scale, number.magnitude)


def _known(name: str, lexicon: Lexicon, *, after: bool) -> _Name | None:
    """Return what a name stands for, if anything."""
    names = _names()
    found = names.get(name) or (names.get(fold(name)) if len(name) > 2 else None)
    if found is None and after:
        found = _names_behind().get(name)
    if found:
        return found
    if name.isupper() and name in _codes():
        return _Name(name)
    symbol = lexicon.symbols.at(fold(name), 0)
    if symbol and symbol[0] == len(name):
        return _Name(symbol[1])
    return None if name.isascii() else _foreign_word(fold(name))


def _foreign_word(folded: str) -> _Name | None:
    """Read the currency word of a language in another script: "12,000원", "644.00 جنيه"."""
    for language in OTHER_SCRIPTS:
        hit = load_lexicon(language).currency_word(folded, 0)
        if hit and hit[0] == len(folded):
            return _Name(hit[1])
    return None
