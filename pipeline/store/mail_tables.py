"""The tables of the mail: editions, one delivery for each recipient, subscribers, bounces.

They belong to the same ``metadata``, and the same revision, as those of ``schema``.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from pipeline.store.schema import Moment, Number, metadata

# One occurrence of an edition. The clock on the wall is its key: a night that has an hour twice
# brings no second one.
editions = Table(
    "editions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("local_time", Text, nullable=False),  # 2026-10-25T02:30, in the edition's zone
    Column("via", Text, nullable=False),  # how it is delivered: smtp, or outbox (a dry run)
    Column("due", Moment, nullable=False),
    Column("expires", Moment, nullable=False),  # due and grace: never sent by itself after this
    Column("state", Text, nullable=False),  # due, frozen, sent, missed, skipped
    Column("note", Text),
    Column("content_json", Text),  # what was frozen: digests, corrections
    Column("upto", Number),  # number of the last digest that was looked at
    Column("frozen_at", Moment),
    UniqueConstraint("name", "local_time"),
    Index(None, "name", "due"),
    sqlite_autoincrement=True,  # a number is never given twice
)

# The digests that an edition looked at, so that none is news twice and none is corrected unsaid.
told = Table(
    "told",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("edition_id", Number, ForeignKey("editions.id"), nullable=False),
    Column("article_id", Number, nullable=False),  # articles are never pruned
    Column("digest_id", Text, nullable=False),
    Column("variant", Text, nullable=False),  # for which readers: language and story
    UniqueConstraint("edition_id", "digest_id", "variant"),
    Index(None, "article_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("edition_id", Number, ForeignKey("editions.id"), nullable=False),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False),  # see subscribers.address_key
    Column("message_id", Text, nullable=False),
    Column("message", LargeBinary),  # the bytes as frozen; None: forgotten long after
    Column("message_sha256", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("reason", Text),  # why it stands where it stands, in words
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("claims", Integer, nullable=False, server_default="0"),  # tells them apart
    Column("released", Boolean, nullable=False, server_default=false()),  # a person said: resend
    Column("next_attempt", Moment, nullable=False),
    Column("data_at", Moment),  # when DATA was about to begin
    Column("queued_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Moment),
    UniqueConstraint("edition_id", "address_key"),
    Index(None, "phase", "next_attempt"),
    sqlite_autoincrement=True,  # a number is never given twice
)

# One row: who this store is, and how far it got. A restored backup is known by its number.
mail_state = Table(
    "mail_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("store_id", Text, nullable=False),
    Column("sequence", Number, nullable=False),  # of the last DATA that was begun
    Column("barrier", Moment),  # editions due until then are sent only by a person's word
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("language", Text),  # None, here and below: as the edition says
    Column("length", Text),
    Column("story", Text),
    Column("added", Moment, nullable=False),
    UniqueConstraint("address_key", "edition"),
)

# Who gets no mail, whatever the config and the table of subscribers say.
suspensions = Table(
    "suspensions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False),
    Column("edition", Text, nullable=False),  # empty: all
    Column("reason", Text, nullable=False),  # unsubscribed, bounced
    Column("note", Text),
    Column("since", Moment, nullable=False),
    UniqueConstraint("address_key", "edition"),
)

bounces = Table(
    "bounces",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("address_key", Text, nullable=False),
    Column("report", Text, nullable=False),  # which report, so that none counts twice
    Column("status", Text),  # RFC 3463, as in 5.1.1
    Column("diagnostic", Text),
    Column("noted_at", Moment, nullable=False),
    UniqueConstraint("address_key", "report"),
)
