"""Money and numbers of Arabic sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.lexicon import fold
from pipeline.facts.money.amounts import find_amounts
from pipeline.facts.money.render import render_money
from pipeline.facts.money.vague import find_vague
from pipeline.facts.numbers.find import find_numbers

# fmt: off
MONEY = [
    ("تسعى الشركة إلى جمع 7 تريليونات دولار.", "7 تريليونات دولار", "7e12", "7e12", "USD"),
    ("صفقة بـ7 تريليونات دولار", "7 تريليونات دولار", "7e12", "7e12", "USD"),
    ("وبقيمة ٧٫٥ مليار دولار أمريكي", "٧٫٥ مليار دولار أمريكي", "7.5e9", "7.5e9", "USD"),
    ("بلغت الكلفة ١٬٢٣٤ يورو", "١٬٢٣٤ يورو", "1234", "1234", "EUR"),
    ("خسرت ۵۰ مليون دولار", "۵۰ مليون دولار", "5e7", "5e7", "USD"),
    ("استثمار بمليار دولار", "مليار دولار", "1e9", "1e9", "USD"),
    ("قرض بقيمة ملياري يورو", "ملياري يورو", "2e9", "2e9", "EUR"),
    ("خصصت مليوني جنيه إسترليني", "مليوني جنيه إسترليني", "2e6", "2e6", "GBP"),
    ("ما بين 5 و7 تريليونات دولار", "ما بين 5 و7 تريليونات دولار", "5e12", "7e12", "USD"),
    ("من 5 إلى 7 مليارات دولار", "5 إلى 7 مليارات دولار", "5e9", "7e9", "USD"),
    ("خسائر 5-7 مليارات يورو", "5-7 مليارات يورو", "5e9", "7e9", "EUR"),
    ("مليار ونصف المليار دولار", "مليار ونصف المليار دولار", "1.5e9", "1.5e9", "USD"),
    ("مليون و200 ألف دولار", "مليون و200 ألف دولار", "1.2e6", "1.2e6", "USD"),
    ("خمسة وعشرون مليون ريال سعودي", "خمسة وعشرون مليون ريال سعودي", "2.5e7", "2.5e7", "SAR"),
    ("ثلاثة عشر دولارًا", "ثلاثة عشر دولارًا", "13", "13", "USD"),
    ("20 دولاراً و43 سنتا", "20 دولاراً و43 سنتا", "20.43", "20.43", "USD"),
    ("3 ملايين من الدولارات الأميركية", "3 ملايين من الدولارات الأميركية", "3e6", "3e6", "USD"),
    ("7 بلايين ين", "7 بلايين ين", "7e9", "7e9", "JPY"),
    ("500 فرنك سويسري", "500 فرنك سويسري", "500", "500", "CHF"),
    ("بقيمة $7 تريليون", "$7 تريليون", "7e12", "7e12", "USD"),
]
# fmt: on


@pytest.mark.parametrize(("text", "words", "low", "high", "currency"), MONEY)
def test_money(text: str, words: str, low: str, high: str, currency: str) -> None:
    (amount,) = find_amounts(text, "ar")
    assert amount.text == words
    assert (amount.min, amount.max) == (Decimal(low), Decimal(high))
    assert (amount.currency, amount.doubt) == (currency, None)


def test_marks_of_direction_do_not_move_offsets() -> None:
    text = "بلغت \u200f7\u200f مليارات \u202bدولار\u202c هذا العام"
    (amount,) = find_amounts(text, "ar")
    assert text[amount.start : amount.end] == amount.text
    assert (amount.min, amount.currency) == (Decimal("7e9"), "USD")


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("20 مليون درهم", "AE", "AED"),
        ("20 مليون درهم", "MA", "MAD"),
        ("20 مليون جنيه", "EG", "EGP"),
        ("20 مليون ليرة", "LB", "LBP"),
        ("20 مليون دينار", "JO", "JOD"),
        ("20 مليون ريال", None, None),
    ],
)
def test_whose_money_it_is(text: str, country: str | None, currency: str | None) -> None:
    (amount,) = find_amounts(text, "ar", country)
    assert amount.currency == currency
    assert bool(amount.doubt) is (currency is None)


def test_two_amounts_are_no_range() -> None:
    amounts = find_amounts("ارتفعت المبيعات من 45 مليار دولار إلى 400 مليار دولار", "ar")
    assert [amount.max for amount in amounts] == [Decimal("45e9"), Decimal("4e11")]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("نحو 7 مليارات دولار", "about"),
        ("حوالي 7 مليارات دولار", "about"),
        ("أكثر من 7 مليارات دولار", "more than"),
        ("بأكثر من 7 مليارات دولار", "more than"),
        ("ما يزيد على 7 مليارات دولار", "more than"),
        ("أقل من 7 مليارات دولار", "less than"),
        ("ما يصل إلى 7 تريليونات دولار", "up to"),
        ("حتى 7 مليارات دولار", "up to"),
        ("ما لا يقل عن 7 مليارات دولار", "at least"),
    ],
)
def test_qualifier(text: str, qualifier: str) -> None:
    (amount,) = find_amounts(text, "ar")
    assert amount.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("أنفقت مليارات الدولارات", "مليارات الدولارات"),
        ("استثمار بمليارات الدولارات", "مليارات الدولارات"),
        ("عشرات المليارات من الدولارات", "عشرات المليارات من الدولارات"),
        ("عدة ملايين يورو", "عدة ملايين يورو"),
    ],
)
def test_vague(text: str, words: str) -> None:
    assert find_amounts(text, "ar") == []
    assert [text[s:e] for s, e in find_vague(text, "ar")] == [words]


NUMBERS = [
    ("مائة وستة عشر صفحة", "116"),
    ("ألفان وخمسمائة عامل", "2500"),
    ("واحد وعشرون مصنعا", "21"),
    ("القرن الحادي والعشرين", "21"),
    ("القرن التاسع عشر", "19"),
    ("في ستينيات القرن الماضي", "1960"),
    ("٣٢٢ ألف نسمة", "322000"),
    ("50 مليارًا", "50000000000"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_number(text: str, value: str) -> None:
    (number,) = find_numbers(text, "ar")
    assert number.value == Decimal(value)
    assert text[number.start : number.end] == number.text


@pytest.mark.parametrize("text", ["13 في المئة", "13 بالمائة", "١٣٪", "ثلاثة عشر في المائة"])
def test_percent(text: str) -> None:
    (number,) = find_numbers(text, "ar")
    assert (number.value, number.percent) == (Decimal(13), True)


@pytest.mark.parametrize("text", ["لست هنا يوم الاثنين", "كمية كبيرة من الماء", "وسيتم ذلك"])
def test_no_number(text: str) -> None:
    assert find_numbers(text, "ar") == []


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        ("7e12", "USD", "7 تريليونات دولار"),
        ("1.5e9", "EUR", "1.5 مليار يورو"),
        ("45e9", "USD", "45 مليار دولار"),
        ("5", "USD", "5 دولارات"),
        ("40", "USD", "40 دولارًا"),
        ("40000", "AED", "40,000 درهم إماراتي"),
    ],
)
def test_rendered(value: str, currency: str, expected: str) -> None:
    assert render_money(Decimal(value), Decimal(value), currency, "ar") == expected


def test_rendered_range() -> None:
    text = render_money(Decimal("5e12"), Decimal("7e12"), "USD", "ar")
    assert text == "5 إلى 7 تريليونات دولار"


WORDS = ["7", "٣", "۵", "٫", "٬", "،", ".", " ", "  ", "و", "ب", "ال", "بـ", "ـ", "ً", "مليار",
         "مليارات", "مليارا", "ألف", "خمسة", "عشر", "وعشرون", "مائة", "نصف", "من", "إلى", "بين",
         "دولار", "الدولارات", "ريال", "في المئة", "ستينيات", "القرن الماضي", "\u200f", "\u202b",
         "\n", "$"]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=25).map("".join)


@given(text=TEXTS)
@settings(derandomize=True, max_examples=500, deadline=None)
def test_offsets_slice_back_for_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)
    end = 0
    for number in find_numbers(text, "ar"):
        assert text[number.start : number.end] == number.text
        assert number.start >= end
        end = number.end
    end = 0
    for amount in find_amounts(text, "ar"):
        assert text[amount.start : amount.end] == amount.text
        assert amount.start >= end
        end = amount.end
    for start, stop in find_vague(text, "ar"):
        assert 0 <= start < stop <= len(text)


@given(
    number=st.integers(1, 10**6),
    exponent=st.integers(0, 9),
    currency=st.sampled_from(["USD", "EUR", "GBP", "JPY", "SAR", "KWD", "PLN", "BRL"]),
)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_printed_amounts_are_read_back(number: int, exponent: int, currency: str) -> None:
    value = Decimal(number) * 10**exponent
    text = render_money(value, value, currency, "ar")
    (amount,) = find_amounts(text, "ar")
    assert (amount.text, amount.min, amount.currency) == (text, value, currency)


@pytest.mark.parametrize("piece", ["مليار ", "7 مليارات، ", "وعشرون ", "بين 5 و", "ستينيات القرن "])
def test_long_repetitions_come_to_an_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    found = [*find_amounts(text, "ar"), *find_vague(text, "ar")]
    assert all(text[one.start : one.end] == one.text for one in found)
