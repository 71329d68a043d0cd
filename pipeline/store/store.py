"""The newsroom's memory, as one object. Each method is one transaction: all of it, or nothing.

Storing the same twice changes nothing. Whatever the database refuses is told as one
``StoreError``, and the store stays usable.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from sqlalchemy import Connection, Engine

from pipeline.briefing_records import Briefing
from pipeline.config import EntryKind
from pipeline.records import Article, Digest, Page, Source
from pipeline.store import (
    answers,
    articles,
    briefings,
    digests,
    export,
    history,
    prune,
    search,
    sources,
)
from pipeline.store.articles import Correction, StoredVersion
from pipeline.store.briefings import StoredBriefing
from pipeline.store.digests import StoredDigest
from pipeline.store.engine import connect, store_url
from pipeline.store.export import EVERYTHING, ExportedDigest, ExportedVersion, Wanted
from pipeline.store.history import History
from pipeline.store.mail_methods import Mail, Subscribers
from pipeline.store.migrate import migrate
from pipeline.store.part import Part
from pipeline.store.prune import Pruned
from pipeline.store.search import NO_FILTERS, Filters, Hit
from pipeline.store.sources import FetchState, StoredSource
from pipeline.store.work_methods import Work

BUSY_SECONDS = 30.0  # how long a writer waits for others; one unit of work takes milliseconds
T = TypeVar("T")
_PAGE = 50  # digests read at once by an export
_FEW = 5  # briefings, which are larger


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def open_store(
    where: str | Path,
    *,
    clock: Callable[[], datetime] = utc_now,
    busy_seconds: float = BUSY_SECONDS,
    make: bool = True,
) -> Store:
    """Open a store, making or upgrading it where needed.

    ``where`` is the path of an SQLite file, or a URL: ``sqlite:///news.db``,
    ``postgresql://user@host/news``. Raises ``StoreError`` when it cannot be used, or was made by
    a newer chipwire; without ``make`` also when there is none yet.
    """
    engine = connect(store_url(where), busy_seconds, make=make)
    try:
        migrate(engine, make=make)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, clock)


class Store(Part):
    """An open store; close it, or use it in a ``with``. Threads may share it.

    ``work`` are its runs and their items, ``mail`` its editions and who got them,
    ``subscribers`` who is to get them.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(engine, clock)
        self.work = Work(engine, clock)
        self.mail = Mail(engine, clock)
        self.subscribers = Subscribers(engine, clock)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def file(self) -> Path | None:
        """The file of an SQLite store; None for PostgreSQL."""
        url = self._engine.url
        return Path(url.database or "") if url.drivername == "sqlite" else None

    def close(self) -> None:
        """Let all connections go."""
        self._engine.dispose()

    # Sources, articles, digests

    def put_source(self, source: Source, state: FetchState | None = None) -> int:
        """Store a source once and return its number; with a state, also its fetch state."""
        with self._write() as connection:
            return sources.put_source(connection, source, state)

    def sources(self, due: datetime | None = None) -> list[StoredSource]:
        """Return all sources; with ``due``, those to be fetched by then."""
        with self._read() as connection:
            return sources.list_sources(connection, due)

    def watched(self, due: datetime | None = None) -> list[StoredSource]:
        """Return the sources that were added to look at again; with ``due``, those due by then."""
        with self._read() as connection:
            return sources.watched_sources(connection, due)

    def watch(
        self, source: Source, listing: EntryKind | None = None, most: int | None = None
    ) -> bool:
        """Look at a source again from now on; False where it is watched already.

        ``listing`` says what it is, as in a config; ``most`` bounds its articles in a run.
        """
        with self._write() as connection:
            return sources.watch_source(connection, source, listing, most, self._clock())

    def forget_source(self, source: Source) -> bool:
        """Watch a source no more; its articles stay. Return whether it was watched."""
        with self._write() as connection:
            return sources.forget_source(connection, source)

    def put_article(
        self, page: Page, article: Article, canonical_url: str | None = None
    ) -> StoredVersion:
        """Store an article; changed title or text makes a new version and a correction."""
        with self._write() as connection:
            return articles.put_article(connection, page, article, canonical_url)

    def article(self, version: int) -> Article | None:
        """Return the article of a version as it was stored."""
        with self._read() as connection:
            return articles.article_of(connection, version)

    def corrections(self, article: int | None = None) -> list[Correction]:
        """Return what newer versions say differently, of one article or of all."""
        with self._read() as connection:
            return articles.list_corrections(connection, article)

    def put_digest(self, version: int, digest: Digest) -> int:
        """Store a digest of a version and return its number; what is there stays."""
        with self._write() as connection:
            return digests.put_digest(connection, version, digest, self._clock())

    def digest_for(self, version: int, key: str) -> StoredDigest | None:
        """Return the digest of a version made with ``key`` (``digest_key``), if there is one."""
        with self._read() as connection:
            return digests.digest_for(connection, version, key)

    def digest(self, number: int) -> StoredDigest:
        """Return the digest with a number; raises ``StoreError`` where there is none."""
        with self._read() as connection:
            return digests.numbered(connection, number)

    def get(self, digest_id: str) -> StoredDigest | None:
        """Return the digest with an id, as printed at its end."""
        with self._read() as connection:
            return digests.get(connection, digest_id)

    def find(self, prefix: str, limit: int = 10) -> list[StoredDigest]:
        """Return digests whose ids begin so, by id; of each id the one stored first."""
        with self._read() as connection:
            return digests.find(connection, prefix, limit)

    def history(self, version: int) -> History | None:
        """Return how the article of a version changed."""
        with self._read() as connection:
            return history.history_of(connection, version)

    def export_digests(self, wanted: Wanted = EVERYTHING) -> Iterator[ExportedDigest]:
        """Give digests with their articles, in the order they were stored, as ``export`` does."""
        after = 0
        while page := self._page(export.digests_after, after, wanted):
            yield from page
            after = page[-1].stored.number

    def export_versions(self, wanted: Wanted = EVERYTHING) -> Iterator[ExportedVersion]:
        """Give versions of articles, in the order they were stored, as ``export`` does."""
        after = 0
        while page := self._page(export.versions_after, after, wanted):
            yield from page
            after = page[-1].id

    def _page(
        self, read: Callable[[Connection, int, int, Wanted], list[T]], after: int, wanted: Wanted
    ) -> list[T]:
        with self._read() as connection:
            return read(connection, after, _PAGE, wanted)

    def export(self, after: int = 0) -> Iterator[StoredDigest]:
        """Give all digests in the order they were stored, from the one after a number on.

        Reads a page at a time, so writers are not held up by a slow reader.
        """
        while True:
            with self._read() as connection:
                page = digests.after(connection, after, _PAGE)
            if not page:
                return
            yield from page
            after = page[-1].number

    def search(
        self,
        query: str,
        filters: Filters = NO_FILTERS,
        limit: int = 20,
    ) -> list[Hit]:
        """Find articles by words, the best first; any text is a valid query."""
        with self._read() as connection:
            return search.search(connection, query, filters, limit)

    # Briefings

    def put_briefing(self, briefing: Briefing) -> None:
        """Keep a briefing for the next one to compare with."""
        with self._write() as connection:
            briefings.put_briefing(connection, briefing, self._clock())

    def last_briefing(self, story: str, language: str, unlike: Collection[str]) -> Briefing | None:
        """Return the newest briefing of a story that is not of just the digests ``unlike``."""
        with self._read() as connection:
            return briefings.last_briefing(connection, story, language, unlike)

    def export_briefings(self, story: str, language: str) -> Iterator[StoredBriefing]:
        """Give the briefings of a story in a language, the newest first, a few at a time."""
        before: int | None = None
        while True:
            with self._read() as connection:
                page = briefings.briefings_before(connection, before, _FEW, story, language)
            yield from page
            if len(page) < _FEW:
                return
            before = page[-1].number

    # Answers of models

    def cached(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the known answers of ``keys`` (``answer_key``)."""
        with self._read() as connection:
            return answers.cached(connection, keys)

    def remember(self, pairs: Mapping[str, str]) -> int:
        """Keep answers; return how many were new."""
        with self._write() as connection:
            return answers.remember(connection, pairs, self._clock())

    # Upkeep

    def prune(
        self, before: datetime | None, keep_versions: int = 1, *, dry_run: bool = False
    ) -> Pruned:
        """Forget old versions, answers and runs; with ``dry_run`` only count them.

        Without ``before``, all versions but the newest ``keep_versions``, and nothing else.
        """
        with self._write() as connection:
            counts = prune.prune(connection, before, keep_versions)
            if dry_run:
                connection.rollback()
            return counts

    def compact(self) -> int | None:
        """Give space back to the disk; return how many bytes, None where the server does it."""
        return prune.compact(self._engine)
