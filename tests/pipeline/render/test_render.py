"""Every format shows the same content, with its proof, and nothing from outside acts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.records import (
    Actor,
    Article,
    Claim,
    Digest,
    DigestSource,
    Evidence,
    Facts,
    Money,
    Provenance,
    Quote,
    Relevance,
    Statement,
)
from pipeline.render import RENDERERS, Look, render

ORIGINAL = "Selon le WSJ, il chercherait 7 billions de dollars."
EVIL = "\x1b[31m<script>alert(1)</script> [x](javascript:y) | `z` \u202e*b*"


def digest(title: str = "Altman's gamble", text: str = "He is said to seek $7 trillion.") -> Digest:
    evidence = Evidence(sentence=0, start=0, end=len(ORIGINAL), text=ORIGINAL)
    money = Money(
        text="7 billions de dollars", start=29, end=50, sentence=0, min=Decimal("7E12"),
        max=Decimal("7E12"), currency="USD", scale="long", rendered="$7 trillion",
        qualifier="up to",
    )  # fmt: skip
    return Digest(
        id="0123456789ab",
        story="chip-initiative",
        target_language="en",
        source=DigestSource(
            location="page.html",
            final_url="https://news.example/a b",
            publisher=title,
            fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
            sha256="00",
        ),
        article=Article(
            title=title, language="fr", paragraphs_used=1, paragraphs_total=1, text=ORIGINAL
        ),
        headline=Statement(text=title, status="translated", evidence=[]),
        relevance=Relevance(score=0.9, reasons=[]),
        summary=[
            Statement(text=text, status="translated", evidence=[evidence], flags=["a doubt"])
        ],
        facts=Facts(
            money=[money],
            quotes=[Quote(text=title, start=0, end=1, sentence=0, speaker="X", doubt="by pronoun")],
            claims=[
                Claim(sentence=0, text=ORIGINAL, attributed_to=["Wall Street Journal"],
                      modality="reported", cues=[])
            ],
        ),
        warnings=["a warning"],
        provenance=Provenance(chipwire="0.1.0", config_sha256="00"),
    )  # fmt: skip


@pytest.mark.parametrize("style", sorted(RENDERERS))
def test_all_content_is_in_every_format(style: str) -> None:
    text = render([digest()], style, Look(width=300))
    for shown in (
        "Altman's gamble",
        "He is said to seek $7 trillion.",
        ORIGINAL,
        "7 billions de dollars",
        "$7 trillion",
        "up to",
        "Wall Street Journal",
        "a doubt",
        "a warning",
        "by pronoun",
        "0123456789ab",
    ):
        assert shown in text, shown
    assert text.endswith("\n")


@pytest.mark.parametrize("style", ["text", "markdown"])
@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_from_outside_acts(style: str, terminal: bool) -> None:
    text = render([digest(EVIL, EVIL)], style, Look(width=300, terminal=terminal))
    assert "\x1b[31m<" not in text
    assert "\u202e" not in text
    if style == "markdown":
        assert "<script>" not in text
        assert "[x](" not in text


def test_colour_and_links_are_for_terminals() -> None:
    assert "\x1b" not in render([digest()], "text", Look(terminal=False))
    assert "\x1b]8;" in render([digest()], "text", Look(terminal=True))


def test_json_is_one_object_or_an_array() -> None:
    assert json.loads(render([digest()], "json"))["id"] == "0123456789ab"
    assert len(json.loads(render([digest(), digest()], "json"))) == 2
    lines = render([digest(), digest("a\nb\u2028c")], "jsonl").splitlines()
    assert [json.loads(line)["kind"] for line in lines[:1]] == ["digest"]


def test_json_reads_back_to_the_same_digest() -> None:
    one = digest()
    assert Digest.model_validate_json(render([one], "json")) == one


def test_long_text_stays_within_the_width() -> None:
    text = render([digest(text="Ein sehr langer Satz " * 30)], "text", Look(width=60))
    assert max(len(line) for line in text.splitlines()) <= 60


FRENCH = (
    "Montants",
    "Acteurs",
    "Citations",
    "Qui le dit",
    "échelle longue",
    "jusqu’à",
    "selon WSJ",
)
ENGLISH = ("Money", "Actors", "Quotes", "Who says so", "long scale", "up to", "reported: WSJ")


@pytest.mark.parametrize("style", ["text", "markdown", "atom"])
def test_the_words_around_a_digest_are_those_of_its_language(style: str) -> None:
    claim = Claim(sentence=0, text=ORIGINAL, attributed_to=["WSJ"], modality="reported", cues=[])
    quote = Quote(text="Oui.", start=0, end=4, sentence=0, speaker=None)
    who = Actor(id="a", name="WSJ", type="organisation", role="source", known=True, mentions=[])
    given = digest()
    facts = given.facts.model_copy(update={"claims": [claim], "quotes": [quote], "actors": [who]})
    english = given.model_copy(update={"facts": facts})
    french = english.model_copy(update={"target_language": "fr"})
    for told, expected, others in (
        (render([english], style), (*ENGLISH, "speaker not named"), FRENCH),
        (render([french], style), (*FRENCH, "auteur non nommé"), ENGLISH),
    ):
        assert [word for word in expected if word not in told] == []
        assert [word for word in others if word in told] == []
