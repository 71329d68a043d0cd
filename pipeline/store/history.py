"""How an article changed: its versions that are kept, and its corrections, which all are."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from pipeline.store.articles import Correction, list_corrections
from pipeline.store.copies import copies_of
from pipeline.store.schema import articles, versions


class KeptVersion(NamedTuple):
    """A version of an article that is in the store."""

    id: int
    number: int  # 1, 2, ... of the article
    fetched_at: datetime
    dated: datetime  # published, or else fetched
    language: str | None


class History(NamedTuple):
    """An article over time. Versions may have been pruned; corrections are not."""

    url: str
    first_seen: datetime
    last_seen: datetime
    versions: list[KeptVersion]
    corrections: list[Correction]
    copies: list[str]  # where others printed the same


def history_of(connection: Connection, version: int) -> History | None:
    """Return the history of the article that a version belongs to."""
    found = connection.execute(
        select(articles)
        .join(versions, versions.c.article_id == articles.c.id)
        .where(versions.c.id == version)
    ).one_or_none()
    if found is None:
        return None
    wanted = select(versions).filter_by(article_id=found.id).order_by(versions.c.number)
    return History(
        found.canonical_url,
        found.first_seen,
        found.last_seen,
        [
            KeptVersion(row.id, row.number, row.fetched_at, row.dated, row.language)
            for row in connection.execute(wanted)
        ],
        list_corrections(connection, found.id),
        copies_of(connection, found.id),
    )
