"""A worker process: claims items and finishes them, or is killed where its mode says.

Usage: claim_worker.py URL RUN OWNER MOMENT work|die-holding|die-claiming
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime, timedelta

from pipeline.store import Verdict, open_store
from pipeline.store.engine import transaction
from pipeline.store.work import Terms, claim

LEASE = timedelta(seconds=60)


def main(url: str, run: str, owner: str, moment: str, mode: str) -> None:
    """Print the id of every item that was finished, one in a line."""
    now = datetime.fromisoformat(moment)
    store = open_store(url, clock=lambda: now)
    if mode == "die-claiming":  # claimed, but not committed
        with transaction(store._engine, writes=True) as connection:
            assert claim(connection, run, 5, Terms(owner, LEASE, now, 3))
            os.kill(os.getpid(), signal.SIGKILL)
    while held := store.work.claim(run, owner, 7, LEASE):
        if mode == "die-holding":
            store.work.settle(held[0], Verdict("digested"))
            os.kill(os.getpid(), signal.SIGKILL)
        for item in held:
            if store.work.settle(item, Verdict("digested")):
                print(item.id, flush=True)  # noqa: T201


main(*sys.argv[1:])
