"""Amounts of money in one sentence: value, currency, scale, qualifier, doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.lexicon import languages
from pipeline.facts.money.amounts import Amount, find_amounts
from pipeline.facts.money.vague import find_vague
from tests.pipeline.facts.pieces import PIECES


def brief(amount: Amount) -> tuple[str, str, str | None]:
    low, high = (format(v, "f") for v in (amount.min, amount.max))
    return amount.text, low if low == high else f"{low}..{high}", amount.currency


# fmt: off
CASES: list[tuple[str, str, list[tuple[str, str, str | None]]]] = [
    ("fr", "Il chercherait jusqu’à 7 billions de dollars.",
     [("7 billions de dollars", "7000000000000", "USD")]),
    ("fr", "La puce se vend 32\u202f500 dollars pièce.", [("32\u202f500 dollars", "32500", "USD")]),
    ("fr", "Le marché passerait de 60 milliards de dollars en 2024 à 500 milliards en 2028.",
     [("60 milliards de dollars", "60000000000", "USD"), ("500 milliards", "500000000000", "USD")]),
    ("fr", "Il faudrait entre 5\u00a0000 et 7\u00a0000 milliards de dollars.",
     [("entre 5\u00a0000 et 7\u00a0000 milliards de dollars",
       "5000000000000..7000000000000", "USD")]),
    ("fr", "Un projet de 5 à 7 billions d'euros.",
     [("5 à 7 billions d'euros", "5000000000000..7000000000000", "EUR")]),
    ("fr", "Coûts de 1,9 Md €, 50 Mds€, 3 Md$ et 5 M€.",
     [("1,9 Md €", "1900000000", "EUR"), ("50 Mds€", "50000000000", "EUR"),
      ("3 Md$", "3000000000", "USD"), ("5 M€", "5000000", "EUR")]),
    ("en", "He wants $5 trillion to $7 trillion.",
     [("$5 trillion to $7 trillion", "5000000000000..7000000000000", "USD")]),
    ("en", "A 7-trillion-dollar plan, or $7tn, dwarfs the $300M round.",
     [("7-trillion-dollar", "7000000000000", "USD"), ("$7tn", "7000000000000", "USD"),
      ("$300M", "300000000", "USD")]),
    ("en", "Sales rose from $45 billion in 2023 to $400 billion in 2027.",
     [("$45 billion", "45000000000", "USD"), ("$400 billion", "400000000000", "USD")]),
    ("en", "It costs A$40, 50 pence or USD 7 million.",
     [("A$40", "40", "AUD"), ("50 pence", "0.5", "GBP"), ("USD 7 million", "7000000", "USD")]),
    ("en", "It made $1.17 billion a year earlier.", [("$1.17 billion", "1170000000", "USD")]),
    ("de", "Für rund 7 Mrd. Dollar oder sieben Billionen US-Dollar.",
     [("7 Mrd. Dollar", "7000000000", "USD"),
      ("sieben Billionen US-Dollar", "7000000000000", "USD")]),
    ("de", "Ein 7-Billionen-Dollar-Plan, also USD 7 Billionen.",
     [("7-Billionen-Dollar", "7000000000000", "USD"), ("USD 7 Billionen", "7000000000000", "USD")]),
    ("es", "Busca 7 billones de dólares (unos 6,5 billones de euros).",
     [("7 billones de dólares", "7000000000000", "USD"),
      ("6,5 billones de euros", "6500000000000", "EUR")]),
    ("es", "Más de 5 mil millones de dólares.",
     [("5 mil millones de dólares", "5000000000", "USD")]),
    ("it", "Servono 7.000 miliardi di dollari, e 8-10 miliardi di euro.",
     [("7.000 miliardi di dollari", "7000000000000", "USD"),
      ("8-10 miliardi di euro", "8000000000..10000000000", "EUR")]),
    ("pt", "Quer US$ 7 trilhões e R$ 5 bilhões.",
     [("US$ 7 trilhões", "7000000000000", "USD"), ("R$ 5 bilhões", "5000000000", "BRL")]),
    ("pt", "São 7 biliões de dólares ou 45 mil milhões.",
     [("7 biliões de dólares", "7000000000000", "USD"), ("45 mil milhões", "45000000000", "USD")]),
    ("fr", "Il souhaite lever entre 5 et 7 billions.",
     [("entre 5 et 7 billions", "5000000000000..7000000000000", None)]),
    ("it", "Servono tra i 5.000 e i 7.000 miliardi di dollari.",
     [("tra i 5.000 e i 7.000 miliardi di dollari", "5000000000000..7000000000000", "USD")]),
    ("nl", "Zo'n 7 biljoen dollar.", [("7 biljoen dollar", "7000000000000", "USD")]),
    ("pl", "Około 7 bilionów dolarów i 5 mld zł.",
     [("7 bilionów dolarów", "7000000000000", "USD"), ("5 mld zł", "5000000000", "PLN")]),
    ("sv", "Upp till 7 biljoner dollar.", [("7 biljoner dollar", "7000000000000", "USD")]),
    ("ja", "最大7兆ドル、5兆〜7兆ドルを調達する。",
     [("7兆ドル", "7000000000000", "USD"),
      ("5兆〜7兆ドル", "5000000000000..7000000000000", "USD")]),
    ("zh", "计划筹集5万亿至7万亿美元，从450亿美元增至4000亿。",
     [("5万亿至7万亿美元", "5000000000000..7000000000000", "USD"),
      ("450亿美元", "45000000000", "USD"), ("4000亿", "400000000000", "USD")]),
    ("ko", "최대 7조 달러, 14억 5천만 달러를 조달한다.",
     [("7조 달러", "7000000000000", "USD"), ("14억 5천만 달러", "1450000000", "USD")]),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_amounts(language: str, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [brief(a) for a in find_amounts(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "En 2023, 634 mots sur le H100, 7 milliards de personnes et 1 200 emplois."),
        ("fr", "300 livres et 3 nm, +33 1 23 45 67 89, 12 %"),
        ("fr", "Sur 7 milliards de dollars de rêve"[:17]),
        ("en", "7 billion people, trillion parameters, 5 trillion transistors, GPT-4, 12%"),
        ("en", "in 2023 won the prize; measured in 2024 dollars"),
        ("de", "7 Milliarden Menschen im Jahr 2024"),
        ("zh", "70亿人口，2024年，H100"),
        ("ja", "70億人、2024年"),
        ("uk", "$7 млрд"),
        ("en", ""),
    ],
)
def test_not_money(language: str, text: str) -> None:
    assert find_amounts(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "qualifier"),
    [
        ("fr", "jusqu'à 7 billions de dollars", "up to"),
        ("fr", "plus d’un milliard d’euros", "more than"),
        ("fr", "qui dépasse les 7 billions de dollars", "more than"),
        ("fr", "au moins 5 millions d'euros", "at least"),
        ("fr", "environ 6 billions de dollars", "about"),
        ("en", "less than $5 billion", "less than"),
        ("en", "$5 billion or more", "at least"),
        ("en", "$5 billion", None),
        ("de", "bis zu 7 Billionen Dollar", "up to"),
        ("es", "unos 5 millones de euros", "about"),
        ("it", "fino a 7.000 miliardi di dollari", "up to"),
        ("pt", "até 7 trilhões de dólares", "up to"),
        ("ja", "7兆ドル以上", "at least"),
        ("zh", "超过7万亿美元", "more than"),
        ("zh", "100多亿美元", "more than"),
        ("ko", "약 7조 달러", "about"),
    ],
)
def test_qualifier(language: str, text: str, qualifier: str | None) -> None:
    (amount,) = find_amounts(text, language)
    assert amount.qualifier == qualifier


@pytest.mark.parametrize(
    ("language", "text", "value", "scale", "alternative"),
    [
        ("fr", "lever 7 trillions de dollars", "7e12", "short", "7e18"),
        ("fr", "un fonds de $5 billion", "5e9", "short", "5e12"),
        ("de", "7 Trillionen Dollar", "7e12", "short", "7e18"),
        ("es", "7,000 millones de dólares", "7e9", "long", "7e6"),
    ],
)
def test_doubt(language: str, text: str, value: str, scale: str, alternative: str) -> None:
    (amount,) = find_amounts(text, language)
    assert amount.min == amount.max == Decimal(value)
    assert amount.scale == scale
    assert amount.doubt
    assert amount.alternatives == (Decimal(alternative),)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("un fonds de $5-7 billion", "5e9", "7e9"),
        ("un fonds de $1-2 billion", "1e9", "2e9"),
        ("un fonds de $5 à $7 billion", "5e9", "7e9"),
        ("de 5 à 7 trillions de dollars", "5e12", "7e12"),
    ],
)
def test_both_ends_are_read_in_one_scale(text: str, low: str, high: str) -> None:
    (amount,) = find_amounts(text, "fr")
    assert (amount.min, amount.max) == (Decimal(low), Decimal(high))
    assert amount.doubt
    assert len(amount.alternatives) == 2  # one for each end


@pytest.mark.parametrize(
    "text", ["1,44 billion de dollars", "6 billions de dollars", "7 000 milliards $"]
)
def test_no_doubt_without_a_reason(text: str) -> None:
    (amount,) = find_amounts(text, "fr")
    assert amount.doubt is None
    assert amount.scale == "long"


def test_dollars_of_the_page() -> None:
    (amount,) = find_amounts("It costs 5 million dollars", "en", "CA")
    assert amount.currency == "CAD"
    assert amount.doubt
    (named,) = find_amounts("It costs 5 million US dollars", "en", "CA")
    assert (named.currency, named.doubt) == ("USD", None)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "lever des milliards de dollars", ["des milliards de dollars"]),
        ("fr", "des dizaines de milliards, de dollars", []),
        ("en", "tens of billions of dollars", ["tens of billions of dollars"]),
        ("en", "several billion dollars", ["several billion dollars"]),
        ("de", "Milliarden Dollar", ["Milliarden Dollar"]),
        ("es", "miles de millones de dólares", ["miles de millones de dólares"]),
        ("ja", "数十億ドルを", ["数十億ドル"]),
        ("zh", "数千亿美元", ["数千亿美元"]),
        ("ko", "수십억 달러를", ["수십억 달러"]),
        ("fr", "5 milliards de dollars", []),
        ("fr", "des milliards de puces", []),
    ],
)
def test_vague(language: str, text: str, expected: list[str]) -> None:
    taken = [(a.start, a.end) for a in find_amounts(text, language)]
    assert [text[s:e] for s, e in find_vague(text, language, taken)] == expected


@given(text=PIECES, language=st.sampled_from([*languages(), "xx", "pt-PT"]))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_offsets_slice_back_for_any_text(text: str, language: str) -> None:
    end = 0
    for amount in find_amounts(text, language):
        assert text[amount.start : amount.end] == amount.text
        assert amount.start >= end
        assert amount.min <= amount.max
        end = amount.end
    for start, stop in find_vague(text, language):
        assert 0 <= start < stop <= len(text)


@pytest.mark.parametrize(
    "piece", ["$5 ", "5 dollars et 5 cents ", "5 milliards, ", "des milliards de ", "数", "5 à 7 "]
)
@pytest.mark.parametrize("language", ["fr", "zh"])
def test_long_repetitions_come_to_an_end(piece: str, language: str) -> None:
    text = piece * (20_000 // len(piece))
    found = [*find_amounts(text, language), *find_vague(text, language)]
    assert all(text[one.start : one.end] == one.text for one in found)
