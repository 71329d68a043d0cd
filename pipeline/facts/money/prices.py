"""A text that is nothing but a price, as shops print it: "Price: 3 990 Ft", "1 890 р.", "R273.00".

In: a short text without an amount that a sentence could hold, and its numbers. Out: the one number
with its currency. Here short names count that are words, units or initials in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import Lexicon, fold, load_lexicon, load_table
from pipeline.facts.money.currencies import resolve
from pipeline.facts.money.items import Item, in_thousands
from pipeline.facts.numbers.find import Number
from pipeline.facts.numbers.numerals import tidy, times

LONGEST = 60  # characters
AROUND = " .:\n\t"
BEHIND = re.compile(r" ?(?:,[-–—]+|[-–—]+)?")
UNIT = re.compile(r"[/(*+]")
LETTER_PRICE = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){1,3}(?:\.\d\d)?|\d{1,6}\.\d\d")
SPLITS = (". ", ", ")
CENTS = re.compile(r"[0-9]{2}")
NAME_ALONE = re.compile(r"\W{0,4}[^\W\d]{0,3}\W{1,8}[^\W\d]{0,3}\W{0,4}")
OTHER_SCRIPTS = ("ar", "ko", "zh", "ja")


class _Name(NamedTuple):
    meaning: str
    doubt: str | None = None


def with_split_cents(text: str, numbers: Sequence[Number]) -> Sequence[Number]:
    """Join the two numbers of "$ 8. 94" and "118, 99 TL", where the text holds nothing else."""
    if len(text) > LONGEST or len(numbers) != 2:
        return numbers
    whole, cents = numbers
    rest = f"{text[: whole.start]} {text[cents.end :]}"
    gap = text[whole.end : cents.start]
    if gap not in SPLITS or not CENTS.fullmatch(cents.text) or not NAME_ALONE.fullmatch(rest):
        return numbers
    if gap[0] in whole.text or whole.spelled or not whole.text[-1].isdecimal():
        return numbers
    digits = "".join(sign for sign in whole.text if sign.isdecimal())
    value = tidy(Decimal(f"{digits}.{cents.text}"))
    text = text[whole.start : cents.end]
    return [replace(whole, text=text, end=cents.end, value=value, coefficient=value, other=None)]


def find_price(text: str, lexicon: Lexicon, numbers: Sequence[Number]) -> Item | None:
    """Return the price that a whole text is: one number and a name of a currency beside it."""
    if len(text) > LONGEST or len(numbers) != 1 or numbers[0].percent or numbers[0].spelled:
        return None
    number = numbers[0]
    dash = BEHIND.match(text, number.end)
    head = text[: number.start].strip()
    tail = text[dash.end() if dash else number.end :].strip(AROUND)
    if tail:
        return _item(text, number, tail, lexicon, after=True) if _is_label(head) else None
    if head.endswith(".") and not head[-2:-1].isalpha():
        return None  # "$..75"
    name = head.strip(AROUND).rpartition(":")[2].strip(AROUND)
    return _item(text, number, name, lexicon, after=False) if name else None


def _is_label(head: str) -> bool:
    """Tell whether what stands before a price only announces it: "Size M:", "from"."""
    if any(sign.isdecimal() for sign in head):
        return False
    labels = load_table("common")["price_words"]["labels"].split()
    return head.endswith(":") or all(word in labels for word in head.lower().split())


def _item(text: str, number: Number, name: str, lexicon: Lexicon, *, after: bool) -> Item | None:
    known = _known(name, lexicon, after=after)
    if known is None and (cut := _without_note(name)):
        name = cut
        known = _known(name, lexicon, after=after)
    if known is None and not after and LETTER_PRICE.fullmatch(number.text):
        letters = load_table("common")["price_letters"]
        known = next((_Name(code) for code, letter in letters.items() if letter == name), None)
    if known is None:
        return None
    start = text.index(name, number.end) if after else text.rindex(name, 0, number.start)
    currency = resolve(known.meaning, fold(text), start, start + len(name), lexicon)
    currency = replace(currency, doubt=known.doubt or currency.doubt)
    value = times(in_thousands(number, currency.code), currency.factor)
    return Item(
        number,
        start=number.start if after else start,
        end=currency.end if after else number.end,
        value=value,
        before=None if after else currency,
        after=currency if after else None,
        scale=number.scale,
        magnitude=number.magnitude,
    )


def _without_note(name: str) -> str:
    """Cut what says how much of a thing, or with which tax: "Ft/db", "Ft incl. VAT"."""
    name = UNIT.split(name, maxsplit=1)[0].strip(AROUND)
    notes = load_table("common")["price_words"]["notes"].split()
    words = name.split(" ")
    cut = next((i for i, word in enumerate(words) if i and word.lower() in notes), len(words))
    return " ".join(words[:cut])


def _known(name: str, lexicon: Lexicon, *, after: bool) -> _Name | None:
    """Return what a name stands for, if anything."""
    names = _names()
    name = " ".join(name.split())
    found = names.get(name) or (names.get(name.lower()) if len(name) > 2 else None)
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


@cache
def _names() -> dict[str, _Name]:
    """Every short name, as written and, from three letters on, in small letters."""
    return _with_doubts("price_names")


@cache
def _names_behind() -> dict[str, _Name]:
    return _with_doubts("price_names_behind")


def _with_doubts(key: str) -> dict[str, _Name]:
    common = load_table("common")
    shared, found = common["shared_price_names"], {}
    for meaning, names in common[key].items():
        for name in names:
            doubt = f"'{name}' is read as {meaning}; it stands for {shared.get(meaning)}"
            found[name] = known = _Name(meaning, doubt if meaning in shared else None)
            if len(name) > 2:
                found[name.lower()] = known
    return found


@cache
def _codes() -> frozenset[str]:
    codes = load_table("common")["codes"]
    return frozenset((*codes["iso"].split(), *codes["in_prices"].split()))


def _foreign_word(folded: str) -> _Name | None:
    """Read the currency word of a language in another script: "12,000원", "644.00 جنيه"."""
    for language in OTHER_SCRIPTS:
        hit = load_lexicon(language).currency_word(folded, 0)
        if hit and hit[0] == len(folded):
            return _Name(hit[1])
    return None
