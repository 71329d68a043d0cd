"""Price strings of price-parser and money sentences of quantulum3 (both free licences)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.evaluation.score import Expected, Row
from tests.evaluation.units import units, values

PRICES = "money-price-parser/cases.jsonl"
QUANTITIES = "numbers-quantulum3/quantities.json"


def load_prices(root: Path) -> Iterator[Row]:
    """Yield price-parser's cases; of no known language, so they are read as English ("en").

    A currency that only the separate field names is put before the price.
    """
    for line in (root / PRICES).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        price, hint, currency = case["price_raw"], case["currency_raw"], case["currency"]
        if price is None:
            continue
        text = price
        if currency and hint and currency not in price and currency in hint:
            text = f"{hint} {price}"
        expected, excluded = _price(case, text)
        yield Row(
            family="price-parser",
            kind="money",
            language="en",
            text=text,
            expected=expected,
            excluded=excluded,
            whole=True,
            hint=json.dumps([hint, price]),
            source=f"{PRICES}#{case['set']}",
        )


def _price(case: dict[str, Any], text: str) -> tuple[tuple[Expected, ...], str | None]:
    if case["amount_float"] is None:
        return (), None
    if not any(sign.isdigit() for sign in text):
        return (), "the amount is not written in digits"
    if case.get("decimal_separator") or case.get("digit_group_separator"):
        return (), "the row names the decimal sign beside the text"
    codes = units("price-parser", case["currency"]) if case["currency"] else ["?"]
    if codes is None:
        return (), f"unit not in the table: {case['currency']}"
    if not codes:
        return (), "unit without an ISO 4217 code"
    value = Decimal(str(case["amount_float"]).removeprefix("Decimal('").removesuffix("')"))
    wanted = values(codes, value, value)
    return (Expected(0, len(text), wanted, case["currency"] or ""),), None


def load_sentences(root: Path) -> Iterator[Row]:
    """Yield the sentences of quantulum3 that hold money."""
    path = root / QUANTITIES
    for case in json.loads(path.read_text(encoding="utf-8")):
        expected, excluded, place = [], None, 0
        for result in case["res"]:
            name, _, per = result["unit"].partition(" per ")
            codes = units("quantulum3", name)
            if not codes:
                continue
            place = max(case["req"].find(result["surface"], place), 0)
            middle, spread = Decimal(str(result["value"])), result.get("uncertainty") or 0
            low, high = middle - Decimal(str(spread)), middle + Decimal(str(spread))
            if per and spread:
                excluded = "two prices per unit, labelled as their mean"
            end = place + len(result["surface"])
            expected.append(Expected(place, end, values(codes, low, high), result["unit"]))
        if expected:
            yield Row(
                family="quantulum3",
                kind="money",
                language="en",
                text=case["req"],
                expected=tuple(expected),
                excluded=excluded,
                source=QUANTITIES,
            )
