"""Full text search over articles and digests, the same on both databases.

A query is words parted by blanks; all must occur. Whole words come first, ranked; pieces of words
("puce" in "micropuces") after them. Terms in scripts without blanks are pieces always. Nothing in
a query is syntax: every term is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from pipeline.store.folding import Excerpt, excerpt, fold, storable, terms, unparted
from pipeline.store.schema import articles, digests, facts, passages, versions

_WORDS: Any = literal_column("passages.words")  # of PostgreSQL alone: the words of a passage
_PIECE = 3  # characters: the shortest that the pieces index finds


class Filters(NamedTuple):
    """What an article must be besides holding the words; None asks for nothing."""

    language: str | None = None  # of the article
    actor: str | None = None  # that the article names: an id, or a name as it is written there
    since: datetime | None = None  # published, or else fetched, then or later
    until: datetime | None = None  # published, or else fetched, before then
    min_amount: Decimal | None = None  # the article holds an amount as large
    currency: str | None = None  # of that amount; any if None


NO_FILTERS = Filters()


class Hit(NamedTuple):
    """An article that was found: the best place in it, and which version holds it."""

    article_id: int
    version_id: int
    version: int
    superseded: bool  # there is a newer version
    digest_id: str | None  # the digest that holds the place, or else the version's newest, if any
    in_digest: bool  # the place is in the digest, not in the article itself
    url: str
    title: str
    language: str | None
    dated: datetime
    excerpt: Excerpt


def search(connection: Connection, query: str, filters: Filters, limit: int) -> list[Hit]:
    """Find articles, the best first, each once; without words, the newest that fit the filters."""
    wanted = terms(query)
    if query.strip() and not wanted:
        return []
    places: dict[int, int] = {}  # article -> its best passage, best article first
    rows = (
        row
        for statement in _statements(connection, wanted)
        for row in connection.execute(filtered(statement, filters))
    )
    for article, passage in rows:
        places.setdefault(article, passage)
        if len(places) >= limit:
            break
    return _hits(connection, list(places.values()), wanted)


def _statements(connection: Connection, wanted: list[str]) -> Iterator[Select[Any]]:
    """Give the searches to try, one after the other."""
    order = (versions.c.dated.desc(), passages.c.id.desc())
    if not wanted:
        yield _passages().order_by(*order)
        return
    postgresql = connection.dialect.name == "postgresql"
    if not any(map(unparted, wanted)):
        yield (_ranked_postgresql if postgresql else _ranked_sqlite)(wanted).order_by(*order)
    pieces = (_has_postgresql if postgresql else _has_sqlite)(term for term in wanted)
    yield _passages().where(*pieces).order_by(*order)


def _passages() -> Select[Any]:
    return (
        select(versions.c.article_id, passages.c.id)
        .select_from(passages)
        .join(versions, versions.c.id == passages.c.version_id)
    )


def filtered(statement: Select[Any], filters: Filters) -> Select[Any]:
    """Narrow a statement over versions to those that pass the filters."""
    if filters.language is not None:
        statement = statement.where(versions.c.language == storable(filters.language))
    if filters.since is not None:
        statement = statement.where(versions.c.dated >= filters.since)
    if filters.until is not None:
        statement = statement.where(versions.c.dated < filters.until)
    if filters.actor is not None:
        name = storable(filters.actor)
        written = and_(facts.c.kind == "actor", facts.c.text == name)
        of_version = facts.c.version_id == versions.c.id
        named = exists().where(of_version, or_(facts.c.actor_id == name, written))
        statement = statement.where(named)
    if filters.min_amount is not None:
        large = select(facts.c.version_id).where(
            facts.c.kind == "money", facts.c.amount >= float(filters.min_amount)
        )
        if filters.currency is not None:
            large = large.where(facts.c.currency == storable(filters.currency))
        statement = statement.where(versions.c.id.in_(large))  # read once, not for each version
    return statement


def _quoted(term: str) -> str:
    """Write a term as a phrase of FTS5, in which no character is syntax."""
    return '"' + term.replace('"', '""') + '"'


def _ranked_sqlite(wanted: list[str]) -> Select[Any]:
    words = table("passages_words")
    matched = text("passages_words MATCH :words").bindparams(words=" ".join(map(_quoted, wanted)))
    row: ColumnElement[int] = literal_column("passages_words.rowid")
    return (
        _passages()
        .join(words, row == passages.c.id)
        .where(matched)
        .order_by(literal_column("bm25(passages_words)"))
    )


def _has_sqlite(wanted: Iterator[str]) -> Iterator[ColumnElement[bool]]:
    for number, term in enumerate(wanted):
        if len(term) < _PIECE and unparted(term):
            yield passages.c.folded.contains(term, autoescape=True)
            continue
        index = "passages_pieces" if len(term) >= _PIECE else "passages_words"
        name = f"term{number}"
        matched = text(f"{index} MATCH :{name}").bindparams(**{name: _quoted(term)})
        rows: Select[Any] = select(literal_column("rowid")).select_from(table(index)).where(matched)
        yield passages.c.id.in_(rows)


def _ranked_postgresql(wanted: list[str]) -> Select[Any]:
    phrases = [func.phraseto_tsquery(literal_column("'simple'"), term) for term in wanted]
    together: ColumnElement[Any] = phrases[0]
    for phrase in phrases[1:]:
        together = together.op("&&")(phrase)
    return (
        _passages()
        .where(*(_WORDS.op("@@")(phrase) for phrase in phrases))
        .order_by(func.ts_rank(_WORDS, together).desc())
    )


def _has_postgresql(wanted: Iterator[str]) -> Iterator[ColumnElement[bool]]:
    for term in wanted:
        if len(term) < _PIECE and not unparted(term):
            phrase = func.phraseto_tsquery(literal_column("'simple'"), term)
            yield _WORDS.op("@@")(phrase)
        else:
            yield passages.c.folded.contains(term, autoescape=True)


def superseded() -> ColumnElement[bool]:
    """Tell of a version whether its article has a newer one."""
    newer = versions.alias()
    return exists().where(
        newer.c.article_id == versions.c.article_id, newer.c.number > versions.c.number
    )


def _hits(connection: Connection, places: list[int], wanted: list[str]) -> list[Hit]:
    """Read what is shown of passages, and keep their order."""
    of_version = digests.alias()
    newest = (
        select(of_version.c.digest_id)
        .where(of_version.c.version_id == versions.c.id)
        .order_by(of_version.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            passages.c.id.label("passage"),
            passages.c.title,
            passages.c.body,
            versions,
            articles.c.canonical_url,
            passages.c.digest_id.is_not(None).label("in_digest"),
            func.coalesce(digests.c.digest_id, newest).label("digest"),
            superseded().label("superseded"),
        )
        .select_from(passages)
        .join(versions, versions.c.id == passages.c.version_id)
        .join(articles, articles.c.id == versions.c.article_id)
        .outerjoin(digests, digests.c.id == passages.c.digest_id)
        .where(passages.c.id.in_(places))
    )
    found = {row.passage: _hit(row, wanted) for row in connection.execute(statement)}
    return [found[place] for place in places if place in found]  # prune may have come between


def _hit(row: Any, wanted: list[str]) -> Hit:
    body = fold(row.body)
    in_body = not wanted or any(term in body for term in wanted)
    return Hit(
        article_id=row.article_id,
        version_id=row.id,
        version=row.number,
        superseded=bool(row.superseded),
        digest_id=row.digest,
        in_digest=bool(row.in_digest),
        url=row.canonical_url,
        title=row.title,
        language=row.language,
        dated=row.dated,
        excerpt=excerpt(row.body if in_body else row.title, wanted),
    )
