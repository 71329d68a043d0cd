"""Briefings as they were made, so that the next one can tell what is new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    Index,
    Row,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
)

from pipeline.briefing_records import Briefing
from pipeline.errors import StoreError
from pipeline.store.folding import storable
from pipeline.store.schema import Moment, Number, metadata

_LOOKED_AT = 20  # newest briefings among which the last different one is looked for

briefings = Table(
    "briefings",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("briefing_id", Text, nullable=False),
    Column("story", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("briefing_json", Text, nullable=False),
    UniqueConstraint("briefing_id"),
    Index(None, "story", "target_language"),
    sqlite_autoincrement=True,
)


class StoredBriefing(NamedTuple):
    """A briefing as it was stored; ``number`` grows with every one."""

    number: int
    created: datetime
    briefing: Briefing


def put_briefing(connection: Connection, briefing: Briefing, now: datetime) -> None:
    """Keep a briefing; one that is there already stays as it is."""
    there = select(briefings.c.id).filter_by(briefing_id=briefing.id)
    if connection.scalar(there) is None:
        connection.execute(
            insert(briefings).values(
                briefing_id=briefing.id,
                story=storable(briefing.story),
                target_language=briefing.target_language,
                created=now,
                briefing_json=storable(briefing.model_dump_json()),
            )
        )


def last_briefing(
    connection: Connection, story: str, language: str, unlike: Collection[str]
) -> Briefing | None:
    """Return the newest briefing of a story that is not of exactly the digests ``unlike``.

    Raises ``StoreError`` for one that this chipwire cannot read.
    """
    wanted = (
        select(briefings)
        .filter_by(story=storable(story), target_language=language)
        .order_by(briefings.c.id.desc())
        .limit(_LOOKED_AT)
    )
    for row in connection.execute(wanted):
        found = _read(row)
        if {source.digest for source in found.sources} != set(unlike):
            return found
    return None


def briefings_before(
    connection: Connection, number: int | None, count: int, story: str, language: str
) -> list[StoredBriefing]:
    """Return the next older briefings of a story in a language, the newest first."""
    wanted = (
        select(briefings)
        .filter_by(story=storable(story), target_language=language)
        .order_by(briefings.c.id.desc())
        .limit(count)
    )
    if number is not None:
        wanted = wanted.where(briefings.c.id < number)
    return [StoredBriefing(row.id, row.created, _read(row)) for row in connection.execute(wanted)]


def _read(row: Row[Any]) -> Briefing:
    try:
        return Briefing.model_validate_json(row.briefing_json)
    except ValidationError as exc:
        raise StoreError(
            f"store: briefing {row.briefing_id} is of another chipwire; name the last one "
            "with --previous"
        ) from exc
