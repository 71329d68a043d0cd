"""Tick again and again. Clock, sleep and the wish to stop are passed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pipeline.config import EditionEntry
from pipeline.schedule.times import next_due

LONGEST = 60.0  # seconds between two ticks: messages that wait for another try are not forgotten
_SHORTEST = 1.0


def seconds_to_sleep(editions: Sequence[EditionEntry], now: datetime) -> float:
    """Return how long to sleep: until the next edition is due, but not long."""
    waits = [(next_due(entry, now).moment - now).total_seconds() for entry in editions]
    return max(_SHORTEST, min([LONGEST, *waits]))


def run(
    work: Callable[[], object],
    editions: Sequence[EditionEntry],
    clock: Callable[[], datetime],
    sleep: Callable[[float], object],
    stop: Callable[[], bool],
) -> None:
    """Work until ``stop`` says so; ``sleep`` may end early when it does."""
    while not stop():
        work()
        if not stop():
            sleep(seconds_to_sleep(editions, clock()))
