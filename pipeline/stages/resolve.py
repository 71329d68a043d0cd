"""Names -> addresses, looked up in a few threads: what takes too long is left behind there."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from pipeline.errors import SourceError

Resolver = Callable[[str, int], list[str]]

_AT_ONCE = 8


class UnresolvedError(SourceError):
    """A name that this machine cannot look up."""


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of a host in the system's order; raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class LookUps:
    """Looks names up for the downloads of one event loop. ``resolve`` may block."""

    def __init__(self, resolve: Resolver) -> None:
        self._resolve, self._free = resolve, asyncio.Semaphore(_AT_ONCE)

    async def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """Return the addresses of a host; one that is an address already is its own.

        Raises ``UnresolvedError`` where there are none, ``TimeoutError`` after ``seconds``.
        """
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        async with asyncio.timeout(seconds):
            await self._free.acquire()
            answer = await self._asked(host, port)
        if isinstance(answer, Exception) or not answer:
            raise UnresolvedError(f"host not found: {host}; check the name and the network")
        return answer

    def _asked(self, host: str, port: int) -> asyncio.Future[list[str] | Exception]:
        """Begin to look a name up; the thread counts as busy until it has ended."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str] | Exception] = loop.create_future()

        def ended(found: list[str] | Exception) -> None:
            self._free.release()
            if not answer.done():
                answer.set_result(found)

        def look_up() -> None:
            try:
                found: list[str] | Exception = self._resolve(host, port)
            except (OSError, UnicodeError) as exc:
                found = exc
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(ended, found)

        threading.Thread(target=look_up, name="look-up", daemon=True).start()
        return answer
