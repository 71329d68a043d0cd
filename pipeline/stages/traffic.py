"""What the downloads of one event loop share: turns at hosts, and places for so many at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import NamedTuple

from pipeline.stages.access import Place
from pipeline.stages.resolve import LookUps, Resolver


class Traffic:
    """Bounds downloads: one request at a time to a host, ``at_once`` places for all together."""

    def __init__(self, at_once: int, resolve: Resolver) -> None:
        self.look_ups = LookUps(resolve)
        self._places = asyncio.Semaphore(at_once)
        self._turns: defaultdict[Place, asyncio.Lock] = defaultdict(asyncio.Lock)

    def turn(self, host: Place) -> asyncio.Lock:
        """Return the lock to hold for a request to a host; who comes first goes first."""
        return self._turns[host]

    def ticket(self) -> Ticket:
        """Return the ticket of a download, which takes and gives back one of the places."""
        return Ticket(self._places, [])


class Ticket(NamedTuple):
    """The right of one download to be under way, or to have its page lie in memory.

    Whoever waits for a host should not hold a place, and whoever got a page keeps it until the
    page is out of hand: so neither a slow host nor slow readers make pages pile up.
    """

    places: asyncio.Semaphore
    held: list[bool]  # one entry while a place is held

    async def take(self) -> None:
        """Wait for a place, if none is held."""
        if not self.held:
            await self.places.acquire()
            self.held.append(True)

    def give_back(self) -> None:
        """Let others have the place, if one is held."""
        if self.held:
            self.held.clear()
            self.places.release()
