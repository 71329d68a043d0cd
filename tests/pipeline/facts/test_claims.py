"""Claims say who says so and how firmly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.facts.claims import find_claims
from pipeline.records import Sentence
from pipeline.story import Story

CASES = [
    ("fr", "Selon le Wall Street Journal, il chercherait des fonds.", "reported",
     ["Wall Street Journal"]),
    ("fr", "Le marché croît, selon les estimations d’AMD, qui vend des puces.", "reported",
     ["AMD"]),
    ("fr", "Selon un cadre supérieur de TSMC, rien n'est signé.", "reported",
     ["un cadre supérieur de TSMC"]),
    ("fr", "Selon les données de la Banque Centrale du Chili, le cuivre monte.", "reported",
     ["Banque Centrale du Chili"]),
    ("fr", "Une personne liée aux projets d'Altman a déclaré que tout va bien.", "reported",
     ["Une personne liée aux projets d'Altman"]),
    ("fr", "TSMC exploiterait les usines dès 2026.", "conditional", []),
    ("fr", "TSMC dément tout accord avec OpenAI.", "denied", ["TSMC"]),
    ("fr", "Le groupe envisage trois usines.", "planned", []),
    ("en", "According to Bloomberg, the fund would invest.", "reported", ["Bloomberg"]),
    ("en", "Reuters reported that the deal is close.", "reported", ["Reuters"]),
    ("en", "The company denied any talks.", "denied", ["The company"]),
    ("de", "Laut Bloomberg, das Insider zitiert, ist der Plan fertig.", "reported", ["Bloomberg"]),
    ("de", "Altman soll sieben Billionen Dollar suchen.", "conditional", []),
    ("es", "Según Reuters, el fondo invertirá.", "reported", ["Reuters"]),
    ("it", "Il progetto sarebbe pronto.", "conditional", []),
    ("pt", "Segundo a Bloomberg, o fundo investiria.", "reported", ["Bloomberg"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "modality", "sources"), CASES)
def test_modality_and_source(
    story: Story,
    sentences_of: Callable[..., list[Sentence]],
    language: str,
    text: str,
    modality: str,
    sources: list[str],
) -> None:
    (claim,) = find_claims(sentences_of(text, language), story)
    assert claim.modality == modality
    assert claim.attributed_to == sources
    for cue in claim.cues:
        assert text[cue.start : cue.end] == cue.text


@pytest.mark.parametrize(
    "text",
    ["OpenAI construit une usine.", "Le prix considérait tout.", "Les ventes ont doublé en 2023."],
)
def test_plain_assertions_are_no_claims(
    story: Story, sentences_of: Callable[..., list[Sentence]], text: str
) -> None:
    assert find_claims(sentences_of(text, "fr"), story) == []


def test_a_relative_pronoun_is_nobody(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    text = "Un communiqué sur Sam Altman, qui indiquait des doutes."
    claims = find_claims(sentences_of(text, "fr"), story)
    assert all(not claim.attributed_to for claim in claims)
