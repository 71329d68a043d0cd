"""Are the amounts and numbers of a translation those of its source?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.facts.amounts import Amount, find_amounts
from pipeline.facts.numbers import Number, find_numbers

_SMALL = Decimal(12)  # up to here a number in words may be an article or a turn of phrase
_Key = tuple[Decimal, bool]


def numbers_kept(
    source: str,
    candidate: str,
    source_language: str,
    target_language: str,
    locked: Sequence[str],
) -> bool:
    """Say whether a candidate holds the amounts and numbers of its source, and no others.

    A locked amount must stand there to the letter. Other numbers are compared by value (and per
    cent by per cent), so "1 200" may become "1,200"; small numbers in words are free.
    """
    if any(amount not in candidate for amount in locked):
        return False
    amounts = find_amounts(source, source_language)
    amounts_out = find_amounts(candidate, target_language)
    if Counter(map(_amount_key, amounts)) != Counter(map(_amount_key, amounts_out)):
        return False
    firm, free = _numbers(source, source_language, amounts)
    firm_out, free_out = _numbers(candidate, target_language, amounts_out)
    missing = firm - firm_out - free_out
    added = firm_out - firm - free
    return not missing and not added


def _amount_key(amount: Amount) -> tuple[Decimal, Decimal, str | None]:
    return amount.min, amount.max, amount.currency


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
