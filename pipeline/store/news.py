"""What an edition has to tell: digests since a mark, and what earlier editions told.

A mark is a digest's number, so no clock decides what is new. On PostgreSQL a digest may be
committed after one with a higher number; a mark therefore remembers the numbers that were missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from pipeline.store.digests import StoredDigest, stored
from pipeline.store.mail_tables import editions, told
from pipeline.store.schema import articles, digests, items, runs, sources, versions
from pipeline.store.sources import insert_new

_LATE = 1000  # numbers below a mark that may still come


class Mark(NamedTuple):
    """All digests up to a number were looked at, but those that were not there yet."""

    upto: int = 0
    missing: tuple[int, ...] = ()


class FreshDigest(NamedTuple):
    """A digest and the article that it is of."""

    stored: StoredDigest
    article: int
    url: str


class Told(NamedTuple):
    """A digest that an edition looked at; ``edition`` is its number in the store."""

    article: int
    digest_id: str
    variant: str  # language and story, as the editions name them
    edition: int = 0


class Fault(NamedTuple):
    """A source of the last run that gave nothing, or not all of its article."""

    location: str
    kind: str  # url, file
    verdict: str  # failed, refused, teaser, paywalled
    reason: str


def mark(connection: Connection) -> Mark:
    """Return the mark after all digests that are there now."""
    upto: int = connection.scalar(select(func.max(digests.c.id))) or 0
    return _with_missing(connection, upto)


def mark_before(connection: Connection, moment: datetime) -> Mark:
    """Return the mark after all digests that were stored before a moment."""
    newest = select(func.max(digests.c.id)).where(digests.c.created < moment)
    return _with_missing(connection, connection.scalar(newest) or 0)


def _with_missing(connection: Connection, upto: int) -> Mark:
    first = max(1, upto - _LATE)
    there = select(digests.c.id).where(digests.c.id >= first, digests.c.id <= upto)
    found = set(connection.scalars(there))
    return Mark(upto, tuple(sorted(set(range(first, upto + 1)) - found)))


def fresh(connection: Connection, after: Mark, upto: Mark, language: str) -> list[FreshDigest]:
    """Return the digests in a language between two marks, by article, version and number."""
    between = or_(digests.c.id > after.upto, digests.c.id.in_(after.missing))
    wanted = (
        select(digests, versions.c.article_id, articles.c.canonical_url)
        .join(versions, versions.c.id == digests.c.version_id)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(between, digests.c.id <= upto.upto, digests.c.target_language == language)
        .order_by(articles.c.id, versions.c.number, digests.c.id)
    )
    return [
        FreshDigest(stored(row), row.article_id, row.canonical_url)
        for row in connection.execute(wanted)
    ]


def languages(connection: Connection, after: Mark) -> list[str]:
    """Return the languages that digests after a mark are written in."""
    wanted = select(digests.c.target_language).where(digests.c.id > after.upto).distinct()
    return sorted(connection.scalars(wanted))


def note_told(connection: Connection, edition: int, looked_at: Sequence[Told]) -> None:
    """Keep which digests an edition looked at."""
    rows: list[dict[str, object]] = [
        {
            "edition_id": edition,
            "article_id": one.article,
            "digest_id": one.digest_id,
            "variant": one.variant,
        }
        for one in looked_at
    ]
    insert_new(connection, told, rows)


def told_before(connection: Connection, name: str, via: str, of: Iterable[int]) -> list[Told]:
    """Return what editions of a name told of some articles, the newest edition first."""
    found: list[Told] = []
    for article in of:
        wanted = (
            select(told)
            .join(editions, editions.c.id == told.c.edition_id)
            .where(told.c.article_id == article, editions.c.name == name, editions.c.via == via)
            .order_by(editions.c.due.desc(), told.c.id.desc())
        )
        rows = connection.execute(wanted)
        found += [Told(row.article_id, row.digest_id, row.variant, row.edition_id) for row in rows]
    return found


def faults(connection: Connection, since: datetime | None) -> list[Fault]:
    """Return what the last run (that ended since a moment) could not read, or not wholly."""
    last = select(runs.c.id).filter_by(state="done").order_by(runs.c.ended.desc()).limit(1)
    if since is not None:
        last = last.where(runs.c.ended > since)
    bad = or_(items.c.state == "failed", items.c.verdict.in_(("teaser", "paywalled")))
    wanted = (
        select(sources.c.location, sources.c.kind, items.c.verdict, items.c.reason)
        .join_from(items, sources)
        .where(items.c.run_id == last.scalar_subquery(), bad)
        .order_by(items.c.id)
    )
    return [
        Fault(row.location, row.kind, row.verdict or "failed", row.reason or "")
        for row in connection.execute(wanted)
    ]
