"""An amount of money as an editor of the target language would print it, exactly.

In: both ends of the amount (equal for a single one), ISO 4217 code or None, target language.
Out: one string that ``amounts.find_amounts`` reads back as the same minimum, maximum and currency:
nothing is rounded, and where the house style would not read back a plainer form is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from pipeline.facts.lexicon import split_tag
from pipeline.facts.money.amounts import find_amounts
from pipeline.facts.money.units import Style, load_style
from pipeline.facts.numbers.numerals import tidy


@lru_cache(maxsize=4096)
def render_money(
    low: Decimal,
    high: Decimal,
    currency: str | None,
    language: str,
    *,
    country: str | None = None,
) -> str:
    """Return the amount in ``language``: "$7 trillion", "7 billones de dólares", "7兆ドル".

    ``country`` chooses between the Portuguese of Brazil (the default) and of Portugal.
    """
    low, high = tidy(min(low, high)), tidy(max(low, high))
    style = load_style(language, country)
    language = language if style.language == split_tag(language)[0] else style.language
    candidates = list(_candidates(low, high, currency, style))
    for candidate in candidates:
        if _reads_back(candidate, low, high, currency, language, country):
            return candidate
    return candidates[0] if currency is None else candidates[-1]


def _reads_back(
    text: str, low: Decimal, high: Decimal, currency: str | None, language: str, country: str | None
) -> bool:
    found = find_amounts(text, language, country)
    if currency is None or len(found) != 1:
        return currency is None
    (amount,) = found
    same = (amount.min, amount.max, amount.currency) == (low, high, currency)
    return same and not amount.doubt and len(amount.text) == len(text)


def _candidates(low: Decimal, high: Decimal, currency: str | None, style: Style) -> Iterator[str]:
    """Yield the house style first, then plainer forms."""
    if low == high:
        yield style.with_currency(style.scaled(low), currency)
        yield style.with_code(style.scaled(low), currency)
        yield style.with_code(style.full(low), currency)
        return
    first, second = style.scaled(low), style.scaled(high)
    if style.joins_units and first.unit == second.unit:
        joined = second._replace(number=f"{first.number}{style.join}{second.number}")
        yield style.with_currency(joined, currency)
    for write in (style.with_currency, style.with_code):
        yield f"{write(first, currency)}{style.join_full}{write(second, currency)}"
    yield (
        f"{style.with_code(style.full(low), currency)}{style.join_full}"
        f"{style.with_code(style.full(high), currency)}"
    )
