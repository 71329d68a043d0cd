"""Many pages at once: side by side from many hosts, one after the other from each."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import FetchSettings
from pipeline.errors import SourceError
from pipeline.sources import parse_source
from pipeline.stages.downloads import Arrived, Downloads
from pipeline.stages.fetch import HttpFetcher, Outside
from pipeline.stages.network import system_connector
from tests.pipeline.web import PAGE, Server

Begin = Callable[..., Downloads]


@pytest.fixture
def begin(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Give a function that begins downloads from a web of which every name is our server."""
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path))
    made: list[Downloads] = []

    async def connect(_address: str, _port: int, timeout: float) -> Any:
        return await system_connector(server.host, server.port, timeout)

    def downloads(**settings: Any) -> Downloads:
        limits = {"host_interval": 0, "robots": False, "proxies": False, "cache": False}
        outside = Outside(resolve=lambda *_: ["93.184.215.14"], connect=connect)
        made.append(Downloads(FetchSettings(**limits | settings), outside))
        return made[-1]

    yield downloads
    server.let_go.set()
    for one in made:
        one.close()


def fetch(downloads: Downloads, host: str, path: str) -> Future[Arrived]:
    return downloads.fetch(parse_source(f"http://{host}.example/{path}"))


def until(done: Callable[[], bool]) -> None:
    """Wait for something, but not forever."""
    for _ in range(2000):
        if done():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def test_pages_of_many_hosts_come_side_by_side_without_a_thread_for_each(begin: Begin) -> None:
    downloads = begin(at_once=30)
    pages = [fetch(downloads, f"h{number}", "meet/30") for number in range(30)]
    assert [page.result(20).page.content for page in pages] == [PAGE] * 30
    ours = ("downloads", "look-up", "asyncio_")
    threads = [thread.name for thread in threading.enumerate() if thread.name.startswith(ours)]
    assert len(threads) <= 15


def test_a_host_is_asked_for_one_page_at_a_time_and_all_for_so_many(
    begin: Begin, server: Server
) -> None:
    downloads = begin(at_once=3)
    pages = [fetch(downloads, f"h{number % 6}", f"page/{number}") for number in range(48)]
    for page in pages:
        page.result(20).done_with()
    assert max(most for host, most in server.most.items() if host) == 1
    assert server.most[""] <= 3
    for host in range(6):  # who comes first goes first
        paths = [path for path, headers in server.seen if headers["Host"] == f"h{host}.example"]
        assert paths == [f"/page/{number}" for number in range(host, 48, 6)]


def test_a_host_that_does_not_answer_holds_up_no_other(begin: Begin, server: Server) -> None:
    downloads = begin(at_once=2)
    slow = [fetch(downloads, "slow", "held") for _ in range(5)]
    quick = [fetch(downloads, f"h{number}", "page") for number in range(9)]
    for page in quick:
        page.result(20).done_with()
    assert not any(page.done() for page in slow)
    server.let_go.set()
    for page in slow:
        page.result(20).done_with()


def test_pages_that_nobody_takes_do_not_pile_up(begin: Begin, server: Server) -> None:
    downloads = begin(at_once=2)
    pages = [fetch(downloads, f"h{number}", "page") for number in range(6)]
    out_of_hand: list[Future[Arrived]] = []
    for taken in range(2, 7):
        until(lambda wanted=taken: sum(page.done() for page in pages) == wanted)  # type: ignore[misc]
        assert len(server.seen) == taken
        arrived = [page for page in pages if page.done() and page not in out_of_hand]
        arrived[0].result().done_with()
        out_of_hand.append(arrived[0])


def test_what_goes_wrong_with_one_page_is_its_own(begin: Begin) -> None:
    downloads = begin(retries=0)
    paths = ("status/404", "page", "cut", "page", "to/http://127.0.0.1/")
    pages = [fetch(downloads, f"h{number}", path) for number, path in enumerate(paths)]
    errors = [str(page.exception(20) or "") for page in pages]
    assert [bool(error) for error in errors] == [True, False, True, False, True]
    assert "HTTP 404" in errors[0]
    assert "not a public address" in errors[4]


def test_pages_that_failed_hold_no_place(begin: Begin) -> None:
    downloads = begin(at_once=1, retries=0)
    for path in ("status/404", "cut", "loop", "to/http://127.0.0.1/", "typed/image/png"):
        assert isinstance(fetch(downloads, "h", path).exception(20), SourceError)
    assert fetch(downloads, "h", "page").result(20).page.content == PAGE


def test_waiting_for_our_own_turn_is_not_counted(begin: Begin) -> None:
    downloads = begin(host_interval=0.3, total_timeout=0.5)
    pages = [fetch(downloads, "h", "page") for _ in range(4)]
    assert [page.result(20).page.content for page in pages] == [PAGE] * 4


def test_what_is_under_way_is_broken_off_when_closed(begin: Begin, server: Server) -> None:
    downloads = begin()
    held = fetch(downloads, "h", "held")
    until(lambda: bool(server.seen))
    downloads.close()
    with pytest.raises(CancelledError):
        held.result(20)


def test_one_page_is_had_where_a_loop_runs_already(begin: Begin, server: Server) -> None:
    settings = FetchSettings(host_interval=0, robots=False, cache=False).allowing([server.url])

    async def notebook() -> bytes:
        return HttpFetcher(settings).fetch(parse_source(f"{server.url}/page")).content

    assert asyncio.run(notebook()) == PAGE
