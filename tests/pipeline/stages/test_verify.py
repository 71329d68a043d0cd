"""The checks catch what must not be printed, and let good translations through."""

from __future__ import annotations

import pytest

from pipeline.stages.verify import Basis, verify
from pipeline.story import Story

FR = (
    "Selon Bloomberg, Sam Altman n'a pas trouvé les 7 billions de dollars que coûteraient "
    "36 usines de puces avant 2027."
)
EN = (
    "According to Bloomberg, Sam Altman has not found the $7 trillion that 36 chip factories "
    "would cost before 2027."
)
LOCKED = ["$7 trillion"]


def failed(story: Story, source: str, candidate: str, pair: str, locked: list[str]) -> list[str]:
    source_language, target_language = pair.split("-")
    checks = verify(source, candidate, Basis(source_language, target_language, story, locked))
    return checks.failed


GOOD = [
    ("fr-en", FR, EN, LOCKED),
    (
        "de-en",
        "Altman soll bis zu sieben Billionen Dollar für Chips suchen.",
        "Altman is said to be seeking up to $7 trillion for chips.",
        ["$7 trillion"],
    ),
    (
        "fr-en",
        "L'entreprise a supprimé 1 200 emplois en janvier, soit 3,5 % de l'effectif.",
        "The company cut 1,200 jobs in January, or 3.5% of its workforce.",
        [],
    ),
    (
        "fr-en",
        "TSMC dément tout accord avec OpenAI.",
        "TSMC denies any agreement with OpenAI.",
        [],
    ),
    (
        "fr-en",
        "Les Émirats arabes unis et l'Arabie saoudite souhaitent investir dans les puces.",
        "The United Arab Emirates and Saudi Arabia want to invest in chips.",
        [],
    ),
    (
        "en-fr",
        "Nvidia sold 2.4 million chips in Germany last year.",
        "Nvidia a vendu 2,4 millions de puces en Allemagne l'année dernière.",
        [],
    ),
    ("ja-en", "台積電は否定した。", "TSMC denied it.", []),
]


@pytest.mark.parametrize(("pair", "source", "candidate", "locked"), GOOD)
def test_a_good_translation_passes(
    story: Story, pair: str, source: str, candidate: str, locked: list[str]
) -> None:
    assert failed(story, source, candidate, pair, locked) == []


BROKEN = [
    ("numbers", EN.replace("$7 trillion", "$7 billion")),
    ("numbers", EN.replace("$7 trillion", "€7 trillion")),
    ("numbers", EN.replace("$7 trillion", "money")),
    ("numbers", EN.replace("36", "63")),
    ("numbers", EN.replace("2027", "2072")),
    ("numbers", EN[:-1] + ", or 40% more."),
    ("names", EN.replace("Sam Altman", "Elon Musk")),
    ("names", EN.replace("According to Bloomberg, ", "")),
    ("names", EN.replace("factories", "factories in Texas and Ohio")),
    ("names", EN.replace("chip", "H100 chip")),
    ("negation", EN.replace("has not found", "has found")),
    ("language", FR),
    ("language", EN[:-1] + " que coûteraient 36 usines de puces avant 2027."),
    ("length", "According to Bloomberg, Sam Altman"),
    ("length", EN.removesuffix("factories would cost before 2027.")),
    ("loops", EN[:-1] + ", before 2027, before 2027, before 2027, before 2027."),
    ("terms", EN.replace("chip factories", "coal mines")),
    ("leak", EN + "\nFrench: Selon"),
    ("leak", "English: " + EN),
]


@pytest.mark.parametrize(("check", "candidate"), BROKEN)
def test_a_broken_translation_fails(story: Story, check: str, candidate: str) -> None:
    assert check in failed(story, FR, candidate, "fr-en", LOCKED)


def test_hearsay_may_not_become_fact_nor_fact_hearsay(story: Story) -> None:
    source, plain = "TSMC exploiterait les usines.", "TSMC operates the factories."
    assert failed(story, source, plain, "fr-en", []) == ["modality"]
    assert failed(story, source, "TSMC would operate the factories.", "fr-en", []) == []
    source = "TSMC exploite les usines."
    assert failed(story, source, "TSMC is said to operate the factories.", "fr-en", []) == [
        "modality"
    ]
    assert failed(story, source, plain, "fr-en", []) == []


def test_a_denial_stays_one(story: Story) -> None:
    source = "TSMC dément avoir signé."
    assert "negation" in failed(story, source, "TSMC confirms it signed.", "fr-en", [])
    assert failed(story, source, "TSMC denies having signed.", "fr-en", []) == []


VAGUE = "Il cherche des milliards de dollars pour ses puces."


@pytest.mark.parametrize(
    ("candidate", "passes"),
    [
        ("He is looking for billions of dollars for his chips.", True),
        ("He is looking for millions of dollars for his chips.", False),
        ("He is looking for $3 billion for his chips.", False),
        ("He is looking for investors for his chips.", False),
    ],
)
def test_an_amount_without_a_value_is_kept_as_such(
    story: Story, candidate: str, passes: bool
) -> None:
    assert ("numbers" not in failed(story, VAGUE, candidate, "fr-en", [])) is passes


def test_a_limit_stays_a_limit(story: Story) -> None:
    source, locked = "Il faut jusqu'à 7 billions de dollars.", ["$7 trillion"]
    assert failed(story, source, "Up to $7 trillion is needed.", "fr-en", locked) == []
    assert failed(story, source, "$7 trillion is needed.", "fr-en", locked) == ["numbers"]


def test_nobody_says_what_others_said(story: Story) -> None:
    source = "Des initiés disent qu'Altman a demandé une autorisation."
    good = "Insiders say that Altman asked for an authorisation."
    assert failed(story, source, good, "fr-en", []) == []
    wrong = "Altman said that he asked for an authorisation."
    assert failed(story, source, wrong, "fr-en", []) == ["attribution"]
    source = "Le Wall Street Journal a rapporté qu'Altman négociait."
    good = "The Wall Street Journal reported that Altman was negotiating."
    assert failed(story, source, good, "fr-en", []) == []


def test_relative_dates_are_kept(story: Story) -> None:
    source = "TSMC a refusé le mois dernier."
    assert failed(story, source, "TSMC refused last month.", "fr-en", []) == []
    assert failed(story, source, "TSMC refused last year.", "fr-en", []) == ["dates"]
    source = "TSMC a refusé il y a des mois."
    assert failed(story, source, "TSMC refused last month.", "fr-en", []) == ["dates"]


@pytest.mark.parametrize("text", ["", " ", "\x00", "7" * 5000, "n' pas " * 2000, "«" * 3000])
def test_no_text_is_too_strange(story: Story, text: str) -> None:
    failed(story, text, EN, "fr-en", [])
    failed(story, FR, text, "fr-en", LOCKED)
    failed(story, text, text, "xx-yy", [])
