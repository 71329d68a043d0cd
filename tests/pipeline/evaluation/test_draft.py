"""What a desk says about an amount."""

from __future__ import annotations

import pytest

from pipeline.evaluation.amounts import read_amount
from pipeline.evaluation.draft import read_money


def test_words_have_a_value_or_are_no_amount() -> None:
    assert read_money(["7  billions de dollars = 7e12 USD", "H100 = none"]) == {
        "7 billions de dollars": read_amount("7e12 USD"),
        "H100": None,
    }


def test_words_may_hold_the_sign() -> None:
    assert read_money(["a = b = 5 EUR"]) == {"a = b": read_amount("5 EUR")}


@pytest.mark.parametrize("option", ["", "5 EUR", "= 5 EUR", "five = 5 euros", "five ="])
def test_anything_else_is_told(option: str) -> None:
    with pytest.raises(ValueError, match=r"write|amount"):
        read_money([option])
