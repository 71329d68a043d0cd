"""What leaves the store in bulk: digests, or versions of articles, with where they belong.

Both come in the order of their numbers, a page at a time from the row after a number on.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from pipeline.store.digests import StoredDigest, stored
from pipeline.store.folding import storable
from pipeline.store.schema import articles, digests, versions
from pipeline.store.search import NO_FILTERS, Filters, filtered, superseded


class Wanted(NamedTuple):
    """Which rows leave: ``filters`` are of the article, ``story`` is the name of a story."""

    filters: Filters = NO_FILTERS
    story: str | None = None
    newest: bool = False  # of the digests of one version the newest alone
    written_in: str | None = None  # language of the digest


EVERYTHING = Wanted()


class ExportedDigest(NamedTuple):
    """A digest with the article it is of."""

    stored: StoredDigest
    url: str
    version: int  # 1, 2, ... of the article
    superseded: bool  # the article has a newer version
    dated: datetime  # published, or else fetched


class ExportedVersion(NamedTuple):
    """A version of an article; ``json`` is the ``Article``."""

    id: int
    url: str
    version: int
    superseded: bool
    fetched_at: datetime
    dated: datetime
    text_sha256: str
    json: str


def digests_after(
    connection: Connection, number: int, count: int, wanted: Wanted
) -> list[ExportedDigest]:
    """Return the next digests after a number, in order."""
    statement = (
        _of_articles(digests)
        .join(versions, versions.c.id == digests.c.version_id)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(digests.c.id > number)
        .order_by(digests.c.id)
        .limit(count)
    )
    if wanted.newest:
        newer = digests.alias()
        later = exists().where(newer.c.version_id == versions.c.id, newer.c.id > digests.c.id)
        statement = statement.where(~later)
    if wanted.story is not None:
        statement = statement.where(_of_story(connection, wanted.story))
    if wanted.written_in is not None:
        statement = statement.where(digests.c.target_language == wanted.written_in)
    return [
        ExportedDigest(
            stored(row),
            row.canonical_url,
            row.version,
            bool(row.superseded),
            row.dated,
        )
        for row in connection.execute(filtered(statement, wanted.filters))
    ]


def versions_after(
    connection: Connection, number: int, count: int, wanted: Wanted
) -> list[ExportedVersion]:
    """Return the next versions after a number, in order; of a story, those digested for it."""
    statement = (
        _of_articles(versions)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(versions.c.id > number)
        .order_by(versions.c.id)
        .limit(count)
    )
    if wanted.story is not None:
        told = _of_story(connection, wanted.story)
        statement = statement.where(exists().where(digests.c.version_id == versions.c.id, told))
    return [
        ExportedVersion(
            row.id,
            row.canonical_url,
            row.version,
            bool(row.superseded),
            row.fetched_at,
            row.dated,
            row.text_sha256,
            row.article_json,
        )
        for row in connection.execute(filtered(statement, wanted.filters))
    ]


def _of_articles(table: Any) -> Select[Any]:
    """Select the rows of a table with what is shown of their articles."""
    return select(
        table,
        articles.c.canonical_url,
        versions.c.number.label("version"),
        *([] if table is versions else [versions.c.dated]),
        superseded().label("superseded"),
    ).select_from(table)


def _of_story(connection: Connection, story: str) -> ColumnElement[bool]:
    """Look for the key in the JSON as it was written; a text cannot hold it, its quotes differ."""
    place = func.strpos if connection.dialect.name == "postgresql" else func.instr
    written = f'"story":{json.dumps(storable(story), ensure_ascii=False)}'
    return place(digests.c.digest_json, written) > 0
