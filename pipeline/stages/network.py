"""How bytes travel: a network backend that resolves, vets and connects, under one deadline.

Knows nothing of pages. It is imported late, because httpcore2 and httpx2 are slow to import.
The address that was vetted is the address that is connected to, so a name that changes its
answer between two look-ups gains nothing. Behind a proxy it is the proxy that connects: then a
name is vetted as far as this machine can look it up.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import httpcore2
import httpx2

from pipeline.errors import SourceError
from pipeline.stages.access import Access, Place, place_of
from pipeline.stages.addresses import is_public
from pipeline.stages.proxies import Proxy
from pipeline.stages.resolve import LookUps, UnresolvedError

Connector = Callable[[str, int, float], Awaitable[httpcore2.AsyncNetworkStream]]


class TransientError(SourceError):
    """What may go well if it is tried again; ``wait`` is how long the server asks us to."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


async def system_connector(address: str, port: int, timeout: float) -> httpcore2.AsyncNetworkStream:
    """Connect to an address; raises ``httpcore2.ConnectError`` and ``ConnectTimeout``."""
    return await httpcore2.AnyIOBackend().connect_tcp(address, port, timeout)


class Deadline:
    """The moment by which a whole download must be over; ``clock`` gives seconds."""

    def __init__(self, step: float, total: float, clock: Callable[[], float]) -> None:
        self._step, self._total, self._clock = step, total, clock
        self._end = clock() + total

    def rest(self) -> float:
        """Return the seconds that are left of the whole."""
        return self._end - self._clock()

    def extend(self, seconds: float) -> None:
        """Put the end off, by what was waited out of politeness."""
        self._end += seconds

    def left(self, wanted: float | None = None) -> float:
        """Return the seconds that the next step may take; ``SourceError`` if none are left."""
        left = self.rest()
        if left <= 0:
            raise self.passed()
        return min(self._step, left, self._step if wanted is None else wanted)

    def passed(self) -> SourceError:
        """Return the error that names the limit which ran out."""
        if self.rest() <= 0.01:
            return SourceError(
                f"time-out: not done after {self._total:g} s (fetch.total_timeout); try again later"
            )
        return SourceError(
            f"time-out: no answer within {self._step:g} s (fetch.timeout); try again later"
        )


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses, to the proxies in use, and to what the config allows."""

    def __init__(
        self, deadline: Deadline, access: Access, look_ups: LookUps, connect: Connector
    ) -> None:
        self._deadline, self._access = deadline, access
        self._look_ups, self._connect = look_ups, connect
        self.proxies: set[Place] = set()

    async def vet(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host.

        Raises ``SourceError`` if one of them is not public and the config does not allow that,
        ``UnresolvedError`` if there is none.
        """
        try:
            addresses = await self._look_ups.addresses(host, port, self._deadline.left())
        except TimeoutError:
            raise self._deadline.passed() from None
        known = Place(host, port) in self.proxies or self._access.may_be_private(host, port)
        for address in addresses:
            if not known and not is_public(address):
                raise SourceError(
                    f"{host} is not a public address ({address}); "
                    "if that is meant, add it to fetch.allow_hosts"
                )
        return addresses

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  # the library's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        """Resolve once, vet every answer, connect to the first that accepts."""
        error: Exception | None = None
        for address in await self.vet(host, port):
            try:
                stream = await self._connect(address, port, self._deadline.left(timeout))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as exc:
                error = exc
            else:
                return _DeadlineStream(stream, self._deadline)
        if isinstance(error, httpcore2.ConnectTimeout):
            raise self._deadline.passed() from error
        raise TransientError(f"{host}:{port}: {_reason(error)}; check the address") from error


class _DeadlineStream(httpcore2.AsyncNetworkStream):
    """A stream whose every read and write ends by the deadline."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, self._deadline.left(timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, self._deadline.left(timeout))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        left = self._deadline.left(timeout)
        try:
            stream = await self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore2.ConnectError as exc:
            raise SourceError(
                f"no secure connection to {server_hostname}: {_reason(exc)}; "
                "chipwire does not fetch without checking certificates"
            ) from exc
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx2.AsyncBaseTransport):
    """httpx2 over our backend; library errors become ``SourceError`` here and nowhere else."""

    def __init__(
        self,
        backend: GuardedBackend,
        deadline: Deadline,
        tls: ssl.SSLContext,
        proxy_for: Callable[[httpx2.URL], Proxy | None],
    ) -> None:
        self._backend, self._deadline, self._tls = backend, deadline, tls
        self._proxy_for = proxy_for
        self._pools: dict[Proxy | None, httpcore2.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the body is read, and its errors mapped, by the one who iterates."""
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _Mapped(self._deadline):
            pool = await self._pool(request.url)
            reply = await pool.handle_async_request(
                httpcore2.Request(request.method, url, headers=request.headers.raw)
            )
        stream = _MappedStream(reply.stream, self._deadline)
        return httpx2.Response(reply.status, headers=reply.headers, stream=stream)

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()

    async def _pool(self, url: httpx2.URL) -> httpcore2.AsyncConnectionPool:
        """Return the connections to use; behind a proxy, vet the host as far as it is known."""
        proxy = self._proxy_for(url)
        if proxy is not None:
            self._backend.proxies.add(proxy.place)
            with suppress(UnresolvedError):  # inside, only the proxy can look names up
                await self._backend.vet(*place_of(url))
        if proxy not in self._pools:
            self._pools[proxy] = self._connections(proxy)
        return self._pools[proxy]

    def _connections(self, proxy: Proxy | None) -> httpcore2.AsyncConnectionPool:
        if proxy is None:
            return httpcore2.AsyncConnectionPool(
                ssl_context=self._tls, network_backend=self._backend
            )
        return httpcore2.AsyncHTTPProxy(
            proxy.url,
            proxy_auth=proxy.login,
            ssl_context=self._tls,
            network_backend=self._backend,
        )


class _MappedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _Mapped(self._deadline):
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Mapped:
    """Context in which errors of httpcore2 leave as ``SourceError``."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, exc: BaseException | None, trace: object) -> None:
        if isinstance(exc, httpcore2.TimeoutException):
            raise self._deadline.passed() from exc
        if isinstance(exc, httpcore2.RemoteProtocolError):
            raise TransientError(f"the connection broke off or is not HTTP: {exc}") from exc
        if isinstance(exc, httpcore2.NetworkError):
            raise TransientError(f"the connection failed: {_reason(exc)}") from exc
        if isinstance(exc, httpcore2.ProxyError):
            raise SourceError(f"the proxy does not let us through: {exc}") from exc
        if isinstance(exc, (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol)):
            raise SourceError(f"the connection failed: {_reason(exc)}") from exc
        if isinstance(exc, OSError):  # such as TLS that breaks in the page
            raise TransientError(f"the connection failed: {_reason(exc)}") from exc


def _reason(exc: BaseException | None) -> str:
    """Put an error of the network into a few words."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        if isinstance(cause, ssl.SSLError):
            return (cause.reason or "TLS error").replace("_", " ").lower()
        if isinstance(cause, OSError) and cause.errno:  # asyncio has words of its own
            return os.strerror(cause.errno).lower()
        cause = cause.__cause__ or cause.__context__
    return str(exc) or "cannot be reached"
