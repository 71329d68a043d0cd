"""How pages are had: ``[fetch]``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from pipeline.config.table import Table

Seconds = Annotated[float, Field(ge=0, le=3600)]


class FetchSettings(Table):
    """``[fetch]``: limits of one download, and manners; times in seconds, sizes in bytes."""

    timeout: Annotated[float, Field(gt=0, le=600)] = 15.0  # connect, and each read
    total_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0  # with redirects and retries
    max_bytes: Annotated[int, Field(gt=0)] = 10_000_000  # as sent, and after decompression
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    user_agent: Annotated[str, Field(pattern=r"^[A-Za-z][\x20-\x7e]*$")] = (
        "chipwire/0.1 (+https://chipwire.example/bot)"
    )
    allow_hosts: tuple[str, ...] = ()  # "host" or "host:port": may have a private address
    allow_ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = ()  # besides 80 and 443
    robots: bool = True
    ignore_robots: tuple[str, ...] = ()  # hosts whose robots.txt is not asked
    at_once: Annotated[int, Field(ge=1, le=1000)] = 16  # pages of a run; one from each host
    host_interval: Seconds = 1.0  # between two requests to a host, in all processes together
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    retry_wait: Seconds = 1.0  # before the first retry; doubled for each further one
    proxies: bool = True  # those of HTTP_PROXY, HTTPS_PROXY and NO_PROXY
    cache: bool = True  # pages with ETag or Last-Modified, in the folder "pages" of the cache
    cache_bytes: Annotated[int, Field(ge=0)] = 500_000_000  # the oldest go first

    def allowing(self, locations: Iterable[str]) -> FetchSettings:
        """Return settings under which the hosts of these addresses may be private, port included.

        For addresses that a person typed; never for those that a feed or a page names.
        """
        typed: list[str] = []
        for location in locations:
            if not location.strip().lower().startswith(("http://", "https://")):
                continue
            try:
                parts = urlsplit(location.strip())
                port = parts.port or (443 if parts.scheme == "https" else 80)
                host = parts.hostname
            except ValueError:
                continue
            if host:
                typed.append(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        return self.model_copy(update={"allow_hosts": (*self.allow_hosts, *typed)})
