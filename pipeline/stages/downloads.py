"""Many pages at once: one thread with an event loop, however many pages there are.

A page holds one of ``fetch.at_once`` places from its request until whoever asked for it says that
it is out of hand, so pages never pile up in memory; a host is asked for one page after the other.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import NamedTuple

from pipeline.config import FetchSettings
from pipeline.records import Page, Source
from pipeline.stages.download import HttpFetcher
from pipeline.stages.exchange import Outside
from pipeline.stages.traffic import Traffic


class Arrived(NamedTuple):
    """A page, the seconds it took (see ``Reply``), and whom to tell when it is out of hand."""

    page: Page
    seconds: float
    done_with: Callable[[], None]


class Downloads:
    """Gets web pages in the background. Nothing starts before there is work; close it at last."""

    def __init__(self, settings: FetchSettings, outside: Outside | None = None) -> None:
        self._fetcher = HttpFetcher(settings, outside)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._traffic: Traffic
        self._end: asyncio.Event

    def fetch(self, source: Source) -> Future[Arrived]:
        """Begin to get a page. The answer is an error where ``HttpFetcher.fetch`` raises one.

        Call it from one thread only. ``done_with`` of what arrives has to be called.
        """
        if self._thread is None:
            ready = threading.Event()
            run = self._run(ready)
            self._thread = threading.Thread(
                target=lambda: asyncio.run(run), name="downloads", daemon=True
            )
            self._thread.start()
            ready.wait()
        return asyncio.run_coroutine_threadsafe(self._fetch(source), self._loop)

    def close(self) -> None:
        """Break off what is under way; its answers are cancelled."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join()
            self._thread = None

    async def _run(self, ready: threading.Event) -> None:
        """The life of the thread; what is under way when it ends is cancelled by ``run``."""
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._traffic = self._fetcher.traffic()
        ready.set()
        await self._end.wait()

    async def _fetch(self, source: Source) -> Arrived:
        ticket = self._traffic.ticket()
        try:
            reply = await self._fetcher.download(source, self._traffic, ticket)
            page = reply.whole()
        except BaseException:
            ticket.give_back()
            raise

        def done_with() -> None:
            with suppress(RuntimeError):  # closed meanwhile
                self._loop.call_soon_threadsafe(ticket.give_back)

        return Arrived(page, reply.seconds, done_with)
