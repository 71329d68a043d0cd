"""Servers below HTTP: TLS that breaks, certificates that are wrong, answers that never come."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable

import pytest
import trustme

from pipeline.config import FetchSettings
from pipeline.errors import SourceError
from pipeline.records import Page
from pipeline.sources import parse_source
from pipeline.stages.decode import decode
from pipeline.stages.fetch import HttpFetcher, Outside
from tests.pipeline.web import Script, secured

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n"


def get(url: str, **settings: float) -> Page:
    quick = {"host_interval": 0, "cache": False, "robots": False, "retries": 0, "proxies": False}
    limits = FetchSettings(**quick | settings)
    world = Outside(resolve=lambda *_: ["127.0.0.1"])
    return HttpFetcher(limits.allowing([url]), world).fetch(parse_source(url))


def told(url: str, **settings: float) -> str:
    with pytest.raises(SourceError) as caught:
        get(url, **settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def answer(content: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(content)

    return script


def test_a_page_comes_over_tls(authority: trustme.CA, serve: Callable[..., int]) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage"
    port = serve(answer(page), secured(authority, "news.example"))
    assert get(f"https://news.example:{port}/").content == b"page"


def test_certificates_of_others_are_refused(
    authority: trustme.CA, serve: Callable[..., int]
) -> None:
    other = serve(answer(HEAD), secured(authority, "other.example"))
    assert "no secure connection" in told(f"https://news.example:{other}/")
    unknown = serve(answer(HEAD), secured(trustme.CA(), "news.example"))
    assert "without checking certificates" in told(f"https://news.example:{unknown}/")


def test_tls_that_is_cut_in_the_page_is_an_error(
    authority: trustme.CA, serve: Callable[..., int]
) -> None:
    def cut(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(HEAD + b"half a page")
        connection.shutdown(socket.SHUT_RDWR)  # without saying goodbye

    port = serve(cut, secured(authority, "news.example"))
    assert "broke off" in told(f"https://news.example:{port}/")


def test_tls_that_is_cut_in_the_handshake_is_an_error(serve: Callable[..., int]) -> None:
    def half(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"\x16\x03\x03\x00\x7a\x02\x00")

    assert "no secure connection" in told(f"https://news.example:{serve(half)}/")


def test_a_reset_in_the_page_is_an_error(serve: Callable[..., int]) -> None:
    def reset(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(HEAD)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert "the connection" in told(f"http://news.example:{serve(reset)}/")


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: "])
def test_headers_that_drip_end_at_the_total_time_out(
    serve: Callable[..., int], start: bytes
) -> None:
    def drip(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(start)
        for _ in range(200):
            connection.sendall(b"x")
            if stop.wait(0.02):
                return

    stop = threading.Event()
    message = told(f"http://news.example:{serve(drip)}/", timeout=5, total_timeout=0.3)
    stop.set()
    assert "fetch.total_timeout" in message or "not HTTP" in message


def test_headers_without_end_are_cut(serve: Callable[..., int]) -> None:
    def endless(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            connection.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))

    assert "not HTTP" in told(f"http://news.example:{serve(endless)}/")


@pytest.mark.parametrize(
    ("declared", "content"),
    [
        ("iso-8859-1", "café, œuvre"),  # but it is UTF-8
        ("utf-8", "café, œuvre".encode("cp1252")),
        ("no-such-charset", "café, œuvre"),
        ("utf-16", "café, œuvre"),
    ],
)
def test_a_charset_that_is_wrong_costs_no_letter(
    serve: Callable[..., int], declared: str, content: str | bytes
) -> None:
    text = content.encode() if isinstance(content, str) else content
    body = b"<html><p>" + text + b" and much more of it</p></html>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={declared}\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    page = get(f"http://news.example:{serve(answer(head.encode() + body))}/")
    assert page.charset == declared
    assert "café, œuvre" in decode(page.content, page.charset)


def test_a_page_comes_over_tls_through_a_proxy(
    authority: trustme.CA, serve: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage"
    asked: list[bytes] = []
    tls = secured(authority, "news.example")

    def proxy(connection: socket.socket) -> None:
        asked.append(connection.recv(65_536))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with tls.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65_536)
            secure.sendall(page)

    def resolve(host: str, port: int) -> list[str]:
        raise OSError

    monkeypatch.setenv("https_proxy", f"http://me:word@127.0.0.1:{serve(proxy)}")
    settings = FetchSettings(host_interval=0, cache=False, robots=False, retries=0)
    fetcher = HttpFetcher(settings, Outside(resolve=resolve))
    assert fetcher.fetch(parse_source("https://news.example/")).content == b"page"
    assert asked[0].startswith(b"CONNECT news.example:443 ")
    assert b"Proxy-Authorization: Basic bWU6d29yZA==" in asked[0]


def test_a_proxy_that_refuses_is_told(
    serve: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{serve(refuse)}")
    settings = FetchSettings(host_interval=0, cache=False, robots=False, retries=0)
    fetcher = HttpFetcher(settings, Outside(resolve=lambda *_: ["93.184.215.14"]))
    with pytest.raises(SourceError, match="the proxy does not let us through: 407"):
        fetcher.fetch(parse_source("https://news.example/"))
