"""``chipwire sources``: places are added, listed, looked at and removed."""

from __future__ import annotations

import http.server
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

FEED = (
    b'<rss version="2.0"><channel><item><link>/a</link><pubDate>09 Feb 2024 10:00:00 GMT</pubDate>'
    b"</item><item><link>/b</link><pubDate>08 Feb 2024 10:00:00 GMT</pubDate></item></channel>"
)
HOME = b'<html><head><link rel=alternate type="application/rss+xml" href="/feed"></head><p>x</html>'


class Site(http.server.BaseHTTPRequestHandler):
    """A site with a home page and a feed that has a version."""

    def do_GET(self) -> None:
        body, kind = {"/": (HOME, "text/html"), "/feed": (FEED, "application/rss+xml")}.get(
            self.path, (b"", "")
        )
        if not body:
            self.send_error(404)
            return
        unchanged = self.headers["If-None-Match"] == '"1"'
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Type", kind)
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sources(here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``chipwire sources`` on a store of its own, without waiting between requests."""
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path / "cache"))
    config = tmp_path / "chipwire.toml"
    config.write_text('[fetch]\nhost_interval = 0\ncache = false\n[store]\nurl = "news.db"\n')
    return lambda *arguments: here("sources", *arguments, "--config", str(config))


def test_places_are_kept_once_until_they_are_removed(sources: Run, tmp_path: Path) -> None:
    feed = "https://news.example/feed"
    assert sources("add", f"{feed}?utm_source=x", str(tmp_path)).stdout == (
        f"added {feed}\nadded {tmp_path}\n"
    )
    again = sources("add", feed)
    assert (again.returncode, again.stdout) == (0, "")
    assert "is there already" in again.stderr
    listed = [line.split("\t")[0] for line in sources("list").stdout.splitlines()]
    assert listed == [feed, str(tmp_path)]
    assert sources("remove", feed).returncode == 0
    assert sources("remove", feed).returncode == 1
    assert sources("remove", feed, str(tmp_path)).returncode == 3
    assert sources("list").stdout == ""


def test_what_a_place_is_and_how_much_of_it_to_take_is_kept(sources: Run) -> None:
    sources("add", "https://news.example/", "--kind", "site", "--limit", "20")
    sources("add", "https://news.example/feed")
    assert [line.split("\t")[4:] for line in sources("list").stdout.splitlines()] == [
        ["site", "20"],
        ["-", "-"],
    ]
    sources("remove", "https://news.example/")
    sources("add", "https://news.example/")
    assert sources("list").stdout.splitlines()[0].split("\t")[4:] == ["-", "-"]


def test_a_look_says_what_is_there_and_whether_it_changed(sources: Run, site: str) -> None:
    sources("add", f"{site}/feed", f"{site}/")
    first = sources("check")
    assert first.returncode == 0
    assert first.stdout.splitlines() == [
        f"{site}/feed\tfeed, 2 articles, newest 2024-02-09",
        f"{site}/\tpage, its feed: {site}/feed",
    ]
    assert sources("check").stdout.splitlines() == [
        f"{site}/feed\tunchanged",
        f"{site}/\tunchanged",
    ]
    assert [line.split("\t")[1:3] for line in sources("list").stdout.splitlines()] == [
        ["304", "0"],
        ["304", "0"],
    ]
    due = sources("check", "--due")
    assert (due.returncode, due.stdout) == (0, "")


def test_a_look_that_fails_is_told_and_counted(sources: Run, site: str, tmp_path: Path) -> None:
    sources("add", f"{site}/gone", f"{site}/feed")
    done = sources("check")
    assert done.returncode == 3
    assert f"{site}/gone\tfailed: HTTP 404 Not Found" in done.stdout
    assert sources("check", f"{site}/gone").returncode == 1
    assert sources("list").stdout.splitlines()[0].split("\t")[1:3] == ["HTTP 404 Not Found", "2"]
    assert "no such file" in sources("check", str(tmp_path / "none.html")).stdout


def test_files_and_folders_are_looked_at_too(sources: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in ("a.html", "b.txt"):
        (tmp_path / "pages" / name).write_text("x")
    (tmp_path / "feed.xml").write_bytes(FEED)
    sources("add", str(tmp_path / "pages"), str(tmp_path / "feed.xml"))
    assert [line.split("\t")[1] for line in sources("check").stdout.splitlines()] == [
        "2 files",
        "feed, 2 articles, newest 2024-02-09",
    ]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("-", "cannot be looked at again"),
        ("ftp://a.example/", "not fetched"),
        ("https://me:secret@a.example/", "user name or password"),
    ],
)
def test_what_cannot_be_looked_at_is_wrong_use(sources: Run, location: str, said: str) -> None:
    done = sources("add", location)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert "secret" not in done.stderr
