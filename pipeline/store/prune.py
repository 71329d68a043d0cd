"""Forget what is old, never what is current."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select

from pipeline.errors import StoreError
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


def prune(connection: Connection, before: datetime, keep_versions: int) -> Pruned:
    """Delete old versions with their digests and facts, old answers, and old runs that ended.

    Of every article the newest ``keep_versions`` versions stay, however old. Corrections, sources
    and the articles themselves stay: that something was once said otherwise is not forgotten.
    """
    if keep_versions < 1:
        raise StoreError("store: keep at least one version of each article")
    newest = versions.alias()
    newer = (
        select(func.count())
        .where(newest.c.article_id == versions.c.article_id, newest.c.number > versions.c.number)
        .scalar_subquery()
    )
    old = select(versions.c.id).where(versions.c.fetched_at < before, newer >= keep_versions)
    ended = select(runs.c.id).where(runs.c.ended < before)
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
    forgotten = connection.execute(delete(answers).where(answers.c.created < before)).rowcount
    return Pruned(
        facts=gone[0],
        passages=gone[1],
        digests=gone[2],
        versions=gone[3],
        items=gone[4],
        runs=gone[5],
        answers=forgotten,
    )
