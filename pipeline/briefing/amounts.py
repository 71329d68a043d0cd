"""Amounts compared: the same in two scales, or a thousand times apart."""

from __future__ import annotations

from decimal import Decimal

from pipeline.records import Money

_ABOUT = Decimal("0.05")  # what "about" allows either side
_SLIPS = (Decimal(1000), Decimal(1_000_000))  # billion for milliard, trillion for million


def overlap(one: Money, other: Money) -> bool:
    """Say whether two amounts can be the same: currency, and a value in common."""
    if one.currency != other.currency:
        return False
    wide = _ABOUT if "about" in (one.qualifier, other.qualifier) else Decimal(0)
    low, high = one.min * (1 - wide), one.max * (1 + wide)
    return low <= other.max and other.min <= high


def slip(one: Money, other: Money) -> Decimal | None:
    """Return 1,000 or 1,000,000 where one amount is exactly so many times the other."""
    if one.currency != other.currency:
        return None
    for factor in _SLIPS:
        for small, large in ((one, other), (other, one)):
            if small.max * factor == large.max and small.max > 0:
                return factor
    return None
