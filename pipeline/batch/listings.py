"""Listings of many places: feeds, sitemaps and lists of the web, fetched side by side."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from pipeline.config import FetchSettings, SourceEntry
from pipeline.errors import ChipwireError
from pipeline.records import Page, Source
from pipeline.sources import parse_source, recognise
from pipeline.stages.downloads import Arrived, Downloads
from pipeline.stages.fetch import FileFetcher
from pipeline.store import StoredSource

Place = SourceEntry | StoredSource
_LISTINGS = {"feed", "sitemap", "site", "list"}


class Listings:
    """Fetches listings, those that were named beforehand all at once. Close it in the end."""

    def __init__(self, settings: FetchSettings) -> None:
        self._files, self._web = FileFetcher(settings), Downloads(settings)
        self._under_way: dict[Source, Future[Arrived]] = {}
        self._had: dict[Source, Page | ChipwireError] = {}

    def begin(self, places: Sequence[Place]) -> None:
        """Begin to fetch listings of the web, as many at most as ``fetch.at_once``."""
        for source in map(_listing, places):
            if source is not None and source not in self._under_way:
                self._under_way[source] = self._web.fetch(source)

    def fetch(self, source: Source) -> Page:
        """Return a listing; raises as the fetchers do."""
        had = self._had.pop(source, None)
        if isinstance(had, ChipwireError):
            raise had
        if had is not None:
            return had
        if source.kind != "url":
            return self._files.fetch(source)
        arrived = (self._under_way.pop(source, None) or self._web.fetch(source)).result()
        arrived.done_with()
        return arrived.page

    def entry(self, place: Place) -> SourceEntry:
        """Return a place as a config names it.

        Where nobody has said what was added, it is looked at: a feed, a sitemap or a page.
        ``fetch`` gives the same answer then.
        """
        if isinstance(place, SourceEntry):
            return place
        source, kind = place.source, place.listing
        if kind is None and (source.kind == "url" or Path(source.location).is_file()):
            try:
                page = self._had[source] = self.fetch(source)
                kind = recognise(page).kind
            except ChipwireError as exc:
                kind, self._had[source] = "feed", exc
        return SourceEntry(location=source.location, kind=kind or "auto", limit=place.most)

    def forget(self, place: Place) -> None:
        """Let a listing go that nobody has asked for in the end."""
        source = _listing(place)
        if source is None:
            return
        self._had.pop(source, None)
        arriving = self._under_way.pop(source, None)
        if arriving is not None:
            arriving.add_done_callback(_let_go)

    def close(self) -> None:
        """Break off what is under way."""
        self._web.close()


def _listing(place: Place) -> Source | None:
    """Return what a place is expanded from, where that is something of the web."""
    if isinstance(place, StoredSource):
        return place.source if place.source.kind == "url" else None
    if place.kind not in _LISTINGS:
        return None
    try:
        source = parse_source(place.location)
    except ChipwireError:  # is told when it is expanded
        return None
    return source if source.kind == "url" else None


def _let_go(arriving: Future[Arrived]) -> None:
    if not arriving.cancelled() and arriving.exception() is None:
        arriving.result().done_with()
