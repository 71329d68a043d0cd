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
from pipeline.stages.verify.clock import Moment, find_moments, shared
from pipeline.stages.verify.quantities import Quantity, agreeing, find_quantities, is_mistaken

_SMALL = Decimal(12)  # up to here a number in words may be an article or a turn of phrase
_Key = tuple[Decimal, bool]
_YEAR_DASH = re.compile(r"(?<!\d)(1\d|20)\d\d[-–/]$")
_WORDS = re.compile(r"[a-z]+")
_ALLUSIONS = {
    "once": 1, "single": 1, "couple": 2, "pair": 2, "both": 2, "double": 2, "doubled": 2,
    "doubling": 2, "twice": 2, "second": 2, "duo": 2, "twin": 2, "third": 3, "triple": 3,
    "quarter": 4, "decade": 10, "dozen": 12, "fortnight": 14, "half": 50, "century": 100,
    "centurie": 100, "hundred": 100, "thousand": 1000,
}  # fmt: skip


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
    side, side_out = _Side(source, source_language), _Side(candidate, target_language)
    amounts = find_amounts(source, source_language)
    amounts_out = find_amounts(candidate, target_language)
    return _amounts_kept(side, side_out, amounts, amounts_out) and _others_kept(
        side, side_out, amounts, amounts_out
    )


def _amounts_kept(
    side: _Side, side_out: _Side, amounts: Sequence[Amount], amounts_out: Sequence[Amount]
) -> bool:
    scales, scales_out = _vague(side, amounts), _vague(side_out, amounts_out)
    if bool(scales) != bool(scales_out) or (all(scales | scales_out) and scales != scales_out):
        return False
    if Counter(map(_amount_key, amounts)) != Counter(map(_amount_key, amounts_out)):
        return False
    return _qualifiers(amounts) <= _qualifiers(amounts_out)


def _others_kept(
    side: _Side, side_out: _Side, amounts: Sequence[Amount], amounts_out: Sequence[Amount]
) -> bool:
    loose, loose_out = _loose_scales(side), _loose_scales(side_out)
    if loose and loose_out and loose.isdisjoint(loose_out):
        return False
    moments, moments_out = find_moments(*side), find_moments(*side_out)
    numbers = _outside(side, amounts, shared(moments, moments_out))
    numbers_out = _outside(side_out, amounts_out, shared(moments_out, moments))
    measures = find_quantities(*side, numbers)
    measures_out = find_quantities(*side_out, numbers_out)
    if is_mistaken(measures, measures_out):
        return False
    same = agreeing(measures, measures_out)
    rest, rest_out = _without(same, numbers, measures), _without(same, numbers_out, measures_out)
    return _same(rest, rest_out, side, side_out) or _same(numbers, numbers_out, side, side_out)


def _same(
    numbers: Sequence[Number], numbers_out: Sequence[Number], side: _Side, side_out: _Side
) -> bool:
    """Say whether no number is missing and none was added, the free ones aside."""
    firm, free = _counted(numbers, side)
    firm_out, free_out = _counted(numbers_out, side_out)
    return not (firm - firm_out - free_out) and not (firm_out - firm - free)


def _vague(side: _Side, amounts: Sequence[Amount]) -> set[int]:
    """Return the powers of ten of the amounts without a value: 9 for "des milliards d'euros"."""
    lexicon = load_lexicon(side.language)
    taken = [(amount.start, amount.end) for amount in amounts]
    places = find_vague(*side, taken)
    return {_exponent(fold(side.text[start:end]).split(), lexicon) for start, end in places}


def _loose_scales(side: _Side) -> set[int]:
    """Return the powers of ten of magnitude words without a number: 3 for "thousands of people"."""
    lexicon = load_lexicon(side.language)
    words = tuple(fold(word) for word in lexicon.table.get("vague", {}).get("scales", ()))
    numbers = find_numbers(*side)
    taken = {place for number in numbers for place in range(number.start, number.end)}
    return {
        _exponent([match.group()], lexicon) or 3  # "migliaia"
        for match in re.finditer(r"[^\W\d_]+", fold(side.text))
        if match.group().endswith(words) and match.start() not in taken
    }


def _exponent(words: list[str], lexicon: Lexicon) -> int:
    """Return the power of ten of the largest magnitude word, 0 where there is none."""
    plain = [word.replace("multi-", "").removeprefix("multi") for word in words]
    forms = [form for word in plain for form in (word, word[:-1], word[:-2], word[:-3])]
    known = (lexicon.scales[form].exponent for form in forms if form in lexicon.scales)
    return max(known, default=0)


def _amount_key(amount: Amount) -> tuple[Decimal, Decimal, str | None]:
    return amount.min, amount.max, amount.currency


def _qualifiers(amounts: Sequence[Amount]) -> set[tuple[Decimal, str]]:
    """Return the amounts that are limits: "up to $7 trillion" is not $7 trillion."""
    return {(a.max, a.qualifier) for a in amounts if a.qualifier and a.qualifier != "about"}


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
        is_free = small or number.worded or number.value == 1 or _is_all(number)
        (free if is_free else firm)[number.value, number.percent] += 1
    for word in _WORDS.findall(side.text.lower()) if side.language == "en" else ():
        if value := _ALLUSIONS.get(word.removesuffix("s")):
            free[Decimal(value), False] += 1
    return firm, free


def _is_all(number: Number) -> bool:
    """Tell "100 percent certain" from a share."""
    return number.percent and number.value == 100


def _has_digit(text: str) -> bool:
    return any(ch.isdecimal() for ch in text)
