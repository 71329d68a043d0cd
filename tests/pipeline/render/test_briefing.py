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
from tests.pipeline.briefing.makers import brief, page, sample_digests, story


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
