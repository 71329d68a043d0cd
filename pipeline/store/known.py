"""What is known of a page before any work is spent on it: digested already, or a copy."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from pipeline.records import Article, Page, Source
from pipeline.store.articles import name_of, told
from pipeline.store.schema import articles, digests, sources, versions
from pipeline.store.sources import sha256, stored_source


class Done(NamedTuple):
    """A digest that is there, where its article was first found, and the article's name."""

    digest: int
    location: str
    name: str


def pages_done(
    connection: Connection, wanted: Sequence[Source], key: str
) -> dict[Source, dict[str, int]]:
    """Return for each source the SHA-256 of the pages that are digested, with the digest's number.

    A page counts if its article was first found at the source, and the article's newest version
    has a digest made with ``key``.
    """
    hashes = {sha256(source.location) for source in wanted}
    found = connection.execute(
        select(sources, articles.c.content_sha256, digests.c.id.label("digest"))
        .join_from(sources, articles)
        .join(versions, _newest())
        .join(digests, and_(digests.c.version_id == versions.c.id, digests.c.key == key))
        .where(sources.c.location_sha256.in_(hashes))
    )
    known: dict[Source, dict[str, int]] = {}
    for row in found:
        known.setdefault(stored_source(row).source, {})[row.content_sha256] = row.digest
    return known


def digest_of(connection: Connection, page: Page, article: Article, key: str) -> Done | None:
    """Return the digest of this very article and text, made with ``key``, if there is one."""
    which = articles.c.canonical_sha256 == sha256(name_of(page, article))
    return _done(connection, key, article, which)


def twin_of(connection: Connection, article: Article, but: Set[str], key: str) -> Done | None:
    """Return the first digest, made with ``key``, of an article that says the same.

    ``but`` are names of articles that do not count.
    """
    return _done(connection, key, article, not_named(but))


def not_named(names: Set[str]) -> ColumnElement[bool]:
    """Leave out articles by their names."""
    return articles.c.canonical_sha256.not_in({sha256(name) for name in names})


def _done(
    connection: Connection, key: str, article: Article, which: ColumnElement[bool]
) -> Done | None:
    row = connection.execute(
        digested(key, articles.c.canonical_url)
        .where(versions.c.text_sha256 == sha256(told(article)), which)
        .limit(1)
    ).one_or_none()
    return None if row is None else Done(row.id, row.location, row.canonical_url)


def digested(key: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select the digests made with ``key`` of newest versions, with more columns, oldest first."""
    return (
        select(digests.c.id, sources.c.location, *columns)
        .join_from(versions, articles, and_(versions.c.article_id == articles.c.id, _newest()))
        .join(sources, articles.c.source_id == sources.c.id)
        .join(digests, and_(digests.c.version_id == versions.c.id, digests.c.key == key))
        .order_by(digests.c.id)
    )


def _newest() -> ColumnElement[bool]:
    """A version that no later one of its article has replaced."""
    later = versions.alias()
    last = (
        select(func.max(later.c.number))
        .where(later.c.article_id == versions.c.article_id)
        .scalar_subquery()
    )
    return and_(versions.c.article_id == articles.c.id, versions.c.number == last)
