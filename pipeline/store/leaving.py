"""Readers who leave after a message was made for them: it is dropped until a server is given it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from pipeline.store.deliveries import OPEN, Delivery, claimed, free, move
from pipeline.store.mail_tables import deliveries, editions, suspensions
from pipeline.store.subscribers import EVERY, Reason, address_key


def drop_left(connection: Connection, now: datetime) -> int:
    """Drop the messages that nobody works on of all readers who left; return how many."""
    return _drop(connection, now, free(now))


def drop_for(connection: Connection, address: str, now: datetime) -> int:
    """Do so for one reader, in the transaction in which he leaves.

    A sender that begins DATA meanwhile waits, and then finds that he left.
    """
    mine = deliveries.c.address_key == address_key(address)
    _lock(connection, mine)
    return _drop(connection, now, mine, free(now))


def drop_now(connection: Connection, delivery: Delivery, now: datetime) -> bool:
    """Drop the message that a sender holds, if its reader has left; say whether."""
    _lock(connection, claimed(delivery))
    return _drop(connection, now, claimed(delivery)) > 0


def _lock(connection: Connection, which: ColumnElement[bool]) -> None:
    """Keep others from changing rows until this transaction ends; SQLite's writers take turns."""
    waiting = select(deliveries.c.id).where(which, deliveries.c.phase.in_(OPEN))
    connection.execute(waiting.order_by(deliveries.c.id).with_for_update())


def _drop(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> int:
    waiting = (deliveries.c.phase.in_(OPEN), *which)
    reasons: tuple[Reason, ...] = ("unsubscribed", "bounced")
    return sum(move(connection, "dropped", why, now, *waiting, _left(why)) for why in reasons)


def _left(why: Reason) -> ColumnElement[bool]:
    """A delivery whose reader gets no more of its edition.

    Trials, whose names have a stroke, go to whom they name; one who bounces still gets what a
    person released.
    """
    named = editions.alias()
    found = exists().where(
        suspensions.c.address_key == deliveries.c.address_key,
        suspensions.c.reason == why,
        named.c.id == deliveries.c.edition_id,
        ~named.c.name.contains("/"),
        or_(suspensions.c.edition == EVERY, suspensions.c.edition == named.c.name),
    )
    return found if why == "unsubscribed" else and_(found, ~deliveries.c.released)
