"""What search looks through: one passage for each article version, one for each digest."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, insert

from pipeline.records import Article, Digest
from pipeline.store.folding import displayed, fold
from pipeline.store.schema import passages

# PostgreSQL indexes at most 1 MB of words in one row; longer texts become several passages.
_LONGEST = 100_000


def index_article(connection: Connection, version: int, article: Article) -> None:
    """Make title and text of a version searchable."""
    _index(connection, version, None, article.title, article.text)


def index_digest(connection: Connection, version: int, number: int, digest: Digest) -> None:
    """Make headline and statements of a digest searchable."""
    title = digest.headline.text if digest.headline else None
    body = "\n".join(statement.text for statement in digest.summary)
    _index(connection, version, number, title, body)


def _index(
    connection: Connection, version: int, digest: int | None, title: str | None, body: str
) -> None:
    heading = displayed(title or "")
    rows = [
        {
            "version_id": version,
            "digest_id": digest,
            "title": heading[:1000],
            "body": piece,
            "folded": fold(f"{heading[:1000]}\n{piece}"),
        }
        for piece in _pieces(displayed(body))
    ]
    connection.execute(insert(passages), rows)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text at blanks into pieces of at most ``_LONGEST`` characters; at least one."""
    begin = 0
    while len(text) - begin > _LONGEST:
        end = text.rfind(" ", begin + _LONGEST // 2, begin + _LONGEST)
        end = begin + _LONGEST if end < 0 else end + 1
        yield text[begin:end]
        begin = end
    yield text[begin:]
