"""A site on loopback, from its home page to its articles, with the real fetcher."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.config import FetchSettings, SourceEntry
from pipeline.errors import SourceError
from pipeline.sources import expand
from pipeline.stages.fetch import SourceFetcher

FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="a?utm_id=x"/></entry></feed>'
MAP = b"<urlset><url><loc>/c</loc></url></urlset>"
INDEX = "<sitemapindex><sitemap><loc>/map.xml.gz</loc></sitemap></sitemapindex>"
PAGES = {
    "/": ("text/html", b'<html><link rel="alternate" type="application/atom+xml" href="/feed">'),
    "/feed": ("application/atom+xml; charset=utf-8", FEED.encode()),
    "/feed.json": (
        "application/feed+json",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/b"}]}',
    ),
    "/sitemap.xml": ("application/xml", INDEX.encode()),
    "/map.xml.gz": ("application/x-gzip", gzip.compress(MAP, mtime=0)),
    "/a": ("text/html", b"<p>The article.</p>"),
}


class Site(http.server.BaseHTTPRequestHandler):
    """Answers with the pages above, and with 304 to who has them."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["If-None-Match"]))  # type: ignore[attr-defined]
        if self.path not in PAGES:
            self.send_error(404)
            return
        kind, body = PAGES[self.path]
        unchanged = self.headers["If-None-Match"] == '"1"'
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Type", kind)
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[http.server.HTTPServer]:
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "kind", "article"),
    [
        ("/", "site", "a"),
        ("/feed", "feed", "a"),
        ("/feed.json", "feed", "b"),
        ("/sitemap.xml", "sitemap", "c"),
    ],
)
def test_articles_are_found_and_an_unchanged_listing_still_names_them(
    site: http.server.HTTPServer, path: str, kind: str, article: str
) -> None:
    home = f"http://127.0.0.1:{site.server_port}"
    entry = SourceEntry.model_validate({"location": f"{home}{path}", "kind": kind})
    fetcher = SourceFetcher(FetchSettings(host_interval=0).allowing([home]))
    found = [expand(entry, fetcher.fetch) for _ in range(2)]
    assert found[0] == found[1]
    assert [source.location for source in found[0].sources] == [f"{home}/{article}"]
    assert found[0].failures == ()
    assert (path, '"1"') in site.asked  # type: ignore[attr-defined]


def test_an_article_of_a_feed_may_not_be_private(site: http.server.HTTPServer) -> None:
    home = f"http://127.0.0.1:{site.server_port}"
    inside = f"http://localhost:{site.server_port}/a"
    feed = f"<rss><channel><item><link>{inside}</link></item></channel></rss>"
    PAGES["/inside"] = ("application/rss+xml", feed.encode())
    fetcher = SourceFetcher(FetchSettings(host_interval=0).allowing([home]))
    entry = SourceEntry(location=f"{home}/inside", kind="feed")
    (source,) = expand(entry, fetcher.fetch).sources
    with pytest.raises(SourceError, match="is not asked"):
        fetcher.fetch(source)
