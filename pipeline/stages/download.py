"""``HttpFetcher``: one page from the web, within limits of time, size, redirects and address.

Not here yet, and meant to wrap or extend this class (issue "Getting the article"): robots.txt,
limits per host, retries, conditional GET, a cache, proxies from the environment (they are
ignored: behind a proxy the address rule could not be kept).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from pipeline.config import FetchSettings
from pipeline.errors import SourceError
from pipeline.records import Page, Source
from pipeline.stages.page import make_page, readable_size

if TYPE_CHECKING:
    import httpx2

    from pipeline.stages.network import Resolver

ACCEPTED_TYPES = {
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/x-markdown",
    "text/xml",
    "application/xml",
}
_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.1"
_STEP = 65_536  # bytes decompressed at a time


class HttpFetcher:
    """Fetches http and https pages.

    A host that the user typed may be anything; a redirect may lead only to public addresses, to
    the typed host and port itself, or to ``settings.allow_hosts``.
    """

    def __init__(self, settings: FetchSettings, *, resolve: Resolver | None = None) -> None:
        self._settings = settings
        self._resolve = resolve

    def fetch(self, source: Source) -> Page:
        """Return the page after redirects, decompressed.

        Raises ``SourceError`` with one line for whatever goes wrong: an HTTP error, a time-out, a
        refused address, too many bytes or redirects, another content type, a broken connection.
        """
        import httpx2

        from pipeline.stages import network

        settings = self._settings
        deadline = network.Deadline(settings.timeout, settings.total_timeout)
        try:
            url = _checked(httpx2.URL(source.location))
            trusted = _Trusted(url, settings.allow_hosts)
            backend = network.GuardedBackend(
                deadline, trusted, self._resolve or network.system_resolver
            )
            transport = network.GuardedTransport(backend, deadline)
            headers = {
                "User-Agent": settings.user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip, deflate",
            }
            with httpx2.Client(transport=transport, headers=headers, trust_env=False) as client:
                return self._follow(client, source, url)
        except (httpx2.InvalidURL, httpx2.HTTPError, UnicodeError, ValueError) as exc:
            raise SourceError(f"not a valid address: {exc}") from exc

    def _follow(self, client: httpx2.Client, source: Source, url: httpx2.URL) -> Page:
        for _ in range(self._settings.max_redirects + 1):
            with client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return self._read(source, url, response)
                target = url.join(response.headers["Location"])
            url = _checked(target)
        limit = self._settings.max_redirects
        raise SourceError(f"more than {limit} redirects (fetch.max_redirects); check the address")

    def _read(self, source: Source, url: httpx2.URL, response: httpx2.Response) -> Page:
        status = response.status_code
        if status != HTTPStatus.OK:
            raise SourceError(f"HTTP {status}{_phrase(status)}")
        content_type = response.headers.get("Content-Type")
        kind = (content_type or "").split(";")[0].strip().lower()
        if kind and kind not in ACCEPTED_TYPES:
            raise SourceError(f"content type {kind}: not a page of text; give the article's page")
        encoding = response.headers.get("Content-Encoding", "")
        content = decode_body(response.iter_raw(), encoding, self._settings.max_bytes)
        return make_page(
            source,
            content,
            final_url=str(url),
            content_type=content_type,
            charset=_charset(content_type or ""),
        )


class _Trusted:
    """Tells the hosts that may have any address: the typed one, and those allowed by name."""

    def __init__(self, typed: httpx2.URL, allowed: Iterable[str]) -> None:
        port = typed.port or {"http": 80, "https": 443}[typed.scheme]
        host = typed.raw_host.decode("ascii").casefold()
        self._typed = {(host, port), (host, 443 if port == 80 else port)}
        self._allowed = {name.strip("[]. ").casefold() for name in allowed}

    def __call__(self, host: str, port: int) -> bool:
        host = host.casefold()
        return (host, port) in self._typed or host.strip("[].") in self._allowed


def decode_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Join and decompress a body; ``limit`` holds for the bytes sent and for those unpacked.

    At most ``_STEP`` bytes are unpacked at a time, so a small bomb stays small. An encoding
    packed into another one is refused: no honest server sends it, as it was not asked for.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        pieces: Iterator[bytes] = iter(chunks)
    elif name in {"gzip", "x-gzip", "deflate"}:
        pieces = _inflate(_limited(chunks, limit), name)
    else:
        raise SourceError(f"content encoding {encoding!r} was not asked for and is refused")
    return b"".join(_limited(pieces, limit))


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise SourceError(
                f"larger than {readable_size(limit)} (fetch.max_bytes): not an article page"
            )
        yield piece


def _inflate(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Unpack gzip (several members too) or deflate, with or without its zlib header."""
    unpack = None
    for chunk in chunks:
        data = chunk
        while data:
            if unpack is None:
                unpack = zlib.decompressobj(_window(data, name))
            try:
                piece = unpack.decompress(data, _STEP)
            except zlib.error as exc:
                raise SourceError(f"the compressed page is damaged: {exc}") from exc
            if piece:
                yield piece
            data = unpack.unconsumed_tail
            if unpack.eof:
                data = unpack.unused_data.lstrip(b"\0")
                if name != "deflate" and data[:1] == b"\x1f":
                    unpack = None
                else:
                    return
    if unpack is not None and not unpack.eof:
        yield from _last(unpack)


def _last(unpack: zlib._Decompress) -> Iterator[bytes]:
    while piece := unpack.decompress(unpack.unconsumed_tail, _STEP):
        yield piece
    if not unpack.eof:
        raise SourceError("the page was cut off on its way: try again")


def _window(data: bytes, name: str) -> int:
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS


def _checked(url: httpx2.URL) -> httpx2.URL:
    """Return the URL if it may be asked for at all."""
    if url.scheme not in {"http", "https"}:
        raise SourceError(f"redirected to a {url.scheme or 'relative'}: address: refused")
    if not url.host:
        raise SourceError("the address names no host")
    if url.userinfo:
        raise SourceError("an address with a user name or password is not fetched")
    return url.copy_with(fragment=None)


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _charset(content_type: str) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", content_type, re.IGNORECASE)
    return match[1].lower() if match else None
