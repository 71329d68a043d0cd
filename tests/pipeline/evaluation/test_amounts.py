"""Amounts as a gold case writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.amounts import QUALIFIERS, Amount, read_amount, short_number

VALUES = st.decimals("0", "1e15", places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("7e12 USD", Amount(Decimal("7e12"), Decimal("7e12"), "USD")),
        ("up to  5e12..7e12 USD", Amount(Decimal("5e12"), Decimal("7e12"), "USD", "up to")),
        ("2.49 EUR", Amount(Decimal("2.49"), Decimal("2.49"), "EUR")),
        ("about 5e9 ? ?", Amount(Decimal("5e9"), Decimal("5e9"), None, "about", True)),
    ],
)
def test_what_can_be_written(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "7", "7 trillion USD", "7e12 dollars", "9..7 USD", "-1 USD", "1e999 USD", "nan USD"],
)
def test_anything_else_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|smaller end"):
        read_amount(text)


@given(VALUES, VALUES, st.sampled_from([None, *QUALIFIERS]), st.booleans())
def test_what_is_written_is_read_again(
    one: Decimal, other: Decimal, qualifier: str | None, doubted: bool
) -> None:
    amount = Amount(min(one, other), max(one, other), "EUR", qualifier, doubted)
    assert read_amount(str(amount)) == amount


@given(VALUES)
def test_a_short_number_has_the_same_value(value: Decimal) -> None:
    assert read_amount(f"{short_number(value)} EUR").low == value
