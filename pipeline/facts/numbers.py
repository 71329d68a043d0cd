"""Every number of a text, with its value and exact place.

In: any text and its language. Out: ``Number`` records. Years, percentages and counts are numbers
too: verification compares the numbers of a source with those of its translation. Digits inside a
name ("H100", "GPT-4") come with ``name=True``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.facts.cjk import CjkNumeral, cjk_tables, read_cjk
from pipeline.facts.currencies import money_scale
from pipeline.facts.lexicon import Lexicon, Rule, fold, load_lexicon
from pipeline.facts.number_reader import Reader, Token, read_tokens
from pipeline.facts.numerals import (
    ONE,
    ZERO,
    WordSum,
    power,
    tidy,
    times,
)

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
    return [_with_percent(number, folded, lexicon) for number in found if not phones[number.start]]


def _with_percent(number: Number, folded: str, lexicon: Lexicon) -> Number:
    end = number.end
    while end < len(folded) and end - number.end < 2 and folded[end] == " ":
        end += 1
    hit = lexicon.percent.at(folded, end, glued=lexicon.cjk)
    before = any(
        folded.endswith(p, 0, number.start) for p in lexicon.table.get("percent_before", ())
    )
    return replace(number, percent=True) if hit or before else number


def _numbers(text: str, folded: str, lexicon: Lexicon) -> list[Number]:
    tokens = list(read_tokens(folded, lexicon))
    found: list[Number] = []
    i = 0
    while i < len(tokens):
        hit = _number_at(text, folded, tokens, i, lexicon)
        if hit is None:
            i += 1
            continue
        i, number = hit
        if number is not None:
            found.append(number)
    return found


def _number_at(
    text: str, folded: str, tokens: list[Token], i: int, lexicon: Lexicon
) -> tuple[int, Number | None] | None:
    """Read the longest number that starts at token ``i``: (next token, number or None)."""
    first = tokens[i]
    if first.digits and (first.digits.dotted or is_name_part(text, folded, first.start, lexicon)):
        name = None if first.digits.dotted else _plain(text, first, name=True)
        return i + 1, name
    state = WordSum(french=lexicon.language == "fr", reversed_tens=lexicon.language in ("de", "nl"))
    reader = Reader(folded, tokens, i, lexicon, state)
    reader.run()
    if not reader.strong:
        return None
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
    return reader.last + 1 + (shortened is not number), shortened


def _with_short_scale(text: str, folded: str, number: Number, lexicon: Lexicon) -> Number:
    """Read the "m" of "£125m" and the "T" of "$7T": short forms behind a currency."""
    head = folded[number.start - 1 : number.start] if number.start else ""
    if number.magnitude or not (head and lexicon.symbols.before(folded, number.start, glued=True)):
        return number
    short = money_scale(folded, number.end, lexicon, spaced=False)
    if not short:
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
        word=folded[number.end : end],
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
    if before < 0 or not text[before].isalpha() or (cjk and not text[before].isascii()):
        return False
    if not hyphen and lexicon.symbols.before(folded, start):
        return False
    head = before
    while head > 0 and before - head < 30 and text[head - 1].isalnum():
        head -= 1
    word = text[head : before + 1]
    if word.upper() in lexicon.codes and word.isupper():
        return False
    return not hyphen or word[0].isupper() or any(c.isupper() for c in word)


def _has_name_tail(text: str, end: int) -> bool:
    """Tell "5G", "3D", "70B" from "5 G" and "5nm"."""
    return text[end : end + 1].isupper() and not text[end + 1 : end + 2].isalpha()


def _cjk_numbers(text: str, folded: str, lexicon: Lexicon) -> list[Number]:
    found = []
    position = 0
    tables = cjk_tables(lexicon.language)
    while position < len(folded):
        sign = folded[position]
        starts = sign.isdecimal() or sign in tables.digits or sign in tables.small
        numeral = read_cjk(folded, position, lexicon) if starts else None
        if numeral is None:
            position += 1
            while sign.isdecimal() and folded[position : position + 1].isdecimal():
                position += 1
            continue
        if _counts(folded, position, numeral, lexicon):
            found.append(_cjk_number(text, folded, position, numeral, lexicon))
        position = numeral.end
    return found


def _counts(folded: str, start: int, numeral: CjkNumeral, lexicon: Lexicon) -> bool:
    """Tell a number from characters that only look like one: "十分", "一个", "이 조건"."""
    tables = cjk_tables(lexicon.language)
    if numeral.vague or (start and folded[start - 1] in tables.some and not numeral.arabic):
        return False
    if numeral.arabic or lexicon.currencies.at(folded, numeral.end, glued=True):
        return True
    if lexicon.language == "ko":
        return lexicon.currencies.at(folded, numeral.end + 1, glued=True) is not None
    return numeral.signs >= 2 and (numeral.figures > 0 or numeral.exponent >= 8)


def _cjk_number(
    text: str, folded: str, start: int, numeral: CjkNumeral, lexicon: Lexicon
) -> Number:
    return Number(
        text=text[start : numeral.end],
        start=start,
        end=numeral.end,
        value=numeral.value,
        name=folded[start].isdecimal() and is_name_part(text, folded, start, lexicon, cjk=True),
        spelled=not numeral.arabic,
        scale="local" if numeral.exponent >= 4 else None,
        coefficient=numeral.coefficient,
        multiplier=numeral.multiplier,
        magnitude=numeral.exponent,
        more=numeral.more,
    )
