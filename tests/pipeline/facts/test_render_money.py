"""Amounts are printed in the style of each language, and read back exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.lexicon import languages
from pipeline.facts.money.amounts import find_amounts
from pipeline.facts.money.render import render_money

THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "currency", "language", "expected"),
    [
        ("7e12", "USD", "en", "$7 trillion"),
        ("45e9", "USD", "en", "$45 billion"),
        ("40000", "USD", "en", "$40,000"),
        ("1.44e12", "USD", "en", "$1.44 trillion"),
        ("850e6", "EUR", "en", "€850 million"),
        ("3e6", "CHF", "en", "CHF 3 million"),
        ("0.5", "USD", "en", "$0.50"),
        ("1.9e9", None, "en", "1.9 billion"),
        ("7e12", "USD", "fr", f"7{THIN}000 milliards de dollars"),
        ("1.5e9", "EUR", "fr", "1,5 milliard d'euros"),
        ("40000", "USD", "fr", f"40{THIN}000 dollars"),
        ("7e12", "USD", "de", "7 Billionen Dollar"),
        ("7e12", "USD", "es", "7 billones de dólares"),
        ("45e9", "USD", "es", "45.000 millones de dólares"),
        ("7e12", "USD", "it", "7.000 miliardi di dollari"),
        ("7e12", "USD", "pt", "US$ 7 trilhões"),
        ("7e12", "USD", "pt-PT", "7 biliões de dólares"),
        ("7e12", "USD", "nl", "7 biljoen dollar"),
        ("7e12", "USD", "pl", "7 bilionów dolarów"),
        ("2e9", "USD", "pl", "2 miliardy dolarów"),
        ("7e12", "USD", "sv", "7 biljoner dollar"),
        ("7e12", "USD", "ja", "7兆ドル"),
        ("1.44e12", "USD", "ja", "1兆4400億ドル"),
        ("7e12", "USD", "zh", "7万亿美元"),
        ("7e12", "USD", "ko", "7조 달러"),
        ("5e6", "SEK", "fr", "5 millions de couronnes suédoises"),
        ("5e6", "SEK", "de", "5 Millionen schwedische Kronen"),
        ("5e6", "SEK", "es", "5 millones de coronas suecas"),
        ("5e6", "SEK", "it", "5 milioni di corone svedesi"),
        ("5e6", "SEK", "pt", "5 milhões de coroas suecas"),
        ("5e6", "SEK", "nl", "5 miljoen Zweedse kronen"),
        ("5e6", "SEK", "pl", "5 milionów koron szwedzkich"),
        ("3e6", "CAD", "sv", "3 miljoner kanadensiska dollar"),
        ("45e9", "USD", "es-MX", "45,000 millones de dólares"),
        ("7e12", "USD", "xx", "$7 trillion"),
    ],
)
def test_single(value: str, currency: str | None, language: str, expected: str) -> None:
    amount = Decimal(value)
    assert render_money(amount, amount, currency, language) == expected


@pytest.mark.parametrize(
    ("low", "high", "language", "expected"),
    [
        ("5e12", "7e12", "en", "$5 trillion to $7 trillion"),
        ("500", "1e6", "en", "$500 to $1 million"),
        ("5e12", "7e12", "fr", f"5{THIN}000 à 7{THIN}000 milliards de dollars"),
        ("5e12", "7e12", "de", "5 bis 7 Billionen Dollar"),
        ("8e9", "1e10", "it", "8-10 miliardi di dollari"),
        ("5e12", "7e12", "zh", "5万亿至7万亿美元"),
    ],
)
def test_range(low: str, high: str, language: str, expected: str) -> None:
    assert render_money(Decimal(low), Decimal(high), "USD", language) == expected


CURRENCIES = """USD EUR GBP JPY CNY KRW INR CHF CAD AUD NZD HKD SGD TWD BRL MXN ARS SAR AED
SEK NOK DKK PLN CZK HUF RUB UAH TRY ILS ZAR THB VND IDR EGP""".split()  # noqa: SIM905
TAGS = [*languages(), "pt-PT", "es-MX"]
LARGEST = 10**18
VALUES = st.one_of(
    st.builds(lambda n, e: Decimal(n).scaleb(e), st.integers(1, 99_999), st.integers(-2, 13)),
    st.integers(1, LARGEST).map(Decimal),
    st.builds(lambda n: Decimal(n).scaleb(-6), st.integers(10_000, LARGEST * 10**6)),
)


def reads_back(low: Decimal, high: Decimal, currency: str, language: str) -> None:
    text = render_money(low, high, currency, language)
    (amount,) = find_amounts(text, language)
    assert (amount.min, amount.max, amount.currency) == (low, high, currency), text
    assert amount.text == text


@given(
    value=VALUES,
    currency=st.sampled_from(CURRENCIES),
    language=st.sampled_from(TAGS),
)
@settings(derandomize=True, max_examples=400, deadline=None)
def test_every_amount_reads_back(value: Decimal, currency: str, language: str) -> None:
    reads_back(value, value, currency, language)


@given(
    ends=st.tuples(VALUES, VALUES).filter(lambda v: v[0] != v[1]),
    currency=st.sampled_from(CURRENCIES),
    language=st.sampled_from(TAGS),
)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_every_range_reads_back(
    ends: tuple[Decimal, Decimal], currency: str, language: str
) -> None:
    reads_back(min(ends), max(ends), currency, language)
