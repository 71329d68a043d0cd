"""Whole digests of the sample pages, without a model: what an editor relies on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.protocols import ModelInfo
from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Failure
from pipeline.sources import parse_source
from pipeline.stages.fetch import FakeFetcher, SourceFetcher
from pipeline.stages.load import Models
from pipeline.story import Story

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DEMO = SAMPLES / "fr" / "altman-sept-billions.html"


def same_blanks(text: str) -> str:
    return " ".join(text.split())


def digest_of(page: Path, story: Story, **options: str) -> Digest:
    digester = Digester(
        settings=load_settings(profile="none", **options), story=story, fetcher=SourceFetcher()
    )
    (result,) = digester.digest([parse_source(str(page))])
    assert isinstance(result, Digest), result
    return result


def test_a_sample_holds_what_it_must(story: Story, sample: tuple[Path, dict[str, Any]]) -> None:
    page, expected = sample
    digest = digest_of(page, story)
    article = digest.article
    text = same_blanks(article.text)
    assert article.language == expected["language"]
    assert same_blanks(article.title or "") == same_blanks(expected["title"])
    assert (article.published or "")[:10] == expected["published"]
    assert article.authors == expected["authors"]
    for sentence in expected["must_contain"]:
        assert same_blanks(sentence) in text
    for scrap in expected["boilerplate"]:
        assert same_blanks(scrap) not in text


def test_a_sample_gives_its_amounts(story: Story, sample: tuple[Path, dict[str, Any]]) -> None:
    page, expected = sample
    facts = digest_of(page, story).facts
    found = [
        (same_blanks(m.text), str(m.min), str(m.max), m.currency, bool(m.doubt))
        for m in facts.money
    ]
    wanted = [
        (same_blanks(m["text"]), m["min"], m["max"], m["currency"], m["doubt"])
        for m in expected["money"]
    ]
    assert found == wanted
    vague = [same_blanks(mention.text) for mention in facts.money_vague]
    for words in expected["money_vague"]:
        assert any(found in same_blanks(words) for found in vague)


def test_most_quotes_have_their_speaker(story: Story) -> None:
    quotes = [q for page in SAMPLES.glob("*/*.html") for q in digest_of(page, story).facts.quotes]
    named = [quote for quote in quotes if quote.speaker]
    assert len(named) >= 0.9 * len(quotes)


def test_a_sample_gives_its_other_facts(story: Story, sample: tuple[Path, dict[str, Any]]) -> None:
    page, expected = sample
    digest = digest_of(page, story)
    facts = digest.facts
    assert {actor.name for actor in facts.actors} >= set(expected["actors"])
    assert {date.value for date in facts.dates} >= set(expected["dates"])
    denied = {same_blanks(c.text) for c in facts.claims if c.modality == "denied"}
    assert denied >= {same_blanks(sentence) for sentence in expected["denials"]}
    for quote in expected["quotes"]:
        (found,) = [q for q in facts.quotes if q.text.startswith(same_blanks(quote["starts"]))]
        assert found.speaker is None or quote["speaker"] in same_blanks(found.speaker)


def test_offsets_slice_back(story: Story, sample: tuple[Path, dict[str, Any]]) -> None:
    digest = digest_of(sample[0], story)
    text, facts = digest.article.text, digest.facts
    spans = [*facts.money, *facts.money_vague, *facts.dates, *facts.quotes]
    spans += [mention for actor in facts.actors for mention in actor.mentions]
    spans += [cue for claim in facts.claims for cue in claim.cues]
    spans += [evidence for line in digest.summary for evidence in line.evidence]
    assert spans
    for span in spans:
        assert text[span.start : span.end] == span.text


def test_statements_are_whole_sentences_in_article_order(
    story: Story, sample: tuple[Path, dict[str, Any]]
) -> None:
    digest = digest_of(sample[0], story, length="long")
    places = [line.evidence[0].sentence for line in digest.summary]
    assert places == sorted(places)
    assert 6 <= len(places) <= 12
    for line in digest.summary:
        assert line.status == "verbatim"
        assert line.text == line.evidence[0].text


def test_relevance_tells_the_story_from_others(story: Story) -> None:
    assert digest_of(DEMO, story).relevance.score > 0.8
    recipe = "<html><body><article><h1>La soupe</h1>" + "<p>{}</p>".format(
        "Faites revenir les oignons dans le beurre, puis ajoutez le bouillon et le vin blanc. " * 9
    ) * 3 + "</article></body></html>"  # fmt: skip
    digester = Digester(
        settings=load_settings(profile="none"),
        story=story,
        fetcher=FakeFetcher(lambda _url: recipe.encode()),
    )
    (result,) = digester.digest([parse_source("https://kitchen.example/soupe")])
    assert isinstance(result, Digest)
    assert result.relevance.score < 0.2
    assert "the article hardly concerns the story" in result.warnings


def test_same_input_same_digest(story: Story) -> None:
    moving = {"source": {"fetched_at"}, "provenance": {"seconds"}}
    one, other = (digest_of(DEMO, story).model_dump_json(exclude=moving) for _ in range(2))
    assert one == other


def test_the_id_follows_content_and_configuration(story: Story) -> None:
    assert digest_of(DEMO, story).id == digest_of(DEMO, story).id
    assert digest_of(DEMO, story).id != digest_of(DEMO, story, length="long").id
    assert digest_of(DEMO, story).id != digest_of(SAMPLES / "fr" / "tsmc-dement.html", story).id


def test_one_bad_source_does_not_stop_the_others(story: Story, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    digester = Digester(
        settings=load_settings(profile="none"), story=story, fetcher=SourceFetcher()
    )
    sources = [parse_source(str(p)) for p in (empty, DEMO, tmp_path / "none.html")]
    first, second, third = digester.digest(sources)
    assert isinstance(first, Failure)
    assert (first.source, first.stage) == (str(empty), "fetch")
    assert isinstance(second, Digest)
    assert isinstance(third, Failure)
    assert "no such file" in third.error


class Dictionary:
    """A translator with fixed answers; counts how often it is asked."""

    attempts = 2

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self.answers = answers
        self.calls = 0

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        self.calls += 1
        return [self.answers.get(text, [["?"], ["?"]])[attempt] for text in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        return [ModelInfo("translate", "dictionary", "1", "00", "cpu", "none")]


PAGE = """Altman et ses puces

Selon le Wall Street Journal, Sam Altman chercherait 7 billions de dollars pour ses usines.

TSMC n'a pas signé d'accord avec OpenAI et reste prudent sur ce projet de puces.
"""
LOCKED = "Selon le Wall Street Journal, Sam Altman chercherait $7 trillion pour ses usines."
DENIAL = "TSMC n'a pas signé d'accord avec OpenAI et reste prudent sur ce projet de puces."
TITLE = [["Altman and his chips"], ["Altman and his chips"]]


def translated(story: Story, answers: dict[str, list[list[str]]]) -> Digest:
    digester = Digester(
        settings=load_settings(profile="embedded"),
        story=story,
        fetcher=FakeFetcher(lambda _path: PAGE.encode()),
        load=lambda: Models(translator=Dictionary(answers)),
    )
    (result,) = digester.digest([parse_source("page.txt")])
    assert isinstance(result, Digest), result
    return result


GOOD = "According to the Wall Street Journal, Sam Altman is said to seek $7 trillion for factories."
GOOD_DENIAL = "TSMC has not signed a deal with OpenAI and remains wary of this chip project."


def test_amounts_are_locked_and_statements_proved(story: Story) -> None:
    digest = translated(
        story,
        {
            "Altman et ses puces": TITLE,
            LOCKED: [[GOOD], [GOOD]],
            DENIAL: [[GOOD_DENIAL], [GOOD_DENIAL]],
        },
    )
    assert [line.text for line in digest.summary] == [GOOD, GOOD_DENIAL]
    assert all(line.status == "translated" and not line.checks.failed for line in digest.summary)
    assert digest.headline is not None
    assert digest.headline.text == "Altman and his chips"
    assert digest.withheld == []
    assert digest.provenance.models[0].card == "dictionary"


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        (GOOD.replace("$7 trillion", "$7 billion"), "numbers"),
        (GOOD.replace("Sam Altman", "Satya Nadella"), "names"),
        (GOOD.replace("factories", "bakeries"), "terms"),
        ("French: " + GOOD, "leak"),
        (LOCKED, "language"),
    ],
)
def test_a_wrong_translation_is_never_shown(story: Story, wrong: str, check: str) -> None:
    digest = translated(
        story,
        {
            "Altman et ses puces": TITLE,
            LOCKED: [[wrong], [wrong]],
            DENIAL: [["TSMC has signed a deal on chips with OpenAI, but is wary."], [GOOD_DENIAL]],
        },
    )
    line = digest.summary[0]
    assert line.status == "verbatim"
    assert line.text == line.evidence[0].text
    assert "shown in the original" in line.flags[0]
    assert check in line.flags[0]
    assert digest.withheld[0].sentence == line.evidence[0].sentence
    assert digest.summary[1].text == GOOD_DENIAL, "the next attempt's candidate passes"
