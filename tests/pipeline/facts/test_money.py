"""Money of whole articles: article offsets, languages by sentence, doubts by context."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.money.find import find_money
from pipeline.records import Sentence
from tests.pipeline.facts.pieces import PIECES

TAGS = ["fr", "en", "de", "es", "nl", "pl", "zh-Hant-TW", "xx", ""]


def sentences(*texts: tuple[str, str]) -> list[Sentence]:
    found, start = [], 0
    for index, (language, text) in enumerate(texts):
        found.append(
            Sentence(index=index, start=start, end=start + len(text), text=text,
                     paragraph=index, language=language)
        )  # fmt: skip
        start += len(text) + 1
    return found


def article(parts: list[Sentence]) -> str:
    return "\n".join(part.text for part in parts)


def test_offsets_are_the_articles_and_each_sentence_is_read_in_its_language() -> None:
    parts = sentences(
        ("fr", "Le fonds viserait 7 billions de dollars."),
        ("en", "A $5 billion round and tens of billions of dollars of debt."),
        ("de", "Es geht um bis zu 7 Billionen Dollar."),
    )
    facts = find_money(parts, target="en")
    assert [(m.sentence, m.text, m.rendered) for m in facts.valued] == [
        (0, "7 billions de dollars", "$7 trillion"),
        (1, "$5 billion", "$5 billion"),
        (2, "7 Billionen Dollar", "$7 trillion"),
    ]
    assert [m.scale for m in facts.valued] == ["long", "short", "long"]
    assert [m.qualifier for m in facts.valued] == [None, None, "up to"]
    assert [v.text for v in facts.vague] == ["tens of billions of dollars"]
    text = article(parts)
    for mention in (*facts.valued, *facts.vague):
        assert text[mention.start : mention.end] == mention.text


def test_rendered_in_the_target_language() -> None:
    parts = sentences(("en", "He wants $5 trillion to $7 trillion."))
    (money,) = find_money(parts, target="fr").valued
    assert money.rendered == "5\u202f000 à 7\u202f000 milliards de dollars"
    assert (money.min, money.max) == (Decimal("5e12"), Decimal("7e12"))


def test_a_repeat_without_currency_is_the_same_money() -> None:
    parts = sentences(
        ("fr", "Il voudrait 7 billions de dollars."), ("fr", "Ces 7 billions, qui les a ?"),
        ("fr", "On compte 7 billions de synapses."),
    )  # fmt: skip
    assert [m.text for m in find_money(parts, target="en").valued] == [
        "7 billions de dollars",
        "7 billions",
    ]


@pytest.mark.parametrize(
    ("texts", "value", "doubted"),
    [
        (["Le projet vaut 7 billions de dollars."], "7e12", False),
        (["Le projet vaut 7 billions de dollars.", "La dette atteint 3 milliards de dollars."],
         "7e12", False),
        (["La firme annonce une perte de 1,9 billion de dollars."], "1.9e12", True),
        (["Un marché de 400 billions de dollars."], "4e11", True),
        (["Il veut 5 billions de dollars.", "L'ensemble coûterait 7 trillions de dollars."],
         "5e12", True),
        (["Il veut 5 billions de dollars.", "Soit 5 milliards de dollars."], "5e12", True),
    ],
)  # fmt: skip
def test_doubt_needs_a_reason(texts: list[str], value: str, doubted: bool) -> None:
    first = find_money(sentences(*(("fr", t) for t in texts)), target="en").valued[0]
    assert first.min == Decimal(value)
    assert bool(first.doubt) is doubted
    assert bool(first.alternatives) is doubted


def test_the_story_says_which_scale_is_meant() -> None:
    parts = sentences(("fr", "La firme pèse 1,9 billion de dollars."))
    (plain,) = find_money(parts, target="en").valued
    (known,) = find_money(parts, target="en", expected=[Decimal("1.9e9")]).valued
    (sure,) = find_money(parts, target="en", expected=[Decimal("1.9e12")]).valued
    assert (plain.min, plain.doubt) == (Decimal("1.9e12"), None)
    assert (known.min, known.alternatives) == (Decimal("1.9e9"), [Decimal("1.9e12")])
    assert known.doubt
    assert (sure.min, sure.doubt) == (Decimal("1.9e12"), None)


@pytest.mark.parametrize(
    ("others", "value"),
    [
        ([], "7e9"),
        (["Otros 7.000 millones de dólares."], "7e9"),
        (["Serían 7 millones de dólares."], "7e6"),
        (["Creció un 3,5 por ciento.", "Hay 1.234.567 chips."], "7e6"),
        (["Cuesta 1,234.50 dólares."], "7e9"),
    ],
)
def test_a_comma_is_read_as_the_article_reads_it(others: list[str], value: str) -> None:
    texts = ["Pide 7,000 millones de dólares.", *others]
    money = find_money(sentences(*(("es", t) for t in texts)), target="en").valued[0]
    assert money.min == money.max == Decimal(value)
    assert money.doubt
    assert {money.min, *money.alternatives} == {Decimal("7e9"), Decimal("7e6")}


def test_wons_are_weighed_in_wons() -> None:
    parts = sentences(("fr", "Samsung investira 400 trillions de wons."))
    (money,) = find_money(parts, target="en").valued
    assert (money.min, money.currency) == (Decimal("4e14"), "KRW")
    assert money.doubt


def test_nothing_in_nothing_out() -> None:
    assert find_money([], target="en") == ([], [])


@given(
    texts=st.lists(st.tuples(st.sampled_from(TAGS), PIECES), max_size=3),
    target=st.sampled_from(["en", "fr", "ja", "pt-PT", "xx"]),
)
@settings(derandomize=True, max_examples=100, deadline=None)
def test_any_text(texts: list[tuple[str, str]], target: str) -> None:
    parts = sentences(*texts)
    text = article(parts)
    facts = find_money(parts, target=target)
    for mention in (*facts.valued, *facts.vague):
        assert text[mention.start : mention.end] == mention.text
    assert all(money.rendered for money in facts.valued)


def test_an_article_that_counts_as_english_does() -> None:
    texts = (
        "Le groupe a perdu 6 billions de dollars en un an.",
        "Il a reçu 14 billions de dollars de ses actionnaires.",
        "Son patron rêve de 7 trillions de dollars.",
    )
    found = find_money(sentences(*(("fr", text) for text in texts)), target="en").valued
    assert [int(money.min) for money in found] == [6 * 10**9, 14 * 10**9, 7 * 10**12]
    assert all(money.doubt for money in found)
    assert found[1].alternatives == [Decimal("14e12")]


@pytest.mark.parametrize(
    ("language", "before", "text", "value"),
    [
        ("es", "El plan vale 9 mil millones de euros.", "El banco le prestará fondos por 14 mil "
         "millones.", "14e9 EUR"),
        ("es", "El plan vale 9 mil millones de euros.", "La ciudad tiene 14 millones.", None),
        ("es", "El plan vale 9 mil millones de euros.", "Pagará a 14 millones de clientes.", None),
        ("it", "La sede costa 30 milioni di euro.", "A maggio ha chiesto un prestito di 3 milioni "
         "alla banca.", "3e6 EUR"),
        ("pt", "A ponte custa 900 milhões de euros.", "O Estado vai pagar 300 milhões.",
         "3e8 EUR"),
        ("en", "The bridge costs $900 million.", "The city will pay 300 million.", "3e8 USD"),
        ("en", "The bridge costs $900 million.", "The city will pay 300 million people.", None),
        ("en", "The bridge costs $900 million, or 800 million euros.", "It may pay 300 million.",
         "3e8 EUR"),
        ("en", "The bridge costs $900 million.", "The fee is paid by 3 to 4 million.", None),
    ],
)  # fmt: skip
def test_the_currency_may_be_implied(
    language: str, before: str, text: str, value: str | None
) -> None:
    found = find_money(sentences((language, before), (language, text)), target="en").valued
    implied = [money for money in found if money.sentence == 1]
    if value is None:
        assert implied == []
    else:
        amount, currency = value.split()
        assert [(money.min, money.currency) for money in implied] == [(Decimal(amount), currency)]
        assert "implied" in (implied[0].doubt or "")
