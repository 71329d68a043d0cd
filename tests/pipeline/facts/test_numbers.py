"""Numbers of all kinds and languages, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.lexicon import fold, languages
from pipeline.facts.numbers.find import find_numbers
from pipeline.facts.numbers.numerals import split_digits
from tests.pipeline.facts.pieces import PIECES

VALUES = [
    ("fr", "il en faudrait sept billions", "7e12"),
    ("fr", "quatre-vingt-dix-sept ingénieurs", "97"),
    ("fr", "dix-sept usines", "17"),
    ("fr", "cent dix-huit salariés", "118"),
    ("nl", "drieëndertig", "33"),
    ("en", "3 hundred chips", "300"),
    ("fr", "deux cent mille milliards", "2e14"),
    ("fr", "un demi-milliard", "5e8"),
    ("fr", "deux milliards et demi", "2.5e9"),
    ("fr", "1 milliard 200 millions", "1.2e9"),
    ("fr", "1\u202f234\u202f567,5 unités", "1234567.5"),
    ("fr", "soixante et onze usines", "71"),
    ("en", "two and a half trillion", "2.5e12"),
    ("en", "half a billion", "5e8"),
    ("en", "seven hundred and fifty million", "7.5e8"),
    ("en", "one point five billion", "1.5e9"),
    ("en", "12,345.67 units", "12345.67"),
    ("en", "1.2-trillion", "1.2e12"),
    ("en", "12,34,567 units", "1234567"),
    ("de", "der Preis von 1.299,- Kronen", "1299"),
    ("en", "for 1.299,- a piece", "1299"),
    ("it", "a vent'anni", "20"),
    ("it", "venti persone", "20"),
    ("en", "up .5 per cent", "0.5"),
    ("en", "two quintillion one million", "2000000000001000000"),
    ("fr", "treize crores", "130000000"),
    ("fr", "six autres millions de puces", "6000000"),
    ("fr", "2 nouveaux milliards", "2e9"),
    ("de", "siebentausendfünfhundert Chips", "7500"),
    ("de", "zwoelf Werke", "12"),
    ("de", "sieben Billionen", "7e12"),
    ("de", "einundzwanzig Werke", "21"),
    ("de", "anderthalb Milliarden", "1.5e9"),
    ("de", "1.234,5 Mio", "1.2345e9"),
    ("es", "siete mil millones", "7e9"),
    ("es", "dos billones y medio", "2.5e12"),
    ("it", "settemila miliardi", "7e12"),
    ("it", "duecentocinquanta addetti", "250"),
    ("pt", "cento e vinte e cinco mil", "125000"),
    ("pt", "7 mil milhões", "7e9"),
    ("pt", "7 trilhões", "7e12"),
    ("nl", "zevenentwintig", "27"),
    ("pl", "trzysta dwadzieścia", "320"),
    ("sv", "tjugosju", "27"),
    ("ja", "四十九兆九千五百九十二億", "49959200000000"),
    ("ja", "1万億", "1e12"),
    ("zh", "7万亿", "7e12"),
    ("zh", "三点五万亿", "3.5e12"),
    ("ko", "14억 5천만", "1.45e9"),
    ("ko", "7천 5백만 달러", "7.5e7"),
]


@pytest.mark.parametrize(("language", "text", "value"), VALUES)
def test_value(language: str, text: str, value: str) -> None:
    (number,) = find_numbers(text, language)
    assert number.value == Decimal(value)
    assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "5.2-4.8 million years ago", ["5200000", "4800000"]),
        ("fr", "il y a 5-7 milliards d'années", ["5000000000", "7000000000"]),
        ("de", "vor 5,2 bis 4,8 Millionen Jahren", ["5200000", "4800000"]),
        ("pt", "entre 5,2 e 4,8 milhões de anos", ["5200000", "4800000"]),
        ("en", "route 66-3 million cars", ["66", "3000000"]),
        ("en", "in 5 and 7 million homes", ["5", "7000000"]),
    ],
)
def test_a_range_shares_the_magnitude(language: str, text: str, values: list[str]) -> None:
    assert [number.value for number in find_numbers(text, language)] == [*map(Decimal, values)]


@pytest.mark.parametrize(
    ("language", "text", "percent"),
    [
        ("en", "between 20 and 35 percent", [True, True]),
        ("de", "20, 25 und 35 Prozent", [True, True, True]),
        ("ja", "20から35%", [True, True]),
        ("ar", "ما بين 20 و35 بالمئة", [True, True]),
        ("en", "in 2021 and 35 percent", [False, True]),
        ("en", "$20 and 35 percent", [False, True]),
    ],
)
def test_a_percent_sign_is_shared(language: str, text: str, percent: list[bool]) -> None:
    assert [number.percent for number in find_numbers(text, language)] == percent


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "le H100 et GPT-4"),
        ("en", "the H100, GPT-4 and G42"),
        ("de", "der H100"),
        ("zh", "英伟达H100"),
    ],
)
def test_digits_of_names_are_marked(language: str, text: str) -> None:
    assert all(number.name for number in find_numbers(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "un projet et une idée neuve"),
        ("en", "a plan of one of the investors"),
        ("it", "sei sicuro"),
        ("it", "i venti di crisi; i venti; venti forti da nord"),
        ("zh", "十分重要的一个问题"),
        ("ko", "이 조건은 일부"),
        ("fr", "appelez le 01 23 45 67 89"),
        ("fr", "mis à jour le 22.01.2024"),
    ],
)
def test_no_number(language: str, text: str) -> None:
    assert find_numbers(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "12,5 %"), ("fr", "vingt pour cent"), ("en", "10 per cent"), ("de", "5 Prozent"),
     ("en", "a 6-percent rise"), ("de", "ein 6-prozentiger Anstieg"),
     ("pl", "2,5-procentowy spadek"), ("sv", "en 6-procentig höjning"),
     ("ja", "5パーセント"), ("zh", "百分之5")],
)  # fmt: skip
def test_percent(language: str, text: str) -> None:
    (number,) = find_numbers(text, language)
    assert number.percent


@pytest.mark.parametrize(
    ("run", "decimal", "values"),
    [
        ("7.000", ",", ["7000"]),
        ("7,000", ",", ["7000"]),
        ("7,125", ",", ["7.125"]),
        ("1'234.5", ".", ["1234.5"]),
        ("2023 400", ",", ["2023", "400"]),
        ("0,500", ",", ["0.5"]),
        ("1.234.567,8", ",", ["1234567.8"]),
        ("1,2,3", ".", ["1", "2", "3"]),
    ],
)
def test_digits(run: str, decimal: str, values: list[str]) -> None:
    assert [d.value for d in split_digits(run, decimal)] == [Decimal(v) for v in values]


def test_doubtful_digits_keep_their_other_reading() -> None:
    (number,) = find_numbers("7,000 millones", "es")
    assert (number.value, number.other) == (Decimal("7e9"), Decimal("7e6"))
    (mexican,) = find_numbers("7,500 millones", "es", "MX")
    assert (mexican.value, mexican.other) == (Decimal("7.5e9"), None)


@given(text=PIECES, language=st.sampled_from([*languages(), "xx", "pt-PT", ""]))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_offsets_slice_back_for_any_text(text: str, language: str) -> None:
    end = 0
    for number in find_numbers(text, language):
        assert text[number.start : number.end] == number.text
        assert number.start >= end
        end = number.end


@given(text=st.text())
@settings(derandomize=True, max_examples=100, deadline=None)
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(value=st.integers(0, 10**18))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_grouped_digits_come_back(value: int) -> None:
    for language, group in (("en", ","), ("fr", "\u202f"), ("de", "."), ("it", "'")):
        (number,) = find_numbers(f"{value:,}".replace(",", group), language)
        assert number.value == value


@pytest.mark.parametrize(
    "piece",
    ["1 ", "9", "1,", "mille ", "1.000.", "ein", "+1 00 ", "0(0 ", "億", "1億 ", "7 $ ", "a "],
)
@pytest.mark.parametrize("language", ["fr", "de", "zh", "ko"])
def test_long_repetitions_come_to_an_end(piece: str, language: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(0 <= n.start < n.end <= len(text) for n in find_numbers(text, language))


@pytest.mark.parametrize("text", ["gli eventi sportivi", "i venti del nord", "le sette religiose"])
def test_a_word_that_ends_like_a_number_is_none(text: str) -> None:
    assert "20" not in {str(number.value) for number in find_numbers(text, "it")}
