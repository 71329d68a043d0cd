"""Forget what is old, never what is current."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, delete, false, func, select, true

from pipeline.errors import StoreError
from pipeline.store.engine import store_errors
from pipeline.store.schema import answers, digests, facts, items, passages, runs, versions


class Pruned(NamedTuple):
    """How many rows went."""

    versions: int
    digests: int
    facts: int
    passages: int
    answers: int
    runs: int
    items: int


def prune(connection: Connection, before: datetime | None, keep_versions: int) -> Pruned:
    """Delete old versions with their digests and facts, old answers, and old runs that ended.

    Of every article the newest ``keep_versions`` versions stay, however old. Corrections, sources
    and the articles themselves stay: that something was once said otherwise is not forgotten.
    Without ``before`` all other versions go, however young, and answers and runs stay.
    """
    if keep_versions < 1:
        raise StoreError("store: keep at least one version of each article")
    newest = versions.alias()
    newer = (
        select(func.count())
        .where(newest.c.article_id == versions.c.article_id, newest.c.number > versions.c.number)
        .scalar_subquery()
    )
    aged = true() if before is None else _older(versions.c.fetched_at, before)
    old = select(versions.c.id).where(newer >= keep_versions, aged)
    ended = select(runs.c.id).where(_older(runs.c.ended, before))
    gone = [
        connection.execute(delete(table).where(key.in_(which))).rowcount
        for table, key, which in (
            (facts, facts.c.version_id, old),
            (passages, passages.c.version_id, old),
            (digests, digests.c.version_id, old),
            (versions, versions.c.id, old),
            (items, items.c.run_id, ended),
            (runs, runs.c.id, ended),
        )
    ]
    stale = delete(answers).where(_older(answers.c.created, before))
    return Pruned(
        facts=gone[0],
        passages=gone[1],
        digests=gone[2],
        versions=gone[3],
        items=gone[4],
        runs=gone[5],
        answers=connection.execute(stale).rowcount,
    )


def _older(moment: ColumnElement[datetime], before: datetime | None) -> ColumnElement[bool]:
    return false() if before is None else moment < before


def compact(engine: Engine) -> int | None:
    """Give the space of deleted rows back to the disk; return how many bytes that were.

    None for PostgreSQL, whose server sees to it by itself.
    """
    if engine.dialect.name != "sqlite":
        return None
    with store_errors(engine.url), closing(engine.raw_connection()) as connection:
        before = _bytes(engine)
        cursor = connection.cursor()
        for index in ("passages_words", "passages_pieces"):
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return before - _bytes(engine)


def _bytes(engine: Engine) -> int:
    """Return what an SQLite store takes on the disk."""
    parts = (Path(f"{engine.url.database}{ending}") for ending in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
