"""Runs and their items, as one object. Each method is one transaction: all of it, or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta

from pipeline.records import Article, Page, Source
from pipeline.store import copies, known, runs, settle, sources, work
from pipeline.store.copies import Like
from pipeline.store.known import Done
from pipeline.store.part import Part
from pipeline.store.runs import ItemState, Run
from pipeline.store.settle import NOTHING, Brought, Verdict
from pipeline.store.sources import StoredSource
from pipeline.store.work import Item

LEASE = timedelta(minutes=10)
ATTEMPTS = 10  # whoever kills a run over and over must not make it give up innocent items


class Work(Part):
    """The runs of a store. Threads may share it."""

    # Runs

    def begin_run(self, config_sha256: str, run: str | None = None) -> str:
        """Open a run and return its id; with an id, take that run up again."""
        with self._write() as connection:
            name = run or uuid.uuid4().hex[:12]
            return runs.begin_run(connection, name, config_sha256, self._clock())

    def finish_run(
        self,
        run: str,
        state: str = "done",
        manifest: Mapping[str, object] | None = None,
        ended: datetime | None = None,
    ) -> dict[str, int]:
        """Close a run, now unless told otherwise; return how many items are in each state."""
        with self._write() as connection:
            return runs.finish_run(connection, run, state, manifest or {}, ended or self._clock())

    def runs(self, state: str | None = None) -> list[Run]:
        """Return the runs, oldest first."""
        with self._read() as connection:
            return runs.list_runs(connection, state)

    def run(self, run: str) -> Run:
        """Return a run; raises ``StoreError`` where there is none."""
        with self._read() as connection:
            return runs.run_of(connection, run)

    def last_run(self, state: str) -> Run | None:
        """Return the run in a state that was begun last."""
        with self._read() as connection:
            return runs.last_run(connection, state)

    def places(self) -> list[StoredSource]:
        """Return the places that were added to look at again."""
        with self._read() as connection:
            return sources.watched_sources(connection, None)

    # Items

    def add_items(
        self, run: str, wanted: Sequence[Source], failed: Sequence[tuple[Source, str]] = ()
    ) -> int:
        """Add sources to a run, once each; return how many were new.

        ``failed`` are sources that gave nothing to work on, each with the reason.
        """
        with self._write() as connection:
            return runs.add_items(connection, run, wanted, failed)

    def items(self, run: str) -> list[ItemState]:
        """Return where each item of a run stands."""
        with self._read() as connection:
            return runs.list_items(connection, run)

    def claim(
        self, run: str, owner: str, n: int, lease: timedelta = LEASE, attempts: int = ATTEMPTS
    ) -> list[Item]:
        """Take up to ``n`` items for this worker; ``owner`` is a name no other worker has."""
        with self._write() as connection:
            terms = work.Terms(owner, lease, self._clock(), attempts)
            return work.claim(connection, run, n, terms)

    def owners(self, run: str) -> set[str]:
        """Return the names of the workers that hold items of a run."""
        with self._read() as connection:
            return work.owners(connection, run)

    def left(self, run: str) -> tuple[int, set[str]]:
        """Return how many items of a run are not done, and who holds their sources."""
        with self._read() as connection:
            return work.left(connection, run)

    def release(self, gone: set[str]) -> int:
        """Free the items of workers that are known to be gone; return how many."""
        with self._write() as connection:
            return work.release(connection, gone)

    def renew(self, item: Item, lease: timedelta = LEASE) -> bool:
        """Hold an item for longer; False when somebody else has taken it over."""
        with self._write() as connection:
            return work.renew(connection, item, lease, self._clock())

    def settle(self, item: Item, verdict: Verdict, brought: Brought = NOTHING) -> bool:
        """Finish an item and store what it brought; False, and nothing stored, if it was lost."""
        with self._write() as connection:
            return settle.settle(connection, item, verdict, brought, self._clock())

    def abandon(self, item: Item, reason: str) -> bool:
        """Give an item back; False when somebody else has taken it over."""
        with self._write() as connection:
            return work.abandon(connection, item, reason)

    # What is known already

    def pages_done(self, wanted: Sequence[Source], key: str) -> dict[Source, dict[str, int]]:
        """Return for each source the hashes of its pages that are digested with ``key``."""
        with self._read() as connection:
            return known.pages_done(connection, wanted, key)

    def digest_of(self, page: Page, article: Article, key: str) -> Done | None:
        """Return the digest of this very article and text, made with ``key``."""
        with self._read() as connection:
            return known.digest_of(connection, page, article, key)

    def twin_of(self, article: Article, but: Set[str], key: str) -> Done | None:
        """Return the digest, made with ``key``, of an article of another name that says the same.

        ``but`` are the names that do not count.
        """
        with self._read() as connection:
            return known.twin_of(connection, article, but, key)

    def likes_of(self, bands: Set[int], but: Set[str], key: str) -> list[Like]:
        """Return articles, digested with ``key``, that share one of a text's bands."""
        with self._read() as connection:
            return copies.likes_of(connection, bands, but, key)
