"""Digests, kept byte for byte as published, and their facts as rows to search by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, Row, delete, func, insert, select

from pipeline.errors import StoreError
from pipeline.records import Digest, Facts, plain
from pipeline.store.folding import storable
from pipeline.store.schema import digests, facts, versions
from pipeline.store.search_index import index_digest
from pipeline.store.sources import sha256


class StoredDigest(NamedTuple):
    """A digest as it was stored. ``number`` grows with every digest and is never used twice."""

    number: int
    version_id: int
    key: str
    created: datetime
    json: str
    digest_id: str  # as printed at its end

    @property
    def digest(self) -> Digest:
        """The record; raises ``StoreError`` for one that this chipwire cannot read."""
        try:
            return Digest.model_validate_json(self.json)
        except ValidationError as exc:
            raise StoreError(f"store: digest {self.number} is of another chipwire") from exc


def digest_key(config_sha256: str, chipwire: str) -> str:
    """Return what a version is digested with: the configuration, and the version of the code.

    It is known before any model is loaded, so work that is done can be skipped.
    """
    return sha256(f"{config_sha256} {chipwire}")


def put_digest(connection: Connection, version: int, digest: Digest, now: datetime) -> int:
    """Store a digest of a version and return its number; one that is there stays as it is.

    The version's facts become those of its newest digest. Raises ``StoreError`` when the digest
    is of another text than the version: its evidence would point nowhere.
    """
    row = connection.execute(select(versions).filter_by(id=version).with_for_update()).one_or_none()
    if row is None:
        raise StoreError(f"store: there is no version {version}")
    if row.text_sha256 != sha256(f"{digest.article.title or ''}\n{digest.article.text}"):
        raise StoreError(f"store: digest {digest.id} is not of version {version}")
    made_with = digest.provenance
    key = digest_key(made_with.config_sha256, made_with.chipwire)
    there = digest_for(connection, version, key)
    if there is not None:
        return there.number
    statement = insert(digests).values(
        version_id=version,
        key=key,
        digest_id=digest.id,
        digest_json=digest.model_dump_json(),
        created=now,
        config_sha256=made_with.config_sha256,
        target_language=digest.target_language,
    )
    number: int = connection.execute(statement.returning(digests.c.id)).scalar_one()
    connection.execute(delete(facts).where(facts.c.version_id == version))
    rows = list(_rows(digest.facts, version))
    if rows:
        connection.execute(insert(facts), rows)
    index_digest(connection, version, number, digest)
    return number


def digest_for(connection: Connection, version: int, key: str) -> StoredDigest | None:
    """Return the digest of a version that was made with ``key`` (see ``digest_key``)."""
    row = connection.execute(select(digests).filter_by(version_id=version, key=key)).one_or_none()
    return None if row is None else stored(row)


def get(connection: Connection, digest_id: str) -> StoredDigest | None:
    """Return the first digest with an id; the same text at two addresses gives the same id."""
    wanted = select(digests).filter_by(digest_id=storable(digest_id)).order_by(digests.c.id)
    row = connection.execute(wanted.limit(1)).one_or_none()
    return None if row is None else stored(row)


def find(connection: Connection, prefix: str, count: int) -> list[StoredDigest]:
    """Return at most ``count`` digests whose ids begin so, by id; of each id the first stored."""
    if not re.fullmatch("[0-9a-f]{1,64}", prefix):
        return []
    begins = (digests.c.digest_id >= prefix, digests.c.digest_id < f"{prefix}g")
    firsts = (
        select(func.min(digests.c.id))
        .where(*begins)
        .group_by(digests.c.digest_id)
        .order_by(digests.c.digest_id)
        .limit(count)
    )
    wanted = select(digests).where(digests.c.id.in_(firsts)).order_by(digests.c.digest_id)
    return [stored(row) for row in connection.execute(wanted)]


def numbered(connection: Connection, number: int) -> StoredDigest:
    """Return the digest with a number; raises ``StoreError`` where there is none."""
    row = connection.execute(select(digests).filter_by(id=number)).one_or_none()
    if row is None:
        raise StoreError(f"store: there is no digest {number}")
    return stored(row)


def after(connection: Connection, number: int, count: int) -> list[StoredDigest]:
    """Return the next digests after a number, in order."""
    wanted = select(digests).where(digests.c.id > number).order_by(digests.c.id).limit(count)
    return [stored(row) for row in connection.execute(wanted)]


def stored(row: Row[tuple[object, ...]]) -> StoredDigest:
    """Read a row of the table."""
    made = (row.key, row.created, row.digest_json, row.digest_id)
    return StoredDigest(row.id, row.version_id, *made)


def _rows(found: Facts, version: int) -> Iterator[dict[str, object]]:
    """Flatten facts to rows, in the order of the record."""
    for money in found.money:
        yield _row(version, "money", money.text, money.sentence, exact(money.max)) | {
            "amount": float(money.max),
            "currency": money.currency,
        }
    for date in found.dates:
        yield _row(version, "date", date.text, date.sentence, date.value)
    for actor in found.actors:
        for mention in actor.mentions:
            yield _row(version, "actor", mention.text, mention.sentence, actor.role, actor.id)
    for quote in found.quotes:
        speaker = quote.speaker
        yield _row(version, "quote", quote.text, quote.sentence, speaker, quote.speaker_id)
    for claim in found.claims:
        speakers = [voice.actor_id for voice in claim.chain if voice.actor_id]
        origin = speakers[-1] if speakers else None
        yield _row(version, "claim", claim.text, claim.sentence, claim.modality, origin)


def _row(
    version: int, kind: str, text: str, sentence: int, value: str | None, actor: str | None = None
) -> dict[str, object]:
    return {
        "version_id": version,
        "kind": kind,
        "value": None if value is None else storable(value),
        "amount": None,
        "currency": None,
        "actor_id": None if actor is None else storable(actor),
        "text": storable(text),
        "sentence": sentence,
    }


def exact(value: Decimal) -> str:
    """Write an amount with all its digits, unless that would be absurdly many."""
    return plain(value) if value.is_finite() and abs(value.adjusted()) < 100 else str(value)
