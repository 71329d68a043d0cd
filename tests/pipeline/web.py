"""Real servers on the loopback address, which misbehave on request."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import trustme

PAGE = "<html lang=fr><body><p>Voilà une page.</p></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers each path with one behaviour; see the methods' names."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path.startswith("http://"):  # as a proxy is asked
            self.path = "/" + self.path.split("/", 3)[3]
        if self.path == "/robots.txt":
            self.server.asked.robots += 1  # type: ignore[attr-defined]
            status, rules = self.server.asked.rules  # type: ignore[attr-defined]
            self.send(rules.encode(), status, Content_Type="text/plain")
            return
        self.server.asked.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        parts = self.path.strip("/").split("/", 1)
        with contextlib.suppress(OSError), self.server.asked.at_work(self.headers["Host"]):  # type: ignore[attr-defined]
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

    def do_given(self, name: str) -> None:
        """Answer what the test has given."""
        self.send(self.server.asked.given[name], Content_Type="text/html; charset=UTF-8")  # type: ignore[attr-defined]

    def do_meet(self, number: str) -> None:
        """Answer once so many requests have come, all at the same time."""
        self.server.asked.meeting(int(number)).wait(20)  # type: ignore[attr-defined]
        self.send(PAGE)

    def do_held(self, _: str) -> None:
        """Answer when the test lets it."""
        self.server.asked.let_go.wait(20)  # type: ignore[attr-defined]
        self.send(PAGE)

    def do_bye(self, target: str) -> None:
        """Redirect, and close the connection."""
        self.send(b"", 302, Location=target, Connection="close")
        self.close_connection = True

    def do_untyped(self, _: str) -> None:
        self.send(PAGE, Content_Type="")

    def do_status(self, code: str) -> None:
        self.send(b"<p>error</p>", int(code))

    def do_busy(self, rest: str) -> None:
        """Answer ``busy/429/2/7``: status 429 twice, asking to wait 7 seconds; then the page."""
        status, times, wait = rest.split("/")
        tries = sum(path == self.path for path, _ in self.server.asked.seen)  # type: ignore[attr-defined]
        if tries > int(times):
            self.send(PAGE)
        else:
            self.send(b"", int(status), Retry_After=unquote(wait))

    def do_reset(self, times: str) -> None:
        """Break the connection off so many times; then give the page."""
        if len(self.server.asked.seen) > int(times):  # type: ignore[attr-defined]
            self.send(PAGE)
            return
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def do_tagged(self, version: str) -> None:
        """Answer 304 to who has this version already."""
        tag = f'"{version or 1}"'
        if self.headers["If-None-Match"] == tag:
            self.send(b"", 304, ETag=tag, Content_Length="")
        else:
            self.send(PAGE, ETag=tag, Last_Modified="Fri, 09 Feb 2024 10:00:00 GMT")

    def do_unstored(self, _: str) -> None:
        self.send(PAGE, ETag='"1"', Cache_Control="no-store")

    def do_json(self, feed: str) -> None:
        version = f"https://{feed or 'news.example'}/version/1"
        self.send(b'{"version": "%s"}' % version.encode(), Content_Type="application/json")

    def do_packed(self, kind: str) -> None:
        self.send(gzip.compress(PAGE), Content_Type=f"application/{kind}")

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
        """Send 10 GB of zeros, packed once as they go, or a little of it packed twice."""
        if layers == "2":
            body = gzip.compress(gzip.compress(b"\0" * 1_000_000))
            self.send(body, Content_Encoding="gzip, gzip")
            return
        self.send(b"", Content_Encoding="gzip", Content_Length="", Connection="close")
        pack = zlib.compressobj(wbits=31)
        for _ in range(10_000):
            self.wfile.write(pack.compress(b"\0" * 1_000_000))
        self.wfile.write(pack.flush())


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
        self.robots = 0  # how often robots.txt was asked for
        self.rules = (404, "")  # its status and content
        self.given: dict[str, bytes] = {}
        self.let_go = threading.Event()
        self.most: Counter[str] = Counter()  # requests at once, for each Host, and in all ("")
        self._now: Counter[str] = Counter()
        self._meetings: dict[int, threading.Barrier] = {}
        self._mutex = threading.Lock()
        http.asked = self  # type: ignore[attr-defined]

    def meeting(self, number: int) -> threading.Barrier:
        with self._mutex:
            return self._meetings.setdefault(number, threading.Barrier(number))

    @contextmanager
    def at_work(self, host: str) -> Iterator[None]:
        """Count a request while it is answered."""
        with self._mutex:
            for name in (host, ""):
                self._now[name] += 1
                self.most[name] = max(self.most[name], self._now[name])
        try:
            yield
        finally:
            with self._mutex:
                self._now[host] -= 1
                self._now[""] -= 1


@contextmanager
def serving() -> Iterator[Server]:
    """Run the web server."""
    http = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Server(http)
    http.shutdown()
    thread.join()
    http.server_close()


Script = Callable[[socket.socket], None]


@contextmanager
def scripts() -> Iterator[Callable[..., int]]:
    """Give a function that runs a script on each connection to a new port, which it returns.

    With a TLS context, the script talks within TLS.
    """
    with contextlib.ExitStack() as stack:

        def start(script: Script, tls: ssl.SSLContext | None = None) -> int:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

            def run() -> None:
                while True:
                    try:
                        connection, _ = listener.accept()
                    except OSError:
                        return
                    with contextlib.suppress(OSError, ssl.SSLError), connection:
                        if tls is None:
                            script(connection)
                        else:
                            with tls.wrap_socket(connection, server_side=True) as secure:
                                script(secure)

            threading.Thread(target=run, daemon=True).start()
            return int(listener.getsockname()[1])

        yield start


def secured(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """Return the TLS of a server of a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
