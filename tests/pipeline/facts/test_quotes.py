"""Quotes are verbatim, with the right speaker, in every quotation style."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.facts.quotes import find_quotes
from pipeline.records import Sentence
from pipeline.story import Story

CASES = [
    (
        "fr",
        "« Nous allons bâtir vingt usines », a déclaré Jeanne Morel, porte-parole du groupe.",
        "Nous allons bâtir vingt usines",
        "Jeanne Morel",
        None,
    ),
    (
        "fr",
        "« La demande ne faiblit pas cette année, » confie une source proche des plans d’OpenAI.",
        "La demande ne faiblit pas cette année,",
        "une source proche des plans d’OpenAI",
        None,
    ),
    (
        "fr",
        "Interrogé hier, le patron de TSMC, CC Wei, a souri : il a déclaré que ce plan d'Altman "
        'était "trop cher et trop lent à bâtir".',
        "trop cher et trop lent à bâtir",
        "CC Wei",
        "cc-wei",
    ),
    (
        "fr",
        "Sam Altman : « Il nous faut bien plus de puces. »",
        "Il nous faut bien plus de puces.",
        "Sam Altman",
        "sam-altman",
    ),
    (
        "en",
        '"We will need far more chips," Altman said on Tuesday.',
        "We will need far more chips,",
        "Altman",
        "sam-altman",
    ),
    (
        "en",
        "“Nobody has signed anything yet,” said a spokesperson for TSMC.",
        "Nobody has signed anything yet,",
        "a spokesperson",
        None,
    ),
    (
        "de",
        "„Wir haben noch nichts unterschrieben“, sagte eine Sprecherin von TSMC am Montag.",
        "Wir haben noch nichts unterschrieben",
        "eine Sprecherin von TSMC",
        None,
    ),
    (
        "es",
        "«No hemos firmado ningún acuerdo», afirmó la portavoz de TSMC.",
        "No hemos firmado ningún acuerdo",
        "la portavoz de TSMC",
        None,
    ),
    (
        "ja",
        "アルトマン氏は「もっと多くの半導体が必要だ」と述べた。",
        "もっと多くの半導体が必要だ",
        None,
        None,
    ),
    (
        "zh",
        "奥特曼表示:“我们需要更多的芯片。”",
        "我们需要更多的芯片。",
        "奥特曼",
        "sam-altman",
    ),
]


@pytest.mark.parametrize(("language", "text", "words", "speaker", "actor"), CASES)
def test_words_and_speaker(
    story: Story,
    sentences_of: Callable[..., list[Sentence]],
    language: str,
    text: str,
    words: str,
    speaker: str | None,
    actor: str | None,
) -> None:
    (quote,) = find_quotes(text, sentences_of(text, language), story)
    assert quote.text == words
    assert text[quote.start : quote.end] == words
    if speaker is not None:
        assert quote.speaker is not None
        assert quote.speaker.startswith(speaker)
    assert quote.speaker_id == actor


@pytest.mark.parametrize(
    "text",
    [
        "Le projet « Tigris » avance.",
        "Une puce dite “neuromorphe”, donc sobre.",
        'L\'écran de 5" et celui de 6" coûtent cher.',
        "« Une phrase qui ne se ferme jamais",
    ],
)
def test_scare_quotes_and_scraps_are_no_quotes(
    story: Story, sentences_of: Callable[..., list[Sentence]], text: str
) -> None:
    assert find_quotes(text, sentences_of(text, "fr"), story) == []


def test_a_pronoun_leaves_a_doubt(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    text = "Sam Altman est venu. « Nous avons besoin de fonds », a-t-il déclaré."
    (quote,) = find_quotes(text, sentences_of(text, "fr"), story)
    assert quote.speaker_id in ("sam-altman", None)
    if quote.speaker_id:
        assert quote.doubt is not None
        assert "il" in quote.doubt
