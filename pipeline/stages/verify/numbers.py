"""Are the amounts and numbers of a translation those of its source?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.facts.lexicon import Lexicon, fold, load_lexicon
from pipeline.facts.money.amounts import Amount, find_amounts
from pipeline.facts.money.vague import find_vague
from pipeline.facts.numbers.find import Number, find_numbers
from pipeline.stages.verify.allusions import alluded, with_decimals
from pipeline.stages.verify.clock import Moment, find_moments, shared
from pipeline.stages.verify.quantities import Quantity, agreeing, find_quantities, is_mistaken

_SMALL = Decimal(12)  # up to here a number in words may be an article or a turn of phrase
_Key = tuple[Decimal, bool]
_YEAR_DASH = re.compile(r"(?<!\d)(1\d|20)\d\d ?年?[-–/~～〜] ?$")
_LETTERS = re.compile(r"[^\W\d_]+")
_AMBIGUOUS = {18: 12}  # "trilioni": 10^18 by the book, 10^12 where English was in mind
_VAGUE_CJK = re.compile(
    r"(?:[数數何几幾수몇]|成千|上) ?(?P<digits>[十百千万萬億亿兆십백천만억조]+)(?!分)"
)
_EXPONENTS = {
    "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12,
    "십": 1, "백": 2, "천": 3, "만": 4, "억": 8, "조": 12,
}  # fmt: skip


_SHARE = re.compile(  # words of shares and of points of percentage, which not every form is read of
    r"[%٪]|per ?cent|pro[cz]ent|por ?cien|por ?cent|percentu|porcent|pour cent"
    r"|\b(?:points?|punti?|puntos?|pontos|punkt\w*|punten|poäng|enheter)\b"
    r"|パーセント|ポイント|割|百分|[\d一二两三四五六七八九]成|퍼센트|포인트|المئ[ةه]|المائ[ةه]"
)


class _Side(NamedTuple):
    """One side of a comparison."""

    text: str
    language: str


def numbers_kept(
    source: str,
    candidate: str,
    source_language: str,
    target_language: str,
    locked: Sequence[str],
) -> bool:
    """Say whether a candidate holds the amounts and numbers of its source, and no others.

    A locked amount must stand there to the letter, with its "up to" or "more than"; "des milliards
    de dollars" must stay billions. Other numbers are compared by value (and per cent by per cent),
    so "1 200" may become "1,200"; small numbers in words are free. Times, centuries and decades
    are compared for what they mean, and measures may change their unit.
    """
    if any(amount not in candidate for amount in locked):
        return False
    side = _Side(with_decimals(source, source_language), source_language)
    side_out = _Side(with_decimals(candidate, target_language), target_language)
    amounts, amounts_out = find_amounts(*side), find_amounts(*side_out)
    return _amounts_kept(side, side_out, amounts, amounts_out) and _others_kept(
        side, side_out, amounts, amounts_out
    )


def _amounts_kept(
    side: _Side, side_out: _Side, amounts: Sequence[Amount], amounts_out: Sequence[Amount]
) -> bool:
    scales, scales_out = _vague(side, amounts), _vague(side_out, amounts_out)
    if scales and scales_out and all(scales | scales_out) and scales != scales_out:
        return False
    if not scales <= scales_out | _loose_scales(side_out) and not scales_out:
        return False
    if not scales_out <= scales | _loose_scales(side) and not scales:
        return False
    theirs, ours = Counter(map(_amount_key, amounts)), Counter(map(_amount_key, amounts_out))
    units = _worded_units(side, amounts) | _worded_units(side_out, amounts_out)
    if not ((theirs - ours) + (ours - theirs)).keys() <= units:
        return False
    loose = load_lexicon(side.language).cjk or load_lexicon(side_out.language).cjk
    return _qualifiers(amounts, loose=loose) <= _qualifiers(amounts_out, loose=loose)


def _worded_units(
    side: _Side, amounts: Sequence[Amount]
) -> set[tuple[Decimal, Decimal, str | None]]:
    """Return the keys of amounts of one in words, as "one pound" is often "the pound"."""
    return {
        _amount_key(amount)
        for amount in amounts
        if amount.max == 1 and not _has_digit(side.text[amount.start : amount.end])
    }


def _others_kept(
    side: _Side, side_out: _Side, amounts: Sequence[Amount], amounts_out: Sequence[Amount]
) -> bool:
    loose, loose_out = _loose_scales(side), _loose_scales(side_out)
    if loose - loose_out and loose_out - loose:
        return False
    moments, moments_out = find_moments(*side), find_moments(*side_out)
    if _other_times(moments, moments_out) and _other_times(moments_out, moments):
        return False
    numbers = _outside(side, amounts, shared(moments, moments_out))
    numbers_out = _outside(side_out, amounts_out, shared(moments_out, moments))
    measures = find_quantities(*side, numbers)
    measures_out = find_quantities(*side_out, numbers_out)
    if is_mistaken(measures, measures_out):
        return False
    same = agreeing(measures, measures_out)
    rest, rest_out = _without(same, numbers, measures), _without(same, numbers_out, measures_out)
    return _same(rest, rest_out, side, side_out) or _same(numbers, numbers_out, side, side_out)


def _other_times(moments: Sequence[Moment], others: Sequence[Moment]) -> bool:
    """Say whether a text has a time of day that the other lacks."""
    known = {moment.value for moment in others if moment.kind == "time"}
    return any(moment.kind == "time" and moment.value not in known for moment in moments)


def _same(
    numbers: Sequence[Number], numbers_out: Sequence[Number], side: _Side, side_out: _Side
) -> bool:
    """Say whether no number is missing and none was added, the free ones aside.

    A number that the source has twice may stand once in the candidate.
    """
    firm, free = _counted(numbers, side)
    firm_out, free_out = _counted(numbers_out, side_out)
    if _SHARE.search(fold(side.text)) and _SHARE.search(fold(side_out.text)):
        firm, free, firm_out, free_out = map(_by_value, (firm, free, firm_out, free_out))
    lost = [key for key in firm if key not in firm_out and key not in free_out]
    return not lost and not (firm_out - firm - free)


def _by_value(counts: Counter[_Key]) -> Counter[_Key]:
    """Count numbers and shares as one: "20 Prozentpunkte" and "20 points"."""
    merged: Counter[_Key] = Counter()
    for (value, _), count in counts.items():
        merged[value, False] += count
    return merged


def _vague(side: _Side, amounts: Sequence[Amount]) -> set[int]:
    """Return the powers of ten of the amounts without a value: 9 for "des milliards d'euros"."""
    lexicon = load_lexicon(side.language)
    taken = [(amount.start, amount.end) for amount in amounts]
    places = find_vague(*side, taken)
    return {_exponent(fold(side.text[start:end]).split(), lexicon) for start, end in places}


def _loose_scales(side: _Side) -> set[int]:
    """Return the powers of ten of magnitude words without a number: 3 for "thousands of people"."""
    lexicon = load_lexicon(side.language)
    folded = fold(side.text)
    if lexicon.cjk:
        found = (_myriads(match["digits"]) for match in _VAGUE_CJK.finditer(folded))
        return {exponent // 3 * 3 for exponent in found if exponent > 2}
    vague = lexicon.table.get("vague", {})
    words = tuple(fold(word) for word in vague.get("scales", ()))
    whole = {fold(word) for word in vague.get("after_some", ())}
    taken = {place for number in find_numbers(*side) for place in range(number.start, number.end)}
    exponents = {
        _exponent([match.group()], lexicon) or 3  # "migliaia"
        for match in _LETTERS.finditer(folded)
        if (match.group().endswith(words) or match.group() in whole) and match.start() not in taken
    }
    return exponents | {_AMBIGUOUS[exponent] for exponent in exponents if exponent in _AMBIGUOUS}


def _myriads(signs: str) -> int:
    """Return the power of ten of running numerals: 9 for 十億, 6 for 百万."""
    below = 0
    total = 0
    for sign in signs:
        exponent = _EXPONENTS[sign]
        if exponent < 4:
            below = max(below, exponent)
        else:
            total, below = total + below + exponent, 0
    return total + below


def _exponent(words: list[str], lexicon: Lexicon) -> int:
    """Return the power of ten of the largest magnitude word, 0 where there is none."""
    plain = [word.replace("multi-", "").removeprefix("multi").removeprefix("ال") for word in words]
    forms = [word[: len(word) - cut] for word in plain for cut in range(5)]
    known = (lexicon.scales[form].exponent for form in forms if form in lexicon.scales)
    return max(known, default=0)


def _amount_key(amount: Amount) -> tuple[Decimal, Decimal, str | None]:
    """Return what is compared of an amount; whose cents "4 cents" are is a guess."""
    return amount.min, amount.max, amount.currency if amount.max >= 1 else None


def _qualifiers(amounts: Sequence[Amount], *, loose: bool) -> set[tuple[Decimal, str]]:
    """Return the amounts that are limits: "up to $7 trillion" is not $7 trillion.

    "At least" and "more than" are one where ``loose``, as 以上 is translated by either.
    """
    same = {"more than": "at least"} if loose else {}
    return {
        (a.max, same.get(a.qualifier, a.qualifier))
        for a in amounts
        if a.qualifier and a.qualifier != "about"
    }


def _outside(side: _Side, amounts: Sequence[Amount], moments: Sequence[Moment]) -> list[Number]:
    """Return the numbers of a text outside its amounts and times of day."""
    taken = [(amount.start, amount.end) for amount in amounts]
    taken += [(moment.start, moment.end) for moment in moments]
    return [
        _whole_year(number, side.text)
        for number in find_numbers(*side)
        if not any(start < number.end and number.start < end for start, end in taken)
    ]


def _whole_year(number: Number, text: str) -> Number:
    """Read the "53" of "1950-53" as a year."""
    short = number.end - number.start == 2 and number.text.isdecimal()
    before = _YEAR_DASH.search(text[max(0, number.start - 5) : number.start]) if short else None
    return replace(number, value=number.value + Decimal(before[1]) * 100) if before else number


def _without(
    dimensions: set[str], numbers: Sequence[Number], measures: Sequence[Quantity]
) -> list[Number]:
    """Return the numbers that are no measures of these dimensions."""
    of_these = [quantity for quantity in measures if quantity.dimension in dimensions]
    measured = {place for quantity in of_these for place in quantity.places}
    return [number for number in numbers if number.start not in measured]


def _counted(numbers: Sequence[Number], side: _Side) -> tuple[Counter[_Key], Counter[_Key]]:
    """Count the numbers that must be kept, and the free ones: small in words, or "a decade"."""
    firm: Counter[_Key] = Counter()
    free: Counter[_Key] = Counter()
    small_digits = load_lexicon(side.language).cjk
    for number in numbers:
        small = number.value <= _SMALL and (small_digits or not _has_digit(number.text))
        is_free = (small and not number.percent) or number.worded or number.value == 1
        is_free = is_free or _is_all(number)
        (free if is_free else firm)[number.value, number.percent] += 1
    for value, count in alluded(side.text, side.language, numbers).items():
        free[value, False] += count
    return firm, free


def _is_all(number: Number) -> bool:
    """Tell "100 percent certain" from a share."""
    return number.percent and number.value == 100


def _has_digit(text: str) -> bool:
    return any(ch.isdecimal() for ch in text)
