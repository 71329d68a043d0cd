"""Digests, facts and articles as rows of a table, and the columns that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import ValidationError

from pipeline.errors import StoreError
from pipeline.records import Article, Facts, Mention, Money, Voice
from pipeline.store import ExportedDigest, ExportedVersion, exact

Kind = Literal["text", "integer", "real", "decimal", "moment", "flag"]
Value = str | int | float | Decimal | datetime | bool | None
Row = Mapping[str, Value]


class Column(NamedTuple):
    """A column and the kind of its values; any may be empty."""

    name: str
    kind: Kind = "text"


_PLACE = (
    Column("url"),
    Column("version", "integer"),
    Column("superseded", "flag"),
    Column("dated", "moment"),
    Column("language"),
)
DIGEST_COLUMNS = (
    Column("digest_id"),
    *_PLACE,
    Column("created", "moment"),
    Column("story"),
    Column("target_language"),
    Column("publisher"),
    Column("published"),
    Column("authors"),
    Column("title"),
    Column("headline"),
    Column("summary"),  # a statement a line
    Column("amounts"),
    Column("actors"),
    Column("relevance", "real"),
    Column("input_state"),
    Column("warnings"),
    Column("chipwire"),
    Column("config_sha256"),
)
FACT_COLUMNS = (
    Column("digest_id"),
    *_PLACE,
    Column("story"),
    Column("kind"),  # money, date, actor, quote, claim
    Column("text"),  # in the words of the source
    Column("value"),  # the larger end of an amount, a date in EDTF, a role, a speaker, a modality
    Column("min", "decimal"),
    Column("max", "decimal"),
    Column("currency"),
    Column("rendered"),
    Column("qualifier"),
    Column("doubt"),
    Column("actor_id"),
    Column("actor"),
    Column("sentence", "integer"),
    Column("start", "integer"),
    Column("end", "integer"),
)
ARTICLE_COLUMNS = (
    *_PLACE,
    Column("fetched_at", "moment"),
    Column("published"),
    Column("site"),
    Column("authors"),
    Column("title"),
    Column("text"),
    Column("input_state"),
    Column("paragraphs_used", "integer"),
    Column("paragraphs_total", "integer"),
    Column("text_sha256"),
)


def digest_row(exported: ExportedDigest) -> Row:
    """Return a digest as a row; raises ``StoreError`` for one of another chipwire."""
    digest = exported.stored.digest
    article, facts = digest.article, digest.facts
    return {
        "digest_id": digest.id,
        **_place(exported, article),
        "created": exported.stored.created,
        "story": digest.story,
        "target_language": digest.target_language,
        "publisher": digest.source.publisher,
        "published": article.published,
        "authors": "; ".join(article.authors),
        "title": article.title,
        "headline": digest.headline.text if digest.headline else None,
        "summary": "\n".join(statement.text for statement in digest.summary),
        "amounts": "; ".join(dict.fromkeys(money.rendered for money in facts.money)),
        "actors": "; ".join(actor.name for actor in facts.actors),
        "relevance": digest.relevance.score,
        "input_state": article.input_state,
        "warnings": "\n".join(digest.warnings),
        "chipwire": digest.provenance.chipwire,
        "config_sha256": digest.provenance.config_sha256,
    }


def fact_rows(exported: ExportedDigest) -> list[Row]:
    """Return a digest's facts as rows; raises ``StoreError`` for one of another chipwire."""
    digest = exported.stored.digest
    common: Row = {
        "digest_id": digest.id,
        **_place(exported, digest.article),
        "story": digest.story,
    }
    return [{**common, **fact} for fact in _facts(digest.facts)]


def _facts(facts: Facts) -> Iterator[Row]:
    names = {actor.id: actor.name for actor in facts.actors}
    for money in facts.money:
        yield {**_mention("money", money, exact(money.max)), **_amount(money)}
    for date in facts.dates:
        yield _mention("date", date, date.value)
    for actor in facts.actors:
        for mention in actor.mentions:
            by = {"actor_id": actor.id, "actor": actor.name}
            yield {**_mention("actor", mention, actor.role), **by}
    for quote in facts.quotes:
        speaker = quote.speaker_id
        by_whom = {"actor_id": speaker, "actor": names.get(speaker or ""), "doubt": quote.doubt}
        yield {**_mention("quote", quote, quote.speaker), **by_whom}
    for claim in facts.claims:
        yield {
            "kind": "claim",
            "text": claim.text,
            "value": claim.modality,
            "sentence": claim.sentence,
            **_origin(claim.chain, names),
        }


def _mention(kind: str, mention: Mention, value: str | None) -> Row:
    return {
        "kind": kind,
        "text": mention.text,
        "value": value,
        "sentence": mention.sentence,
        "start": mention.start,
        "end": mention.end,
    }


def _amount(money: Money) -> Row:
    return {
        "min": money.min,
        "max": money.max,
        "currency": money.currency,
        "rendered": money.rendered,
        "qualifier": money.qualifier,
        "doubt": money.doubt,
    }


def _origin(chain: list[Voice], names: Mapping[str, str]) -> Row:
    """Name the last voice of a chain, from whom the others have it."""
    if not chain:
        return {}
    last = chain[-1]
    known = names.get(last.actor_id or "")
    return {"actor_id": last.actor_id, "actor": known or last.name, "doubt": last.doubt}


def article_row(exported: ExportedVersion) -> Row:
    """Return a version of an article as a row; raises ``StoreError`` if it cannot be read."""
    try:
        article = Article.model_validate_json(exported.json)
    except ValidationError as exc:
        raise StoreError(f"store: version {exported.id} is of another chipwire") from exc
    return {
        **_place(exported, article),
        "fetched_at": exported.fetched_at,
        "published": article.published,
        "site": article.site,
        "authors": "; ".join(article.authors),
        "title": article.title,
        "text": article.text,
        "input_state": article.input_state,
        "paragraphs_used": article.paragraphs_used,
        "paragraphs_total": article.paragraphs_total,
        "text_sha256": exported.text_sha256,
    }


def _place(exported: ExportedDigest | ExportedVersion, article: Article) -> Row:
    return {
        "url": exported.url,
        "version": exported.version,
        "superseded": exported.superseded,
        "dated": exported.dated,
        "language": article.language,
    }
