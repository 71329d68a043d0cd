"""Articles, their versions and their digests: nothing twice, nothing overwritten."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pipeline.errors import StoreError
from pipeline.records import Source
from pipeline.store import FetchState, Store, answer_key, digest_key, open_store
from tests.pipeline.store.makers import TODAY, article_of, digest_of, page_of

Rows = Callable[[Store], dict[str, int]]
FIRST = article_of("Le projet coûterait 7 milliards.\nOpenAI cherche des fonds.")
LATER = article_of("Le projet coûterait 7 000 milliards.\nOpenAI cherche des fonds.")


def test_the_same_twice_makes_no_new_row(store: Store, rows: Rows) -> None:
    def everything() -> None:
        store.put_source(Source(location="https://news.example/feed", kind="url"))
        version = store.put_article(page_of(), FIRST)
        store.put_digest(version.id, digest_of(FIRST))
        store.remember({answer_key("Le projet", "r1", "p1", "fr", "en"): "The project"})
        run = store.work.begin_run("c" * 64, "today")
        store.work.add_items(run, [Source(location="https://news.example/chips", kind="url")])

    everything()
    once = rows(store)
    everything()
    assert rows(store) == once
    assert once["versions"] == once["digests"] == once["answers"] == once["items"] == 1
    assert once["facts"] == 5  # one of each kind


def test_a_changed_article_is_a_second_version_and_a_correction(store: Store) -> None:
    first = store.put_article(page_of(), FIRST)
    second = store.put_article(page_of(at=TODAY + timedelta(hours=2)), LATER)
    assert (first.change, first.number) == ("new", 1)
    assert (second.change, second.number) == ("changed", 2)
    assert store.article(first.id) == FIRST
    assert store.article(second.id) == LATER
    (correction,) = store.corrections(second.article_id)
    assert (correction.from_number, correction.to_number) == (1, 2)
    assert correction.removed == ["Le projet coûterait 7 milliards."]
    assert correction.added == ["Le projet coûterait 7 000 milliards."]
    assert correction.noted_at == TODAY + timedelta(hours=2)


def test_a_change_taken_back_is_a_third_version(store: Store) -> None:
    numbers = [store.put_article(page_of(), text).number for text in (FIRST, LATER, LATER, FIRST)]
    assert numbers == [1, 2, 2, 3]


def test_a_changed_title_is_a_change(store: Store) -> None:
    store.put_article(page_of(), FIRST)
    assert store.put_article(page_of(), article_of(FIRST.text, "Autre")).change == "changed"


def test_a_fragment_is_no_other_article(store: Store) -> None:
    there = store.put_article(page_of("https://news.example/chips"), FIRST)
    again = store.put_article(page_of("https://news.example/chips#comments"), FIRST)
    assert (again.id, again.change) == (there.id, "unchanged")


def test_the_address_that_a_page_calls_its_own_is_its_name_on_the_same_site(store: Store) -> None:
    own = FIRST.model_copy(update={"canonical_url": "https://news.example/chips"})
    there = store.put_article(page_of("https://news.example/chips?print=1"), own)
    again = store.put_article(page_of("https://news.example/chips"), FIRST)
    assert (again.article_id, again.change) == (there.article_id, "unchanged")
    other = store.put_article(page_of("https://copy.example/chips"), own)
    assert other.article_id != there.article_id


def test_texts_from_standard_input_are_told_apart(store: Store) -> None:
    page = page_of().model_copy(
        update={"source": Source(location="-", kind="stdin"), "final_url": None}
    )
    changes = [store.put_article(page, text).change for text in (FIRST, LATER, FIRST)]
    assert changes == ["new", "new", "unchanged"]


def test_a_digest_comes_back_as_it_was(store: Store) -> None:
    version = store.put_article(page_of(), FIRST).id
    digest = digest_of(FIRST)
    key = digest_key(digest.provenance.config_sha256, digest.provenance.chipwire)
    assert store.digest_for(version, key) is None
    store.put_digest(version, digest)
    found = store.digest_for(version, key)
    assert found is not None
    assert found.digest == digest
    assert found.json == digest.model_dump_json()
    assert store.get(digest.id) == found
    assert store.get("no such id") is None


def test_another_configuration_is_another_digest(store: Store, rows: Rows) -> None:
    version = store.put_article(page_of(), FIRST).id
    store.put_digest(version, digest_of(FIRST, config="a" * 64))
    store.put_digest(version, digest_of(FIRST, config="b" * 64))
    assert rows(store)["digests"] == 2
    assert rows(store)["facts"] == 5  # they are of the text, not of the configuration


def test_a_digest_of_another_text_is_refused(store: Store) -> None:
    version = store.put_article(page_of(), FIRST).id
    with pytest.raises(StoreError, match="is not of version"):
        store.put_digest(version, digest_of(LATER))
    with pytest.raises(StoreError, match="no version 99"):
        store.put_digest(99, digest_of(LATER))


def test_the_first_answer_stays(store: Store) -> None:
    key, other = (answer_key("Le projet", r, "p1", "fr", "en") for r in ("r1", "r2"))
    assert store.remember({key: "The project"}) == 1
    assert store.remember({key: "A project", other: "Project \x00 \ud800"}) == 1
    assert store.cached([key, other, key, "unknown"]) == {
        key: "The project",
        other: "Project \x00 \ud800",
    }
    assert store.cached(str(number) for number in range(2000)) == {}


def test_sources_keep_what_the_last_fetch_left(store: Store) -> None:
    feed = Source(location="https://news.example/feed?" + "x" * 5000, kind="url")
    other = Source(location="https://other.example/feed", kind="url")
    state = FetchState('W/"1"', "Fri, 09 Feb 2024 08:00:00 GMT", "304", 0, TODAY)
    store.put_source(feed, state)
    store.put_source(other)
    store.put_source(feed)  # forgets nothing
    first, second = store.sources()
    assert (first.source, first.state) == (feed, state)
    assert second.state == FetchState()
    assert [s.source for s in store.sources(due=TODAY - timedelta(seconds=1))] == [other]
    assert len(store.sources(due=TODAY)) == 2


def test_a_clock_that_jumps_back_loses_no_version(store: Store) -> None:
    store.put_article(page_of(), FIRST)
    earlier = store.put_article(page_of(at=TODAY - timedelta(days=400)), LATER)
    assert earlier.number == 2
    again = store.put_article(page_of(at=TODAY - timedelta(days=300)), LATER)
    assert (again.id, again.change) == (earlier.id, "unchanged")


def test_writers_of_the_same_rows_in_any_order_do_not_block_each_other(
    url: str, store: Store, rows: Rows
) -> None:
    def work(seed: int) -> None:
        order = random.Random(seed)
        numbers = list(range(12))
        with open_store(url) as mine:
            for name in (f"run {seed}", "today", "today"):
                order.shuffle(numbers)
                places = [f"https://news.example/{number}" for number in numbers]
                run = mine.work.begin_run("c" * 64, name)
                mine.work.add_items(run, [Source(location=place, kind="url") for place in places])
                mine.remember(dict.fromkeys(places, "answer"))
                for place in places:
                    version = mine.put_article(page_of(place), FIRST)
                    mine.put_digest(version.id, digest_of(FIRST))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))  # raises what went wrong
    made = rows(store)
    assert made["versions"] == made["digests"] == made["answers"] == 12
    assert made["items"] == 5 * 12


def test_eight_writers_of_one_article_make_one_version(url: str, store: Store, rows: Rows) -> None:
    results: list[str] = []

    def put() -> None:
        with open_store(url) as mine:
            results.append(mine.put_article(page_of(), FIRST).change)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["new"] + ["unchanged"] * 7
    assert rows(store)["versions"] == rows(store)["sources"] == 1
