"""``HttpFetcher``: pages from the web, one at a time or many at once.

How one page is had stands in ``exchange``; how bytes travel, in ``network``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.config import FetchSettings
from pipeline.errors import SourceError
from pipeline.records import Page, Source
from pipeline.stages.exchange import Exchange, Outside, Reply, Tools
from pipeline.stages.page_cache import PageCache, Validators

if TYPE_CHECKING:
    import httpx2

    from pipeline.stages.network import Deadline
    from pipeline.stages.traffic import Ticket, Traffic

_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.1"


class HttpFetcher:
    """Fetches http and https pages; one fetcher keeps what it learns of robots.txt.

    Only public addresses are connected to, before and after redirects, but for the hosts in
    ``settings.allow_hosts``. ``fetch`` and ``get`` wait for one page; ``download`` is the same for
    many at once, see ``downloads``.
    """

    def __init__(self, settings: FetchSettings, outside: Outside | None = None) -> None:
        self._settings, self._outside = settings, outside or Outside()

    def fetch(self, source: Source) -> Page:
        """Return the page after redirects, unpacked.

        Raises ``SourceError`` with one line for whatever goes wrong: an HTTP error, a time-out, a
        refused address, too many bytes or redirects, another content type, a broken connection.
        """
        return self.get(source).whole()

    def get(self, source: Source, known: Validators | None = None) -> Reply:
        """Return the page, or that it is unchanged since ``known`` was given with it.

        A page that is unchanged and still in the cache is returned; its status is 304 then.
        Raises as ``fetch`` does.
        """
        from pipeline.stages.loops import run_here

        async def get() -> Reply:
            traffic = self.traffic()
            return await self.download(source, traffic, traffic.ticket(), known)

        return run_here(get)

    def traffic(self) -> Traffic:
        """Return what the downloads of the event loop that runs are to share."""
        from pipeline.stages.resolve import system_resolver
        from pipeline.stages.traffic import Traffic

        return Traffic(self._settings.at_once, self._outside.resolve or system_resolver)

    async def download(
        self, source: Source, traffic: Traffic, ticket: Ticket, known: Validators | None = None
    ) -> Reply:
        """Return what ``get`` returns; the ticket, which may be held then, is the caller's."""
        import httpx2

        try:
            url = self._tools.access.check(httpx2.URL(source.location))
            async with self._client(traffic) as (client, deadline):
                exchange = Exchange(
                    self._settings, self._outside, self._tools, traffic, ticket, client, deadline
                )
                reply = await exchange.run(source, url, known or Validators())
                return reply._replace(seconds=self._settings.total_timeout - deadline.rest())
        except (httpx2.InvalidURL, httpx2.HTTPError, UnicodeError, ValueError) as exc:
            raise SourceError(f"not a valid address: {exc}") from exc

    @asynccontextmanager
    async def _client(self, traffic: Traffic) -> AsyncIterator[tuple[httpx2.AsyncClient, Deadline]]:
        """Give a client for one download, and its deadline."""
        import httpx2

        from pipeline.stages import network
        from pipeline.stages.proxies import environment_proxy

        settings, outside = self._settings, self._outside
        deadline = network.Deadline(settings.timeout, settings.total_timeout, outside.clock)
        backend = network.GuardedBackend(
            deadline,
            self._tools.access,
            traffic.look_ups,
            outside.connect or network.system_connector,
        )
        proxy_for = environment_proxy if settings.proxies else lambda _url: None
        transport = network.GuardedTransport(backend, deadline, self._tools.tls, proxy_for)
        headers = {
            "User-Agent": settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        async with httpx2.AsyncClient(
            transport=transport, headers=headers, trust_env=False
        ) as client:
            yield client, deadline

    @cached_property
    def _tools(self) -> Tools:
        import httpx2

        from models import cache_root
        from pipeline.stages.access import Access
        from pipeline.stages.pace import Pace
        from pipeline.stages.robots import Robots

        settings, outside = self._settings, self._outside
        return Tools(
            access=Access(settings.allow_hosts, settings.allow_ports),
            robots=Robots(settings.user_agent, settings.ignore_robots, outside.wall),
            pace=Pace(cache_root() / "hosts", outside.wall),
            cache=PageCache(cache_root() / "pages", settings.cache_bytes)
            if settings.cache
            else None,
            tls=httpx2.create_ssl_context(),
        )
