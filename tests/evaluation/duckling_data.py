"""Money of duckling's corpora (BSD-3-Clause), in the locales whose language chipwire reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tests.evaluation.score import Expected, Row
from tests.evaluation.units import units, values

FILE = "numbers-duckling/corpus.jsonl"
LANGUAGES = frozenset("fr en de es it pt nl pl sv ja zh ko ar".split())  # noqa: SIM905
MONEY = re.compile(
    r"\((?:simple|under|above) (?P<unit>\w+) (?P<value>[\d.e]+)\)|"
    r"\(between (?P<both>\w+) ?\((?P<low>[\d.e]+), ?(?P<high>[\d.e]+)\)\)"
)


def cases(root: Path, dimension: str) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield ``(language, country, case)`` of one dimension."""
    for line in (root / FILE).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        language, _, country = case["locale"].partition("_")
        if case["dim"] == dimension and language.lower() in LANGUAGES:
            yield language.lower(), country or None, case


def load_money(root: Path) -> Iterator[Row]:
    """Yield the rows of ``AmountOfMoney``."""
    for language, country, case in cases(root, "AmountOfMoney"):
        expected, excluded = _expected(case, country)
        yield Row(
            family="duckling",
            kind="money",
            language=language,
            country=country,
            text=case["text"],
            expected=expected,
            excluded=excluded,
            whole=True,
            source=case["file"],
        )


def _expected(case: dict[str, Any], country: str | None) -> tuple[tuple[Expected, ...], str | None]:
    match = MONEY.fullmatch(case["expr"])
    if not match:
        return (), "expression that is not one amount"
    unit = match["unit"] or match["both"]
    codes = units("duckling", unit)
    if codes is None:
        return (), f"unit not in the table: {unit}"
    if not codes:
        return (), "unit without an ISO 4217 code"
    if unit in ("Dollar", "Cent") and country:  # a dollar said in Canada may be Canadian
        local = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "JM": "JMD", "TT": "TTD", "BZ": "BZD"}
        codes = [*codes, *(f"{c}/100" if unit == "Cent" else c for c in [local.get(country)] if c)]
    try:
        low = Decimal(match["value"] or match["low"])
        high = Decimal(match["value"] or match["high"])
    except InvalidOperation:
        return (), "expression that is not one amount"
    wanted = values(codes, low, high)
    return (Expected(0, len(case["text"]), wanted, unit),), None
