"""One ``[[source]]`` of the config -> all the articles it stands for.

Nothing is fetched here but listings, and those through a function that is passed in. Whatever is
wrong with one place or one entry becomes a ``Failure``; the others are still found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pipeline.config import SourceEntry
from pipeline.errors import ChipwireError, SourceError, UsageError
from pipeline.records import Failure, Source
from pipeline.sources.archives import pages_in
from pipeline.sources.argument import parse_source
from pipeline.sources.files import ARCHIVE_SUFFIXES, files_in, files_like
from pipeline.sources.listing import read_text
from pipeline.sources.web import Fetch, Found, Listings, failure, web_source


class Expansion(NamedTuple):
    """The articles of an entry, each once, in a stable order, and what could not be had."""

    sources: tuple[Source, ...] = ()
    failures: tuple[Failure, ...] = ()


def expand(entry: SourceEntry, fetch: Fetch) -> Expansion:
    """Return the sources that ``entry`` stands for, at most ``entry.limit`` of them.

    Feeds and sitemaps come newest first, files sorted, lists and archives as they are written.
    ``fetch`` gets listings (feeds, sitemaps, home pages, lists) and raises ``ChipwireError``.
    """
    sources: dict[str, Source] = {}
    failures: list[Failure] = []
    for found in _find(entry, fetch):
        if isinstance(found, Failure):
            failures.append(found)
            continue
        sources.setdefault(_identity(found), found)
        if entry.limit is not None and len(sources) == entry.limit:
            break
    return Expansion(tuple(sources.values()), tuple(failures))


def _find(entry: SourceEntry, fetch: Fetch) -> Iterator[Found]:
    """Find the sources of one entry; an error ends it, and is its last failure."""
    location = entry.location.strip()
    listings = Listings(fetch)
    ways: dict[str, Callable[[str], Iterator[Found]]] = {
        "auto": _place,
        "page": _page,
        "folder": _files,
        "warc": _archives,
        "list": partial(_list, fetch=fetch),
        "feed": lambda where: listings.articles(parse_source(where)),
        "sitemap": lambda where: listings.articles(parse_source(where)),
        "site": lambda where: listings.site(parse_source(where)),
    }
    try:
        yield from ways[entry.kind](location)
    except ChipwireError as exc:
        yield failure(location, exc)
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        yield failure(location, SourceError(f"cannot be read: {reason}"))


def _page(location: str) -> Iterator[Found]:
    yield web_source(location)


def _place(location: str) -> Iterator[Found]:
    """Tell by the location: a page, standard input, a file, an archive, a folder or a pattern."""
    source = parse_source(location)
    if source.kind != "file":
        yield from _page(location)
    elif Path(location).is_dir():
        yield from _files(location)
    else:
        for path in _matching(location):
            archived = path.lower().endswith(ARCHIVE_SUFFIXES)
            yield from pages_in(path) if archived else [parse_source(path)]


def _files(folder: str) -> Iterator[Found]:
    """Return the pages below a folder as sources."""
    return (parse_source(path) for path in files_in(folder))


def _archives(location: str) -> Iterator[Found]:
    """Return the pages of an archive, or of all archives that match a pattern."""
    if parse_source(location).kind != "file":
        raise UsageError("an archive is a file: download it first")
    for path in _matching(location):
        yield from pages_in(path)


def _matching(location: str) -> list[str]:
    """Return the files that match a pattern; what is no pattern, or is a file, is itself."""
    pattern = any(sign in location for sign in "*?[") and not Path(location).exists()
    return files_like(location) if pattern else [location]


def _list(location: str, fetch: Fetch) -> Iterator[Found]:
    """Read a list, one place a line; ``#`` begins a comment where a line or a blank is before.

    A list on the web may name web addresses alone; paths are meant from the list's own folder.
    """
    listed = parse_source(location)
    folder = Path(location).parent if listed.kind == "file" else Path()
    text = read_text(fetch(listed))
    for number, line in enumerate(text.splitlines(), start=1):
        place = f" {line}".split(" #", maxsplit=1)[0].strip()
        if not place:
            continue
        try:
            source = parse_source(place)
            if source.kind == "url":
                yield web_source(place)
            elif listed.kind == "url" or source.kind == "stdin":
                raise UsageError(f"{place}: not the address of a page")
            else:
                yield from _place(os.path.normpath(folder / place))
        except ChipwireError as exc:
            yield failure(f"{location}, line {number}", exc)


def _identity(source: Source) -> str:
    """Return what two sources share if they are the same page."""
    return os.path.realpath(source.location) if source.kind == "file" else source.location
