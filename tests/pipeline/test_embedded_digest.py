"""The real embedded model, from page to proved digest: what ``make demo`` shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest
from pipeline.sources import parse_source
from pipeline.stages.fetch import SourceFetcher
from pipeline.stages.lines import translate_lines
from pipeline.stages.load import Models, load_models
from pipeline.story import Story

pytestmark = pytest.mark.model
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGES = [SAMPLES / "fr" / "altman-sept-billions.html", SAMPLES / "en" / "altman-gulf-money.html"]


@pytest.fixture(scope="module")
def models() -> Models:
    """The models of the embedded profile, on the CPU."""
    return load_models(load_settings(device="cpu"))


@pytest.fixture(scope="module")
def digests(story: Story, models: Models) -> list[Digest]:
    """A French and an English page, digested in one batch."""
    digester = Digester(
        settings=load_settings(profile="embedded", length="short", device="cpu"),
        story=story,
        fetcher=SourceFetcher(),
        load=lambda: models,
    )
    results = digester.digest([parse_source(str(page)) for page in PAGES])
    assert all(isinstance(result, Digest) for result in results), results
    return [result for result in results if isinstance(result, Digest)]


def test_statements_are_translated_and_proved(digests: list[Digest]) -> None:
    french = digests[0]
    assert len(french.summary) == 3
    translated = [line for line in french.summary if line.status == "translated"]
    assert len(translated) >= 2
    for line in translated:
        assert not line.checks.failed
        assert line.text != line.evidence[0].text
    assert french.headline is not None
    assert french.headline.status == "translated"


def test_no_statement_loses_or_changes_an_amount(digests: list[Digest]) -> None:
    for digest in digests:
        for line in digest.summary:
            amounts = [m for m in digest.facts.money if m.sentence == line.evidence[0].sentence]
            for money in amounts:
                shown = money.rendered if line.status == "translated" else money.text
                assert shown in line.text


def test_an_original_is_flagged_and_noted(digests: list[Digest]) -> None:
    kept = [line for line in digests[0].summary if line.status == "verbatim"]
    assert all("shown in the original" in line.flags[0] for line in kept)
    assert len(digests[0].withheld) == len(kept)


def test_the_target_language_is_left_alone(digests: list[Digest]) -> None:
    english = digests[1]
    assert all(line.status == "verbatim" and not line.flags for line in english.summary)
    assert {use.task for use in english.provenance.models} == {"score"}


def test_the_models_are_named(digests: list[Digest]) -> None:
    uses = digests[0].provenance.models
    assert {use.task for use in uses} == {"score", "translate"}
    assert all(use.card == "gemma-3-270m" and len(use.sha256) == 64 for use in uses)


def test_lines_keep_their_count_and_order(story: Story, models: Models) -> None:
    lines = ["TSMC construit une usine de puces.", "", "Le projet coûterait 7 billions de dollars."]
    done = [
        translate_lines(lines, "fr", "en", models.translator, story, lambda *_: None)
        for _ in range(2)
    ]
    assert done[0] == done[1], "the same lines give the same translations"
    answers, _doubtful = done[0]
    assert len(answers) == 3
    assert "TSMC" in answers[0]
    assert answers[1] == ""
    assert "$7 trillion" in answers[2]
