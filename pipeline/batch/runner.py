"""Work a run off: claim, read, sift, finish, settle, until nothing is left.

While models work on one window of articles the next one is read. Every item is settled in a
transaction of its own, so a run may be killed at any moment and taken up again: what is settled
stays, all else is done anew, and comes out the same.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.batch.engine import Engine
from pipeline.batch.leases import Leases
from pipeline.batch.owner import is_gone
from pipeline.batch.records import Options, Read
from pipeline.batch.records import Work as Reading
from pipeline.batch.sift import Settled, Sieve, duplicate, failed, settled_by
from pipeline.records import Digest, Failure, ModelUse
from pipeline.store import Brought, Item, Verdict, Work

log = logging.getLogger("chipwire.batch")
_POLL = 2.0  # seconds between looks at what another process still works on


class Done(NamedTuple):
    """One item that this process has settled, how many it has so far, and how many are left."""

    item: Item
    verdict: Verdict
    digest: Digest | None
    settled: int
    left: int


@dataclass
class Tally:
    """What this process has done: seconds of work by stage, and the models that worked."""

    seconds: dict[str, float] = field(default_factory=dict)
    models: set[ModelUse] = field(default_factory=set)
    settled: int = 0
    left: int = 0  # items of the run that nobody has settled, as last seen

    def add(self, digest: Digest | None) -> None:
        """Count one item, with its digest if there is one."""
        self.settled += 1
        self.left -= 1
        if digest is None:
            return
        provenance = digest.provenance
        self.models.update(provenance.models)
        for stage, spent in provenance.seconds.items():
            if stage != "total":
                self.seconds[stage] = self.seconds.get(stage, 0.0) + spent


class _Window(NamedTuple):
    items: list[Item]
    reads: list[Future[Read]]


@dataclass(frozen=True)
class Runner:
    """Works off one run. ``tell`` is called for every item that this process settles, ``tally``
    counts them."""

    work: Work
    run: str
    engine: Engine
    leases: Leases
    key: str
    options: Options
    tell: Callable[[Done], None]
    tally: Tally
    sleep: Callable[[float], None] = time.sleep

    def work_off(self) -> None:
        """Settle all items of the run that no other living process holds; wait for those.

        Raises ``ChipwireError`` where the run cannot go on; its items can then be claimed again.
        """
        self._release_dead()  # before anything else, so that items keep their order
        window = self._begin_later()
        while window is not None:
            self.tally.left, _ = self.work.left(self.run)
            found = [(item, _answer(read)) for item, read in zip(*window, strict=True)]
            alone = any(item.tired for item in window.items)
            upcoming = None if alone else self._begin()  # is read while models work
            for settled in self._finish([(item, read) for item, read in found if read is not None]):
                self._settle(settled)
            window = upcoming or self._begin_later()

    def _begin(self) -> _Window | None:
        """Claim the next window and have it read."""
        items = self.leases.claim(self.run, self.engine.window)
        if not items:
            return None
        sources = [item.source for item in items]
        known = {} if self.options.force else self.work.pages_done(sources, self.key)
        return _Window(items, self.engine.read([Reading(s, known.get(s, {})) for s in sources]))

    def _begin_later(self) -> _Window | None:
        """Wait for what others hold: it is theirs to finish, unless they end before."""
        while True:
            window = self._begin()
            if window is not None or not self.work.left(self.run)[0]:
                return window
            if not self._release_dead():
                log.info("waiting for another process that works on the same sources")
                self.sleep(_POLL)

    def _release_dead(self) -> int:
        """Free what processes hold that have ended; return how many items."""
        _, holders = self.work.left(self.run)
        gone = {owner for owner in holders if is_gone(owner)}
        return self.work.release(gone) if gone else 0

    def _finish(self, found: Sequence[tuple[Item, Read]]) -> Iterator[Settled]:
        """Give each item of a window its verdict, those without work for the models first."""
        sifted = Sieve(self.work, self.key, self.options).sift(found)
        yield from sifted.settled
        drafts = [draft for _, draft in sifted.drafts]
        results = self.engine.finish(drafts) if drafts else []
        for (item, draft), result in zip(sifted.drafts, results, strict=True):
            yield settled_by(item, draft, result, replace=self.options.force)
        for item, draft, place in sifted.copies:
            original, result = sifted.drafts[place][0], results[place]
            verdict = duplicate(original.source.location)
            if isinstance(result, Failure):
                verdict = failed(result)
            yield Settled(item, verdict, Brought(draft.page, draft.article))

    def _settle(self, settled: Settled) -> None:
        """Store what an item came to, unless another worker has taken the item over."""
        item, verdict, brought = settled
        mine = self.work.settle(item, verdict, brought)
        self.leases.let_go([item])
        if mine:
            digest = brought.digest if isinstance(brought.digest, Digest) else None
            self.tally.add(digest)
            self.tell(Done(item, verdict, digest, self.tally.settled, max(0, self.tally.left)))


def _answer(future: Future[Read]) -> Read | None:
    """Wait for an answer; None where there never will be one."""
    try:
        return future.result()
    except CancelledError:
        return None
