"""The unit of work of a run: what one item came to, with everything it brought, or nothing."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from pipeline.records import Article, Digest, Page
from pipeline.store.articles import put_article
from pipeline.store.copies import note_bands, note_copy
from pipeline.store.digests import digest_for, digest_key, put_digest
from pipeline.store.folding import storable
from pipeline.store.schema import digests, items, passages, sources
from pipeline.store.work import Item, finish_item


class Verdict(NamedTuple):
    """What an item came to, and why; ``failed`` if a person should look at it."""

    name: str
    reason: str | None = None
    failed: bool = False


class Brought(NamedTuple):
    """What an item brought: the page and its article, and a digest or the number of one.

    ``bands`` are numbers by which a digested text is found; ``copy_of`` is the name of the article
    that this one is a copy of.
    """

    page: Page | None = None
    article: Article | None = None
    digest: Digest | int | None = None
    replace: bool = False  # a digest that is there gives way
    bands: Set[int] = frozenset()
    copy_of: str | None = None


NOTHING = Brought()


def settle(
    connection: Connection, item: Item, verdict: Verdict, brought: Brought, now: datetime
) -> bool:
    """Finish an item and store what it brought; False, and nothing stored, if it was lost."""
    name, reason, failed = verdict
    if not finish_item(connection, item, name, reason, failed=failed):
        return False
    number = brought.digest if isinstance(brought.digest, int) else None
    if brought.page is not None and brought.article is not None:
        version = put_article(connection, brought.page, brought.article, None).id
        note_copy(connection, version, brought.copy_of)
        if isinstance(brought.digest, Digest):
            if brought.replace:
                _drop(connection, version, brought.digest)
            number = put_digest(connection, version, brought.digest, now)
            note_bands(connection, version, brought.bands)
    connection.execute(update(items).where(items.c.id == item.id).values(digest_id=number))
    _note_fetch(connection, item, verdict)
    return True


def _note_fetch(connection: Connection, item: Item, verdict: Verdict) -> None:
    """Note at the source how it went, and how often in a row it failed."""
    which = select(items.c.source_id).where(items.c.id == item.id).scalar_subquery()
    failures = sources.c.failures + 1 if verdict.failed else 0
    noted = {"status": storable(verdict.name), "failures": failures}
    connection.execute(update(sources).where(sources.c.id == which).values(**noted))


def _drop(connection: Connection, version: int, digest: Digest) -> None:
    """Delete the digest of a version that was made with the same key as this one."""
    made_with = digest.provenance
    key = digest_key(made_with.config_sha256, made_with.chipwire)
    there = digest_for(connection, version, key)
    if there is not None:
        connection.execute(delete(passages).where(passages.c.digest_id == there.number))
        connection.execute(delete(digests).where(digests.c.id == there.number))
