"""Feeds, sitemaps and home pages -> sources. Pages are had through a function that is passed in.

Whatever a listing names is somebody else's word: only http and https addresses are taken from one
that came over the web, and files only from one on this disk, and only below its folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin

from pipeline.errors import ChipwireError, ContentError, UsageError
from pipeline.records import Failure, Page, Source
from pipeline.sources.argument import parse_source
from pipeline.sources.canonical import canonical_url
from pipeline.sources.feeds import read_feed, read_json_feed
from pipeline.sources.listing import Link, Listing, find_document, newest_first, read_text
from pipeline.sources.sitemaps import read_lines, read_sitemap

Fetch = Callable[[Source], Page]
Found = Source | Failure

_MAX_SITEMAPS = 50  # fetched for one entry
_MAX_DEPTH = 3  # an index of indexes is against the standard, but seen
_MAX_FEEDS = 3  # tried of those that a home page names
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_HEAD = 500_000  # characters of a home page in which its feeds are looked for


def failure(source: str, error: ChipwireError) -> Failure:
    """Return an error as the failure of a place that sources come from."""
    refused = isinstance(error, ContentError)
    return Failure(source=source, stage="sources", error=str(error), refused=refused)


def web_source(address: str) -> Source:
    """Return the source of a page's address, in its one spelling; raises ``UsageError``."""
    source = parse_source(re.sub(r"[\t\r\n]", "", address.strip()).replace(" ", "%20"))
    if source.kind != "url":
        return source
    try:
        return parse_source(canonical_url(source.location))
    except ValueError as exc:
        raise UsageError(f"not a valid URL: {exc}") from exc


@dataclass
class Listings:
    """Follows the listings of one entry of the config, within bounds for all of them together."""

    fetch: Fetch
    _seen: set[str] = field(default_factory=set)

    def articles(self, source: Source) -> Iterator[Found]:
        """Find what a feed or sitemap names, newest first, sitemaps of an index included."""
        page = self.fetch(source)
        listing = read_listing(page)
        if listing is None:
            hint = ' ("site" finds the feed of a home page)' if "<html" in _start(page) else ""
            raise ContentError(f"neither a feed nor a sitemap: check the address and kind{hint}")
        self._seen.add(source.location)
        yield from self._found(page, listing, _MAX_DEPTH)

    def site(self, source: Source) -> Iterator[Found]:
        """Find the articles of a site by its home page's feed, or else by its sitemaps."""
        if source.kind != "url":
            raise UsageError("a site is the address of a home page: give an http or https URL")
        page = self.fetch(source)
        listing = read_listing(page)
        if listing is not None:
            yield from self._found(page, listing, _MAX_DEPTH)
            return
        troubles: list[Found] = []
        for address in feeds_of(page)[:_MAX_FEEDS]:
            found = list(self._attempt(page, address))
            if any(isinstance(item, Source) for item in found):
                yield from found
                return
            troubles += found
        yield from troubles
        yield from self._sitemaps(page, self._sitemaps_of(page), _MAX_DEPTH)

    def _attempt(self, page: Page, address: str) -> Iterator[Found]:
        try:
            yield from self.articles(_source(page, address))
        except ChipwireError as exc:
            yield failure(address, exc)

    def _sitemaps_of(self, home: Page) -> list[Link]:
        """Return the sitemaps that robots.txt names, those of news first, or the usual one."""
        from protego import Protego

        try:
            robots = self.fetch(_source(home, "/robots.txt"))
            named = list(Protego.parse(read_text(robots)).sitemaps)
        except ChipwireError:
            named = []
        named.sort(key=lambda address: "news" not in address.partition("://")[2].partition("/")[2])
        return [Link(address) for address in named or ["/sitemap.xml"]]

    def _found(self, page: Page, listing: Listing, depth: int) -> Iterator[Found]:
        yield from _sources(page, listing.articles)
        yield from self._sitemaps(page, newest_first(list(listing.sitemaps)), depth - 1)
        if listing.left_out:
            yield failure(page.source.location, ContentError(listing.left_out))

    def _sitemaps(self, page: Page, links: list[Link], depth: int) -> Iterator[Found]:
        """Follow the sitemaps that a page names, each once."""
        for link in links:
            where = link.address
            try:
                source = _source(page, link.address)
                where = source.location
                if where in self._seen:
                    continue
                if depth <= 0 or len(self._seen) >= _MAX_SITEMAPS:
                    left = f"more than {_MAX_SITEMAPS} sitemaps, or nested too deep"
                    yield failure(where, ContentError(left))
                    return
                self._seen.add(where)
                named = self.fetch(source)
                listing = read_listing(named)
                if listing is None:
                    raise ContentError("not a sitemap: check the address")
            except ChipwireError as exc:
                yield failure(where, exc)
            else:
                yield from self._found(named, listing, depth)


def read_listing(page: Page) -> Listing | None:
    """Return what a page lists, or None if it is no listing; what it is tells its content."""
    text = read_text(page)
    if text.lstrip().startswith("{"):
        return read_json_feed(text)
    document = find_document(text)
    if document is None:
        return read_lines(text)
    if document.root in {"urlset", "sitemapindex"}:
        return read_sitemap(document)
    return read_feed(document)


def _sources(page: Page, links: Iterable[Link]) -> Iterator[Found]:
    """Return the sources of links; those that cannot be fetched are told together, at the end."""
    refused: list[str] = []
    for link in links:
        try:
            yield _source(page, link.address)
        except UsageError as exc:
            refused.append(str(exc))
    if refused:
        error = f"{len(refused)} of its entries left out; the first: {refused[0]}"
        yield Failure(source=page.source.location, stage="sources", error=error, refused=True)


def _source(page: Page, address: str) -> Source:
    """Return what an entry of a listing names, seen from the listing."""
    if not address:
        raise UsageError("it has no address")
    if page.source.kind == "url":
        try:
            address = urljoin(page.final_url or page.source.location, address)
        except ValueError as exc:
            raise UsageError(f"not a valid URL: {address}: {exc}") from exc
    source = web_source(address)
    if source.kind == "url":
        return source
    if page.source.kind != "file":
        raise UsageError(f"{address}: not a whole address")
    folder = Path(page.source.location).parent
    path = os.path.normpath(unquote(re.split(r"[?#]", address, maxsplit=1)[0]))
    if Path(path).is_absolute() or path.startswith(".."):
        raise UsageError(f"{address}: leads out of the folder of its feed")
    return parse_source(str(folder / path))


def feeds_of(page: Page) -> list[str]:
    """Return the feeds that a page's head names, feeds of comments left out."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    try:
        root = html.document_fromstring(read_text(page)[:_HEAD].encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    feeds = []
    for link in root.iter("link"):
        kind = link.get("type", "").split(";")[0].strip().lower()
        alternate = "alternate" in link.get("rel", "").lower().split()
        comments = "comment" in (link.get("title", "") + link.get("href", "")).lower()
        if alternate and kind in _FEED_TYPES and link.get("href") and not comments:
            feeds.append(link.get("href").strip())
    return list(dict.fromkeys(feeds))


def _start(page: Page) -> str:
    return page.content[:5_000].decode("latin-1").lower()
