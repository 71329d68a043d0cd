"""Connections: SQLite by default, PostgreSQL by URL; library errors become ``StoreError`` here.

SQLite runs in WAL mode. A writer begins with ``BEGIN IMMEDIATE``, so it waits for its turn at the
start; one that reads first and then writes would be refused at once, however long it may wait.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from pipeline.errors import StoreError

_ADDRESS = re.compile(r"(?i)://|^postgres\w*:|\bpassword=")  # what is surely not the name of a file
_SECRETS = ("password", "sslpassword", "passfile")  # in the query of a URL
WRITES = "writes"  # execution option of connections that begin as writers

# (words in the message of SQLite or PostgreSQL, what to tell the user)
_SYMPTOMS = (
    ("database is locked", "somebody else has been writing for too long; try again"),
    ("lock timeout", "somebody else has been writing for too long; try again"),
    ("disk is full", "no space is left; nothing was changed"),
    ("no space left", "no space is left; nothing was changed"),
    ("readonly database", "it may not be written; check the rights of the file and its folder"),
    ("read-only transaction", "it may not be written; the server is read-only"),
    ("unable to open database file", "it cannot be opened; check the rights of its folder"),
    ("not a database", "it is not a chipwire store, or it is damaged"),
    ("malformed", "it is damaged; restore a backup"),
    ("no such module: fts5", "this Python's SQLite has no full text search (FTS5)"),
)


def store_url(where: str | Path) -> URL:
    """Read a URL or the path of an SQLite file; raise ``StoreError`` for what is neither."""
    if not where:
        raise StoreError("store: name a file or a URL")
    if isinstance(where, Path) or not _ADDRESS.search(where):
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as exc:  # its message would show the password
        raise StoreError("store: not a URL such as sqlite:///news.db or postgresql://…") from exc
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise StoreError(f"store: {url.drivername} is not supported; use sqlite or postgresql")
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError("store: name a file, as in sqlite:///news.db")
    if "@" in (url.host or ""):
        raise StoreError("store: write an @ in the password of a URL as %40")
    return url


def shown(url: URL) -> str:
    """Return a store's name for messages: the file, or the URL without any password."""
    if url.drivername == "sqlite":
        return url.database or ""
    return url.difference_update_query(_SECRETS).render_as_string(hide_password=True)


def connect(url: URL, busy_seconds: float, *, make: bool = True) -> Engine:
    """Make the engine; for SQLite also the file (mode 0600) and its folder (0700).

    Without ``make``, a file that is not there, or is empty, is an error.
    """
    if url.drivername == "sqlite":
        (_make_file if make else _check_file)(Path(url.database or ""))
        engine = create_engine(url, connect_args={"timeout": busy_seconds})
        event.listen(engine, "connect", partial(_set_up_sqlite, busy_seconds))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    limits = f"-c lock_timeout={int(busy_seconds * 1000)}"
    try:
        return create_engine(
            url,
            connect_args={"connect_timeout": 10, "options": limits},
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as exc:
        raise StoreError("store: PostgreSQL needs: pip install 'chipwire[postgres]'") from exc


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner may read; SQLite gives its journals the same mode."""
    try:
        if path.is_file():
            _check_rights(path)
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as exc:
        if not path.is_file():  # another process made it just now
            raise StoreError(f"store {path}: there is something else of this name") from exc
    except (OSError, ValueError) as exc:
        why = exc.strerror if isinstance(exc, OSError) else "not a name for a file"
        raise StoreError(f"store {path}: it cannot be made: {why}") from exc


def _check_file(path: Path) -> None:
    """Refuse a file that is not there, before SQLite makes it."""
    try:
        empty = not path.is_file() or path.stat().st_size == 0
    except (OSError, ValueError) as exc:
        why = exc.strerror if isinstance(exc, OSError) else "not a name for a file"
        raise StoreError(f"store {path}: it cannot be read: {why}") from exc
    if empty:
        raise StoreError(f"store {path}: there is no store here; check its name")
    _check_rights(path)


def _check_rights(path: Path) -> None:
    """Refuse a file that cannot be written, before SQLite leaves read-only journals beside it."""
    effective = os.access in os.supports_effective_ids
    for place in (path, path.parent):
        if not os.access(place, os.R_OK | os.W_OK, effective_ids=effective):
            raise StoreError(f"store {path}: it may not be written; check the rights of {place}")


def _set_up_sqlite(busy_seconds: float, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    _use_wal(cursor, time.monotonic() + busy_seconds)
    cursor.execute("PRAGMA synchronous = FULL")  # what was told as stored survives a power cut
    cursor.close()


def _use_wal(cursor: Any, deadline: float) -> None:
    """Switch to the write-ahead log; SQLite does not wait for others that switch at once."""
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Open one transaction: all of it is stored, or nothing. Raises ``StoreError``."""
    with store_errors(engine.url), engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: writes})
        with connection.begin():
            yield connection


@contextmanager
def store_errors(url: URL) -> Iterator[None]:
    """Map errors of the database libraries and of texts no database holds to ``StoreError``."""
    name = shown(url)
    try:
        yield
    except UnicodeEncodeError as exc:
        raise StoreError(f"store {name}: a text holds half a character: {exc.reason}") from exc
    except PydanticSerializationError as exc:
        raise StoreError(f"store {name}: a text holds half a character (a surrogate)") from exc
    except ValidationError as exc:
        raise StoreError(f"store {name}: a stored {exc.title} is of another chipwire") from exc
    except (SQLAlchemyError, sqlite3.Error) as exc:
        raise StoreError(f"store {name}: {_in_words(exc)}") from exc


def _in_words(exc: Exception) -> str:
    """Say what happened, without the statement and its parameters."""
    message = str(exc.orig) if isinstance(exc, DBAPIError) else str(exc)
    lowered = message.lower()
    for symptom, words in _SYMPTOMS:
        if symptom in lowered:
            return words
    return message.partition("\n")[0]


def serialise(connection: Connection, purpose: int) -> None:
    """Let one transaction at a time into a purpose; SQLite's writers already take turns."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", (0x63686970, purpose))
