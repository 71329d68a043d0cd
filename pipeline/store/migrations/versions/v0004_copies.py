"""Copies of articles and how they are found; what watched places are, and how much to take."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and columns. Articles that are there already are not compared later."""
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_bands_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("band", "version_id", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_bands_version_id"), "bands", ["version_id"])
    op.create_table(
        "copies",
        sa.Column("version_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_copies_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_copies_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_copies")),
    )
    op.create_index(op.f("ix_copies_article_id"), "copies", ["article_id"])
    op.add_column("sources", sa.Column("listing", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("most", sa.Integer(), nullable=True))
