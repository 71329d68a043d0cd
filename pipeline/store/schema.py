"""The tables of the store. ``REVISION`` names the migration that makes exactly these.

Long texts are never keys: a location is found by its SHA-256, since PostgreSQL indexes at most
2,700 bytes. Records are kept as their published JSON, byte for byte; columns beside it serve
search and order.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

REVISION = "0004"

# SQLite counts only INTEGER keys by itself.
Number = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; one without a zone is taken as UTC."""
        if value is None:
            return None
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", Number, primary_key=True, autoincrement=True)


def _of(table: str, *, cascade: bool = True) -> Column[int]:
    """Refer to a row of another table, and go with it unless told otherwise."""
    return Column(
        f"{table.removesuffix('s')}_id",
        Number,
        ForeignKey(f"{table}.id", ondelete="CASCADE" if cascade else None),
        nullable=False,
    )


sources = Table(
    "sources",
    metadata,
    _key(),
    Column("location", Text, nullable=False),
    Column("location_sha256", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("status", Text),  # of the last fetch, in the words of the fetcher
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("next_due", Moment, index=True),
    Column("listing", Text),  # of a watched place: feed, site, ... as in a config
    Column("most", Integer),  # of a watched place: at most so many of its articles
    UniqueConstraint("location_sha256", "kind"),
)

articles = Table(
    "articles",
    metadata,
    _key(),
    _of("sources", cascade=False),
    Column("canonical_url", Text, nullable=False),
    Column("canonical_sha256", Text, nullable=False, unique=True),
    Column("content_sha256", Text, nullable=False),  # of the page as last seen, byte for byte
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    _key(),
    _of("articles"),
    Column("number", Integer, nullable=False),  # 1, 2, ... of the article
    Column("fetched_at", Moment, nullable=False),
    Column("dated", Moment, nullable=False, index=True),  # published, or else fetched
    Column("language", Text),
    Column("text_sha256", Text, nullable=False, index=True),  # of title and text
    Column("article_json", Text, nullable=False),
    UniqueConstraint("article_id", "number"),
    sqlite_autoincrement=True,  # a number is never given twice
)

corrections = Table(
    "corrections",
    metadata,
    _key(),
    _of("articles"),
    Column("from_number", Integer, nullable=False),
    Column("to_number", Integer, nullable=False),
    Column("noted_at", Moment, nullable=False),
    Column("removed_json", Text, nullable=False),  # lines of title and text that went
    Column("added_json", Text, nullable=False),  # lines that came
    UniqueConstraint("article_id", "to_number"),
)

# By what texts are found that say nearly the same; copies have none.
bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "version_id",
        Number,
        ForeignKey("versions.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    metadata,
    Column(
        "version_id",
        Number,
        ForeignKey("versions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column(  # the original
        "article_id",
        Number,
        ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)

digests = Table(
    "digests",
    metadata,
    _key(),
    _of("versions"),
    Column("key", Text, nullable=False),
    Column("digest_id", Text, nullable=False, index=True),
    Column("digest_json", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("config_sha256", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    UniqueConstraint("version_id", "key"),
    sqlite_autoincrement=True,  # a number is never given twice
)

facts = Table(
    "facts",
    metadata,
    _key(),
    _of("versions"),
    Column("kind", Text, nullable=False),  # money, date, actor, quote, claim
    Column("value", Text),  # exact: an amount's larger end, an EDTF date, a role, a modality
    Column("amount", Double),  # the value of money, near enough to compare
    Column("currency", Text),
    Column("actor_id", Text),
    Column("text", Text, nullable=False),
    Column("sentence", Integer, nullable=False),
    Index(None, "version_id", "kind"),
    Index(None, "actor_id"),
    Index(None, "kind", "amount"),
)

# What search looks through: the article (title and text), and each digest (headline, statements).
passages = Table(
    "passages",
    metadata,
    _key(),
    _of("versions"),
    Column("digest_id", Number, ForeignKey("digests.id", ondelete="CASCADE")),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("folded", Text, nullable=False),  # title and body without case and accents
    Index(None, "version_id"),
    Index(None, "digest_id"),
)

answers = Table(
    "answers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("created", Moment, nullable=False, index=True),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("config_sha256", Text, nullable=False),
    Column("state", Text, nullable=False),  # running, or as it ended
    Column("counts_json", Text),
    Column("manifest_json", Text),
)

items = Table(
    "items",
    metadata,
    _key(),
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    _of("sources", cascade=False),
    Column("state", Text, nullable=False),  # waiting, claimed, done, failed
    Column("verdict", Text),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_owner", Text),
    Column("lease_until", Moment),
    Column("digest_id", Number, ForeignKey("digests.id", ondelete="SET NULL")),  # what came of it
    UniqueConstraint("run_id", "source_id"),
    Index(None, "run_id", "state"),
    Index(None, "source_id", "state"),
    Index(None, "digest_id"),
    sqlite_autoincrement=True,  # a number is never given twice
)
