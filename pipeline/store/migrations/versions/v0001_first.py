"""The first tables, and the indexes of full text search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

# The words index finds whole words, the pieces index any three characters in a row.
SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE passages_words USING fts5(
         folded, content='passages', content_rowid='id',
         tokenize='unicode61 remove_diacritics 2')""",
    """CREATE VIRTUAL TABLE passages_pieces USING fts5(
         folded, content='passages', content_rowid='id', tokenize='trigram')""",
    """CREATE TRIGGER passages_inserted AFTER INSERT ON passages BEGIN
         INSERT INTO passages_words(rowid, folded) VALUES (new.id, new.folded);
         INSERT INTO passages_pieces(rowid, folded) VALUES (new.id, new.folded);
       END""",
    """CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
         INSERT INTO passages_words(passages_words, rowid, folded)
           VALUES ('delete', old.id, old.folded);
         INSERT INTO passages_pieces(passages_pieces, rowid, folded)
           VALUES ('delete', old.id, old.folded);
       END""",
)
# The words are kept, since cutting a text again for each rank takes most of a search; and indexed
# at once, since the planner reads the whole table rather than a long list of words not indexed yet.
POSTGRESQL_WORDS = (
    """ALTER TABLE passages ADD COLUMN words tsvector
         GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED""",
    "CREATE INDEX passages_words ON passages USING gin (words) WITH (fastupdate = off)",
)
# Only administrators of some servers may add the extension; without it a search for pieces of
# words reads every passage.
POSTGRESQL_PIECES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX passages_pieces ON passages USING gin (folded gin_trgm_ops)",
)


def upgrade() -> None:
    """Make the tables."""
    _make_sources_and_articles()
    _make_digests()
    _make_work()
    _make_search()


def _make_sources_and_articles() -> None:
    """Sources, articles, versions, corrections."""
    op.create_table(
        "sources",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("location_sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_due", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint(
            "location_sha256", "kind", name=op.f("uq_sources_location_sha256_kind")
        ),
    )
    op.create_index(op.f("ix_sources_next_due"), "sources", ["next_due"])
    op.create_table(
        "articles",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source_id", NUMBER, nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("canonical_sha256", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_articles_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("canonical_sha256", name=op.f("uq_articles_canonical_sha256")),
    )
    op.create_table(
        "versions",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.Column("dated", MOMENT, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("article_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_versions_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_versions_article_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_versions_dated"), "versions", ["dated"])
    op.create_index(op.f("ix_versions_text_sha256"), "versions", ["text_sha256"])
    op.create_table(
        "corrections",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("removed_json", sa.Text(), nullable=False),
        sa.Column("added_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_corrections_article_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint(
            "article_id", "to_number", name=op.f("uq_corrections_article_id_to_number")
        ),
    )


def _make_digests() -> None:
    """Digests, facts, and the passages that search looks through."""
    op.create_table(
        "digests",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest_id", sa.Text(), nullable=False),
        sa.Column("digest_json", sa.Text(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("config_sha256", sa.Text(), nullable=False),
        sa.Column("target_language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_digests_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_digests_version_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_digests_digest_id"), "digests", ["digest_id"])
    op.create_table(
        "facts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_facts_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    op.create_index(op.f("ix_facts_actor_id"), "facts", ["actor_id"])
    op.create_index(op.f("ix_facts_kind_amount"), "facts", ["kind", "amount"])
    op.create_index(op.f("ix_facts_version_id_kind"), "facts", ["version_id", "kind"])
    op.create_table(
        "passages",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("digest_id", NUMBER, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name=op.f("fk_passages_digest_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_passages_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_digest_id"), "passages", ["digest_id"])
    op.create_index(op.f("ix_passages_version_id"), "passages", ["version_id"])


def _make_work() -> None:
    """Answers of models, runs and items."""
    op.create_table(
        "answers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_created"), "answers", ["created"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started", MOMENT, nullable=False),
        sa.Column("ended", MOMENT, nullable=True),
        sa.Column("config_sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("counts_json", sa.Text(), nullable=True),
        sa.Column("manifest_json", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "items",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("source_id", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("digest_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name=op.f("fk_items_digest_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_items_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_items_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("run_id", "source_id", name=op.f("uq_items_run_id_source_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_items_run_id_state"), "items", ["run_id", "state"])
    op.create_index(op.f("ix_items_source_id_state"), "items", ["source_id", "state"])
    op.create_index(op.f("ix_items_digest_id"), "items", ["digest_id"])


def _make_search() -> None:
    """The indexes of full text search."""
    if op.get_context().dialect.name == "sqlite":
        for statement in SQLITE_SEARCH:
            op.execute(statement)
        return
    for statement in POSTGRESQL_WORDS:
        op.execute(statement)
    try:
        with op.get_bind().begin_nested():
            for statement in POSTGRESQL_PIECES:
                op.execute(statement)
    except DBAPIError:
        return
