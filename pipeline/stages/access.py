"""Which addresses may be asked for at all: scheme, port, host. Asks nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import httpx2

from pipeline.errors import SourceError

_PORTS = {"http": 80, "https": 443}


class Place(NamedTuple):
    """A host, as the network writes it, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return ``host:port``."""
        return f"{self.host}:{self.port}"


def place_of(url: httpx2.URL) -> Place:
    """Return the host and port that an address leads to."""
    host = url.raw_host.decode("ascii").casefold().rstrip(".")
    return Place(host, url.port or _PORTS[url.scheme])


class Access:
    """The rules of one config: ``allow_hosts`` and ``allow_ports``."""

    def __init__(self, hosts: Iterable[str], ports: Iterable[int]) -> None:
        self._ports = {*_PORTS.values(), *ports}
        self._hosts: set[str] = set()
        self._places: set[Place] = set()
        for entry in hosts:
            host, port = _entry(entry)
            if port is None:
                self._hosts.add(host)
            else:
                self._places.add(Place(host, port))

    def check(self, url: httpx2.URL) -> httpx2.URL:
        """Return the URL, without its fragment, if it may be asked for; else ``SourceError``."""
        if url.scheme not in _PORTS:
            raise SourceError(f"redirected to a {url.scheme or 'relative'}: address: refused")
        if not url.host:
            raise SourceError("the address names no host")
        if url.userinfo:
            raise SourceError("an address with a user name or password is not fetched")
        place = place_of(url)
        if place.port not in self._ports and place not in self._places:
            raise SourceError(
                f"port {place.port} of {place.host} is not asked: if it is meant, add {place} "
                "to fetch.allow_hosts"
            )
        return url.copy_with(fragment=None)

    def may_be_private(self, host: str, port: int) -> bool:
        """Tell whether the config allows this host to have a private address."""
        host = host.casefold().strip("[]").rstrip(".")
        return host in self._hosts or Place(host, port) in self._places


def _entry(entry: str) -> tuple[str, int | None]:
    """Read ``host``, ``host:port``, ``[::1]:port`` or ``::1``."""
    entry = entry.strip()
    if entry.count(":") > 1 and not entry.startswith("["):
        entry = f"[{entry}]"
    try:
        url = httpx2.URL(f"x://{entry}")
        return url.raw_host.decode("ascii").casefold().strip("[]").rstrip("."), url.port
    except (httpx2.InvalidURL, UnicodeError, ValueError) as exc:
        raise SourceError(f"fetch.allow_hosts: not a host: {entry}") from exc
