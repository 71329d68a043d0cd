"""Amounts as they are worded: codes behind signs, halves, implied currencies, Korean blanks."""

from __future__ import annotations

import re

import pytest

from pipeline.facts.money.find import find_money
from pipeline.records import Money, Sentence


def sentences(text: str, language: str) -> list[Sentence]:
    """Cut at full stops behind which a blank stands."""
    return [
        Sentence(
            index=index, start=match.start(), end=match.end(), text=match.group(), paragraph=0,
            language=language,
        )
        for index, match in enumerate(re.finditer(r"\S.*?[.。](?=\s|$)|\S.*$", text))
    ]  # fmt: skip


def money(text: str, language: str, country: str | None = None) -> list[Money]:
    found = find_money(sentences(text, language), target="en", country=country).valued
    assert all(text[m.start : m.end] == m.text for m in found)
    return found


@pytest.mark.parametrize(
    ("language", "text", "words", "value", "currency"),
    [
        ("fr", "Il a payé 50 $ CAD pour la carte.", "50 $ CAD", "50", "CAD"),
        ("fr", "Il a payé 50 $CAD pour la carte.", "50 $CAD", "50", "CAD"),
        ("en", "It costs CAD$50.", "CAD$50", "50", "CAD"),
        ("en", "It costs HK$300.", "HK$300", "300", "HKD"),
        ("en", "The fund holds $5M.", "$5M", "5000000", "USD"),
        ("en", "The fund holds 5 M€.", "5 M€", "5000000", "EUR"),
        ("en", "The fund holds $ 7bn.", "$ 7bn", "7000000000", "USD"),
        ("en", "He paid five dollars fifty.", "five dollars fifty", "5.5", "USD"),
        ("zh", "一共三块四角五分。", "三块四角五分", "3.45", "CNY"),
        ("zh", "票价一块零二。", "一块零二", "1.02", "CNY"),
        ("zh", "票价一块二毛五。", "一块二毛五", "1.25", "CNY"),
        ("ko", "5달러 50센트를 냈다.", "5달러 50센트", "5.5", "USD"),
        ("zh", "花费¥500。", "¥500", "500", "CNY"),
        ("ja", "費用は¥500だ。", "¥500", "500", "JPY"),
        ("en", "The price is $5 USD today.", "$5 USD", "5", "USD"),
        ("en", "He paid 5 pounds for it.", "5 pounds", "5", "GBP"),
        ("fr", "Il vaut 2 milliards et demi d'euros.", "2 milliards et demi d'euros",
         "2500000000", "EUR"),
        ("fr", "Il vaut 1 milliard 200 millions d'euros.", "1 milliard 200 millions d'euros",
         "1200000000", "EUR"),
        ("fr", "Il vaut deux milliards un million d'euros.",
         "deux milliards un million d'euros", "2001000000", "EUR"),
        ("en", "It is worth two and a half billion dollars.", "two and a half billion dollars",
         "2500000000", "USD"),
        ("en", "It is worth a quarter of a million dollars.", "a quarter of a million dollars",
         "250000", "USD"),
        ("en", "It costs $7 billion a year.", "$7 billion", "7000000000", "USD"),
        ("en", "It spent 3 hundred million dollars.", "3 hundred million dollars",
         "300000000", "USD"),
        ("de", "Es kostet anderthalb Milliarden Euro.", "anderthalb Milliarden Euro",
         "1500000000", "EUR"),
        ("de", "Es kostet zweieinhalb Milliarden Euro.", "zweieinhalb Milliarden Euro",
         "2500000000", "EUR"),
        ("it", "Vale 2 miliardi e mezzo di euro.", "2 miliardi e mezzo di euro",
         "2500000000", "EUR"),
        ("pl", "Kosztuje półtora miliarda dolarów.", "półtora miliarda dolarów",
         "1500000000", "USD"),
        ("pl", "Kosztuje 20 złotych i 50 groszy.", "20 złotych i 50 groszy", "20.5", "PLN"),
        ("sv", "Det kostar en och en halv miljard dollar.", "en och en halv miljard dollar",
         "1500000000", "USD"),
        ("nl", "Het kost anderhalf miljard euro.", "anderhalf miljard euro", "1500000000", "EUR"),
        ("ko", "이십만 이천 원을 썼다.", "이십만 이천 원", "202000", "KRW"),
        ("ko", "40만 2천 원을 썼다.", "40만 2천 원", "402000", "KRW"),
        ("ko", "만 원을 썼다.", "만 원", "10000", "KRW"),
        ("ko", "1만 2천 345 달러를 썼다.", "1만 2천 345 달러", "12345", "USD"),
        ("ko", "14억 5천만 원을 썼다.", "14억 5천만 원", "1450000000", "KRW"),
        ("ja", "一万三千円を払った。", "一万三千円", "13000", "JPY"),
        ("zh", "每克三点一四一五九元。", "三点一四一五九元", "3.14159", "CNY"),
        ("zh", "筹资48.2 万美元。", "48.2 万美元", "482000", "USD"),
    ],
)  # fmt: skip
def test_an_amount_and_its_words(
    language: str, text: str, words: str, value: str, currency: str
) -> None:
    (found,) = money(text, language)
    assert (found.text, format(found.min, "f"), found.currency) == (words, value, currency)
    assert found.min == found.max
    assert found.doubt is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He bought 5 pounds of beef."),
        ("en", "A 5 pound heavy card broke."),
        ("zh", "比赛三点五十分开始。"),
        ("en", "They own 5 grand pianos."),
        ("zh", "七成六的人同意。"),
        ("ko", "그는 케이크 3 조각을 먹었다."),
    ],
)
def test_what_is_no_amount(language: str, text: str) -> None:
    assert money(text, language) == []


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("De omzet groeit van 45 miljard euro in 2023 tot 400 miljard euro in 2027.", [None, None]),
        ("De omzet was 45 miljard euro in 2023, tot 400 miljard euro in 2027.", [None, "up to"]),
        ("Het fonds betaalt tot 400 miljoen euro.", ["up to"]),
    ],
)
def test_the_end_of_a_change_is_no_limit(text: str, qualifiers: list[str | None]) -> None:
    assert [m.qualifier for m in money(text, "nl")] == qualifiers


@pytest.mark.parametrize(
    ("text", "implied"),
    [
        ("The state will pay $3 billion. The city will pay 600 million.", ["600 million"]),
        ("The city will pay 600 million. The state will pay $3 billion.", ["600 million"]),
        ("The state will pay $3 billion. The city will pay 600 million and the county 200 million.",
         ["600 million", "200 million"]),
        ("The state will pay $3 billion. The city has 6 million people.", []),
        ("The state will pay $3 billion. The fund will pay between 500 and 600 million.", []),
    ],
)  # fmt: skip
def test_an_implied_currency_is_doubted(text: str, implied: list[str]) -> None:
    found = [m for m in money(text, "en") if m.doubt]
    assert [m.text for m in found] == implied
    assert {m.currency for m in found} <= {"USD"}
    assert all("implied" in (m.doubt or "") for m in found)


@pytest.mark.parametrize(
    ("language", "country", "text", "currency", "doubted"),
    [
        ("en", "CA", "It costs 20 dollars.", "CAD", True),
        ("en", "US", "It costs 20 dollars.", "USD", False),
        ("fr", "CA", "Il a coûté 20 dollars et 50 cents.", "CAD", True),
        ("es", "MX", "Cuesta 20 pesos.", "MXN", False),
        ("es", "AR", "Cuesta 20 pesos.", "ARS", False),
        ("es", None, "Cuesta 20 pesos.", None, True),
        ("en", None, "It costs ¥500.", "JPY", True),
    ],
)
def test_whose_money_it_is(
    language: str, country: str | None, text: str, currency: str | None, doubted: bool
) -> None:
    (found,) = money(text, language, country)
    assert (found.currency, found.doubt is not None) == (currency, doubted)


@pytest.mark.parametrize(
    ("language", "country", "text", "tongue"),
    [
        ("fr", None, "Il a levé 7 trillions de dollars.", "French"),
        ("de", None, "Er will 7 Trillionen Dollar.", "German"),
        ("it", None, "Vuole 7 trilioni di dollari.", "Italian"),
        ("nl", None, "Hij wil 7 triljoen dollar.", "Dutch"),
        ("pl", None, "Chce 7 trylionów dolarów.", "Polish"),
        ("sv", None, "Han vill ha 7 triljoner dollar.", "Swedish"),
        ("pt", "PT", "Quer 7 triliões de dólares.", "Portuguese"),
    ],
)
def test_more_than_the_world_has_is_an_anglicism(
    language: str, country: str | None, text: str, tongue: str
) -> None:
    (found,) = money(text, language, country)
    assert (format(found.min, "f"), found.scale) == ("7000000000000", "short")
    assert (found.doubt or "").startswith(f"{tongue} '")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("El plan cuesta 7,000 millones de dólares.", "'7,000' may have a decimal"),
        ("El plan cuesta 7,500 millones de dólares y el otro 1,234,567 dólares.",
         "read as the article's other numbers are"),
    ],
)  # fmt: skip
def test_a_mark_that_may_group_or_part_is_doubted(text: str, doubt: str) -> None:
    found = money(text, "es")[0]
    assert found.min in (7000000000, 7500000000)
    assert doubt in (found.doubt or "")


@pytest.mark.parametrize(
    ("language", "text", "qualifier"),
    [
        ("zh", "投资50亿美元左右。", "about"),
        ("zh", "投资50亿美元以上。", "at least"),
        ("ko", "50억 달러 이상을 투자한다.", "at least"),
        ("ja", "50億ドル以上を投じる。", "at least"),
        ("ja", "50億ドル弱を投じる。", "less than"),
        ("ja", "約50億ドルを投じる。", "about"),
        ("fr", "Il vaut plus de 20 milliards d'euros.", "more than"),
        ("fr", "Il vaut 20 milliards d'euros environ.", "about"),
    ],
)
def test_qualifiers_stand_on_either_side(language: str, text: str, qualifier: str) -> None:
    assert [m.qualifier for m in money(text, language)] == [qualifier]
