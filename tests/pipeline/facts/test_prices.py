"""Texts that are nothing but a price, as shops print it, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.lexicon import load_table
from pipeline.facts.money.amounts import find_amounts

SPOKEN = ("en", "fr", "de", "ja", "ar", "hi")


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("4 990 Ft", "4990", "HUF"),
        ("2.450 Ft", "2450", "HUF"),
        ("Price: 350 р.", "350", "RUB"),
        ("Cena od 350 din", "350", "RSD"),
        ("3 990 Ft/db", "3990", "HUF"),
        ("3 990 Ft incl. VAT", "3990", "HUF"),
        ("12 990 тг", "12990", "KZT"),
        ("TL 84,90", "84.9", "TRY"),
        ("7200 Dinara", "7200", "RSD"),
        ("45.50 KM", "45.5", "BAM"),
        ("R1,299.00", "1299", "ZAR"),
        ("S/ 59.90", "59.9", "PEN"),
        ("8.500 đ", "8500", "VND"),
        ("Rp 75.500", "75500", "IDR"),
        ("US$: 24.99", "24.99", "USD"),
        ("EUR/kg 3,95", "3.95", "EUR"),
        ("35,000원", "35000", "KRW"),
        ("120.00 جنيه مصري", "120", "EGP"),
        ("75 د.إ", "75", "AED"),
        ("75 د.أ", "75", "JOD"),
        ("89 ש״ח", "89", "ILS"),
        ("500 บาท", "500", "THB"),
        ("15 kmf", None, None),
        ("15 KMF", "15", "KMF"),
        ("20 mkd", "20", "MKD"),
        ("$ 4. 95", "4.95", "USD"),
        ("49, 90 zł", "49.9", "PLN"),
        ("1.295,- kr", "1295", None),
        ("60 c", "0.6", "USD"),
    ],
)
def test_price(text: str, value: str | None, currency: str | None) -> None:
    found = [(str(a.min), a.currency) for a in find_amounts(text, "en")]
    assert found == ([] if value is None else [(value, currency)])


def test_a_shared_name_is_doubted() -> None:
    (amount,) = find_amounts("120 Br", "en")
    assert amount.currency == "ETB"
    assert amount.doubt == "'Br' is read as ETB; it stands for the Belarusian rouble too"


@pytest.mark.parametrize(
    "text",
    [
        "He ran 12 KM before the race.",
        "ID: 4500",
        "He paid 5 din",
        "R2",
        "R 42",
        "5 G",
        "8 K",
        "Room 12, Br 4",
        "We met 3 MT drivers",
        "A 6 Ft wall and 4 Le Mans wins",
    ],
)
def test_short_names_count_only_alone(text: str) -> None:
    assert find_amounts(text, "en") == []


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("It cost him 5 grand.", "5000", "USD"),
        ("That costs 3 dimes", "0.3", "USD"),
        ("four quarters", "1", "USD"),
        ("ten pennies", "0.1", None),
        ("$20 and 43c", "20.43", "USD"),
        ("$20 43", "20.43", "USD"),
        ("above a dollar and 42 cents", "1.42", "USD"),
        ("€ -12", "12", "EUR"),
        ("from $10 and $20", "10..20", "USD"),
    ],
)
def test_coins_and_slang(text: str, value: str, currency: str | None) -> None:
    (amount,) = find_amounts(text, "en")
    span = str(amount.min) if amount.min == amount.max else f"{amount.min}..{amount.max}"
    assert (span, amount.currency) == (value, currency)


@pytest.mark.parametrize(
    "text",
    [
        "They bought 5 grand pianos for the price of one.",
        "Revenue fell for four quarters.",
        "He scored 12 dimes last night.",
        "Five penny stocks rose.",
    ],
)
def test_slang_is_usually_something_else(text: str) -> None:
    assert find_amounts(text, "en") == []


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("hi", "कंपनी ने $ 85,000 का भुगतान किया", "85000", "USD"),
        ("hi", "लगभग 16 मिलियन डॉलर", "16000000", "USD"),
        ("tr", "Şirket 3,5 milyar dolarlık yatırım yaptı.", "3500000000", "USD"),
        ("tr", "45 milyon $'lık anlaşma", "45000000", "USD"),
        ("ru", "стоимостью 2,4 млрд. евро", "2400000000", "EUR"),
        ("ru", "более трёх миллиардов долларов", "3000000000", "USD"),
        ("hi", "दो करोड़ रुपये", "20000000", "INR"),
        ("ru", "12 миллионов долларов", "12000000", "USD"),
    ],
)
def test_magnitudes_of_languages_without_a_table(
    language: str, text: str, value: str, currency: str
) -> None:
    assert [(str(a.min), a.currency) for a in find_amounts(text, language)] == [(value, currency)]


def test_a_sum_of_words_is_not_read_by_half() -> None:
    assert find_amounts("yirmi beş milyon dolar", "tr") == []
    assert find_amounts("on milyonlarca dolar", "tr") == []


def test_an_unknown_word_may_be_a_magnitude() -> None:
    assert find_amounts("$7 δισεκατομμύρια", "el") == []


def _names() -> list[str]:
    common = load_table("common")
    tables = (common["price_names"], common["price_names_behind"], common["symbols"])
    return [name for table in tables for names in table.values() for name in names]


PIECES = st.sampled_from(
    [*_names(), ":", " ", ".", ",", ",-", "-", "/", "(", "12", "1.299", "9,99"]
)


@given(st.lists(PIECES, max_size=7).map("".join), st.sampled_from(SPOKEN))
@settings(max_examples=150, deadline=None)
def test_offsets_slice_back(text: str, language: str) -> None:
    for amount in find_amounts(text, language):
        assert text[amount.start : amount.end] == amount.text
        assert amount.min <= amount.max
