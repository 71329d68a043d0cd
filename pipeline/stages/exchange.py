"""One page from the web: its requests, with redirects, retries and manners.

Before each request: may the address be asked at all (``access``, ``addresses``), does robots.txt
let us (``robots``), is it our turn (``traffic``, ``pace``), do we have the page already
(``page_cache``)? What may be a passing trouble is tried again, all within one time limit.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from pipeline.config import FetchSettings
from pipeline.errors import SourceError
from pipeline.records import Page, Source
from pipeline.stages.answer import answer_page, check_type, retry_after, status_line
from pipeline.stages.page_cache import Kept, PageCache, Validators

if TYPE_CHECKING:
    import ssl

    import httpx2

    from pipeline.stages.access import Access, Place
    from pipeline.stages.network import Connector, Deadline
    from pipeline.stages.pace import Pace
    from pipeline.stages.resolve import Resolver
    from pipeline.stages.robots import Robots
    from pipeline.stages.traffic import Ticket, Traffic

P = ParamSpec("P")
T = TypeVar("T")

_PASSING = {429, 502, 503, 504}
_ROBOTS_REDIRECTS = 5


class Outside(NamedTuple):
    """What a fetcher has of the world; tests give others. None is the system's own."""

    resolve: Resolver | None = None  # may block
    connect: Connector | None = None
    wall: Callable[[], float] = time.time  # seconds that all processes agree on
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] | None = None
    jitter: Callable[[], float] = random.random  # from 0 to 1


class Reply(NamedTuple):
    """What a server answered; ``page`` is None if it is unchanged, and we have it no more."""

    page: Page | None
    validators: Validators
    status: int
    seconds: float = 0.0  # that it took, but for waiting until it was our turn

    def whole(self) -> Page:
        """Return the page; raises ``SourceError`` if there is none."""
        if self.page is None:
            raise SourceError("HTTP 304 Not Modified, without being asked: try again later")
        return self.page


class Tools(NamedTuple):
    """What all downloads of one fetcher share."""

    access: Access
    robots: Robots
    pace: Pace
    cache: PageCache | None
    tls: ssl.SSLContext


class Exchange(NamedTuple):
    """One page, with its redirects and retries."""

    settings: FetchSettings
    outside: Outside
    tools: Tools
    traffic: Traffic
    ticket: Ticket
    client: httpx2.AsyncClient
    deadline: Deadline

    async def run(self, source: Source, url: httpx2.URL, known: Validators) -> Reply:
        """Follow redirects to the page; ``known`` is told to the first host alone."""
        first = url.host
        for _ in range(self.settings.max_redirects + 1):
            answer = await self._insist(source, url, known if url.host == first else Validators())
            if isinstance(answer, Reply):
                return answer
            url = self.tools.access.check(url.join(answer))
        limit = self.settings.max_redirects
        raise SourceError(f"more than {limit} redirects (fetch.max_redirects); check the address")

    async def _insist(self, source: Source, url: httpx2.URL, known: Validators) -> Reply | str:
        """Ask until there is an answer: a reply, or the address of a redirect."""
        from pipeline.stages.access import place_of
        from pipeline.stages.network import TransientError

        place = place_of(url)
        for tried in range(self.settings.retries + 1):
            try:
                return await self._in_turn(source, url, known)
            except TransientError as exc:
                wait = exc.wait
                if wait is None:
                    wait = self.settings.retry_wait * 2**tried * (0.5 + self.outside.jitter())
                else:
                    await _in_thread(self.tools.pace.hold, str(place), wait)
                if tried == self.settings.retries:
                    raise SourceError(f"{exc} (tried {tried + 1} times)") from exc
                if wait >= self.deadline.rest():
                    raise SourceError(
                        f"{exc}: to wait {wait:.0f} s would be longer than fetch.total_timeout; "
                        "try again later"
                    ) from exc
                await self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    async def _in_turn(self, source: Source, url: httpx2.URL, known: Validators) -> Reply | str:
        """Send one request, when the host's manners let us, and none beside it to this host."""
        from pipeline.stages.access import place_of

        place = place_of(url)
        turn = self.traffic.turn(place)
        self.ticket.give_back()
        await self._uncounted(turn.acquire())
        try:
            await self._wait_politely(url, place)
            return await self._ask(source, url, known)
        finally:
            turn.release()

    async def _wait_politely(self, url: httpx2.URL, place: Place) -> None:
        """Wait until robots.txt and the pace of the host let us ask, with a ticket in hand."""
        robots, settings = self.tools.robots, self.settings
        delay = await robots.check(url, self._robots_txt) if settings.robots else 0.0
        interval = max(delay, settings.host_interval)
        wait = await _in_thread(self.tools.pace.take, str(place), interval, settings.total_timeout)
        if wait > 0:
            self.ticket.give_back()
            await self._uncounted(self._sleep(wait))
        await self._uncounted(self.ticket.take())

    async def _ask(self, source: Source, url: httpx2.URL, known: Validators) -> Reply | str:
        """Send one request: the reply, or the address of a redirect."""
        cache = self.tools.cache
        kept = await _in_thread(cache.find, str(url)) if cache else None
        headers = _conditions(kept.validators if kept else known)
        async with self.client.stream("GET", url, headers=headers) as response:
            if response.has_redirect_location:
                return str(response.headers["Location"])
            return await self._reply(source, url, response, kept)

    async def _reply(
        self, source: Source, url: httpx2.URL, response: httpx2.Response, kept: Kept | None
    ) -> Reply:
        from pipeline.stages.body import decode_body
        from pipeline.stages.network import TransientError

        status, headers = response.status_code, response.headers
        validators = Validators(headers.get("ETag"), headers.get("Last-Modified"))
        if status == HTTPStatus.NOT_MODIFIED:
            page = answer_page(source, str(url), kept.content, kept.content_type) if kept else None
            return Reply(page, kept.validators if kept else validators, status)
        if status in _PASSING:
            wait = retry_after(headers.get("Retry-After"), self.outside.wall())
            raise TransientError(status_line(status), wait)
        if status != HTTPStatus.OK:
            raise SourceError(status_line(status))
        content_type = headers.get("Content-Type")
        encoding = headers.get("Content-Encoding", "")
        check_type(content_type)
        content = await decode_body(response.aiter_raw(), encoding, self.settings.max_bytes)
        check_type(content_type, content)
        cache = self.tools.cache
        may_be_kept = "no-store" not in headers.get("Cache-Control", "").lower()
        if cache and any(validators) and may_be_kept:
            await _in_thread(cache.put, str(url), Kept(content, content_type, validators))
        return Reply(answer_page(source, str(url), content, content_type), validators, status)

    async def _robots_txt(self, url: httpx2.URL) -> tuple[int, bytes]:
        """Return the status and the content of a robots.txt, after redirects."""
        from pipeline.stages.body import decode_start
        from pipeline.stages.robots import MAX_ROBOTS

        await self._uncounted(self.ticket.take())
        for _ in range(_ROBOTS_REDIRECTS):
            async with self.client.stream("GET", self.tools.access.check(url)) as response:
                if response.has_redirect_location:
                    url = url.join(response.headers["Location"])
                    continue
                encoding = response.headers.get("Content-Encoding", "")
                if response.status_code != HTTPStatus.OK:
                    return response.status_code, b""
                chunks = response.aiter_raw()
                return response.status_code, await decode_start(chunks, encoding, MAX_ROBOTS)
        return HTTPStatus.NOT_FOUND, b""

    async def _sleep(self, seconds: float) -> None:
        import asyncio

        await (self.outside.sleep or asyncio.sleep)(seconds)

    async def _uncounted(self, waiting: Awaitable[object]) -> None:
        """Wait for what is ours to wait for: the server's time goes on afterwards."""
        begun = self.outside.clock()
        await waiting
        self.deadline.extend(self.outside.clock() - begun)


async def _in_thread(work: Callable[P, T], *arguments: P.args, **more: P.kwargs) -> T:
    """Do what waits for the disk, or for a lock on it, beside the loop."""
    import asyncio

    return await asyncio.to_thread(work, *arguments, **more)


def _conditions(validators: Validators) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    named = zip(("If-None-Match", "If-Modified-Since"), validators, strict=True)
    return {name: value for name, value in named if value}
