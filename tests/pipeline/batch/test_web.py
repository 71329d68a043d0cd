"""Runs on pages of the web: many at once, whatever the web does to us."""

from __future__ import annotations

import hashlib
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import trustme

from pipeline.batch.engine import LocalEngine
from pipeline.batch.plan import find_sources
from pipeline.batch.readers import Readers
from pipeline.batch.reading import Reader
from pipeline.batch.records import Options, Read, Unchanged, Work
from pipeline.batch.run import run_batch
from pipeline.config import Settings, load_settings
from pipeline.errors import UsageError
from pipeline.records import Failure, Source
from pipeline.sources import parse_source
from pipeline.stages.assemble import Draft
from pipeline.stages.fetch import Outside
from pipeline.stages.network import system_connector
from pipeline.store import open_store
from pipeline.story import Story
from tests.pipeline import web
from tests.pipeline.batch.newsroom import InlineEngine, page, write_newsroom

NOT_FOUND = b"""<!doctype html><html lang="en"><head><title>Page not found</title></head><body>
<h1>404: page not found</h1><p>Sorry, the page that you are looking for does not exist or has been
moved. Please check the address or go back to the home page.</p></body></html>"""
CAFE = """<!doctype html><html lang="fr"><head><meta charset="iso-8859-1">
<title>Un café à Orléans</title></head><body><article><h1>Un café à Orléans</h1>
<p>Sam Altman a été reçu à l'Élysée pour parler de
son projet d'usines, selon l'entourage du président. Le café a été servi après la réunion.</p>
<p>Le groupe n'a pas souhaité répondre à nos questions, mais il a confirmé la visite de ses
dirigeants et l'étude d'un site près d'Orléans.</p></article></body></html>"""


class World:
    """A web of names that all lead to servers on loopback; some turn out to be private."""

    def __init__(self, server: web.Server, tls: int) -> None:
        self.server, self.tls = server, tls
        self.looked_up: list[str] = []

    def resolve(self, host: str, _port: int) -> list[str]:
        self.looked_up.append(host)
        turned = host == "turning.example" and self.looked_up.count(host) > 1
        return ["10.0.0.1"] if turned or host == "inside.example" else ["93.184.215.14"]

    async def connect(self, address: str, port: int, timeout: float) -> Any:
        assert address == "93.184.215.14"
        place = self.tls if port == 443 else self.server.port
        return await system_connector(self.server.host, place, timeout)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def world(server: web.Server, serve: Callable[..., int], authority: trustme.CA) -> Iterator[World]:
    """Make a web, with a TLS server that breaks off in the page."""

    def cut(connection: socket.socket) -> None:
        connection.recv(65_536)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(head + b"half a page")
        connection.shutdown(socket.SHUT_RDWR)

    yield World(server, serve(cut, web.secured(authority, "tls.example")))
    server.let_go.set()


def read(world: World, urls: list[str], story: Story, **fetch: Any) -> list[Read]:
    """Read pages as a run does, in processes of its own."""
    works = [Work(parse_source(url)) for url in urls]
    with closing(made_readers(world, story, 1, **fetch)) as readers:
        return [answer.result(60) for answer in readers.read(works)]


def made_readers(world: World, story: Story, count: int, **fetch: Any) -> Readers:
    settings = load_settings(profile="none")
    limits = {"host_interval": 0, "robots": False, "proxies": False, "retry_wait": 0} | fetch
    settings = settings.model_copy(update={"fetch": settings.fetch.model_copy(update=limits)})
    outside = Outside(resolve=world.resolve, connect=world.connect)
    return Readers(Reader(settings, story), count, 60, outside=outside)


FAULTS = {
    "http://drip.example/drip": "fetch: time-out: not done after 5 s (fetch.total_timeout)",
    "http://silent.example/sleep/9": "fetch: time-out: no answer within 3 s (fetch.timeout)",
    "http://endless.example/endless": "fetch: larger than 1 MB (fetch.max_bytes)",
    "http://bomb.example/bomb/1": "fetch: larger than 1 MB (fetch.max_bytes)",
    "http://loop.example/loop": "fetch: more than 5 redirects",
    "http://a.example/to/http://127.0.0.1/": "fetch: 127.0.0.1 is not a public address",
    "http://b.example/to/http://[::ffff:10.0.0.1]/": "fetch: ::ffff:10.0.0.1 is not a public",
    "http://c.example/to/http://inside.example/": "fetch: inside.example is not a public address",
    "http://turning.example/bye//page": "fetch: turning.example is not a public address",
    "https://tls.example/": "fetch: the connection broke off",
    "http://busy.example/busy/429/9/3600": "fetch: HTTP 429 Too Many Requests: to wait 3600 s",
    "http://reset.example/reset/999": "fetch: the connection failed",
    "http://cut.example/cut": "fetch: the connection broke off",
    "http://gone.example/status/404": "fetch: HTTP 404 Not Found",
    "http://sorry.example/given/error": "extract: ",
}


def test_every_fault_ends_within_its_limit_in_the_right_record(world: World, story: Story) -> None:
    world.server.given = {"error": NOT_FOUND, "charset": CAFE.encode()}
    urls = [*FAULTS, "http://good.example/given/charset"]
    tracemalloc.start()
    *broken, good = read(
        world, urls, story, timeout=3, total_timeout=5, max_bytes=1_000_000, retries=1
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    for (url, told), record in zip(FAULTS.items(), broken, strict=True):
        assert isinstance(record, Failure), url
        assert (record.source, "\n" in record.error) == (url, False)
        assert f"{record.stage}: {record.error}".startswith(told), record
        assert record.refused == (record.stage == "extract")
    assert isinstance(good, Draft)
    assert good.article.title == "Un café à Orléans"
    assert "à l'Élysée" in good.article.text
    assert good.page.content == b""  # drafts stay small
    assert peak < 40_000_000


def test_answers_come_in_the_order_that_was_asked_for(world: World, story: Story) -> None:
    world.server.given = {str(number): page(number).encode() for number in range(6)}
    urls = [f"http://h{number % 3}.example/given/{number}" for number in range(6)]
    drafts = read(world, [*urls, "http://late.example/sleep/0.5"], story)[:6]
    assert [draft.page.final_url for draft in drafts if isinstance(draft, Draft)] == urls
    assert all(isinstance(draft, Draft) and draft.seconds["fetch"] >= 0 for draft in drafts)


def test_a_page_that_is_digested_already_is_read_by_nobody(world: World, story: Story) -> None:
    known = {hashlib.sha256(web.PAGE).hexdigest(): 7}
    with closing(made_readers(world, story, 0)) as readers:  # no process at all
        (answer,) = readers.read([Work(parse_source("http://h.example/page"), known)])
        assert answer.result(60) == Unchanged(7)


def newsroom(folder: Path, server: web.Server, more: str = "", head: str = "") -> Settings:
    """Write a newsroom on the pages of a server, as a feed of it."""
    config = write_newsroom(folder, 0)
    text = config.read_text().replace('location = "pages/*.html"', more)
    text = text.replace("[run]", f"{head}\n[run]")
    place = f"{server.host}:{server.port}"
    text += f'[fetch]\nhost_interval = 0\nproxies = false\nallow_hosts = ["{place}"]\n'
    config.write_text(text, encoding="utf-8")
    return load_settings(config)


def verdicts(
    settings: Settings, story: Story, kind: type[LocalEngine | InlineEngine] = InlineEngine
) -> list[tuple[str, str]]:
    """Run a newsroom; return each source's verdict."""
    with (
        open_store(settings.store.url) as store,
        closing(kind(settings, story, store)) as engine,
    ):
        told = run_batch(settings, story, store, engine).manifest["verdicts"]
    return [(one["source"].rpartition("/")[2], one["verdict"]) for one in told]


def feed(server: web.Server, names: list[str]) -> bytes:
    items = "".join(f"<item><link>{server.url}/given/{name}</link></item>" for name in names)
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_a_run_reads_a_feed_and_what_is_new_in_it(
    tmp_path: Path, server: web.Server, story: Story
) -> None:
    server.given = {str(number): page(number).encode() for number in range(6)}
    server.given["copy"] = page(2).replace("two people said", "people said").encode()
    server.given["feed"] = feed(server, ["0", "1", "2", "copy", "gone"])
    more = f'location = "{server.url}/given/feed"\nkind = "feed"\n'
    settings = newsroom(tmp_path, server, more)
    first = [("0", "digested"), ("1", "digested"), ("2", "digested"), ("copy", "duplicate")]
    assert verdicts(settings, story, LocalEngine) == [*first, ("gone", "failed")]
    server.given["feed"] = feed(server, ["5", "0", "1"])
    assert verdicts(settings, story) == [("5", "digested"), ("0", "unchanged"), ("1", "unchanged")]


def test_a_run_works_on_the_places_that_were_added(
    tmp_path: Path, server: web.Server, story: Story
) -> None:
    server.given = {str(number): page(number).encode() for number in range(6)}
    server.given["feed"] = feed(server, ["0", "1", "2"])
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "5.html").write_text(page(5), encoding="utf-8")
    settings = newsroom(tmp_path, server, f'location = "{server.url}/given/4"\n')
    stored = settings.model_copy(
        update={"run": settings.run.model_copy(update={"stored_sources": True})}
    )
    with open_store(settings.store.url) as store:
        store.watch(parse_source(f"{server.url}/given/feed"), None, 2)
        store.watch(parse_source(f"{server.url}/given/3"), "page")
        store.watch(parse_source(f"{server.url}/status/404"))
        store.watch(Source(location=str(tmp_path / "local"), kind="file"))
    assert verdicts(settings, story) == [("4", "digested")]
    assert verdicts(stored, story) == [
        ("4", "unchanged"),
        ("0", "digested"),
        ("1", "digested"),
        ("3", "digested"),
        ("5.html", "digested"),
        ("404", "failed"),
    ]


def test_without_any_place_a_run_says_how_to_add_one(tmp_path: Path, server: web.Server) -> None:
    config = tmp_path / "newsroom.toml"
    config.write_text("[run]\nstored_sources = true\n", encoding="utf-8")
    with (
        open_store(tmp_path / "news.db") as store,
        pytest.raises(UsageError, match="chipwire sources add"),
    ):
        find_sources(store.work, load_settings(config), Options())


def test_listings_are_fetched_side_by_side(tmp_path: Path, server: web.Server) -> None:
    others = [web.serving() for _ in range(2)]
    with others[0] as one, others[1] as two:
        for other in (one, two):
            other.given, other.meeting = {}, server.meeting  # type: ignore[method-assign]
        entries = "".join(
            f'[[source]]\nlocation = "{each.url}/meet/3"\nkind = "feed"\n'
            for each in (server, one, two)
        )
        places = ", ".join(f'"127.0.0.1:{each.port}"' for each in (server, one, two))
        config = tmp_path / "newsroom.toml"
        config.write_text(f"{entries}[fetch]\nproxies = false\nallow_hosts = [{places}]\n")
        wanted = find_sources(None, load_settings(config), Options())
    assert [why for _, why in wanted.failed] == [
        "source: neither a feed nor a sitemap: check the address and kind "
        '("site" finds the feed of a home page)'
    ] * 3


def test_a_slow_host_at_the_front_does_not_keep_others_waiting(
    tmp_path: Path, server: web.Server, story: Story
) -> None:
    with web.serving() as other:
        other.meeting = server.meeting  # type: ignore[method-assign]
        entries = f'location = "{server.url}/meet/2"\n[[source]]\nlocation = "{other.url}/meet/2"\n'
        settings = newsroom(tmp_path, server, entries)
        places = (*settings.fetch.allow_hosts, f"{other.host}:{other.port}")
        fetch = settings.fetch.model_copy(update={"allow_hosts": places, "retries": 0})
        run = settings.run.model_copy(update={"batch": 1})
        settings = settings.model_copy(update={"fetch": fetch, "run": run})
        met = verdicts(settings, story, LocalEngine)  # in windows of one page each
    assert met == [("2", "refused"), ("2", "refused")]  # had, but too short for an article
