"""Work a run off: claim, read, sift, finish, settle, until nothing is left.

While models work on one window of articles the next one is read, and while pages of the web are
on their way, further ones, so that a slow host holds up no other. Windows are worked on in order,
whatever arrives first. Every item is settled in a
transaction of its own, so a run may be killed at any moment and taken up again: what is settled
stays, all else is done anew, and comes out the same.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.batch.engine import Engine
from pipeline.batch.leases import Leases
from pipeline.batch.owner import is_gone
from pipeline.batch.records import Options, Read
from pipeline.batch.records import Work as Reading
from pipeline.batch.sift import Settled, Sieve, settled_by
from pipeline.records import Digest, Failure, ModelUse
from pipeline.store import Item, Verdict, Work

log = logging.getLogger("chipwire.batch")
_POLL = 2.0  # seconds between looks at what another process still works on
_PATIENCE = 1.0  # seconds to wait for pages of the web before more of them are asked for
_MOST_AHEAD = 256  # items claimed ahead: what others cannot take


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

    @property
    def alone(self) -> bool:
        """Whether nothing else should be held beside it."""
        return any(item.tired for item in self.items)

    def on_its_way(self) -> bool:
        """Wait a little for pages of the web; tell whether some are still to come."""
        if not any(item.source.kind == "url" for item in self.items):
            return False
        wait(self.reads, _PATIENCE)
        return not all(read.done() for read in self.reads)


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
        windows: deque[_Window] = deque()
        while windows or self._begin_later(windows):
            self.tally.left, _ = self.work.left(self.run)
            self._look_ahead(windows)
            window = windows[0]
            found = [(item, _answer(read)) for item, read in zip(*window, strict=True)]
            if len(windows) == 1 and not window.alone:
                self._begin(windows)  # is read while models work
            for settled in self._finish([(item, read) for item, read in found if read is not None]):
                self._settle(settled)
            windows.popleft()

    def _look_ahead(self, windows: deque[_Window]) -> None:
        """Begin more windows while pages of the first one are still on their way."""
        while not windows[-1].alone and windows[0].on_its_way():
            held = sum(len(window.items) for window in windows)
            if held >= _MOST_AHEAD or not self._begin(windows):
                return

    def _begin(self, windows: deque[_Window]) -> bool:
        """Claim the next window and have it read; False where nothing is free."""
        items = self.leases.claim(self.run, self.engine.window)
        if not items:
            return False
        sources = [item.source for item in items]
        known = {} if self.options.force else self.work.pages_done(sources, self.key)
        reads = self.engine.read([Reading(s, known.get(s, {})) for s in sources])
        windows.append(_Window(items, reads))
        return True

    def _begin_later(self, windows: deque[_Window]) -> bool:
        """Begin a window; wait for what others hold: it is theirs, unless they end before.

        False where nothing is left.
        """
        while True:
            begun = self._begin(windows)
            if begun or not self.work.left(self.run)[0]:
                return begun
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
        drafts = [fresh.draft for fresh in sifted.fresh]
        results = self.engine.finish(drafts) if drafts else []
        for fresh, result in zip(sifted.fresh, results, strict=True):
            yield settled_by(fresh, result, replace=self.options.force)
        orphans: list[tuple[Item, Read]] = []  # copies of what came to nothing
        for item, draft, place, settled in sifted.copies:
            if isinstance(results[place], Failure):
                orphans.append((item, draft))
            else:
                yield settled
        if orphans:
            yield from self._finish(orphans)

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
