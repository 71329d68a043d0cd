"""Sources: where to look, and what the last look brought."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal, NamedTuple, cast

from sqlalchemy import Connection, Row, Select, Table, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.config import EntryKind
from pipeline.errors import StoreError
from pipeline.records import Source
from pipeline.store.schema import sources


class FetchState(NamedTuple):
    """What the last fetch left behind, for the next one to be polite with."""

    etag: str | None = None
    last_modified: str | None = None
    status: str | None = None  # "200", "304", "timeout": in the fetcher's words
    failures: int = 0  # in a row
    next_due: datetime | None = None


class StoredSource(NamedTuple):
    """A source, its number in the store, and its fetch state.

    Of a place to look at again also what it lists, as a config says it (None: to be looked up), and
    the limit of its articles.
    """

    id: int
    source: Source
    state: FetchState
    listing: EntryKind | None = None
    most: int | None = None


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hex; raises ``StoreError`` for half characters."""
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as exc:
        raise StoreError("store: a text holds half a character (a surrogate)") from exc


def insert_new(connection: Connection, table: Table, rows: list[dict[str, object]]) -> int:
    """Insert rows that are not there yet, by any unique key; return how many were new."""
    maker = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = 0
    for row in rows:
        statement = maker(table).values(row).on_conflict_do_nothing()
        new += len(connection.execute(statement.returning(literal_column("1"))).all())
    return new


def put_source(connection: Connection, source: Source, state: FetchState | None) -> int:
    """Store a source once; with a state, also what its last fetch left. Return its number."""
    if "\x00" in source.location:
        raise StoreError("store: a location holds a NUL character")
    key = {"location_sha256": sha256(source.location), "kind": source.kind}
    insert_new(connection, sources, [{**key, "location": source.location}])
    if state is not None:
        connection.execute(update(sources).filter_by(**key).values(**state._asdict()))
    number: int = connection.execute(select(sources.c.id).filter_by(**key)).scalar_one()
    return number


def watch_source(
    connection: Connection,
    source: Source,
    listing: EntryKind | None,
    most: int | None,
    now: datetime,
) -> bool:
    """Watch a source from now on; False, and nothing changed, where it is watched already."""
    number = put_source(connection, source, None)
    new = update(sources).where(sources.c.id == number, sources.c.next_due.is_(None))
    return connection.execute(new.values(listing=listing, most=most, next_due=now)).rowcount == 1


def list_sources(connection: Connection, due: datetime | None) -> list[StoredSource]:
    """Return all sources in the order they came; with ``due``, those to be fetched by then.

    A source without a due time is always due.
    """
    wanted: Select[tuple[object, ...]] = select(sources).order_by(sources.c.id)
    if due is not None:
        wanted = wanted.where(sources.c.next_due.is_(None) | (sources.c.next_due <= due))
    return [stored_source(row) for row in connection.execute(wanted)]


def watched_sources(connection: Connection, due: datetime | None) -> list[StoredSource]:
    """Return the sources that somebody added to look at again, in the order they came.

    They have a due time; the sources of articles have none. ``due`` leaves out the later ones.
    """
    wanted = select(sources).where(sources.c.next_due.is_not(None)).order_by(sources.c.id)
    if due is not None:
        wanted = wanted.where(sources.c.next_due <= due)
    return [stored_source(row) for row in connection.execute(wanted)]


def forget_source(connection: Connection, source: Source) -> bool:
    """Watch a source no more; its articles stay. Return whether it was watched."""
    key = {"location_sha256": sha256(source.location), "kind": source.kind}
    watched = update(sources).filter_by(**key).where(sources.c.next_due.is_not(None))
    nothing = {**FetchState()._asdict(), "listing": None, "most": None}
    return connection.execute(watched.values(**nothing)).rowcount > 0


def stored_source(row: Row[tuple[object, ...]]) -> StoredSource:
    """Read a row of the table."""
    kind = cast(Literal["url", "file", "stdin"], row.kind)
    state = FetchState(row.etag, row.last_modified, row.status, row.failures, row.next_due)
    source = Source(location=row.location, kind=kind)
    return StoredSource(row.id, source, state, row.listing, row.most)
