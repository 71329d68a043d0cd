"""What a page is, as a place that articles come from: a feed, a sitemap, or a page with feeds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import urljoin

from pipeline.records import Page
from pipeline.sources.web import feeds_of, read_listing


class Recognised(NamedTuple):
    """A place: the ``kind`` that a config would give it, and what it names."""

    kind: Literal["page", "feed", "sitemap"]
    articles: int = 0
    sitemaps: int = 0
    newest: datetime | None = None
    feeds: tuple[str, ...] = ()  # those that a page names


def recognise(page: Page) -> Recognised:
    """Say what a page is; raises ``ContentError`` for a listing that is damaged."""
    listing = read_listing(page)
    if listing is None:
        return Recognised("page", feeds=tuple(_whole(page, feed) for feed in feeds_of(page)))
    moments = [link.moment for link in listing.articles if link.moment]
    return Recognised(
        "sitemap" if listing.sitemaps else "feed",
        len(listing.articles),
        len(listing.sitemaps),
        max(moments, default=None),
    )


def _whole(page: Page, address: str) -> str:
    try:
        return urljoin(page.final_url or page.source.location, address)
    except ValueError:
        return address
