"""robots.txt: what a host lets robots read, and how often. RFC 9309, read by Protego."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

import httpx2
from protego import Protego

from pipeline.errors import SourceError

MAX_ROBOTS = 512_000  # bytes that are read, as RFC 9309 asks for at least
_KEPT = 86_400.0  # seconds for which an answer holds
_KEPT_ERROR = 600.0

Ask = Callable[[httpx2.URL], Awaitable[tuple[int, bytes]]]


class _Rules(NamedTuple):
    rules: Protego | None  # None: nothing may be read
    status: int
    until: float


class Robots:
    """The rules of all hosts that were met; ``agent`` is the name that we go by."""

    def __init__(self, agent: str, ignored: Iterable[str], clock: Callable[[], float]) -> None:
        self._agent = agent.split("/", maxsplit=1)[0].split(maxsplit=1)[0].lower()
        self._ignored = {host.strip().casefold() for host in ignored}
        self._clock = clock
        self._known: dict[str, _Rules] = {}

    async def check(self, url: httpx2.URL, ask: Ask) -> float:
        """Return the seconds that the host wants between two requests.

        ``ask`` gets robots.txt, where it is not known yet: its status and content. Raises
        ``SourceError`` if the page is forbidden, or if the host cannot tell (status 429 or 5xx).
        """
        if url.host.casefold() in self._ignored:
            return 0.0
        rules = await self._rules(url, ask)
        if rules.rules is None:
            raise SourceError(
                f"robots.txt of {url.host} cannot be had (HTTP {rules.status}), so nothing is read "
                "there: try again later"
            )
        if not rules.rules.can_fetch(str(url), self._agent):
            raise SourceError(
                f"robots.txt of {url.host} forbids this page; if you may read it all the same, "
                f"add {url.host} to fetch.ignore_robots"
            )
        delay = float(rules.rules.crawl_delay(self._agent) or 0.0)
        return min(delay, _KEPT) if delay > 0 else 0.0

    async def _rules(self, url: httpx2.URL, ask: Ask) -> _Rules:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        known = self._known.get(origin)
        now = self._clock()
        if known is None or known.until < now:
            status, content = await ask(url.copy_with(raw_path=b"/robots.txt", fragment=None))
            if status == 429 or status >= 500:
                known = _Rules(None, status, now + _KEPT_ERROR)
            else:
                text = content.decode("utf-8", "replace") if status == 200 else ""
                known = _Rules(Protego.parse(text), status, now + _KEPT)
            self._known[origin] = known
        return known
