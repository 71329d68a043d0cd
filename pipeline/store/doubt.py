"""Deliveries that do not go on by themselves: in doubt, too old, restored, tried too often."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, func, select, update

from pipeline.errors import StoreError
from pipeline.store.deliveries import OPEN, free, move
from pipeline.store.leaving import drop_left
from pipeline.store.mail_tables import deliveries, editions, mail_state

Policy = Literal["hold", "resend", "delivered"]
Word = Literal["resend", "delivered"]

_IN_DOUBT = "the sender stopped while the server had the message: it may have arrived"
_TAKEN = "the sender stopped while the server had the message: taken as delivered by policy"
_AGAIN = "the sender stopped while the server had the message: sent again by policy"
_OLD = "too late: the grace of its edition ended before it could be sent"
_TIRED = "given up: tried too often"
_RESTORED = (
    "this store has sent mail that this machine knows nothing of, or the other way round: restored"
    " from a backup, or moved; it may have been sent"
)


class MailState(NamedTuple):
    """Who the store is, the number of the last message that was given away, and the barrier."""

    store_id: str
    sequence: int
    barrier: datetime | None  # editions due until then are sent only by a person's word


def mail_state_of(connection: Connection) -> MailState:
    """Return the store's own state of the mail."""
    row = connection.execute(select(mail_state)).one()
    return MailState(row.store_id, row.sequence, row.barrier)


def put_barrier(connection: Connection, sequence: int, now: datetime) -> None:
    """Send nothing that is due until ``now`` by itself; go on from the higher number."""
    higher = func.greatest if connection.dialect.name == "postgresql" else func.max
    values = {"barrier": now, "sequence": higher(mail_state.c.sequence, sequence)}
    connection.execute(update(mail_state).values(**values))


def settle(connection: Connection, policy: Policy, attempts: int, now: datetime) -> int:
    """Settle what nobody works on and what cannot go on; return how many rows changed.

    Those in ``data``, which may have arrived, go by the policy. The others had not been given to
    a server: they fail when their edition is too old or they were tried ``attempts`` times, and
    are held when the edition was due before the store was restored, and are dropped when their
    reader has left.
    """
    changed = drop_left(connection, now)
    changed += _settle_doubtful(connection, policy, attempts, now)
    waiting = (deliveries.c.phase.in_(OPEN), free(now))
    unreleased = (*waiting, ~deliveries.c.released)
    old = select(editions.c.id).where(editions.c.expires < now)
    changed += move(connection, "failed", _OLD, now, *unreleased, deliveries.c.edition_id.in_(old))
    barrier = select(mail_state.c.barrier).scalar_subquery()
    behind = select(editions.c.id).where(editions.c.due <= barrier)
    behind_it = deliveries.c.edition_id.in_(behind)
    changed += move(connection, "held", _RESTORED, now, *unreleased, behind_it)
    tired = deliveries.c.attempts >= attempts
    return changed + move(connection, "failed", _TIRED, now, *waiting, tired)


def _settle_doubtful(connection: Connection, policy: Policy, attempts: int, now: datetime) -> int:
    doubtful = (deliveries.c.phase == "data", free(now))
    if policy == "delivered":
        return move(connection, "sent", _TAKEN, now, *doubtful)
    again = 0
    if policy == "resend":
        fresh = deliveries.c.attempts < attempts
        again = move(connection, "queued", _AGAIN, now, *doubtful, fresh)
    return again + move(connection, "held", _IN_DOUBT, now, *doubtful)


def resolve(connection: Connection, delivery: int, word: Word, now: datetime) -> None:
    """Settle a row by a person's word: send it (again), or take it as delivered.

    Held rows can be settled either way, failed ones be sent again, however old. Raises
    ``StoreError`` for others.
    """
    row = connection.execute(select(deliveries).filter_by(id=delivery).with_for_update())
    found = row.one_or_none()
    if found is None:
        raise StoreError(f"store: there is no delivery {delivery}")
    allowed = {"held", "failed"} if word == "resend" else {"held"}
    if found.phase not in allowed:
        raise StoreError(f"store: delivery {delivery} is {found.phase}; nothing to resolve")
    if word == "resend" and found.message is None:
        raise StoreError(f"store: the message of delivery {delivery} was pruned; send a new one")
    values: dict[str, object] = {"claims": found.claims + 1, "changed_at": now}
    if word == "delivered":
        values |= {"phase": "sent", "reason": "taken as delivered by hand"}
    else:
        values |= {
            "phase": "queued",
            "reason": "sent again by hand",
            "released": True,
            "attempts": 0,
            "next_attempt": now,
        }
    connection.execute(update(deliveries).filter_by(id=delivery).values(**values))


def forget_messages(connection: Connection, before: datetime) -> int:
    """Drop the bytes of messages that were sent or failed before; the rows stay for ever."""
    over = (deliveries.c.phase.in_(("sent", "failed", "dropped")), deliveries.c.changed_at < before)
    kept = deliveries.c.message.is_not(None)
    return connection.execute(update(deliveries).where(*over, kept).values(message=None)).rowcount
