"""``HttpFetcher``: pages from the web, within limits of time, size and address, and with manners.

Before each request: may the address be asked at all (``access``, ``addresses``), does robots.txt
let us (``robots``), is it our turn (``pace``), do we have the page already (``page_cache``)? What
may be a passing trouble is tried again, all within one time limit.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from pipeline.config import FetchSettings
from pipeline.errors import SourceError
from pipeline.records import Page, Source
from pipeline.stages.answer import answer_page, check_type, retry_after, status_line
from pipeline.stages.body import decode_body, decode_start
from pipeline.stages.page_cache import Kept, PageCache, Validators

if TYPE_CHECKING:
    import ssl

    import httpx2

    from pipeline.stages.access import Access
    from pipeline.stages.network import Connector, Deadline, Resolver
    from pipeline.stages.pace import Pace
    from pipeline.stages.robots import Robots

_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.1"
_PASSING = {429, 502, 503, 504}
_ROBOTS_REDIRECTS = 5


class Outside(NamedTuple):
    """What a fetcher has of the world; tests give others. None is the system's own."""

    resolve: Resolver | None = None
    connect: Connector | None = None
    wall: Callable[[], float] = time.time  # seconds that all processes agree on
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random  # from 0 to 1


class Reply(NamedTuple):
    """What a server answered; ``page`` is None if it is unchanged, and we have it no more."""

    page: Page | None
    validators: Validators
    status: int


class HttpFetcher:
    """Fetches http and https pages; one fetcher keeps what it learns of robots.txt.

    Only public addresses are connected to, before and after redirects, but for the hosts in
    ``settings.allow_hosts``.
    """

    def __init__(self, settings: FetchSettings, outside: Outside | None = None) -> None:
        self._settings, self._outside = settings, outside or Outside()

    def fetch(self, source: Source) -> Page:
        """Return the page after redirects, unpacked.

        Raises ``SourceError`` with one line for whatever goes wrong: an HTTP error, a time-out, a
        refused address, too many bytes or redirects, another content type, a broken connection.
        """
        reply = self.get(source)
        if reply.page is None:
            raise SourceError("HTTP 304 Not Modified, without being asked: try again later")
        return reply.page

    def get(self, source: Source, known: Validators | None = None) -> Reply:
        """Return the page, or that it is unchanged since ``known`` was given with it.

        A page that is unchanged and still in the cache is returned; its status is 304 then.
        Raises as ``fetch`` does.
        """
        import httpx2

        try:
            url = self._tools.access.check(httpx2.URL(source.location))
            with self._client() as (client, deadline):
                return _Download(self._settings, self._outside, self._tools, client, deadline).run(
                    source, url, known or Validators()
                )
        except (httpx2.InvalidURL, httpx2.HTTPError, UnicodeError, ValueError) as exc:
            raise SourceError(f"not a valid address: {exc}") from exc

    @contextmanager
    def _client(self) -> Iterator[tuple[httpx2.Client, Deadline]]:
        """Give a client for one download, and its deadline."""
        import httpx2

        from pipeline.stages import network
        from pipeline.stages.proxies import environment_proxy

        settings, outside = self._settings, self._outside
        deadline = network.Deadline(settings.timeout, settings.total_timeout, outside.clock)
        backend = network.GuardedBackend(
            deadline,
            self._tools.access,
            outside.resolve or network.system_resolver,
            outside.connect or network.system_connector,
        )
        proxy_for = environment_proxy if settings.proxies else lambda _url: None
        transport = network.GuardedTransport(backend, deadline, self._tools.tls, proxy_for)
        headers = {
            "User-Agent": settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        with httpx2.Client(transport=transport, headers=headers, trust_env=False) as client:
            yield client, deadline

    @cached_property
    def _tools(self) -> _Tools:
        import httpx2

        from models import cache_root
        from pipeline.stages.access import Access
        from pipeline.stages.pace import Pace
        from pipeline.stages.robots import Robots

        settings, outside = self._settings, self._outside
        return _Tools(
            access=Access(settings.allow_hosts, settings.allow_ports),
            robots=Robots(settings.user_agent, settings.ignore_robots, outside.wall),
            pace=Pace(cache_root() / "hosts", outside.wall, outside.sleep),
            cache=PageCache(cache_root() / "pages", settings.cache_bytes)
            if settings.cache
            else None,
            tls=httpx2.create_ssl_context(),
        )


class _Tools(NamedTuple):
    """What all downloads of one fetcher share."""

    access: Access
    robots: Robots
    pace: Pace
    cache: PageCache | None
    tls: ssl.SSLContext


class _Download(NamedTuple):
    """One page, with its redirects and retries."""

    settings: FetchSettings
    outside: Outside
    tools: _Tools
    client: httpx2.Client
    deadline: Deadline

    def run(self, source: Source, url: httpx2.URL, known: Validators) -> Reply:
        """Follow redirects to the page; ``known`` is told to the first host alone."""
        first = url.host
        for _ in range(self.settings.max_redirects + 1):
            answer = self._insist(source, url, known if url.host == first else Validators())
            if isinstance(answer, Reply):
                return answer
            url = self.tools.access.check(url.join(answer))
        limit = self.settings.max_redirects
        raise SourceError(f"more than {limit} redirects (fetch.max_redirects); check the address")

    def _insist(self, source: Source, url: httpx2.URL, known: Validators) -> Reply | str:
        """Ask until there is an answer: a reply, or the address of a redirect."""
        from pipeline.stages.access import place_of
        from pipeline.stages.network import TransientError

        for tried in range(self.settings.retries + 1):
            try:
                return self._ask(source, url, known)
            except TransientError as exc:
                wait = exc.wait
                if wait is None:
                    wait = self.settings.retry_wait * 2**tried * (0.5 + self.outside.jitter())
                else:
                    self.tools.pace.hold(str(place_of(url)), wait)
                if tried == self.settings.retries:
                    raise SourceError(f"{exc} (tried {tried + 1} times)") from exc
                if wait >= self.deadline.rest():
                    raise SourceError(
                        f"{exc}: to wait {wait:.0f} s would be longer than fetch.total_timeout; "
                        "try again later"
                    ) from exc
                self.outside.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _ask(self, source: Source, url: httpx2.URL, known: Validators) -> Reply | str:
        """Send one request, when the host's manners let us."""
        from pipeline.stages.access import place_of

        delay = self.tools.robots.check(url, self._robots_txt) if self.settings.robots else 0.0
        most = self.settings.total_timeout
        waited = self.tools.pace.wait(
            str(place_of(url)), max(delay, self.settings.host_interval), most
        )
        self.deadline.extend(waited)
        kept = self.tools.cache.find(str(url)) if self.tools.cache else None
        with self.client.stream(
            "GET", url, headers=_conditions(kept.validators if kept else known)
        ) as response:
            if response.has_redirect_location:
                return str(response.headers["Location"])
            return self._reply(source, url, response, kept)

    def _reply(
        self, source: Source, url: httpx2.URL, response: httpx2.Response, kept: Kept | None
    ) -> Reply:
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
        content = decode_body(response.iter_raw(), encoding, self.settings.max_bytes)
        check_type(content_type, content)
        may_be_kept = "no-store" not in headers.get("Cache-Control", "").lower()
        if self.tools.cache and any(validators) and may_be_kept:
            self.tools.cache.put(str(url), Kept(content, content_type, validators))
        return Reply(answer_page(source, str(url), content, content_type), validators, status)

    def _robots_txt(self, url: httpx2.URL) -> tuple[int, bytes]:
        """Return the status and the content of a robots.txt, after redirects."""
        from pipeline.stages.robots import MAX_ROBOTS

        for _ in range(_ROBOTS_REDIRECTS):
            with self.client.stream("GET", self.tools.access.check(url)) as response:
                if response.has_redirect_location:
                    url = url.join(response.headers["Location"])
                    continue
                encoding = response.headers.get("Content-Encoding", "")
                found = response.status_code == HTTPStatus.OK
                return response.status_code, (
                    decode_start(response.iter_raw(), encoding, MAX_ROBOTS) if found else b""
                )
        return HTTPStatus.NOT_FOUND, b""


def _conditions(validators: Validators) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    named = zip(("If-None-Match", "If-Modified-Since"), validators, strict=True)
    return {name: value for name, value in named if value}
