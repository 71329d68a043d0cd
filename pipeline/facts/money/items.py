"""The numbers of a sentence that may be money, each with the currency that stands beside it.

In: a sentence, its folded text, its numbers. Out: ``Item`` records in order: magnitudes that only
money has ("$7T", "5 M€") are applied, cents are added to their dollars, weights and years left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, Rule, Scale, load_table
from pipeline.facts.money.context import (
    WORDS,
    cue_words,
    ends_sentence,
    stands_alone,
    talks_of_price,
    talks_of_weight,
)
from pipeline.facts.money.currencies import (
    Currency,
    currency_after,
    currency_before,
    is_slang,
    money_scale,
    word_before,
)
from pipeline.facts.numbers.find import Number
from pipeline.facts.numbers.numerals import plus, power, times

YEAR_CUES = frozenset("in en im since depuis seit nel em dal desde sinds sedan w".split())  # noqa: SIM905
YEAR = re.compile(r"(?:19|20)\d\d")
CENT = Decimal("0.01")
CENTS = re.compile(r"\d\d")
ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Item:
    """A number that may be money, with what stands around it."""

    number: Number
    start: int
    end: int
    value: Decimal
    before: Currency | None
    after: Currency | None
    scale: Rule | None
    magnitude: int

    @property
    def currency(self) -> Currency | None:
        """The currency beside the number; a plain "$" before it yields to what stands behind."""
        if self.before and self.after and self.before.generic:
            return self.after
        return self.before or self.after


def find_items(text: str, folded: str, lexicon: Lexicon, numbers: Sequence[Number]) -> list[Item]:
    """Return the numbers that may be money; those without a currency may have an implied one."""
    items: list[Item] = []
    taken = 0
    for number in numbers:
        item = _item(text, folded, lexicon, number, taken)
        if item:
            items.append(item)
            taken = item.end
    named = {i.currency.code for i in items if i.currency and not i.currency.weak}
    firm = [item for item in items if not _is_weak(item, named)]
    return _with_cents(folded, lexicon, _without_weights(folded, lexicon, firm))


def _item(text: str, folded: str, lexicon: Lexicon, number: Number, taken: int) -> Item | None:
    """Look for a currency around ``number``; what starts before ``taken`` belongs to another."""
    if number.percent:
        return None
    before = currency_before(text, folded, number.start, lexicon)
    if before and before.start < taken:
        before = None
    item = Item(number, number.start, number.end, number.value, before, None, number.scale,
                number.magnitude)  # fmt: skip
    short = money_scale(text, folded, number.end, lexicon, spaced=True)
    if short and number.magnitude <= 3:
        item = _with_short(text, folded, item, *short, lexicon)
    if item.end == number.end and number.name and not before:
        return None
    item = _with_after(text, folded, item, lexicon)
    unknown = before is not None and not (lexicon.known or lexicon.stems)
    if unknown and folded[item.end : item.end + 2].strip().isalpha():
        return None  # an unknown word may be a magnitude
    if before and before.scale and item.magnitude == 0:
        item = _scaled(item, before.scale)
    if number.currency:
        item = replace(item, before=Currency(number.start, number.start, number.currency))
    elif item.currency is None:
        item = replace(item, before=_leading_word(folded, item, taken, lexicon))
    item = replace(
        item,
        start=item.before.start if item.before else number.start,
        end=item.after.end if item.after else item.end,
    )
    return None if _is_other(item, folded, lexicon) else _in_major_unit(item)


def _scaled(item: Item, scale: Scale) -> Item:
    value = times(item.value, power(scale.exponent))
    return replace(item, value=value, scale=scale.rule, magnitude=scale.exponent)


def _with_short(
    text: str, folded: str, item: Item, end: int, scale: Scale, lexicon: Lexicon
) -> Item:
    """Apply the "M" of "5 M€" and the "bn" of "$ 7bn" where a currency stands beside it."""
    after = currency_after(text, folded, end, lexicon)
    glued = end - item.end <= 3 and folded[item.end] != " "
    if after or (item.before and (glued or scale.exponent < 9)):
        return replace(_scaled(item, scale), end=end, after=after)
    return item


def _with_after(text: str, folded: str, item: Item, lexicon: Lexicon) -> Item:
    after = item.after or currency_after(text, folded, item.end, lexicon)
    before = item.before
    if before and after and after.code != before.code and not before.generic:
        after = None
    item = replace(item, after=after)
    if after and not after.is_word and item.number.magnitude == 0:
        word = WORDS.match(folded, after.end + 1)
        spread = lexicon.scales.get(word.group()) if word and folded[after.end] == " " else None
        if spread and word:  # "75 USD million"
            item = _scaled(replace(item, after=replace(after, end=word.end())), spread)
    return item


def _leading_word(folded: str, item: Item, taken: int, lexicon: Lexicon) -> Currency | None:
    """Read "euro 500,00" and "dollar 22.5 million", but not "Euro 2024" and "the dollar 5"."""
    word = word_before(folded, item.number.start, lexicon)
    digits = item.number.text
    if not word or word.start < taken or item.number.name or item.number.spelled:
        return None
    exact = item.magnitude >= 6 or item.value != int(item.value) or item.value >= 100
    exact = exact or _is_everything(folded, word.start, item.end)
    if not exact or YEAR.fullmatch(digits) or not stands_alone(folded, item.end, lexicon):
        return None
    head = WORDS.findall(folded[max(0, word.start - 16) : word.start])
    article = head and head[-1] in cue_words(lexicon.language, "the")
    return None if article else word


def _in_major_unit(item: Item) -> Item:
    if item.currency is None:
        return item
    value = item.value if item.magnitude else in_thousands(item.number, item.currency.code)
    return replace(item, value=times(value, item.currency.factor))


def in_thousands(number: Number, code: str | None) -> Decimal:
    """Return the value of a number beside a currency; "Rp 31.500" is thousands anywhere."""
    if number.value >= 1000 or number.magnitude or not ONE_GROUP.fullmatch(number.text):
        return number.value
    return times(number.value, power(3)) if code in _without_decimals() else number.value


@cache
def _without_decimals() -> frozenset[str]:
    return frozenset(load_table("common")["codes"]["no_decimals"].split())


def _is_other(item: Item, folded: str, lexicon: Lexicon) -> bool:
    """Tell years ("in 2024 dollars") and verbs ("the 12 won medals") from money."""
    if item.before or not item.after or not item.after.is_word:
        return False
    word = folded[item.after.start : item.after.end]
    if is_slang(word, lexicon):
        return not _is_slang_money(folded, item, word, lexicon)
    if word in cue_words(lexicon.language, "only_one") and item.value != 1:
        return True
    if word in cue_words(lexicon.language, "homonyms"):
        return item.value < 1000 or YEAR.fullmatch(item.number.text) is not None
    if word in cue_words(lexicon.language, "also_adjectives") and item.value < 1000:
        following = WORDS.match(folded, item.after.end + 1)
        joined = following is not None and following.group() in lexicon.glue
        return not (joined or stands_alone(folded, item.after.end, lexicon))
    return is_year(folded, item)


def _is_slang_money(folded: str, item: Item, word: str, lexicon: Lexicon) -> bool:
    """Tell "it cost 5 grand" from "5 grand pianos" and "four quarters" from those of a year."""
    if _is_everything(folded, item.start, item.end):
        return True
    if word in cue_words(lexicon.language, "only_alone"):
        return False
    return talks_of_price(folded, lexicon) and stands_alone(folded, item.end, lexicon)


def _is_everything(folded: str, start: int, end: int) -> bool:
    """Tell whether a text holds nothing but what stands between two places."""
    return not folded[max(0, start - 8) : start].strip() and ends_sentence(folded, end)


def is_year(folded: str, item: Item) -> bool:
    """Tell the 2024 of "en 2024" by its digits and the word before it."""
    head = folded[max(0, item.start - 12) : item.start].split()
    return bool(head) and head[-1] in YEAR_CUES and YEAR.fullmatch(item.number.text) is not None


def _is_weak(item: Item, named: set[str | None]) -> bool:
    """Tell "300 livres" (books) from pounds: another amount must name the currency."""
    return bool(item.currency and item.currency.weak and item.currency.code not in named)


def _without_weights(folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Item]:
    """Leave out the pounds of something: "weighs 200 pounds", "a 550 pound hog"."""
    words = cue_words(lexicon.language, "weights")
    doubtful = {i.start for i in items if i.after and folded[i.after.start : i.after.end] in words}
    if not doubtful:
        return list(items)
    heavy = talks_of_weight(folded, lexicon)
    priced = talks_of_price(folded, lexicon)
    return [
        item
        for item in items
        if item.start not in doubtful
        or item.before
        or not (heavy or (not priced and _is_pounds_of(folded, item, lexicon)))
    ]


def _is_pounds_of(folded: str, item: Item, lexicon: Lexicon) -> bool:
    """Tell "5 pounds of beef", "a 550 pound hog" and "650ポンドの豚" by the word that follows."""
    rest = folded[item.end : item.end + 24]
    if lexicon.cjk:
        links = lexicon.words("weight_of")
        return not item.magnitude and any(
            rest.startswith(link) and rest[len(link) :].lstrip(" ")[:1].isalpha() for link in links
        )
    word = folded[item.after.start : item.after.end] if item.after else ""
    if word in cue_words(lexicon.language, "weight_adjectives"):
        alone = stands_alone(folded, item.end, lexicon)
        return rest[:1] == " " and rest[1:2].isalpha() and not alone
    return rest.startswith(tuple(f" {link} " for link in lexicon.words("weight_of")))


def _with_cents(folded: str, lexicon: Lexicon, items: Sequence[Item]) -> list[Item]:
    merged: list[Item] = []
    for item in items:
        lettered = _with_cent_letter(folded, lexicon, item)
        cents = _cents(folded, lexicon, merged[-1], lettered) if merged else None
        if cents is None:
            merged.append(item)
        else:
            merged[-1] = replace(merged[-1], end=lettered.end, value=plus(merged[-1].value, cents))
    return merged


def _with_cent_letter(folded: str, lexicon: Lexicon, item: Item) -> Item:
    """Read the "c" of "$20 and 43c", which alone may be anything."""
    letter = lexicon.table.get("cent_letter")
    after = folded[item.end : item.end + 2]
    if item.currency or not letter or after[:1] != letter or after[1:].isalnum():
        return item
    cent = Currency(item.end, item.end + 1, None, factor=CENT, is_word=True)
    return replace(item, end=item.end + 1, after=cent, value=times(item.value, CENT))


def _cents(folded: str, lexicon: Lexicon, whole: Item, item: Item) -> Decimal | None:
    """Return the part of a dollar that ``item`` adds: "15 dollars and 50 cents", "2222円13銭"."""
    currency = whole.currency
    if not currency or currency.factor != 1 or whole.magnitude or whole.value != int(whole.value):
        return None
    link = folded[whole.end : item.start].strip()
    joins = link in (*lexicon.glue, *lexicon.words("cent_links"), "と")
    if item.after and item.after.factor != 1 and not item.before:
        return item.value if (joins or not link) and item.value < 1 else None
    if item.currency or lexicon.cjk or not (joins or not link):
        return None
    if _is_everything(folded, whole.start, item.end):  # "$20 43", "3 GBP and one"
        fits = _is_two_digits(item) or (joins and item.number.spelled and item.value < 10)
        return times(item.value, CENT) if fits else None
    if not (whole.after or item.number.spelled) or not _is_two_digits(item):
        return None
    alone = stands_alone(folded, item.end, lexicon) if not link and whole.after else False
    closed = joins and ends_sentence(folded, item.end) and not _is_between(folded, whole, lexicon)
    return times(item.value, CENT) if alone or closed else None


def _is_two_digits(item: Item) -> bool:
    if item.magnitude or item.value != int(item.value):
        return False
    spelled = item.number.spelled and 10 <= item.value < 100
    return spelled or CENTS.fullmatch(item.number.text) is not None


def _is_between(folded: str, whole: Item, lexicon: Lexicon) -> bool:
    head = WORDS.findall(folded[max(0, whole.start - 24) : whole.start])
    return any(word in lexicon.table.get("between", {}) for word in head[-2:])
