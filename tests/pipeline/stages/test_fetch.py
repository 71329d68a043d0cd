"""Fetching from a real server on loopback, from files and from a stream; every limit and fault."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import time
import tracemalloc
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from pipeline.config import FetchSettings
from pipeline.errors import ChipwireError, ContentError, SourceError
from pipeline.records import Page, Source
from pipeline.sources import parse_source
from pipeline.stages.fetch import (
    FakeFetcher,
    FileFetcher,
    HttpFetcher,
    Outside,
    SourceFetcher,
    StdinFetcher,
    fetch,
)
from pipeline.stages.network import system_connector

PAGE = "<html lang=fr><body><p>Voilà une page.</p></body></html>".encode()


async def no_sleep(_seconds: float) -> None:
    """Wait for nothing."""


def get(url: str, resolve: Any = None, **settings: Any) -> Page:
    """Fetch a page from a host that was typed; nothing is waited for between tries."""
    limits = FetchSettings(
        **{"host_interval": 0, "cache": False, "proxies": False} | settings
    ).allowing([url])
    outside = Outside(resolve=resolve, sleep=no_sleep)
    return HttpFetcher(limits, outside).fetch(parse_source(url))


def refused(url: str, resolve: Any = None, **settings: Any) -> str:
    with pytest.raises(SourceError) as caught:
        get(url, resolve, **settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_page_comes_byte_for_byte_with_its_headers(server: Any) -> None:
    page = get(f"{server.url}/page#part")
    assert page.content == PAGE
    assert (page.content_type, page.charset) == ("text/html; charset=UTF-8", "utf-8")
    assert page.final_url == f"{server.url}/page"
    assert page.sha256 == hashlib.sha256(PAGE).hexdigest()
    headers = server.seen[0][1]
    assert headers["User-Agent"] == FetchSettings().user_agent
    assert headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize("path", ["gzip", "members", "deflate", "deflate/raw", "untyped"])
def test_a_page_is_unpacked(server: Any, path: str) -> None:
    assert get(f"{server.url}/{path}").content == PAGE


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("status/404", "HTTP 404 Not Found"),
        ("status/500", "HTTP 500"),
        ("status/204", "HTTP 204"),
        ("status/304", "HTTP 304"),
        ("status/799", "HTTP 799"),
        ("typed/application/pdf", "content type application/pdf"),
        ("typed/image/png", "content type image/png"),
        ("typed/application/octet-stream", "content type application/octet-stream"),
        ("json/", "content type application/json"),
        ("cut", "broke off"),
        ("hangup", "broke off"),
        ("damaged", "damaged"),
        ("half", "cut off"),
        ("loop", "more than 5 redirects"),
        ("to/ftp://127.0.0.1/", "ftp: address: refused"),
        ("to/file:///etc/passwd", "file: address: refused"),
        ("to/http://me:secret@127.0.0.1/", "user name or password"),
        ("to/http://", ""),
        ("to/http://[", ""),
        ("bomb/2", "was not asked for"),
    ],
)
def test_each_fault_is_one_clear_line(server: Any, path: str, said: str) -> None:
    message = refused(f"{server.url}/{path}")
    assert said in message
    assert "secret" not in message


@pytest.mark.parametrize("path", ["json/jsonfeed.org", "packed/gzip", "packed/octet-stream"])
def test_feeds_in_json_and_packed_sitemaps_are_accepted(server: Any, path: str) -> None:
    assert get(f"{server.url}/{path}").content


@pytest.mark.parametrize("kind", ["text/plain", "text/markdown; x=y", "application/xhtml+xml"])
def test_text_is_accepted_whatever_it_is_called(server: Any, kind: str) -> None:
    assert get(f"{server.url}/typed/{kind.replace(' ', '')}").content == PAGE


def test_a_slow_answer_ends_at_the_time_out(server: Any) -> None:
    assert "no answer within 0.2 s (fetch.timeout)" in refused(f"{server.url}/sleep/3", timeout=0.2)


def test_a_dripping_body_ends_at_the_total_time_out(server: Any) -> None:
    message = refused(f"{server.url}/drip", timeout=5, total_timeout=0.4)
    assert "not done after 0.4 s (fetch.total_timeout)" in message


@pytest.mark.parametrize("path", ["endless", "bomb/1"])
def test_a_body_over_the_limit_is_dropped_and_memory_stays_flat(server: Any, path: str) -> None:
    tracemalloc.start()
    message = refused(f"{server.url}/{path}", max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than 1 MB (fetch.max_bytes)" in message
    assert peak < 10_000_000


def test_a_redirect_on_the_typed_host_is_followed(server: Any) -> None:
    page = get(f"{server.url}/to//page")
    assert page.content == PAGE
    assert page.final_url == f"{server.url}/page"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:10.0.0.1]", "2130706433", "localhost"])
def test_a_redirect_to_a_private_address_is_refused(server: Any, host: str) -> None:
    message = refused(f"{server.url}/to/http://{host}/x", timeout=2)
    assert "not a public address" in message
    assert "fetch.allow_hosts" in message


def test_a_redirect_to_an_odd_port_is_refused(server: Any) -> None:
    assert "port 22 of 127.0.0.1 is not asked" in refused(f"{server.url}/to/http://127.0.0.1:22/")
    odd = refused(f"{server.url}/to/http://127.0.0.1:22/", allow_ports=[22])
    assert "not a public address" in odd


def test_a_redirect_to_a_name_is_vetted_after_it_is_resolved(server: Any) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14", "10.0.0.1"]

    message = refused(f"{server.url}/to/http://news.example/x", resolve)
    assert "news.example is not a public address (10.0.0.1)" in message
    assert asked == ["news.example"]


def test_the_vetted_address_is_the_one_connected_to(server: Any) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])  # a name that changes its answer

    url = f"http://news.example:{server.port}/page"
    page = get(url, lambda *_: next(answers), robots=False)
    assert page.content == PAGE
    assert server.seen[0][1]["Host"] == f"news.example:{server.port}"


def test_a_name_that_turns_private_at_its_second_look_up_is_refused(server: Any) -> None:
    answers = iter([["93.184.215.14"], ["10.0.0.1"]])
    connected: list[str] = []

    async def connect(address: str, port: int, timeout: float) -> Any:
        connected.append(address)
        return await system_connector("127.0.0.1", server.port, timeout)

    server.rules = (302, "")  # closes the connection, so that the name is looked up again
    fetcher = HttpFetcher(
        FetchSettings(host_interval=0, cache=False, proxies=False),
        Outside(resolve=lambda *_: next(answers), connect=connect, sleep=no_sleep),
    )
    with pytest.raises(SourceError, match=r"not a public address \(10\.0\.0\.1\)"):
        fetcher.fetch(parse_source("http://news.example/page"))
    assert (connected, server.seen) == (["93.184.215.14"], [])


@pytest.mark.parametrize("error", [httpcore2.ConnectTimeout, httpcore2.ConnectError])
def test_the_next_address_is_tried_where_one_does_not_answer(server: Any, error: Any) -> None:
    tried: list[str] = []

    async def connect(address: str, port: int, timeout: float) -> Any:
        tried.append(address)
        if address == "2606:2800:21f:cb07:6820:80da:af6b:8b2c":
            raise error
        return await system_connector("127.0.0.1", server.port, timeout)

    addresses = ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14"]
    settings = FetchSettings(host_interval=0, cache=False, proxies=False, robots=False)
    fetcher = HttpFetcher(settings, Outside(resolve=lambda *_: addresses, connect=connect))
    assert fetcher.fetch(parse_source("http://news.example/page")).content == PAGE
    assert tried == addresses


def test_what_was_not_typed_may_not_be_private(server: Any) -> None:
    for url in (f"http://127.0.0.1:{server.port}/page", "http://10.0.0.1/", "http://[::1]/"):
        with pytest.raises(SourceError, match=r"fetch\.allow_hosts"):
            HttpFetcher(FetchSettings(host_interval=0)).fetch(parse_source(url))
    assert server.seen == []


def test_an_allowed_host_may_be_private(server: Any) -> None:
    target = f"http://intranet.example:{server.port}/page"
    page = get(
        f"{server.url}/to/{target}",
        lambda *_: ["127.0.0.1"],
        allow_hosts=[f"Intranet.example:{server.port}"],
    )
    assert page.final_url == target


def test_a_name_that_is_not_found(server: Any) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "host not found: nowhere.example" in refused("http://nowhere.example/", resolve)


def test_a_slow_look_up_ends_at_the_time_out() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(2)
        return ["127.0.0.1"]

    assert "time-out" in refused("http://slow.example/", resolve, timeout=0.1)


def test_a_refused_connection_and_a_failed_handshake(server: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert "connection refused" in refused(f"http://127.0.0.1:{port}/")
    assert "no secure connection" in refused(f"https://127.0.0.1:{server.port}/")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "é.html"
    path.write_bytes(PAGE)
    page = fetch(parse_source(str(path)))
    assert (page.content, page.final_url, page.content_type) == (PAGE, None, None)


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    large, empty = tmp_path / "large.txt", tmp_path / "empty.txt"
    large.write_bytes(b"x" * 2_000)
    empty.write_bytes(b" \n")
    cases = [
        ("missing.html", SourceError, "no such file"),
        (str(tmp_path), SourceError, "is a folder"),
        ("/dev/zero", SourceError, "not a regular file"),
        (str(large), SourceError, "larger than 1 kB"),
        (str(empty), ContentError, "empty file"),
        ("x" * 5_000, SourceError, "cannot be read"),
        (str(large / "below"), SourceError, "cannot be read"),
    ]
    fetcher = FileFetcher(FetchSettings(max_bytes=1_000))
    for location, kind, said in cases:
        with pytest.raises(kind) as caught:
            fetcher.fetch(Source(location=location, kind="file"))
        assert said in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(PAGE)
    path.chmod(0)
    with pytest.raises(SourceError, match="permission denied"):
        fetch(parse_source(str(path)))


def test_standard_input_is_a_stream_of_bytes() -> None:
    page = fetch(parse_source("-"), stdin=io.BytesIO(PAGE))
    assert page.content == PAGE
    with pytest.raises(ContentError, match="standard input is empty"):
        StdinFetcher(io.BytesIO(b"")).fetch(parse_source("-"))
    with pytest.raises(SourceError, match="larger than 4 bytes"):
        StdinFetcher(io.BytesIO(PAGE), FetchSettings(max_bytes=4)).fetch(parse_source("-"))


def test_one_fetcher_serves_all_kinds(server: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"file")
    sources = [f"{server.url}/page", str(path), "-"]
    settings = FetchSettings(host_interval=0, cache=False).allowing(sources)
    fetcher = SourceFetcher(settings, stdin=io.BytesIO(b"stream"))
    assert [fetcher.fetch(parse_source(s)).content for s in sources] == [PAGE, b"file", b"stream"]


def test_the_fake_takes_a_plain_function() -> None:
    def respond(location: str) -> bytes:
        if location.endswith("404"):
            raise SourceError("HTTP 404 Not Found")
        return location.encode()

    fake = FakeFetcher(respond)
    page = fake.fetch(parse_source("https://news.example/a"))
    assert (page.content, page.final_url) == (b"https://news.example/a", "https://news.example/a")
    with pytest.raises(ChipwireError, match="HTTP 404"):
        fake.fetch(parse_source("https://news.example/404"))
