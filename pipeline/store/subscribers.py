"""Who gets which edition, and who gets none any more."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Literal, NamedTuple, cast

from sqlalchemy import Connection, Row, delete, func, select

from pipeline.errors import StoreError
from pipeline.store.folding import storable
from pipeline.store.mail_tables import bounces, subscribers, suspensions
from pipeline.store.sources import insert_new

Reason = Literal["unsubscribed", "bounced"]
EVERY = ""  # the edition of a suspension that holds for all


class Subscriber(NamedTuple):
    """A reader of one edition; None is what the edition says."""

    address: str
    edition: str
    language: str | None = None
    length: str | None = None
    story: str | None = None


class Suspension(NamedTuple):
    """An address that gets no mail; ``edition`` None holds for all."""

    address: str
    edition: str | None
    reason: Reason
    note: str | None
    since: datetime


def address_key(address: str) -> str:
    """Return what two ways to write one address have in common: case, Unicode form, IDN.

    Raises ``StoreError`` for what is no address at all.
    """
    import idna

    local, at, domain = unicodedata.normalize("NFC", address).rpartition("@")
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as exc:
        raise StoreError(f"store: not a mail address: {storable(address)}") from exc
    if not (local and at) or not address.isprintable():
        raise StoreError(f"store: not a mail address: {storable(address)}")
    return f"{local.lower()}@{ascii_domain.lower()}"


def add(connection: Connection, subscriber: Subscriber, now: datetime) -> bool:
    """Add a subscriber, once for each edition; one that is there takes the new wishes.

    Returns whether the subscriber is new. A suspension stays: a person lifts it.
    """
    wishes = subscriber._asdict()
    key = address_key(subscriber.address)
    row: dict[str, object] = {**wishes, "address_key": key, "added": now}
    if insert_new(connection, subscribers, [row]):
        return True
    statement = subscribers.update().filter_by(address_key=key, edition=subscriber.edition)
    connection.execute(statement.values(**wishes))
    return False


def remove(connection: Connection, address: str, edition: str | None) -> int:
    """Remove a subscriber from an edition, or from all; return from how many."""
    statement = delete(subscribers).filter_by(address_key=address_key(address))
    if edition is not None:
        statement = statement.filter_by(edition=edition)
    return connection.execute(statement).rowcount


def list_subscribers(connection: Connection, edition: str | None) -> list[Subscriber]:
    """Return the subscribers of an edition, or all, by edition and address."""
    wanted = select(subscribers).order_by(subscribers.c.edition, subscribers.c.address_key)
    if edition is not None:
        wanted = wanted.filter_by(edition=edition)
    return [
        Subscriber(row.address, row.edition, row.language, row.length, row.story)
        for row in connection.execute(wanted)
    ]


def suspend(connection: Connection, suspension: Suspension) -> bool:
    """Send an address no more mail; False if that was so already."""
    row: dict[str, object] = {
        "address": suspension.address,
        "address_key": address_key(suspension.address),
        "edition": suspension.edition or EVERY,
        "reason": suspension.reason,
        "note": None if suspension.note is None else storable(suspension.note),
        "since": suspension.since,
    }
    return insert_new(connection, suspensions, [row]) == 1


def lift(connection: Connection, address: str, edition: str | None) -> int:
    """End the suspensions of an address, of one edition or all, and forget its bounces."""
    key = address_key(address)
    statement = delete(suspensions).filter_by(address_key=key)
    if edition is not None:
        statement = statement.filter_by(edition=edition)
    connection.execute(delete(bounces).filter_by(address_key=key))
    return connection.execute(statement).rowcount


def list_suspensions(connection: Connection) -> list[Suspension]:
    """Return all suspensions, the oldest first."""
    wanted = select(suspensions).order_by(suspensions.c.since, suspensions.c.id)
    return [_suspension(row) for row in connection.execute(wanted)]


def suspended(connection: Connection, address: str, edition: str) -> Suspension | None:
    """Return why an address gets no mail of an edition, if it gets none."""
    wanted = select(suspensions).where(
        suspensions.c.address_key == address_key(address),
        suspensions.c.edition.in_((EVERY, edition)),
    )
    row = connection.execute(wanted.order_by(suspensions.c.id).limit(1)).one_or_none()
    return None if row is None else _suspension(row)


class Bounce(NamedTuple):
    """A report that an address does not work; ``report`` tells it from all others."""

    address: str
    report: str
    status: str | None = None
    diagnostic: str | None = None


def note_bounce(connection: Connection, bounce: Bounce, limit: int, now: datetime) -> int:
    """Count a report once, and suspend an address that has ``limit``; return how many it has."""
    key = address_key(bounce.address)
    row: dict[str, object] = {
        "address_key": key,
        "report": storable(bounce.report),
        "status": None if bounce.status is None else storable(bounce.status),
        "diagnostic": None if bounce.diagnostic is None else storable(bounce.diagnostic),
        "noted_at": now,
    }
    insert_new(connection, bounces, [row])
    counted = select(func.count()).select_from(bounces).where(bounces.c.address_key == key)
    count: int = connection.execute(counted).scalar_one()
    if count >= limit:
        note = f"{count} bounces; the last: {bounce.diagnostic or bounce.status or 'no reason'}"
        suspend(connection, Suspension(bounce.address, None, "bounced", note, now))
    return count


def _suspension(row: Row[tuple[object, ...]]) -> Suspension:
    edition = None if row.edition == EVERY else row.edition
    return Suspension(row.address, edition, cast(Reason, row.reason), row.note, row.since)
