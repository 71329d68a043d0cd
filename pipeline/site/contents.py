"""What a site is made from: briefings and digests, read one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from pipeline.briefing_records import Briefing
from pipeline.records import Digest
from pipeline.store import Store, StoredDigest, Wanted


class Entry(NamedTuple):
    """A digest that is not read yet."""

    id: str
    place: str  # the article's address: of one place the last digest counts
    read: Callable[[], Digest]


class Made(NamedTuple):
    """A briefing and when it was stored, if it was."""

    briefing: Briefing
    created: datetime | None


class Contents(NamedTuple):
    """The story of a site. Both functions may be called again, and give the same."""

    title: str
    language: str  # that briefings and digests are written in
    briefings: Callable[[], Iterable[Made]]  # the newest first
    entries: Callable[[], Iterable[Entry]]


def of_store(store: Store, title: str, story: str, language: str) -> Contents:
    """Take the briefings and digests of a story that are written in a language."""

    def briefings() -> Iterator[Made]:
        for stored in store.export_briefings(story, language):
            yield Made(stored.briefing, stored.created)

    def entries() -> Iterator[Entry]:
        for found in store.export_digests(Wanted(story=story, written_in=language)):
            yield Entry(found.stored.digest_id, found.url, partial(_read, found.stored))

    return Contents(title, language, briefings, entries)


def of_digests(digests: Sequence[Digest], briefing: Briefing) -> Contents:
    """Take digests that were just made, and their briefing."""

    def entries() -> Iterator[Entry]:
        for digest in digests:
            place = digest.source.final_url or digest.source.location
            yield Entry(digest.id, place, partial(_same, digest))

    made = Made(briefing, None)
    return Contents(briefing.title, briefing.target_language, lambda: [made], entries)


def _read(stored: StoredDigest) -> Digest:
    return stored.digest


def _same(digest: Digest) -> Digest:
    return digest
