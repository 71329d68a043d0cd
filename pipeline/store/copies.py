"""Articles that others print too: who copies whom, and texts that may be nearly the same."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from pipeline.records import Article
from pipeline.store.known import digested, not_named
from pipeline.store.schema import articles, bands, copies, sources, versions
from pipeline.store.sources import sha256

_MOST_LIKE = 20  # texts that are compared with one, those that were digested first


class Like(NamedTuple):
    """A digested article that shares a band with another text."""

    name: str  # by which the store knows it
    location: str  # where it was first found
    dated: datetime  # published, or else fetched
    article: Article


def note_bands(connection: Connection, version: int, keys: Set[int]) -> None:
    """Make a version findable by its bands, if it is not yet."""
    there = select(bands.c.band).where(bands.c.version_id == version).limit(1)
    if keys and connection.scalar(there) is None:
        rows = [{"band": key, "version_id": version} for key in sorted(keys)]
        connection.execute(insert(bands), rows)


def note_copy(connection: Connection, version: int, original: str | None) -> None:
    """Note that a version is a copy of the article of a name, or of none."""
    connection.execute(delete(copies).where(copies.c.version_id == version))
    if original is not None:
        which = select(articles.c.id).where(articles.c.canonical_sha256 == sha256(original))
        made = {"version_id": version, "article_id": which.scalar_subquery()}
        connection.execute(insert(copies).values(made))


def likes_of(connection: Connection, keys: Set[int], but: Set[str], key: str) -> list[Like]:
    """Return the articles that share a band and are digested with ``key``, first digested first.

    ``but`` are names of articles that do not count.
    """
    if not keys:
        return []
    near = select(bands.c.version_id).where(bands.c.band.in_(keys))
    found = connection.execute(
        digested(key, articles.c.canonical_url, versions.c.dated, versions.c.article_json)
        .where(versions.c.id.in_(near), not_named(but))
        .limit(_MOST_LIKE)
    )
    return [
        Like(
            row.canonical_url,
            row.location,
            row.dated,
            Article.model_validate_json(row.article_json),
        )
        for row in found
    ]


def copies_of(connection: Connection, article: int) -> list[str]:
    """Return where copies of an article were found, in the order they came."""
    wanted = (
        select(sources.c.location)
        .join_from(copies, versions, copies.c.version_id == versions.c.id)
        .join(articles, versions.c.article_id == articles.c.id)
        .join(sources, articles.c.source_id == sources.c.id)
        .where(copies.c.article_id == article)
        .order_by(copies.c.version_id)
    )
    return list(dict.fromkeys(connection.scalars(wanted)))
