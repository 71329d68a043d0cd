"""A briefing as a whole: every line proved, the same whatever the order, cut to length."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.briefing import make_briefing
from pipeline.briefing.reading import source_id
from pipeline.briefing_records import Briefing
from pipeline.records import Article, Digest, Facts, Failure
from pipeline.render.briefing_words import answers
from pipeline.render.phrases import load_phrases
from tests.pipeline.briefing.makers import brief, digests, page, sample_digests, story


@pytest.fixture(scope="module")
def whole() -> Briefing:
    return make_briefing(sample_digests(), story(), length="long")


def proofs(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every proof in the JSON of a briefing."""
    if isinstance(value, dict):
        if {"source", "sentence", "start", "end", "text"} <= value.keys():
            yield value
        for part in value.values():
            yield from proofs(part)
    elif isinstance(value, list):
        for part in value:
            yield from proofs(part)


def test_every_proof_is_in_its_article_where_it_says(whole: Briefing) -> None:
    texts = {source_id(digest): digest.article.text for digest in sample_digests()}
    found = list(proofs(whole.model_dump(mode="json")))
    assert len(found) > 300
    for proof in found:
        assert texts[proof["source"]][proof["start"] : proof["end"]] == proof["text"]


def test_every_source_is_in_one_cluster(whole: Briefing) -> None:
    told = [source for cluster in whole.clusters for source in cluster.sources]
    assert sorted(told) == sorted(source.id for source in whole.sources)


def test_articles_of_one_day_on_one_event_in_three_languages_are_together(whole: Briefing) -> None:
    places = {source.id: source.location.rsplit("/", 1)[-1] for source in whole.sources}
    first = {places[source] for source in whole.clusters[0].sources}
    assert {
        "altman-gulf-money.html",
        "altman-sept-billions.html",
        "altman-chipfabriken.html",
    } <= first


def test_the_lead_says_what_happened(whole: Briefing) -> None:
    lead = whole.clusters[0].lead.proofs[0].text
    assert "Altman" in lead or "OpenAI" in lead


def test_the_order_of_the_digests_does_not_matter(whole: Briefing) -> None:
    assert make_briefing(reversed(sample_digests()), story(), length="long") == whole


def test_of_one_article_the_newest_digest_is_told(whole: Briefing) -> None:
    first = sample_digests()[0]
    old = first.model_copy(
        update={
            "id": "0" * 12,
            "source": first.source.model_copy(
                update={"fetched_at": first.source.fetched_at.replace(year=2000)}
            ),
        }
    )
    assert make_briefing([old, *sample_digests()], story(), length="long") == whole


def test_a_short_briefing_says_less_and_how_much_it_leaves_out(whole: Briefing) -> None:
    short = make_briefing(sample_digests(), story(), length="short")
    assert len(short.clusters) == 4
    assert all(len(cluster.lines) <= 1 for cluster in short.clusters)
    assert len(short.timeline) == 6
    assert short.left_out["timeline"] == len(whole.timeline) - 6
    assert short.facts == whole.facts
    assert [event.when for event in short.timeline] == sorted(e.when for e in short.timeline)


def test_the_json_of_a_briefing_makes_the_briefing_again(whole: Briefing) -> None:
    assert Briefing.model_validate_json(whole.model_dump_json()) == whole
    schema = json.dumps(Briefing.model_json_schema())
    assert "schema_version" in schema


def test_it_says_how_many_sources_answered() -> None:
    first, *others = sample_digests()
    walled = first.model_copy(
        update={"article": first.article.model_copy(update={"input_state": "paywalled"})}
    )
    failure = Failure(source="https://gone.example", stage="fetch", error="no such host")
    made = make_briefing([walled, *others[:7]], story(), failures=[failure])
    assert answers(made, load_phrases("en")) == "7 of 9 sources answered, 1 paywalled, 1 failed"


def test_nothing_makes_an_empty_briefing() -> None:
    made = make_briefing([], story())
    assert (made.sources, made.clusters, made.since) == ([], [], None)
    assert answers(made, load_phrases("en")) == "0 of 0 sources answered"


def bare(text: str, title: str | None, published: str | None, language: str | None) -> Digest:
    article = Article(
        title=title,
        published=published,
        language=language,
        paragraphs_used=1,
        paragraphs_total=1,
        text=text,
    )
    empty = {"headline": None, "summary": [], "facts": Facts(), "article": article}
    return sample_digests()[0].model_copy(update=empty)


@settings(max_examples=15, deadline=None)
@given(
    text=st.text(max_size=200),
    title=st.none() | st.text(max_size=40),
    published=st.none() | st.text(max_size=12),
    language=st.sampled_from([None, "fr", "ja", "xx"]),
)
def test_no_article_stops_a_briefing(
    text: str, title: str | None, published: str | None, language: str | None
) -> None:
    made = make_briefing([bare(text, title, published, language)], story())
    assert len(made.sources) == 1


def test_a_translated_statement_is_shown_in_the_language_of_the_digest() -> None:
    pages = {
        "a.example/1": page(
            "fr",
            "2024-02-09",
            "Intel à Magdebourg",
            "Intel va construire à Magdebourg une usine de puces de 30 milliards d'euros.",
        ),
        "b.example/1": page(
            "de",
            "2024-02-09",
            "Intel in Magdeburg",
            "Intel baut in Magdeburg eine Fabrik für Chips, sie kostet 30 Milliarden Euro.",
        ),
    }
    french, german = digests(pages)
    translated = {"text": "Intel builds a plant for €30 billion.", "status": "translated"}
    lines = [
        line.model_copy(update=translated) if "Intel" in line.text else line
        for line in german.summary
    ]
    made = make_briefing([french, german.model_copy(update={"summary": lines})], story())
    lead = made.clusters[0].lead
    assert (lead.text, lead.status) == ("Intel builds a plant for €30 billion.", "translated")
    assert {proof.text.split()[0] for proof in lead.proofs} == {"Intel"}
    assert len(lead.proofs) == 2


def test_an_article_without_a_day_is_briefed_and_said_to_be_undated() -> None:
    made = brief({"a.example/1": page("en", None, "Chips", "Nvidia sells chips to Intel now.")})
    assert (made.since, made.clusters[0].first) == (None, None)
