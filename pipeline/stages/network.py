"""How bytes travel: a network backend that resolves, vets and connects, under one deadline.

Knows nothing of pages. It is imported late, because httpcore2 and httpx2 are slow to import.
The address that was vetted is the address that is connected to, so a name that changes its
answer between two look-ups gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore2
import httpx2

from pipeline.errors import SourceError
from pipeline.stages.addresses import is_public

Resolver = Callable[[str, int], list[str]]


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of a host in the system's order; raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The moment by which a whole download must be over."""

    def __init__(self, step: float, total: float) -> None:
        self._step, self._total = step, total
        self._end = time.monotonic() + total

    def left(self, wanted: float | None = None) -> float:
        """Return the seconds that the next step may take; ``SourceError`` if none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return min(self._step, left, self._step if wanted is None else wanted)

    def passed(self) -> SourceError:
        """Return the error that names the limit which ran out."""
        if time.monotonic() >= self._end - 0.01:
            return SourceError(
                f"time-out: not done after {self._total:g} s (fetch.total_timeout); try again later"
            )
        return SourceError(
            f"time-out: no answer within {self._step:g} s (fetch.timeout); try again later"
        )


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to trusted hosts wherever they are, and to others at public addresses only."""

    def __init__(
        self, deadline: Deadline, trusted: Callable[[str, int], bool], resolve: Resolver
    ) -> None:
        self._deadline, self._trusted, self._resolve = deadline, trusted, resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve once, vet every answer, connect to the first that accepts."""
        addresses = self._addresses(host, port)
        if not self._trusted(host, port):
            for address in addresses:
                if not is_public(address):
                    raise SourceError(
                        f"redirected to {host}, which is not a public address ({address}); "
                        "if that is meant, add it to fetch.allow_hosts"
                    )
        error: httpcore2.ConnectError | None = None
        for address in addresses:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except httpcore2.ConnectError as exc:
                error = exc
            else:
                return _DeadlineStream(stream, self._deadline)
        raise SourceError(f"{host}:{port}: {_reason(error)}; check the address") from error

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(self._resolve(host, port))
            except (OSError, UnicodeError) as exc:
                answers.put(exc)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline.left())
        except queue.Empty:
            raise self._deadline.passed() from None
        if isinstance(answer, Exception) or not answer:
            raise SourceError(f"host not found: {host}; check the name and the network")
        return answer


class _DeadlineStream(httpcore2.NetworkStream):
    """A stream whose every read and write ends by the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout)
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore2.ConnectError as exc:
            raise SourceError(
                f"no secure connection to {server_hostname}: {_reason(exc)}; "
                "chipwire does not fetch without checking certificates"
            ) from exc
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx2.BaseTransport):
    """httpx2 over our backend; library errors become ``SourceError`` here and nowhere else."""

    def __init__(self, backend: GuardedBackend, deadline: Deadline) -> None:
        self._deadline = deadline
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(), network_backend=backend
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the body is read, and its errors mapped, by the one who iterates."""
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _Mapped(self._deadline):
            reply = self._pool.handle_request(
                httpcore2.Request(request.method, url, headers=request.headers.raw)
            )
        stream = _MappedStream(reply.stream, self._deadline)
        return httpx2.Response(reply.status, headers=reply.headers, stream=stream)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _MappedStream(httpx2.SyncByteStream):
    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def __iter__(self) -> Iterator[bytes]:
        with _Mapped(self._deadline):
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


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
            raise SourceError(f"the connection broke off or is not HTTP: {exc}") from exc
        if isinstance(
            exc, (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol)
        ):
            raise SourceError(f"the connection failed: {_reason(exc)}") from exc


def _reason(exc: BaseException | None) -> str:
    """Put an error of the network into a few words."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        if isinstance(cause, ssl.SSLError):
            return (cause.reason or "TLS error").replace("_", " ").lower()
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return str(exc) or "cannot be reached"
