"""A briefing in text, Markdown and JSON: the same content, and nothing in it acts."""

from __future__ import annotations

import json
import re

import pytest

from pipeline.briefing import make_briefing
from pipeline.briefing_records import Briefing
from pipeline.records import Failure
from pipeline.render import Look
from pipeline.render.briefing import BRIEFING_STYLES, render_briefing
from pipeline.render.notes import told
from pipeline.render.phrases import load_phrases
from pipeline.stages.disguises import disguise_flags
from tests.pipeline.briefing.makers import brief, page, sample_digests, story
from tests.pipeline.store.makers import article_of


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    failure = Failure(source="https://gone.example/a", stage="fetch", error="no such host")
    return make_briefing(sample_digests(), story(), failures=[failure])


def words(text: str) -> list[str]:
    """Return the letters and digits of a rendering, word by word."""
    return re.findall(r"\w+", text)


def test_text_and_markdown_say_the_same(briefing: Briefing) -> None:
    text = render_briefing(briefing, "text", Look(width=100_000))
    markdown = render_briefing(briefing, "markdown")
    plain = re.sub(r"&(amp|lt|gt);", " ", markdown)
    assert words(plain.replace("\\", "")) == words(text)


@pytest.mark.parametrize(
    "line",
    [
        "11 of 12 sources answered, 1 failed",
        "failed: https://gone.example/a: fetch: no such host",
        "$7 trillion · 11 origins",
        "«7 billions de dollars»",
        "citing Wall Street Journal",
        "contradiction: denied by TSMC",
        "2023-11 (month, reported)",
        "left out for length (medium):",
    ],
)
def test_a_reader_finds(briefing: Briefing, line: str) -> None:
    text = render_briefing(briefing, "text", Look(width=100_000))
    assert line in text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_labels_and_notes_are_in_the_language_of_the_briefing(
    briefing: Briefing, style: str
) -> None:
    french = briefing.model_copy(update={"target_language": "fr"})
    told = render_briefing(french, style, Look(width=100_000)).replace("\\", "")
    for words in (
        "11 sources sur 12 ont répondu, 1 en échec",
        "Ce qui s’est passé",
        "somme recherchée",
        "11 origines",
        "citant Wall Street Journal",
        "contradiction: démenti par TSMC",
        "2023-11 (mois, rapporté)",
        "financeur (",
        "« trillion » (français) vaut 10^18 selon la règle",
        "échec : https://gone.example/a: fetch: no such host",
        "omis faute de place (moyen) : acteurs : ",
    ):
        assert words in told.replace("\u00a0", " ")
    for words in ("sum sought", " origins", "answered", "denied by", "financier (", "left out"):
        assert words not in told


def test_every_format_ends_with_a_line_feed(briefing: Briefing) -> None:
    for style in BRIEFING_STYLES:
        assert render_briefing(briefing, style).endswith("\n")


def test_json_is_the_briefing(briefing: Briefing) -> None:
    assert Briefing.model_validate(json.loads(render_briefing(briefing, "json"))) == briefing


def test_what_an_article_says_stays_text() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-05-05",
                "<script>alert(1)</script> \x1b[31mNvidia\u202e",
                "Nvidia said that *its* chips | cost <b>more</b> than [before](x) \u202eabc\u202c.",
            )
        }
    )
    text = render_briefing(made, "text")
    markdown = render_briefing(made, "markdown")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "<script>" not in markdown
    assert "<b>" not in markdown
    assert r"\*its\*" in markdown


def test_the_news_say_what_was_before() -> None:
    first = page("en", "2024-05-02", "A stake", "SoftBank would take a stake of $500 million.")
    second = page("en", "2024-05-02", "A stake", "SoftBank would take a stake of $600 million.")
    made = brief({"a.example/1": second}, brief({"a.example/1": first}))
    text = render_briefing(made, "text", Look(width=1000))
    assert "New since the last briefing" in text
    assert (
        "corrected: stake or contribution: $600 million (was: stake or contribution: $500 million)"
        in text
    )


def test_nothing_new_is_said_so() -> None:
    pages = {"a.example/1": page("en", "2024-05-02", "A stake", "SoftBank likes chips of Nvidia.")}
    again = brief(pages, brief(pages))
    assert "New since the last briefing\n  nothing\n" in render_briefing(again, "text")


def test_the_notes_of_the_samples_are_all_known() -> None:
    notes = set(disguise_flags("Оpеn seeks money.", article_of("Оpеn seeks money.", "A", "en")))
    for digest in sample_digests():
        facts = digest.facts
        notes |= {*digest.warnings, *(flag for line in digest.summary for flag in line.flags)}
        notes |= {one.doubt for one in (*facts.money, *facts.quotes) if one.doubt}
        notes |= {v.doubt for claim in facts.claims for v in claim.chain if v.doubt}
    assert len(notes) > 5
    for language in ("de", "es", "fr", "it", "pt"):
        say = load_phrases(language)
        assert [note for note in notes if told(note, say).language != language] == []
