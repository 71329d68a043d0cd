"""The ledger of the mail: one row for each edition and recipient, with the message as frozen.

A sender claims a row by lease and commits each phase before the step it names. Until ``data``
nothing can have arrived, so a row whose sender died is simply claimed again. Who died in ``data``
may have sent: such a row is settled by a policy, or held for a person. Times are passed in; no
clock is read here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from pipeline.errors import StoreError
from pipeline.store.folding import storable
from pipeline.store.mail_tables import deliveries, editions, mail_state
from pipeline.store.sources import insert_new
from pipeline.store.subscribers import address_key
from pipeline.store.work import LONGEST_LEASE, Terms

Phase = Literal[
    "queued", "connecting", "hello", "starttls", "login", "mail", "rcpt", "data",
    "sent", "failed", "held", "dropped",
]  # fmt: skip
OPEN: tuple[Phase, ...] = ("queued", "connecting", "hello", "starttls", "login", "mail", "rcpt")


class Outgoing(NamedTuple):
    """A finished message for one recipient: bytes with CRLF line ends."""

    address: str
    message_id: str
    message: bytes


class Delivery(NamedTuple):
    """A message that this sender holds. ``claim`` tells its claim from earlier ones."""

    id: int
    edition: str
    local_time: str
    address: str
    message: bytes
    intact: bool  # the bytes are those that were frozen
    attempts: int
    claim: int


class DeliveryState(NamedTuple):
    """Where a delivery stands, and why."""

    id: int
    edition: str
    local_time: str
    address: str
    message_id: str
    phase: Phase
    reason: str | None
    via: str
    attempts: int
    next_attempt: datetime
    data_at: datetime | None  # when the server was about to be given the message
    changed_at: datetime


def queue(connection: Connection, edition: int, messages: Sequence[Outgoing], now: datetime) -> int:
    """Add messages to an occurrence of an edition, one for each address; return how many are new.

    What is there stays as it was frozen, whatever comes later.
    """
    if connection.scalar(select(editions.c.id).filter_by(id=edition)) is None:
        raise StoreError(f"store: there is no edition {edition}")
    rows: list[dict[str, object]] = [
        {
            "edition_id": edition,
            "address": message.address,
            "address_key": address_key(message.address),
            "message_id": message.message_id,
            "message": message.message,
            "message_sha256": hashlib.sha256(message.message).hexdigest(),
            "phase": "queued",
            "next_attempt": now,
            "queued_at": now,
            "changed_at": now,
        }
        for message in messages
    ]
    return insert_new(connection, deliveries, rows)


def free(now: datetime) -> ColumnElement[bool]:
    """No lease counts: none, ended, or written by a clock far ahead."""
    until = deliveries.c.lease_until
    return or_(until.is_(None), until <= now, until > now + LONGEST_LEASE)


def claim(connection: Connection, via: str, terms: Terms) -> Delivery | None:
    """Take the message, due for longest and held by nobody, that goes ``via`` this deliverer.

    Left alone are those of editions too old, or due before the store was restored, unless a
    person released them, and those tried too often.
    """
    barrier = select(mail_state.c.barrier).scalar_subquery()
    in_time = and_(
        editions.c.expires >= terms.now, or_(barrier.is_(None), editions.c.due > barrier)
    )
    first = (
        select(deliveries.c.id)
        .join_from(deliveries, editions)
        .where(
            editions.c.via == via,
            deliveries.c.phase.in_(OPEN),
            deliveries.c.message.is_not(None),
            deliveries.c.next_attempt <= terms.now,
            deliveries.c.attempts < terms.attempts,
            free(terms.now),
            or_(deliveries.c.released, in_time),
        )
        .order_by(deliveries.c.next_attempt, deliveries.c.id)
        .limit(1)
        .with_for_update(of=deliveries, skip_locked=True)  # SQLite's writers take turns anyway
    )
    wanted = connection.scalar(first)  # by its number, or messages would be sorted in full
    if wanted is None:
        return None
    in_full = select(deliveries, editions.c.name, editions.c.local_time)
    row = connection.execute(
        in_full.join_from(deliveries, editions).where(deliveries.c.id == wanted)
    ).one()
    taken = {
        "phase": "connecting",
        "attempts": row.attempts + 1,
        "claims": row.claims + 1,
        "lease_owner": terms.owner,
        "lease_until": terms.now + terms.lease,
        "changed_at": terms.now,
    }
    connection.execute(update(deliveries).filter_by(id=row.id).values(**taken))
    return Delivery(
        row.id,
        row.name,
        row.local_time,
        row.address,
        row.message,
        hashlib.sha256(row.message).hexdigest() == row.message_sha256,
        row.attempts + 1,
        row.claims + 1,
    )


def advance(connection: Connection, delivery: Delivery, phase: Phase, until: datetime) -> bool:
    """Note that a step is about to begin; False when the row is no longer this sender's."""
    still = (claimed(delivery), deliveries.c.phase.in_(OPEN))
    values = {"phase": phase, "lease_until": until}
    return connection.execute(update(deliveries).where(*still).values(**values)).rowcount == 1


def begin_data(
    connection: Connection, delivery: Delivery, now: datetime, until: datetime
) -> int | None:
    """Note that the message is about to be given away; None when it is no longer this sender's.

    Returns the number of this moment, which only grows: the next beginning gets the next one.
    """
    if not advance(connection, delivery, "data", until):
        return None
    connection.execute(update(deliveries).filter_by(id=delivery.id).values(data_at=now))
    following = update(mail_state).values(sequence=mail_state.c.sequence + 1)
    number: int = connection.execute(following.returning(mail_state.c.sequence)).scalar_one()
    return number


class Result(NamedTuple):
    """What an attempt came to; ``next_attempt`` for one that is to be tried again (queued)."""

    phase: Literal["queued", "sent", "failed", "held"]
    reason: str | None
    next_attempt: datetime | None = None


def finish(connection: Connection, delivery: Delivery, result: Result, now: datetime) -> bool:
    """Note what an attempt came to; False, and nothing noted, when somebody has claimed it since.

    A sender that comes back late, when its row is held already, still knows best.
    """
    values: dict[str, object] = {
        "phase": result.phase,
        "reason": None if result.reason is None else storable(result.reason),
        "lease_owner": None,
        "lease_until": None,
        "changed_at": now,
    }
    if result.next_attempt is not None:
        values["next_attempt"] = result.next_attempt
    still = (claimed(delivery), deliveries.c.phase.not_in(("sent", "failed", "dropped")))
    return connection.execute(update(deliveries).where(*still).values(**values)).rowcount == 1


def move(
    connection: Connection, phase: Phase, reason: str, now: datetime, *which: ColumnElement[bool]
) -> int:
    """Move rows to a phase, with the reason, and behind it the one they had before."""
    values = {
        "phase": phase,
        "reason": func.coalesce(reason + "; before: " + deliveries.c.reason, reason),
        "lease_owner": None,
        "lease_until": None,
        "changed_at": now,
    }
    return connection.execute(update(deliveries).where(*which).values(**values)).rowcount


def claimed(delivery: Delivery) -> ColumnElement[bool]:
    """The row that a sender holds, as long as it does."""
    return and_(deliveries.c.id == delivery.id, deliveries.c.claims == delivery.claim)


def address_of(connection: Connection, message_id: str) -> str | None:
    """Return to whom the message with an id was sent; None if it is none of ours."""
    wanted = select(deliveries.c.address).filter_by(message_id=storable(message_id))
    address: str | None = connection.scalar(wanted.limit(1))
    return address


def addressees(connection: Connection) -> list[tuple[str, str]]:
    """Return whom messages were ever made for, with the name of the edition, each once."""
    wanted = select(deliveries.c.address, editions.c.name).join_from(deliveries, editions)
    return [(row.address, row.name) for row in connection.execute(wanted.distinct())]


def list_deliveries(
    connection: Connection, edition: int | None, phases: Sequence[Phase] | None
) -> list[DeliveryState]:
    """Return where deliveries stand, the newest edition first, without their messages."""
    columns = [column for column in deliveries.c if column.name != "message"]
    wanted = (
        select(*columns, editions.c.name, editions.c.local_time, editions.c.via)
        .join_from(deliveries, editions)
        .order_by(editions.c.due.desc(), deliveries.c.id)
    )
    if edition is not None:
        wanted = wanted.where(deliveries.c.edition_id == edition)
    if phases is not None:
        wanted = wanted.where(deliveries.c.phase.in_(phases))
    return [
        DeliveryState(
            row.id,
            row.name,
            row.local_time,
            row.address,
            row.message_id,
            cast(Phase, row.phase),
            row.reason,
            row.via,
            row.attempts,
            row.next_attempt,
            row.data_at,
            row.changed_at,
        )
        for row in connection.execute(wanted)
    ]
