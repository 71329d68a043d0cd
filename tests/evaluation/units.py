"""The names that test data and libraries give to units of money, as ISO 4217 codes."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.numbers import list_currencies

from pipeline.evaluation.amounts import money


@cache
def _table(family: str) -> dict[str, list[str]]:
    path = Path(__file__).with_name("units.toml")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tables[family]


@cache
def _iso_codes() -> frozenset[str]:
    return frozenset(list_currencies())


def units(family: str, name: str) -> list[str] | None:
    """Return the codes of a unit, an empty list for one outside ISO 4217, None if not known."""
    found = _table(family).get(name)
    code = name.upper() if family == "price-parser" else name
    return [code] if found is None and code in _iso_codes() else found


def values(codes: list[str], low: Decimal, high: Decimal) -> frozenset[str]:
    """Return every way an amount of that unit may be read."""
    found = set()
    for code in codes:
        currency, _, divisor = code.partition("/")
        factor = Decimal(divisor or 1)
        found.add(money(low / factor, high / factor, None if currency == "?" else currency))
    return frozenset(found)
