"""Are the amounts and numbers of a translation those of its source?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.facts.amounts import Amount, find_amounts
from pipeline.facts.dates import find_dates
from pipeline.facts.lexicon import fold, load_lexicon
from pipeline.facts.numbers import Number, find_numbers
from pipeline.facts.vague import find_vague
from pipeline.records import Sentence

_SMALL = Decimal(12)  # up to here a number in words may be an article or a turn of phrase
_SOME_DAY = "2024-02-14"  # any day does, as long as both sides are reckoned from it
_Key = tuple[Decimal, bool]


def numbers_kept(
    source: str,
    candidate: str,
    source_language: str,
    target_language: str,
    locked: Sequence[str],
) -> bool:
    """Say whether a candidate holds the amounts and numbers of its source, and no others.

    A locked amount must stand there to the letter, with its "up to" or "more than"; "des milliards
    de dollars" must stay billions.
    Other numbers are compared by value (and per cent by per cent), so "1 200" may become "1,200";
    small numbers in words are free.
    """
    if any(amount not in candidate for amount in locked):
        return False
    amounts = find_amounts(source, source_language)
    amounts_out = find_amounts(candidate, target_language)
    scales = _vague(source, source_language, amounts)
    scales_out = _vague(candidate, target_language, amounts_out)
    if bool(scales) != bool(scales_out) or (all(scales | scales_out) and scales != scales_out):
        return False
    if Counter(map(_amount_key, amounts)) != Counter(map(_amount_key, amounts_out)):
        return False
    if not _qualifiers(amounts) <= _qualifiers(amounts_out):
        return False
    firm, free = _numbers(source, source_language, amounts)
    firm_out, free_out = _numbers(candidate, target_language, amounts_out)
    missing = firm - firm_out - free_out
    added = firm_out - firm - free
    return not missing and not added


def dates_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a candidate holds the relative dates of its source, and no others.

    They are reckoned from one day on both sides: "last month" is not "months ago". Years and days
    in digits are compared as numbers.
    """
    return _dates(source, source_language) == _dates(candidate, target_language)


def _dates(text: str, language: str) -> set[str]:
    found = find_dates([Sentence.alone(text, language)], _SOME_DAY)
    return {date.value for date in found if date.kind == "relative"}


def _vague(text: str, language: str, amounts: Sequence[Amount]) -> set[int]:
    """Return the powers of ten of the amounts without a value: 9 for "des milliards d'euros"."""
    lexicon = load_lexicon(language)
    taken = [(amount.start, amount.end) for amount in amounts]
    scales: set[int] = set()
    for start, end in find_vague(text, language, taken):
        words = fold(text[start:end]).replace("multi-", "").removeprefix("multi").split()
        known = [(word, word[:-1], word[:-2]) for word in words]  # also without a plural ending
        named = [
            next((lexicon.scales[w] for w in forms if w in lexicon.scales), None) for forms in known
        ]
        scales.add(max((scale.exponent for scale in named if scale), default=0))
    return scales


def _amount_key(amount: Amount) -> tuple[Decimal, Decimal, str | None]:
    return amount.min, amount.max, amount.currency


def _qualifiers(amounts: Sequence[Amount]) -> set[tuple[Decimal, str]]:
    """Return the amounts that are limits: "up to $7 trillion" is not $7 trillion."""
    return {(a.max, a.qualifier) for a in amounts if a.qualifier and a.qualifier != "about"}


def _numbers(
    text: str, language: str, amounts: Sequence[Amount]
) -> tuple[Counter[_Key], Counter[_Key]]:
    """Count the numbers outside amounts: those that must be kept, and the free ones."""
    firm: Counter[_Key] = Counter()
    free: Counter[_Key] = Counter()
    for number in find_numbers(text, language):
        if any(a.start < number.end and number.start < a.end for a in amounts):
            continue
        counter = free if _is_free(number) else firm
        counter[number.value, number.percent] += 1
    return firm, free


def _is_free(number: Number) -> bool:
    return number.value <= _SMALL and not any(ch.isdecimal() for ch in number.text)
