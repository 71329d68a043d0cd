"""A real web server on the loopback address, which misbehaves on request."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = "<html lang=fr><body><p>Voilà une page.</p></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers each path with one behaviour; see the methods' names."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        parts = self.path.strip("/").split("/", 1)
        with contextlib.suppress(OSError):
            getattr(self, "do_" + parts[0])(parts[1] if len(parts) > 1 else "")

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        headers = {"Content-Type": "text/html", "Content-Length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_page(self, _: str) -> None:
        self.send(PAGE, Content_Type="text/html; charset=UTF-8")

    def do_untyped(self, _: str) -> None:
        self.send(PAGE, Content_Type="")

    def do_status(self, code: str) -> None:
        self.send(b"<p>error</p>", int(code))

    def do_typed(self, kind: str) -> None:
        self.send(PAGE, Content_Type=kind)

    def do_sleep(self, seconds: str) -> None:
        time.sleep(float(seconds))
        self.send(PAGE)

    def do_drip(self, _: str) -> None:
        self.send(b"", Content_Length="1000000")
        for _number in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def do_endless(self, _: str) -> None:
        self.send(b"", Content_Length="", Connection="close")
        while True:
            self.wfile.write(b"x" * 65536)

    def do_cut(self, _: str) -> None:
        self.send(PAGE, Content_Length="5000", Connection="close")
        self.close_connection = True

    def do_hangup(self, _: str) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def do_to(self, target: str) -> None:
        self.send(b"", 302, Location=target)

    def do_loop(self, number: str) -> None:
        self.send(b"", 302, Location=f"/loop/{int(number or 0) + 1}")

    def do_gzip(self, _: str) -> None:
        self.send(gzip.compress(PAGE), Content_Encoding="gzip")

    def do_members(self, _: str) -> None:
        self.send(gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), Content_Encoding="gzip")

    def do_deflate(self, raw: str) -> None:
        body = zlib.compress(PAGE)
        self.send(body[2:-4] if raw else body, Content_Encoding="deflate")

    def do_damaged(self, _: str) -> None:
        self.send(b"\x1f\x8b\x08 no gzip", Content_Encoding="gzip")

    def do_half(self, _: str) -> None:
        self.send(gzip.compress(PAGE * 50)[:60], Content_Encoding="gzip")

    def do_bomb(self, layers: str) -> None:
        body = gzip.compress(b"\0" * 30_000_000)
        if layers == "2":
            self.send(gzip.compress(body), Content_Encoding="gzip, gzip")
        else:
            self.send(body, Content_Encoding="gzip")


class QuietServer(ThreadingHTTPServer):
    """A server that does not report connections which its clients broke off."""

    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Say nothing."""


class Server:
    """The running server: where it is, and what it was asked."""

    def __init__(self, http: ThreadingHTTPServer) -> None:
        self.host, self.port = "127.0.0.1", http.server_address[1]
        self.url = f"http://{self.host}:{self.port}"
        self.seen: list[tuple[str, dict[str, str]]] = []
        http.seen = self.seen  # type: ignore[attr-defined]


@pytest.fixture
def server() -> Iterator[Server]:
    """Run the server for one test."""
    http = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Server(http)
    http.shutdown()
    thread.join()
    http.server_close()
