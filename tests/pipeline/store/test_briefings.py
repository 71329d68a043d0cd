"""Briefings are kept once, and the last different one is found again."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pipeline.briefing_records import Briefing
from pipeline.errors import StoreError
from pipeline.store import Store
from pipeline.store.engine import transaction
from tests.pipeline.briefing.makers import brief, page


@pytest.fixture(scope="module")
def pair() -> tuple[Briefing, Briefing]:
    first = page("en", "2024-05-02", "Then", "SoftBank wants to buy chips of Nvidia and Intel.")
    second = page("en", "2024-06-02", "Now", "Oracle wants to buy chips of Broadcom and TSMC.")
    return brief({"a.example/1": first}), brief({"a.example/1": first, "b.example/1": second})


def digests_of(briefing: Briefing) -> list[str]:
    return [source.digest for source in briefing.sources]


def test_the_last_one_of_other_digests_is_found(
    store: Store, pair: tuple[Briefing, Briefing]
) -> None:
    first, second = pair
    for _ in range(2):
        store.put_briefing(first)
        store.put_briefing(second)
    assert store.last_briefing(first.story, "en", []) == second
    assert store.last_briefing(first.story, "en", digests_of(second)) == first
    assert store.last_briefing(first.story, "fr", []) is None
    assert store.last_briefing("another", "en", []) is None


def test_one_that_this_chipwire_cannot_read_is_an_error_that_says_what_to_do(
    store: Store, pair: tuple[Briefing, Briefing]
) -> None:
    store.put_briefing(pair[0])
    with transaction(store._engine, writes=True) as connection:
        connection.execute(text("UPDATE briefings SET briefing_json = '{}'"))
    with pytest.raises(StoreError, match="--previous"):
        store.last_briefing(pair[0].story, "en", [])
