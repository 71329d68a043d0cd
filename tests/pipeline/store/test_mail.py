"""Editions, subscribers and bounces as the store keeps them; deliveries are tested where sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import inspect, text

from pipeline.errors import StoreError
from pipeline.store import (
    Bounce,
    Content,
    Occurrence,
    Outgoing,
    Store,
    Subscriber,
    address_key,
    open_store,
)
from pipeline.store.engine import connect, store_url, transaction
from pipeline.store.schema import REVISION
from tests.pipeline.store.makers import TODAY, Clock, article_of, page_of

GRACE = timedelta(hours=6)
EMPTY = Content("{}", 0)


def morning(due: datetime = TODAY, local: str = "2024-02-09T09:00") -> Occurrence:
    return Occurrence("morning", local, due, due + GRACE)


def letters(*addresses: str) -> list[Outgoing]:
    return [Outgoing(to, f"<{to}>", b"Subject: x\r\n\r\n") for to in addresses]


def test_an_occurrence_is_noted_once_and_frozen_once(store: Store) -> None:
    edition = store.mail.open_edition(morning(), "smtp")
    assert (edition.state, edition.via, edition.expires) == ("due", "smtp", TODAY + GRACE)
    again = store.mail.open_edition(morning(TODAY + timedelta(hours=1)), "outbox")
    assert again == edition  # the clock on the wall is the key: no second one in an autumn night
    assert store.mail.freeze(edition.id, Content('{"a": "é"}', 12), letters("a@x.example"))
    assert not store.mail.freeze(edition.id, EMPTY, letters("b@x.example"))
    assert not store.mail.end_edition(edition.id, "missed", "too late")
    (kept,) = store.mail.editions("morning")
    assert (kept.state, kept.content_json, kept.upto) == ("frozen", '{"a": "é"}', 12)
    assert kept.frozen_at == TODAY
    assert [row.address for row in store.mail.status()] == ["a@x.example"]


def test_of_two_that_freeze_an_occurrence_one_does(url: str, store: Store, clock: Clock) -> None:
    edition = store.mail.open_edition(morning(), "smtp")

    def freeze(number: int) -> bool:
        with open_store(url, clock=clock) as mine:
            messages = letters(*(f"r{n}@x{number}.example" for n in range(5)))
            return mine.mail.freeze(edition.id, Content("{}", number), messages)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(freeze, range(4)))
    assert sorted(done) == [False, False, False, True]
    (kept,) = store.mail.editions()
    assert {row.address for row in store.mail.status()} == {
        f"r{n}@x{kept.upto}.example" for n in range(5)
    }


def test_the_next_edition_goes_on_from_the_last_that_was_frozen(store: Store) -> None:
    assert store.mail.last_frozen("morning") is None
    for day, (state, upto) in enumerate([("frozen", 5), ("frozen", 9), ("skipped", 0)]):
        due = TODAY + timedelta(days=day)
        edition = store.mail.open_edition(morning(due, f"day {day}"), "smtp")
        if state == "frozen":
            store.mail.freeze(edition.id, Content("{}", upto), [])
        else:
            assert store.mail.end_edition(edition.id, "skipped", "nothing new")
    dry = store.mail.open_edition(morning(TODAY + timedelta(days=9), "dry"), "outbox")
    store.mail.freeze(dry.id, Content("{}", 70), [])
    last, last_sent = store.mail.last_frozen("morning"), store.mail.last_frozen("morning", "smtp")
    assert last is not None
    assert last_sent is not None
    assert (last.upto, last_sent.upto) == (70, 9)
    assert [edition.state for edition in store.mail.editions()] == [
        "frozen",
        "skipped",
        "frozen",
        "frozen",
    ]
    assert store.mail.editions("evening") == []


def test_an_occurrence_that_cannot_be_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="ends before it is due"):
        store.mail.open_edition(Occurrence("x", "x", TODAY, TODAY - GRACE), "smtp")
    with pytest.raises(StoreError, match="no edition 99"):
        store.mail.queue(99, letters("a@x.example"))
    edition = store.mail.open_edition(morning(), "smtp")
    with pytest.raises(StoreError, match="not a mail address"):
        store.mail.freeze(edition.id, EMPTY, letters("a@x.example", "nobody"))
    assert store.mail.editions()[0].state == "due"  # all of it, or nothing
    assert store.mail.status() == []


def test_one_address_written_in_two_ways_gets_one_message(store: Store) -> None:
    edition = store.mail.open_edition(morning(), "smtp")
    both = letters("Rene@Bücher.example", "rene@xn--bcher-kva.example", "rene2@bücher.example")
    assert store.mail.queue(edition.id, both) == 2
    assert address_key("RENE\u0301@x.example") == address_key("rené@X.example")


@pytest.mark.parametrize(
    "address", ["", "a", "@x.example", "a@", "a\n@x.example", "a@\u202e", "a@..b"]
)
def test_what_is_no_address_has_no_key(address: str) -> None:
    with pytest.raises(StoreError, match="not a mail address") as caught:
        address_key(address)
    assert "\n" not in str(caught.value)


def test_a_subscriber_is_added_once_and_may_change(store: Store) -> None:
    assert store.subscribers.add(Subscriber("a@x.example", "morning", "fr"))
    assert not store.subscribers.add(Subscriber("A@X.example", "morning", "de", "short"))
    assert store.subscribers.add(Subscriber("a@x.example", "evening"))
    assert store.subscribers.of("morning") == [Subscriber("A@X.example", "morning", "de", "short")]
    assert len(store.subscribers.of()) == 2
    assert store.subscribers.remove("a@X.EXAMPLE", "evening") == 1
    assert store.subscribers.remove("a@x.example") == 1
    assert store.subscribers.remove("a@x.example") == 0


def test_who_unsubscribes_gets_no_more_of_that_edition(store: Store) -> None:
    assert store.subscribers.suspend("a@x.example", "unsubscribed", "morning", "by link")
    assert not store.subscribers.suspend("A@x.example", "unsubscribed", "morning")
    why = store.subscribers.suspended("a@X.example", "morning")
    assert why is not None
    assert (why.reason, why.note, why.since) == ("unsubscribed", "by link", TODAY)
    assert store.subscribers.suspended("a@x.example", "evening") is None
    store.subscribers.add(Subscriber("a@x.example", "morning"))  # an import brings nobody back
    assert store.subscribers.suspended("a@x.example", "morning") is not None
    assert store.subscribers.lift("a@x.example", "morning") == 1
    assert store.subscribers.suspended("a@x.example", "morning") is None


def test_an_address_is_suspended_after_so_many_bounces_each_counted_once(store: Store) -> None:
    for report in ("one", "one", "two"):
        bounce = Bounce("a@x.example", report, "5.1.1", "no such user")
        count = store.subscribers.note_bounce(bounce, 3)
    assert count == 2
    assert store.subscribers.suspensions() == []
    assert store.subscribers.note_bounce(Bounce("a@x.example", "three"), 3) == 3
    (suspension,) = store.subscribers.suspensions()
    assert (suspension.edition, suspension.reason) == (None, "bounced")
    assert store.subscribers.suspended("a@x.example", "morning") == suspension
    assert store.subscribers.lift("a@x.example") == 1
    assert store.subscribers.note_bounce(Bounce("a@x.example", "four"), 3) == 1


def test_a_store_of_the_first_tables_is_upgraded_and_keeps_what_it_has(url: str) -> None:
    from alembic import command
    from alembic.config import Config

    engine = connect(store_url(url), 5)
    with transaction(engine, writes=True) as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "pipeline:store/migrations")
        command.upgrade(config, "0001")
        assert "deliveries" not in inspect(connection).get_table_names()
        connection.execute(
            text(
                "INSERT INTO sources (location, location_sha256, kind)"
                " VALUES ('https://x.example', 'x', 'url')"
            )
        )
    engine.dispose()
    with open_store(url) as store:
        assert [kept.source.location for kept in store.sources()] == ["https://x.example"]
        store.put_article(page_of(), article_of("Des puces."))
        state = store.mail.state()
        assert (len(state.store_id), state.sequence, state.barrier) == (32, 0, None)
        with transaction(store._engine, writes=False) as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISION
    with open_store(url) as again:
        assert again.mail.state() == state
