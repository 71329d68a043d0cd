"""Amounts as a gold case writes them: ``7e12 USD``, ``up to 5e12..7e12 USD``, ``2e9 EUR ?``."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from pipeline.records import Money, plain

QUALIFIERS = ("up to", "about", "more than", "less than", "at least")
_NUMBER = r"\d{1,40}(?:\.\d{1,40})?(?:e\d{1,2})?"
_WRITTEN = re.compile(
    rf"(?:(?P<qualifier>{'|'.join(QUALIFIERS)}) )?(?P<low>{_NUMBER})(?:\.\.(?P<high>{_NUMBER}))? "
    r"(?P<currency>[A-Z]{3}|\?)(?P<doubt> \?)?"
)


class Amount(NamedTuple):
    """An amount; ``doubted`` in a gold case asks that the digest doubts it."""

    low: Decimal
    high: Decimal
    currency: str | None
    qualifier: str | None = None
    doubted: bool = False

    def __str__(self) -> str:
        """Write it with all its digits, as a gold case may."""
        before = f"{self.qualifier} " if self.qualifier else ""
        return f"{before}{money(self.low, self.high, self.currency)}{' ?' if self.doubted else ''}"


def read_amount(text: str) -> Amount:
    """Read ``7e12 USD``; a currency that is not known is ``?``. Raises ``ValueError``."""
    match = _WRITTEN.fullmatch(" ".join(text.split()))
    if match is None:
        raise ValueError(f"{text!r} is no amount; write '7e12 USD' or 'up to 5e9..7e9 EUR'")
    try:
        low = Decimal(match["low"])
        high = Decimal(match["high"]) if match["high"] else low
    except InvalidOperation as exc:
        raise ValueError(f"{text!r} is no amount: {exc}") from exc
    if low > high:
        raise ValueError(f"{text!r}: the smaller end comes first")
    currency = None if match["currency"] == "?" else match["currency"]
    return Amount(low, high, currency, match["qualifier"], bool(match["doubt"]))


def amount_of(fact: Money) -> Amount:
    """Return the amount that a digest gives."""
    return Amount(fact.min, fact.max, fact.currency, fact.qualifier, fact.doubt is not None)


def number(value: Decimal) -> str:
    """Write a decimal in one way: no exponent, no idle zeros."""
    text = plain(value)
    return "0" if text in ("-0", "") else text


def short_number(value: Decimal) -> str:
    """Write a decimal in its shortest form: ``7e12``, ``1.5e9``, ``40000``."""
    exponent = value.adjusted() // 3 * 3
    if exponent < 6:
        return number(value)
    return f"{number(value.scaleb(-exponent))}e{exponent}"


def money(low: Decimal, high: Decimal, currency: str | None) -> str:
    """Write an amount; an unknown currency is ``?``."""
    span = number(low) if low == high else f"{number(low)}..{number(high)}"
    return f"{span} {currency or '?'}"
