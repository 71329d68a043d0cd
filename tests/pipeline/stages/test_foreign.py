"""Pages in two languages: chrome in another language goes, a quotation keeps its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.records import Article, Source
from pipeline.stages.clean import clean_text
from pipeline.stages.extract import extract
from pipeline.stages.language import detect_language
from pipeline.stages.page import make_page

KINDS = Path(__file__).resolve().parents[3] / "samples" / "kinds"
FRENCH = [
    "Le conseil a voté lundi soir la vente de quarante hectares à un fabricant de puces.",
    "Le directeur a promis de publier chaque semaine la quantité d'eau prise à la rivière.",
    "Une étude sera rendue en juin, et les travaux ne commenceront pas avant l'automne.",
]
ENGLISH = "We shall publish every week how much water we have taken from the river."


def read(html: str | bytes) -> Article:
    content = html if isinstance(html, bytes) else html.encode()
    return detect_language(extract(make_page(Source(location="a.html", kind="file"), content)))


def of(body: str) -> Article:
    return read(f"<html lang=fr><body><article><h1>La vallée</h1>{body}</article></body></html>")


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    ("name", "language", "quoted"),
    [
        ("fr/english-chrome", "fr", {"en": "We will not take a single litre"}),
        ("ja/english-chrome", "ja", {"en": "We will not take a single litre"}),
        ("de/french-quotation", "de", {"fr": "Notre rivière n'est pas à vendre"}),
        ("ar/english-chrome", "ar", {}),
    ],
)
def test_chrome_in_another_language_goes_and_quotations_stay(
    name: str, language: str, quoted: dict[str, str]
) -> None:
    article = read((KINDS / f"{name}.html").read_bytes())
    assert article.language == language
    spans = [(s.language, article.text[s.start : s.end]) for s in article.language_spans]
    foreign = {code: text for code, text in reversed(spans) if code != language}
    assert foreign.keys() == quoted.keys()
    assert all(text.startswith(quoted[code]) for code, text in foreign.items())
    for chrome in ("cookies", "Subscribe", "Join forty", "Download", "Read this story", "Comment "):
        assert chrome not in article.text


def test_a_menu_in_another_language_at_the_edge_goes_with_its_reason() -> None:
    menu = ["Top stories of the day and the night", "Weather for the whole region tomorrow"]
    article = of(paragraphs([*menu, *FRENCH]))
    assert article.text.split("\n") == FRENCH
    reasons = {piece.text: piece.reason for piece in article.dropped}
    assert {reasons[line] for line in menu} == {"notice in another language"}
    assert article.other_languages in ([], ["en"])


@pytest.mark.parametrize(
    "quoted",
    [
        f"<blockquote><p>{ENGLISH}</p></blockquote>",
        f"<blockquote>{ENGLISH}</blockquote>",
        f"<p>“{ENGLISH}”</p>",
        f"<p>Sur l'affiche, les élus ont écrit en grandes lettres noires :</p><p>{ENGLISH}</p>",
    ],
)
def test_a_quotation_stays_even_at_the_end(quoted: str) -> None:
    article = of(paragraphs(FRENCH) + quoted)
    assert ENGLISH in article.text
    assert article.other_languages == ["en"]
    assert article.language_spans[-1].language == "en"


def test_a_foreign_paragraph_in_the_middle_stays_where_nothing_tells_against_it() -> None:
    article = of(paragraphs([FRENCH[0], ENGLISH, *FRENCH[1:]]))
    assert article.text.split("\n") == [FRENCH[0], ENGLISH, *FRENCH[1:]]
    box = f"<div class='newsletter-box'><p>{ENGLISH}</p></div>"
    assert ENGLISH not in of(paragraphs(FRENCH[:1]) + box + paragraphs(FRENCH[1:])).text


def test_a_page_in_two_languages_keeps_both() -> None:
    english = [
        ENGLISH,
        "The council has sold forty hectares to a maker of chips.",
        ENGLISH + " Yes.",
    ]
    article = of(paragraphs([*FRENCH, *english]))
    assert all(line in article.text for line in [*FRENCH, *english])


def test_a_correction_in_another_language_stays() -> None:
    notice = "Correction: an earlier version of this article gave the wrong number of hectares."
    article = of(paragraphs([*FRENCH, notice]))
    assert [span.text for span in article.corrections] == [notice]


def test_plain_text_is_cleaned_in_the_same_way() -> None:
    cleaned = clean_text("\n\n".join([*FRENCH, "Join our channel to never miss what comes next"]))
    assert "Join" not in "".join(cleaned.paragraphs)
    quoted = clean_text("\n\n".join([FRENCH[0], f"« {ENGLISH} »", *FRENCH[1:]]))
    assert ENGLISH in " ".join(quoted.paragraphs)
