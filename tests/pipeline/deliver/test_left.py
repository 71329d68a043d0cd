"""Readers who leave after their message was made, and before it was given away, do not get it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pipeline.config import MailSettings
from pipeline.deliver import Smtp, deliver
from pipeline.errors import StoreError
from pipeline.store import Store
from tests.pipeline.deliver.mail_server import MailServer
from tests.pipeline.deliver.makers import frozen, readers
from tests.pipeline.store.makers import Clock

Settings = Callable[..., MailSettings]
STAYS, LEAVES = readers(2)


def send(store: Store, settings: MailSettings) -> None:
    deliver(store.mail, Smtp(settings), settings)


def ledger(store: Store) -> dict[str, tuple[str, str | None]]:
    return {row.address: (row.phase, row.reason) for row in store.mail.status()}


def test_who_leaves_an_edition_that_waits_is_dropped_at_once(
    each: Store, server: MailServer, settings_for: Settings
) -> None:
    frozen(each, [STAYS, LEAVES])
    each.subscribers.suspend(LEAVES.upper(), "unsubscribed", "morning")
    assert ledger(each)[LEAVES] == ("dropped", "unsubscribed")
    asked: list[str] = []
    server.watch = lambda step, address: asked.append(address) if step == "RCPT" else None
    send(each, settings_for(server.port))
    assert asked == server.received() == [STAYS]
    assert each.mail.editions()[0].state == "sent"
    (row,) = each.mail.status(phases=["dropped"])
    with pytest.raises(StoreError, match="nothing to resolve"):
        each.mail.resolve(row.id, "resend")


@pytest.mark.parametrize(("step", "gets_it"), [("MAIL", False), ("RCPT", False), ("DATA", True)])
def test_who_leaves_while_it_is_sent_is_dropped_until_the_server_has_it(
    each: Store, server: MailServer, settings_for: Settings, step: str, *, gets_it: bool
) -> None:
    frozen(each, [LEAVES, STAYS])

    def leave(at: str, _address: str) -> None:
        if at == step:
            each.subscribers.suspend(LEAVES, "unsubscribed", "morning")

    server.watch = leave
    send(each, settings_for(server.port))
    assert server.received() == ([LEAVES, STAYS] if gets_it else [STAYS])
    assert server.connections == 1
    assert ledger(each)[LEAVES][0] == ("sent" if gets_it else "dropped")
    assert ledger(each)[STAYS][0] == "sent"


def test_a_message_that_was_made_just_after_a_reader_left_is_dropped(
    each: Store, server: MailServer, settings_for: Settings
) -> None:
    each.subscribers.suspend(LEAVES, "unsubscribed", "morning")
    frozen(each, [LEAVES, STAYS])
    send(each, settings_for(server.port))
    assert server.received() == [STAYS]
    assert ledger(each)[LEAVES] == ("dropped", "unsubscribed")


def test_only_messages_of_what_was_left_are_dropped(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    for name in ("morning", "evening", "morning/trial"):
        frozen(each, [LEAVES], name=name)
        clock.move(minutes=1)
    each.subscribers.suspend(LEAVES, "unsubscribed", "morning")
    send(each, settings_for(server.port))
    found = {row.edition: row.phase for row in each.mail.status()}
    assert found == {"morning": "dropped", "evening": "sent", "morning/trial": "sent"}


def test_a_word_to_send_again_counts_against_bounces_and_not_against_the_reader(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    settings = settings_for(server.port)
    server.faults["RCPT"] = ["450 later"] * 2
    frozen(each, [STAYS, LEAVES])
    send(each, settings)
    each.subscribers.suspend(STAYS, "bounced")
    each.subscribers.suspend(LEAVES, "unsubscribed", "morning")
    assert ledger(each)[STAYS] == ("dropped", "bounced; before: RCPT TO: 450 later")
    server.faults["RCPT"] = ["550 no"] * 2
    frozen_again = frozen(each, [STAYS, LEAVES], name="evening")
    each.subscribers.lift(STAYS)
    send(each, settings)
    each.subscribers.suspend(STAYS, "bounced")
    each.subscribers.suspend(LEAVES, "unsubscribed", "evening")
    for row in each.mail.status(frozen_again.id):
        each.mail.resolve(row.id, "resend")
    clock.move(minutes=2)
    send(each, settings)
    assert {row.address: row.phase for row in each.mail.status(frozen_again.id)} == {
        STAYS: "sent",
        LEAVES: "dropped",
    }


def test_a_sender_that_died_before_the_data_leaves_nothing_for_who_left(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    frozen(each, [LEAVES])
    taken = each.mail.claim("smtp", "dead", timedelta(minutes=2), 12)
    assert taken is not None
    assert each.mail.advance(taken, "rcpt", timedelta(minutes=2))
    each.subscribers.suspend(LEAVES, "unsubscribed", "morning")
    assert ledger(each)[LEAVES][0] == "rcpt"  # a sender may hold it
    clock.move(minutes=3)
    send(each, settings_for(server.port))
    assert ledger(each)[LEAVES] == ("dropped", "unsubscribed")
    assert server.letters == []
