"""Articles and their versions: what was read, and how it changed afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.records import Article, Page
from pipeline.store.schema import articles, corrections, versions
from pipeline.store.search_index import index_article
from pipeline.store.sources import insert_new, put_source, sha256

Change = Literal["new", "changed", "unchanged"]


class StoredVersion(NamedTuple):
    """Where an article was put: the number of its version row, and what that version is."""

    id: int
    article_id: int
    number: int  # 1, 2, ... of the article
    change: Change


class Correction(NamedTuple):
    """What a newer version of an article says differently: whole lines of title and text."""

    article_id: int
    from_number: int
    to_number: int
    noted_at: datetime
    removed: list[str]
    added: list[str]


def put_article(
    connection: Connection, page: Page, article: Article, canonical_url: str | None
) -> StoredVersion:
    """Store what a page says; what is there already is only noted as seen again.

    The same article is the one with the same canonical URL (as given, or else the final URL
    without its fragment, or else the path; standard input is known by its text). Other title or
    text makes the next version and a correction; no version is ever changed.
    """
    name = canonical_url or name_of(page, article)
    row = _article_row(connection, name, page)
    text_sha256 = sha256(told(article))
    last = connection.execute(
        select(versions)
        .where(versions.c.article_id == row.id)
        .order_by(versions.c.number.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and last.text_sha256 == text_sha256:
        return StoredVersion(last.id, row.id, last.number, "unchanged")
    number = last.number + 1 if last is not None else 1
    made = insert(versions).values(
        article_id=row.id,
        number=number,
        fetched_at=page.fetched_at,
        dated=dated(article, page),
        language=article.language,
        text_sha256=text_sha256,
        article_json=article.model_dump_json(),
    )
    version = connection.execute(made.returning(versions.c.id)).scalar_one()
    index_article(connection, version, article)
    if last is None:
        return StoredVersion(version, row.id, number, "new")
    before = Article.model_validate_json(last.article_json)
    _note_correction(connection, row.id, number, page.fetched_at, (told(before), told(article)))
    return StoredVersion(version, row.id, number, "changed")


def _article_row(connection: Connection, name: str, page: Page) -> Row[tuple[object, ...]]:
    """Find or make the article's row, note that it was seen, and hold it until the end."""
    seen = page.fetched_at if page.fetched_at.tzinfo else page.fetched_at.replace(tzinfo=UTC)
    key = sha256(name)
    insert_new(
        connection,
        articles,
        [
            {
                "source_id": put_source(connection, page.source, None),
                "canonical_url": name,
                "canonical_sha256": key,
                "content_sha256": page.sha256,
                "first_seen": seen,
                "last_seen": seen,
            }
        ],
    )
    wanted = select(articles).where(articles.c.canonical_sha256 == key).with_for_update()
    row = connection.execute(wanted).one()
    connection.execute(
        update(articles)
        .where(articles.c.id == row.id)
        .values(
            content_sha256=page.sha256,
            first_seen=min(row.first_seen, seen),  # clocks may jump back
            last_seen=max(row.last_seen, seen),
        )
    )
    return row


def name_of(page: Page, article: Article) -> str:
    """Return by what an article is known: its own or final URL, its path, or its text.

    The address that the page calls its own counts where it is one of the same host and more than
    its root, so that no page can pass for an article of another site.
    """
    if page.final_url:
        own, final = article.canonical_url, page.final_url.partition("#")[0]
        return own if own and _is_beside(own, final) else final
    if page.source.kind == "stdin":
        return f"sha256:{sha256(told(article))}"
    return page.source.location


def _is_beside(own: str, final: str) -> bool:
    try:
        one, other = urlsplit(own), urlsplit(final)
    except ValueError:
        return False
    return one.netloc == other.netloc and one.path not in ("", "/")


def told(article: Article) -> str:
    """Return what counts as a change: title and text."""
    return f"{article.title or ''}\n{article.text}"


def dated(article: Article, page: Page) -> datetime:
    """Return the moment of publication, or else that of the fetch."""
    try:
        moment = datetime.fromisoformat(article.published or "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return page.fetched_at


def _note_correction(
    connection: Connection, article: int, number: int, at: datetime, told: tuple[str, str]
) -> None:
    """Record which lines went and which came."""
    before, after = (list(dict.fromkeys(text.split("\n"))) for text in told)
    gone, come = set(before) - set(after), set(after) - set(before)
    connection.execute(
        insert(corrections).values(
            article_id=article,
            from_number=number - 1,
            to_number=number,
            noted_at=at,
            removed_json=json.dumps([line for line in before if line in gone]),
            added_json=json.dumps([line for line in after if line in come]),
        )
    )


def list_corrections(connection: Connection, article: int | None) -> list[Correction]:
    """Return the corrections of one article, or of all, in the order they were noted."""
    wanted = select(corrections).order_by(corrections.c.id)
    if article is not None:
        wanted = wanted.where(corrections.c.article_id == article)
    return [
        Correction(
            row.article_id,
            row.from_number,
            row.to_number,
            row.noted_at,
            json.loads(row.removed_json),
            json.loads(row.added_json),
        )
        for row in connection.execute(wanted)
    ]


def article_of(connection: Connection, version: int) -> Article | None:
    """Return the article of a version as it was stored."""
    found = connection.scalar(select(versions.c.article_json).where(versions.c.id == version))
    return None if found is None else Article.model_validate_json(found)
