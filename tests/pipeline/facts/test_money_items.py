"""Which numbers are money: coins, codes, short names; and pounds, cents and wons that are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.facts.money.amounts import find_amounts


def values(text: str, language: str, country: str | None = None) -> list[tuple[str, str | None]]:
    found = find_amounts(text, language, country)
    assert all(text[a.start : a.end] == a.text for a in found)
    return [
        (f"{a.min:f}" if a.min == a.max else f"{a.min:f}..{a.max:f}", a.currency) for a in found
    ]


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("en", "Each token costs $5 and 50 cents.", "5.5", "USD"),
        ("en", "The ticket costs 15 dollars 50.", "15.5", "USD"),
        ("en", "It sold for fifteen dollars fifty.", "15.5", "USD"),
        ("fr", "Le café coûte 1 euro 50.", "1.5", "EUR"),
        ("fr", "Le titre vaut 2 € 30 en Bourse.", "2.3", "EUR"),
        ("fr", "Il a perdu 3 euros et vingt centimes.", "3.2", "EUR"),
        ("fr", "Il vaut treize euros et quarante-cinq cents.", "13.45", "EUR"),
        ("de", "Die Fahrt kostet zwei Euro fünfzig.", "2.5", "EUR"),
        ("de", "Er zahlte 5 Euro und 20 Cent.", "5.2", "EUR"),
        ("es", "Vale 3 euros con 99 céntimos.", "3.99", "EUR"),
        ("es", "Vale 25 euros con 50.", "25.5", "EUR"),
        ("it", "Costa tredici euro e quarantacinque cent.", "13.45", "EUR"),
        ("pt", "Custa 15 reais e 50 centavos.", "15.5", "BRL"),
        ("nl", "De rit kost 5 euro 50.", "5.5", "EUR"),
        ("pl", "Bilet kosztuje 15 zł 50 gr.", "15.5", "PLN"),
        ("sv", "Den kostar 2 kronor och 23 öre.", "2.23", "SEK"),
    ],
)
def test_coins_belong_to_their_amount(language: str, text: str, value: str, currency: str) -> None:
    assert values(text, language) == [(value, currency)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It cost 15 dollars 50 years ago.", [("15", "USD")]),
        ("en", "They paid between 10 dollars and 20.", [("10", "USD")]),
        ("fr", "Il a payé 15 euros et 20 personnes ont suivi.", [("15", "EUR")]),
        ("en", "It went from about $10-$20 to 10 $ 30 $.",
         [("10..20", "USD"), ("10", "USD"), ("30", "USD")]),
    ],
)  # fmt: skip
def test_not_coins(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("en", "He owes 20 usd", "20", "USD"),
        ("en", "a charge of 60 MEUR", "60000000", "EUR"),
        ("sv", "Intäkterna blev MSEK 45.", "45000000", "SEK"),
        ("fr", "un contrat de 7 MdsUSD", "7000000000", "USD"),
        ("en", "It asks NZD $100.70 for it.", "100.7", "NZD"),
        ("es", "Cuesta nzd$15 al mes.", "15", "NZD"),
        ("fr", "une charge de 300 millions de $ c", "300000000", "CAD"),
        ("fr", "5 $ c'est peu", "5", "USD"),
        ("en", "a c $ 1.34 dividend", "1.34", "CAD"),
        ("en", "It saved RM1.6 million.", "1600000", "MYR"),
        ("fr", "Un loyer de 199,90 Fr. par mois", "199.9", "CHF"),
        ("en", "The fund raised £3mn.", "3000000", "GBP"),
        ("fr", "environ 500 francs congolais", "500", "CDF"),
        ("pl", "około 500 franków kongijskich", "500", "CDF"),
        ("es", "420 millones de marcos finlandeses", "420000000", "FIM"),
        ("it", "una multa di euro 500,00", "500", "EUR"),
        ("en", "Prices start at dollar 22.5 million.", "22500000", "USD"),
        ("en", "He found 50¢ there", "0.5", "USD"),
        ("en", "It costs $.75 a piece.", "0.75", "USD"),
        ("en", "for 50,- Kč only", "50", "CZK"),
        ("it", "un miliardo e mezzo di euro", "1500000000", "EUR"),
    ],
)
def test_codes_symbols_and_names(language: str, text: str, value: str, currency: str) -> None:
    assert values(text, language) == [(value, currency)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "He took one dollar a year.", "1"),
        ("fr", "Le repas coûte un euro par jour.", "1"),
        ("de", "Das Ticket kostet einen Euro pro Tag.", "1"),
        ("es", "Vale un euro.", "1"),
        ("it", "La casa costa un euro.", "1"),
        ("pl", "Firma warta miliard dolarów.", "1000000000"),
        ("fr", "Un quart de milliard de dollars", "250000000"),
        ("en", "three quarters of a billion dollars", "750000000"),
        ("de", "Eine Dreiviertelmilliarde Euro", "750000000"),
        ("nl", "een kwart miljard euro", "250000000"),
        ("pl", "ćwierć miliarda dolarów", "250000000"),
        ("pl", "inwestycja dwóch miliardów dolarów", "2000000000"),
        ("sv", "en kvarts miljard kronor", "250000000"),
    ],
)
def test_number_words(language: str, text: str, value: str) -> None:
    assert [v for v, _ in values(text, language)] == [value]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "un euro fort et un dollar faible, face à un euro en hausse"),
        ("it", "Nel 2020 lei disse: alle 10 lei parte."),
        ("pt", "A Lei 8.666 e a lei 12 de 2024"),
        ("de", "Am Fr. 12 kommt Platz 3 Mark Weber."),
        ("es", "El 10 Franco ganó 3 pts."),
        ("fr", "sans dépenser un centime"),
        ("en", "without spending a cent; a dollar index; a pound of flesh"),
        ("nl", "Dat is geen cent waard en een fluitje van een cent."),
        ("en", "The satellite weighs 1,000 pounds."),
        ("en", "A 550 pound hog; 20 million pounds of beef"),
        ("ja", "庭に400ポンドの熊が出た"),
        ("ko", "마당에 400파운드의 곰이 나타났다"),
        ("de", "Der Satellit wiegt 1.000 Pfund."),
        ("es", "Los satélites pesan 1000 libras."),
        ("nl", "De satelliet woog 1.000 pond."),
        ("pl", "Zdobył cztery złote medale i osiem złotych monet."),
        ("en", "All 12 won medals and 2023 won praise."),
        ("fr", "Depuis la COP21 et avant la COP 30"),
        ("en", "According to SDG 11 and CVE-2024-1234, try $ not."),
        ("fr", "L'Euro 2024 et le moteur Euro 6"),
        ("fr", "Le 12 mars, 5 bars et 7 millions de personnes à 3 h 30"),
        ("en", "The budget helps 7 million people in 2024."),
    ],
)
def test_not_money(language: str, text: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il faut 500 millions à 1 milliard d'euros.", [("500000000..1000000000", "EUR")]),
        ("fr", "lever 5 à 7 000 milliards de dollars",
         [("5000000000000..7000000000000", "USD")]),
        ("en", "a $5-to-$7 trillion project", [("5000000000000..7000000000000", "USD")]),
        ("nl", "tussen de 5 en 7 miljard euro", [("5000000000..7000000000", "EUR")]),
        ("en", "It earned $4.2-3.9 million.", [("3900000..4200000", "USD")]),
        ("en", "a 50 pound fine", [("50", "GBP")]),
        ("ja", "400ポンドの罰金", [("400", "GBP")]),
        ("ko", "400파운드의 벌금", [("400", "GBP")]),
        ("es", "pasó de 45.000 millones de dólares en 2023 a 400.000 millones en 2027",
         [("45000000000", "USD"), ("400000000000", "USD")]),
        ("de", "Sie stieg von 5 auf 7 Milliarden Euro.",
         [("5000000000", "EUR"), ("7000000000", "EUR")]),
        ("en", "a gap of 1.6 billion ($2.54 billion)", [("2540000000", "USD")]),
        ("fr", "Un impôt de 5 milliards d'euros, payé par 16 millions de foyers sur 38 millions.",
         [("5000000000", "EUR")]),
        ("en", "A $5 billion tax on 16 million households out of 38 million.",
         [("5000000000", "USD")]),
        ("fr", "Le fonds (3 milliards de dollars) et le rival (2 milliards) ont investi.",
         [("3000000000", "USD"), ("2000000000", "USD")]),
    ],
)  # fmt: skip
def test_ranges_and_changes(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "qualifiers"),
    [
        ("nl", "van 45 miljard dollar in 2023 tot 400 miljard in 2027", [None, None]),
        ("nl", "tot 400 miljard dollar", ["up to"]),
        ("pl", "od 5 do 7 mld dolarów", [None]),
        ("pl", "od 5 mld dolarów", ["at least"]),
        ("de", "Einnahmen von bis 120 Millionen Euro", ["up to"]),
        ("fr", "plus de 10 euros; en-dessous de 20 euros", ["more than", "less than"]),
        ("nl", "lager dan 7 euro", ["less than"]),
    ],
)
def test_qualifiers(language: str, text: str, qualifiers: list[str | None]) -> None:
    assert [a.qualifier for a in find_amounts(text, language)] == qualifiers


def test_whose_money_a_word_means() -> None:
    assert values("10 dinars", "en") == [("10", None)]
    assert values("10 dinars", "en", "KW") == [("10", "KWD")]
    (swiss,) = find_amounts("20 milliards de francs", "fr", "CH")
    (unsaid,) = find_amounts("20 milliards de francs", "fr")
    assert (swiss.currency, swiss.doubt) == ("CHF", None)
    assert (unsaid.currency, unsaid.min) == ("CHF", Decimal(20_000_000_000))
    assert unsaid.doubt
