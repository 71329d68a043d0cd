"""Occurrences of editions: due, then frozen with their messages and sent, or missed, or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, cast

from sqlalchemy import Connection, Row, exists, select, update

from pipeline.errors import StoreError
from pipeline.store.deliveries import OPEN, Outgoing, queue
from pipeline.store.folding import storable
from pipeline.store.mail_tables import deliveries, editions
from pipeline.store.news import Told, note_told
from pipeline.store.sources import insert_new

Via = Literal["smtp", "outbox"]
EditionState = Literal["due", "frozen", "sent", "missed", "skipped"]


class StoredEdition(NamedTuple):
    """One occurrence of an edition, and where it stands."""

    id: int
    name: str
    local_time: str
    via: Via
    due: datetime
    expires: datetime  # it is never sent by itself after this
    state: EditionState
    note: str | None
    content_json: str | None  # what was frozen
    upto: int | None  # the number of the last digest that was looked at
    frozen_at: datetime | None


class Occurrence(NamedTuple):
    """When an edition is due. ``local_time`` is the clock on the wall, in its own zone."""

    name: str
    local_time: str  # 2026-10-25T07:00
    due: datetime
    expires: datetime  # it is never sent by itself after this


def open_edition(connection: Connection, occurrence: Occurrence, via: Via) -> StoredEdition:
    """Note an occurrence once, and return it; one that is there stays as it is.

    ``via`` says how it is delivered; what was a dry run stays one.
    """
    if occurrence.expires < occurrence.due:
        raise StoreError(f"store: edition {occurrence.name} ends before it is due")
    row: dict[str, object] = {**occurrence._asdict(), "via": via, "state": "due"}
    insert_new(connection, editions, [row])
    key = {"name": occurrence.name, "local_time": occurrence.local_time}
    return _edition(connection.execute(select(editions).filter_by(**key)).one())


def list_editions(connection: Connection, name: str | None, limit: int) -> list[StoredEdition]:
    """Return the newest occurrences, the newest first."""
    wanted = select(editions).order_by(editions.c.due.desc(), editions.c.id.desc()).limit(limit)
    if name is not None:
        wanted = wanted.filter_by(name=name)
    return [_edition(row) for row in connection.execute(wanted)]


def due_editions(connection: Connection, name: str, now: datetime) -> list[StoredEdition]:
    """Return the occurrences of an edition that are due and not dealt with, the oldest first."""
    wanted = select(editions).where(
        editions.c.name == name, editions.c.state == "due", editions.c.due <= now
    )
    return [_edition(row) for row in connection.execute(wanted.order_by(editions.c.due))]


def last_due(connection: Connection, name: str, now: datetime) -> datetime | None:
    """Return when the newest occurrence of an edition was due; those of the future do not count."""
    wanted = select(editions.c.due).where(editions.c.name == name, editions.c.due <= now)
    return connection.scalar(wanted.order_by(editions.c.due.desc()).limit(1))


def first_due(connection: Connection, name: str, via: Via) -> datetime | None:
    """Return when the first occurrence of an edition was due, sent or not."""
    wanted = select(editions.c.due).filter_by(name=name, via=via).order_by(editions.c.due)
    return connection.scalar(wanted.limit(1))


def edition_of(connection: Connection, edition: int) -> StoredEdition:
    """Return one occurrence; raises ``StoreError`` where there is none."""
    row = connection.execute(select(editions).filter_by(id=edition)).one_or_none()
    if row is None:
        raise StoreError(f"store: there is no edition {edition}")
    return _edition(row)


def last_frozen(connection: Connection, name: str, via: Via | None) -> StoredEdition | None:
    """Return the newest occurrence that has a content, for the next one to go on from."""
    wanted = select(editions).where(
        editions.c.name == name, editions.c.state.in_(("frozen", "sent"))
    )
    if via is not None:
        wanted = wanted.where(editions.c.via == via)
    newest = wanted.order_by(editions.c.due.desc(), editions.c.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return None if row is None else _edition(row)


class Content(NamedTuple):
    """What an occurrence says: JSON of any kind, and the last digest that was looked at."""

    json: str
    upto: int
    told: tuple[Told, ...] = ()  # the digests that it looked at


def freeze(
    connection: Connection,
    edition: int,
    content: Content,
    messages: Sequence[Outgoing],
    now: datetime,
) -> bool:
    """Keep what an occurrence says and queue its messages; False, and nothing, if it is not due.

    Of two that freeze one occurrence, the first does it.
    """
    values = {
        "state": "frozen",
        "content_json": content.json,
        "upto": content.upto,
        "frozen_at": now,
    }
    if not _leave_due(connection, edition, values):
        return False
    note_told(connection, edition, content.told)
    queue(connection, edition, messages, now)
    return True


def end_edition(connection: Connection, edition: int, state: EditionState, note: str) -> bool:
    """Note that an occurrence was missed or skipped, and why; False if it is no longer due."""
    if state not in {"missed", "skipped"}:
        raise StoreError(f"store: an edition does not end as {state}")
    return _leave_due(connection, edition, {"state": state, "note": storable(note)})


def _leave_due(connection: Connection, edition: int, values: dict[str, object]) -> bool:
    statement = update(editions).filter_by(id=edition, state="due").values(**values)
    return connection.execute(statement).rowcount == 1


def close_editions(connection: Connection) -> int:
    """Note as sent the frozen occurrences that have nothing more on its way; return how many."""
    on_its_way = exists().where(
        deliveries.c.edition_id == editions.c.id, deliveries.c.phase.in_((*OPEN, "data"))
    )
    statement = update(editions).where(editions.c.state == "frozen", ~on_its_way)
    return connection.execute(statement.values(state="sent")).rowcount


def _edition(row: Row[tuple[object, ...]]) -> StoredEdition:
    return StoredEdition(
        row.id,
        row.name,
        row.local_time,
        cast(Via, row.via),
        row.due,
        row.expires,
        cast(EditionState, row.state),
        row.note,
        row.content_json,
        row.upto,
        row.frozen_at,
    )
