"""Hold the items that this process works on, for as long as it works on them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType

from pipeline.errors import StoreError
from pipeline.store import Item, Work
from pipeline.store.work_methods import LEASE

log = logging.getLogger("chipwire.batch")


class Leases:
    """Renews the leases of held items in the background, three times in the life of a lease."""

    def __init__(self, work: Work, owner: str, lease: timedelta = LEASE) -> None:
        self._work, self._owner, self._lease = work, owner, lease
        self._held: dict[int, Item] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="leases", daemon=True)

    def __enter__(self) -> Leases:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        for item in list(self._held.values()):  # whatever ended us, others may go on at once
            try:
                self._work.abandon(item, f"stopped: {kind.__name__}" if kind else "stopped")
            except StoreError as exc:
                log.warning("an item stays held until its lease ends: %s", exc)
                return

    def claim(self, run: str, count: int) -> list[Item]:
        """Take up to ``count`` items of a run and hold them."""
        taken = self._work.claim(run, self._owner, count, self._lease)
        self._held |= {item.id: item for item in taken}
        return taken

    def let_go(self, items: Sequence[Item]) -> None:
        """Hold items no longer: they are done, or somebody else's."""
        for item in items:
            self._held.pop(item.id, None)

    def _renew(self) -> None:
        while not self._ended.wait(self._lease.total_seconds() / 3):
            for item in list(self._held.values()):
                try:
                    if item.id in self._held and not self._work.renew(item, self._lease):
                        log.warning("%s: taken over by another worker", item.source.location)
                        self.let_go([item])
                except StoreError as exc:
                    log.warning("a lease was not renewed: %s", exc)
