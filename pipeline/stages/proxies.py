"""The proxy that the environment names for an address: HTTP_PROXY, HTTPS_PROXY, NO_PROXY."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

import httpx2

from pipeline.errors import UsageError
from pipeline.stages.access import Place, place_of


class Proxy(NamedTuple):
    """Where a proxy is, and how to log in to it."""

    url: str
    place: Place
    login: tuple[str, str] | None = None


def environment_proxy(url: httpx2.URL) -> Proxy | None:
    """Return the proxy for an address, or None to go there directly, as to this machine itself.

    Raises ``UsageError`` for a proxy that is not http or https.
    """
    named = getproxies()
    address = named.get(url.scheme) or named.get("all")
    if not address or _is_this_machine(url.host) or proxy_bypass(url.host):
        return None
    try:
        proxy = httpx2.URL(address if "://" in address else f"http://{address}")
        if proxy.scheme not in {"http", "https"} or not proxy.host:
            raise ValueError("give an http or https address")
    except (httpx2.InvalidURL, ValueError) as exc:
        raise UsageError(f"the environment's {url.scheme} proxy cannot be used: {exc}") from exc
    login = (unquote(proxy.username), unquote(proxy.password)) if proxy.userinfo else None
    return Proxy(f"{proxy.scheme}://{proxy.netloc.decode('ascii')}", place_of(proxy), login)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
