"""Every number of a text, with its value and exact place.

In: any text and its language. Out: ``Number`` records. Years, percentages and counts are numbers
too: verification compares the numbers of a source with those of its translation. Digits inside a
name ("H100", "GPT-4") come with ``name=True``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.facts.lexicon import Lexicon, Rule, fold, load_lexicon
from pipeline.facts.money.context import WORDS, cue_words, stands_alone
from pipeline.facts.money.currencies import currency_after, is_abbreviation, money_scale
from pipeline.facts.numbers.cjk import CjkNumeral
from pipeline.facts.numbers.cjk_numbers import find_cjk
from pipeline.facts.numbers.numerals import (
    ONE,
    ZERO,
    WordSum,
    power,
    tidy,
    times,
)
from pipeline.facts.numbers.reader import Reader, Token, read_tokens
from pipeline.facts.numbers.shared import with_magnitudes, with_percents
from pipeline.facts.numbers.stems import Spelled, find_spelled, stem_scale

PHONE = re.compile(
    r"(?:\+\d{1,3}|\b0\d|\(0\d)\d{0,3}\)?(?:[ ./-]\(?\d{2,4}\)?){3,7}(?!\d)|\+\d{9,15}\b"
)


@dataclass(frozen=True)
class Number:
    """A number in a text; ``text == source[start:end]``.

    ``value`` equals ``coefficient * multiplier`` for simple numbers ("7 billions": 7 and 10^12);
    ``other`` is a second reading of doubtful digits ("7,000 millones"); ``more`` marks "100多".
    """

    text: str
    start: int
    end: int
    value: Decimal
    percent: bool = False
    name: bool = False
    spelled: bool = False
    scale: Rule | None = None
    coefficient: Decimal = ZERO
    multiplier: Decimal = ONE
    other: Decimal | None = None
    magnitude: int = 0  # exponent of the largest magnitude word
    word: str = ""  # that word, folded
    currency: str | None = None  # of words that hold one: "mdd", "mkr"
    more: bool = False
    worded: bool = False  # in digits here, in words elsewhere: "2月" is February, "3分の1" a third


def find_numbers(text: str, language: str, country: str | None = None) -> list[Number]:
    """Return the numbers of ``text``, in order and without overlap.

    ``language`` is a tag ("fr", "pt-PT"); languages without tables get digits only.
    """
    lexicon = load_lexicon(language, country)
    folded = fold(text)
    phones = bytearray(len(text))
    for match in PHONE.finditer(folded):
        phones[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found = _cjk_numbers(text, folded, lexicon) if lexicon.cjk else _numbers(text, folded, lexicon)
    numbers = [number for number in found if not phones[number.start]]
    if not lexicon.cjk:  # "390～420万" is read with its myriads
        numbers = with_magnitudes(folded, numbers, lexicon)
    return with_percents(text, folded, numbers, lexicon)


def _numbers(text: str, folded: str, lexicon: Lexicon) -> list[Number]:
    tokens = list(read_tokens(folded, lexicon))
    found = [_spelled(text, words) for words in find_spelled(folded, lexicon)]
    i = 0
    while i < len(tokens):
        hit = _number_at(text, folded, tokens, i, lexicon)
        if hit is None:
            i += 1
            continue
        i, number = hit
        if number is not None:
            found.append(number)
    return sorted(found, key=lambda number: number.start) if lexicon.stems else found


def _spelled(text: str, words: Spelled) -> Number:
    start, end, coefficient, scale = words
    multiplier = power(scale.exponent)
    value = times(coefficient, multiplier)
    return Number(
        text[start:end], start, end, value, spelled=True, scale=scale.rule,
        coefficient=coefficient, multiplier=multiplier, magnitude=scale.exponent,
    )  # fmt: skip


def _number_at(
    text: str, folded: str, tokens: list[Token], i: int, lexicon: Lexicon
) -> tuple[int, Number | None] | None:
    """Read the longest number that starts at token ``i``: (next token, number or None)."""
    first = tokens[i]
    if first.digits and (first.digits.dotted or is_name_part(text, folded, first.start, lexicon)):
        name = None if first.digits.dotted else _plain(text, first, name=True)
        return i + 1, name
    state = WordSum(
        french=lexicon.language == "fr", reversed_tens=lexicon.language in ("ar", "de", "nl")
    )
    reader = Reader(folded, tokens, i, lexicon, state)
    reader.run()
    if not (reader.strong or (reader.taken and _counts_money(text, folded, reader, lexicon))):
        return None
    if reader.last == i and _is_homonym(folded, first, lexicon):
        return i + 1, None
    last = tokens[reader.last]
    state = reader.state
    simple = state.coefficient and times(state.coefficient, state.multiplier) == state.value
    digits = first.digits
    other = digits.other if digits and digits.other is not None else None
    scale = state.rule
    number = Number(
        text=text[first.start : reader.end],
        start=first.start,
        end=reader.end,
        value=tidy(state.value),
        name=reader.last == i and bool(digits) and _has_name_tail(text, last.end),
        spelled=digits is None,
        scale=scale.rule if scale else None,
        coefficient=state.coefficient if simple else state.value,
        multiplier=state.multiplier if simple else ONE,
        other=times(other, state.multiplier)
        if other is not None and (simple or not scale)
        else None,
        magnitude=scale.exponent if scale else 0,
        word=reader.scale_word,
        currency=scale.currency if scale else None,
    )
    if lexicon.language == "pt" and number.magnitude == 6 and number.multiplier == power(9):
        number = replace(number, scale="long")  # "mil milhões" is not said in Brazil
    shortened = _with_short_scale(text, folded, number, lexicon)
    after = reader.last + 1
    while after < len(tokens) and tokens[after].start < shortened.end:
        after += 1
    return after, shortened


def _is_homonym(folded: str, token: Token, lexicon: Lexicon) -> bool:
    """Tell the winds of "i venti di guerra" and "venti forti" from twenty."""
    words = lexicon.table.get("homonym_numbers", {}).get(token.word)
    if not words:
        return False
    following = WORDS.match(folded, token.end + 1)
    after = following.group() if following and folded[token.end] == " " else ""
    if after in words["adjectives"]:
        return True
    head = WORDS.findall(folded[max(0, token.start - 16) : token.start])
    article = bool(head) and head[-1] in words["articles"]
    return article and (after in words["links"] or stands_alone(folded, token.end, lexicon))


def _counts_money(text: str, folded: str, reader: Reader, lexicon: Lexicon) -> bool:
    """Tell the number of "one dollar", "un euro par jour" from the article of "un euro fort"."""
    currency = currency_after(text, folded, reader.end, lexicon)
    if currency is None or not currency.is_word or currency.weak:
        return False
    word = folded[currency.start : currency.end]
    if any(word in cue_words(lexicon.language, key) for key in ("homonyms", "weights")):
        return False
    start = reader.tokens[reader.first].start
    if folded[start : reader.end] not in lexicon.table.get("articles", ()):
        return True
    head = folded[max(0, start - 40) : start]
    if currency.factor != 1 and not cue_words(lexicon.language, "not_a").isdisjoint(head.split()):
        return False  # "without spending a cent"
    following = WORDS.match(folded, currency.end + 1)
    if following and folded[currency.end] == " ":
        word, beyond = following.group(), folded[following.end() + 1 : following.end() + 2]
        cents = word in lexicon.glue and beyond.isdecimal()  # "a dollar and 42 cents"
        return cents or word in cue_words(lexicon.language, "after_one")
    return stands_alone(folded, currency.end, lexicon)


def _with_short_scale(text: str, folded: str, number: Number, lexicon: Lexicon) -> Number:
    """Read the "m" of "£125m" and the "T" of "$7T": short forms behind a currency."""
    short = stem_scale(folded, number.end, lexicon)
    head = folded[number.start - 1 : number.start] if number.start else ""
    if head and lexicon.symbols.before(folded, number.start, glued=True):
        short = short or money_scale(text, folded, number.end, lexicon, spaced=False)
    if number.magnitude or not short:
        return number
    end, scale = short
    return replace(
        number,
        text=text[number.start : end],
        end=end,
        value=times(number.value, power(scale.exponent)),
        name=False,
        scale=scale.rule,
        multiplier=power(scale.exponent),
        magnitude=scale.exponent,
        word=folded[number.end : end].strip(),
    )


def _plain(text: str, token: Token, *, name: bool = False) -> Number:
    value = token.digits.value if token.digits else ZERO
    return Number(
        text[token.start : token.end], token.start, token.end, value, name=name, coefficient=value
    )


def is_name_part(
    text: str, folded: str, start: int, lexicon: Lexicon, *, cjk: bool = False
) -> bool:
    """Tell whether the digits at ``start`` belong to a name: "H100", "GPT-4", "Covid-19"."""
    before = start - 1
    if before < 0:
        return False
    if text[before] == "_":
        return True
    hyphen = folded[before] == "-"
    if hyphen:
        before -= 1
    latin = cjk or lexicon.language == "ar"  # "بـ7" is no name
    if before < 0 or not text[before].isalpha() or (latin and not text[before].isascii()):
        return False
    if not hyphen and lexicon.symbols.before(folded, start):
        return False
    head = before
    while head > 0 and before - head < 30 and text[head - 1].isalnum():
        head -= 1
    word = text[head : before + 1]
    if (word.upper() in lexicon.codes and word.isupper()) or is_abbreviation(word):
        return False
    return not hyphen or word[0].isupper() or any(c.isupper() for c in word)


def _has_name_tail(text: str, end: int) -> bool:
    """Tell "5G", "3D", "70B" from "5 G" and "5nm"."""
    return text[end : end + 1].isupper() and not text[end + 1 : end + 2].isalpha()


def _cjk_numbers(text: str, folded: str, lexicon: Lexicon) -> list[Number]:
    return [_cjk_number(text, folded, numeral, lexicon) for numeral in find_cjk(folded, lexicon)]


def _cjk_number(text: str, folded: str, numeral: CjkNumeral, lexicon: Lexicon) -> Number:
    start = numeral.start
    return Number(
        text=text[start : numeral.end],
        start=start,
        end=numeral.end,
        value=numeral.value,
        percent=numeral.percent,
        worded=numeral.worded,
        name=folded[start].isdecimal() and is_name_part(text, folded, start, lexicon, cjk=True),
        spelled=not numeral.arabic,
        scale="local" if numeral.exponent >= 4 else None,
        coefficient=numeral.coefficient,
        multiplier=numeral.multiplier,
        magnitude=numeral.exponent,
        more=numeral.more,
    )
