"""Manners: robots.txt, one request after the other, trying again, asking only if changed."""

from __future__ import annotations

import datetime
import os
import threading
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import FetchSettings
from pipeline.errors import SourceError, UsageError
from pipeline.records import Page
from pipeline.sources import parse_source
from pipeline.stages.fetch import HttpFetcher, Outside
from pipeline.stages.pace import Pace
from pipeline.stages.page_cache import Kept, PageCache, Validators

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the cache of a test in its own folder, and the machine's proxies out."""
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path / "pages"


def fetcher(server: Any, clock: Clock, **settings: Any) -> HttpFetcher:
    limits = FetchSettings(**{"host_interval": 0} | settings).allowing([server.url])
    world = Outside(wall=clock, clock=clock, sleep=clock.sleep, jitter=lambda: 0.5)
    return HttpFetcher(limits, world)


def get(server: Any, clock: Clock, path: str, **settings: Any) -> Page:
    return fetcher(server, clock, **settings).fetch(parse_source(f"{server.url}/{path}"))


# robots.txt


def test_robots_txt_is_obeyed_and_asked_for_once(server: Any, clock: Clock) -> None:
    server.rules = (200, "User-agent: *\nDisallow: /status\nAllow: /page\n")
    http = fetcher(server, clock)
    for _ in range(3):
        http.fetch(parse_source(f"{server.url}/page"))
    with pytest.raises(SourceError, match=r"forbids this page.*fetch\.ignore_robots"):
        http.fetch(parse_source(f"{server.url}/status/200"))
    assert (server.robots, len(server.seen)) == (1, 3)


def test_the_rules_for_our_own_name_come_first(server: Any, clock: Clock) -> None:
    server.rules = (200, "User-agent: *\nAllow: /\nUser-agent: chipwire\nDisallow: /\n")
    with pytest.raises(SourceError, match="forbids this page"):
        get(server, clock, "page")
    assert get(server, clock, "page", user_agent="Reader/1.0").content


@pytest.mark.parametrize("settings", [{"robots": False}, {"ignore_robots": ["127.0.0.1"]}])
def test_robots_txt_can_be_switched_off(server: Any, clock: Clock, settings: Any) -> None:
    server.rules = (200, "User-agent: *\nDisallow: /\n")
    assert get(server, clock, "page", **settings).content
    assert server.robots == 0


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)]
)
def test_a_host_that_cannot_tell_is_left_alone(
    server: Any, clock: Clock, status: int, allowed: bool
) -> None:
    server.rules = (status, "")
    if allowed:
        assert get(server, clock, "page").content
    else:
        with pytest.raises(SourceError, match=f"HTTP {status}.*try again later"):
            get(server, clock, "page")


def test_a_redirect_is_asked_about_as_well(server: Any, clock: Clock) -> None:
    server.rules = (200, "User-agent: *\nDisallow: /page\n")
    with pytest.raises(SourceError, match="forbids this page"):
        get(server, clock, "to//page")


def test_a_huge_robots_txt_is_read_in_part(server: Any, clock: Clock) -> None:
    server.rules = (200, "User-agent: *\nDisallow: /status\n" + "# nothing\n" * 200_000)
    assert get(server, clock, "page", max_bytes=1000).content


# One request after the other


def test_requests_to_a_host_keep_their_distance(server: Any, clock: Clock) -> None:
    http = fetcher(server, clock, host_interval=2)
    for _ in range(3):
        http.fetch(parse_source(f"{server.url}/page"))
    assert clock.slept == [2, 2]


def test_a_longer_crawl_delay_counts(server: Any, clock: Clock) -> None:
    server.rules = (200, "User-agent: *\nCrawl-delay: 7\n")
    http = fetcher(server, clock, host_interval=2)
    http.fetch(parse_source(f"{server.url}/page"))
    http.fetch(parse_source(f"{server.url}/page"))
    assert clock.slept == [7]


def test_a_delay_that_is_too_long_is_told_at_once(server: Any, clock: Clock) -> None:
    server.rules = (200, "User-agent: *\nCrawl-delay: 3000\n")
    http = fetcher(server, clock)
    http.fetch(parse_source(f"{server.url}/page"))
    with pytest.raises(SourceError, match="may be asked again in 3000 s only"):
        http.fetch(parse_source(f"{server.url}/page"))
    assert clock.slept == []


@pytest.mark.parametrize("shared", [True, False])
def test_all_who_ask_a_host_share_its_moments(tmp_path: Path, clock: Clock, shared: bool) -> None:
    one = Pace(tmp_path if shared else None, clock)
    two = Pace(tmp_path, clock) if shared else one
    waited = [who.take("news.example:443", 5, 100) for who in (one, two, one)]
    assert waited == [0, 5, 10]
    assert two.take("other.example:443", 5, 100) == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"h:80": "x"}', '{"h:80": 1e300}'])
def test_a_damaged_file_of_moments_is_forgotten(tmp_path: Path, clock: Clock, content: str) -> None:
    (tmp_path / "hosts.json").write_text(content)
    assert Pace(tmp_path, clock).take("h:80", 5, 100) == 0


def test_many_threads_never_take_the_same_moment(tmp_path: Path, clock: Clock) -> None:
    waited: list[float] = []

    def ask() -> None:
        waited.append(Pace(tmp_path, clock).take("h:80", 1, 100))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waited) == list(range(8))


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    pace = Pace(tmp_path / "file" / "below", clock)
    assert [pace.take("h:80", 1, 100) for _ in range(2)] == [0, 1]


# Trying again


@pytest.mark.parametrize(
    ("path", "slept"),
    [
        ("busy/503/2/-", [1, 2]),
        ("busy/502/1/-", [1]),
        ("busy/429/1/7", [7]),
        ("busy/429/2/0", [0, 0]),
        ("reset/2", [1, 2]),
    ],
)
def test_a_passing_trouble_is_waited_out(
    server: Any, clock: Clock, path: str, slept: list[float]
) -> None:
    assert get(server, clock, path).content
    assert clock.slept == slept


def test_retry_after_may_be_a_date(server: Any, clock: Clock) -> None:
    later = format_datetime(NOON + datetime.timedelta(seconds=9), usegmt=True)
    assert get(server, clock, f"busy/503/1/{later.replace(' ', '%20')}").content
    assert clock.slept == [9]


def test_it_is_given_up_after_some_tries(server: Any, clock: Clock) -> None:
    with pytest.raises(SourceError, match=r"HTTP 503 Service Unavailable \(tried 3 times\)"):
        get(server, clock, "busy/503/9/-")
    with pytest.raises(SourceError, match=r"broke off|failed"):
        get(server, clock, "hangup", retries=0)
    assert clock.slept == [1, 2]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(server: Any, clock: Clock) -> None:
    with pytest.raises(SourceError, match=r"429 .*to wait 3600 s would be longer"):
        get(server, clock, "busy/429/1/3600")
    assert clock.slept == []
    with pytest.raises(SourceError, match="may be asked again in 3600 s only"):
        get(server, clock, "page", host_interval=1)  # nor by anybody else


# Only if changed


def test_an_unchanged_page_comes_from_the_cache(server: Any, clock: Clock, cache: Path) -> None:
    first = get(server, clock, "tagged/1")
    reply = fetcher(server, clock).get(parse_source(f"{server.url}/tagged/1"))
    assert reply.status == 304
    assert reply.page is not None
    assert reply.page.content == first.content
    assert reply.page.content_type == first.content_type
    assert server.seen[-1][1]["If-None-Match"] == '"1"'
    assert len(list(cache.glob("*.page"))) == 1


def test_without_the_cache_the_validators_that_are_given_count(server: Any, clock: Clock) -> None:
    http = fetcher(server, clock, cache=False)
    source = parse_source(f"{server.url}/tagged/1")
    first = http.get(source)
    assert first.validators == Validators('"1"', "Fri, 09 Feb 2024 10:00:00 GMT")
    again = http.get(source, first.validators)
    assert (again.page, again.status, again.validators.etag) == (None, 304, '"1"')
    assert http.get(source, Validators('"0"')).page is not None


def test_a_damaged_cache_is_not_used(server: Any, clock: Clock, cache: Path) -> None:
    first = get(server, clock, "tagged/1")
    (path,) = cache.glob("*.page")
    for content in (b"", b"{}\nx", path.read_bytes()[:-1], b"\xff\n"):
        path.write_bytes(content)
        assert get(server, clock, "tagged/1").content == first.content
    assert all("If-None-Match" not in headers for _, headers in server.seen)


@pytest.mark.parametrize("path", ["page", "unstored"])
def test_what_may_or_need_not_be_kept_is_not(
    server: Any, clock: Clock, cache: Path, path: str
) -> None:
    get(server, clock, path)
    assert list(cache.glob("*.page")) == []


def test_the_oldest_pages_go_when_the_cache_is_full(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, 2_500)
    for number in range(5):
        cache.put(f"http://a.example/{number}", Kept(b"x" * 900, None, Validators("e")))
    for number, path in enumerate(sorted(tmp_path.glob("*.page"))):
        os.utime(path, (number, number))
    assert cache.prune() == 3
    assert cache.prune() == 0


def test_a_disk_that_is_full_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = PageCache(tmp_path / "file" / "below", 1000)
    cache.put("http://a.example/", Kept(b"x", None, Validators("e")))
    assert cache.find("http://a.example/") is None


# Proxies


def through(
    monkeypatch: pytest.MonkeyPatch, server: Any, clock: Clock, url: str, **more: Any
) -> Page:
    monkeypatch.setenv("http_proxy", server.url)
    answers = more.pop("answers", {})

    def resolve(host: str, port: int) -> list[str]:
        if host not in answers:
            raise OSError
        return [answers[host]]

    settings = FetchSettings(**{"host_interval": 0} | more)
    world = Outside(resolve=resolve, wall=clock, clock=clock, sleep=clock.sleep)
    return HttpFetcher(settings, world).fetch(parse_source(url))


def test_a_page_comes_through_the_proxy_of_the_environment(
    server: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = through(monkeypatch, server, clock, "http://news.example/page")
    assert (page.final_url, page.content[:5]) == ("http://news.example/page", b"<html")
    assert server.seen[0][1]["Host"] == "news.example"


def test_behind_a_proxy_private_hosts_are_refused_too(
    server: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = {"intranet.example": "10.0.0.1"}
    for url in ("http://10.0.0.1/", "http://intranet.example/", "http://[::ffff:10.0.0.1]/"):
        with pytest.raises(SourceError, match="not a public address"):
            through(monkeypatch, server, clock, url, answers=inside)
    assert server.seen == []


def test_proxies_can_be_switched_off(
    server: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match="host not found"):
        through(monkeypatch, server, clock, "http://news.example/page", proxies=False)
    monkeypatch.setenv("no_proxy", "news.example")
    with pytest.raises(SourceError, match="host not found"):
        through(monkeypatch, server, clock, "http://news.example/page")


def test_a_proxy_of_another_kind_is_told(
    server: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.url = "socks5://127.0.0.1:9"
    with pytest.raises(UsageError, match="http proxy cannot be used"):
        through(monkeypatch, server, clock, "http://news.example/page")
