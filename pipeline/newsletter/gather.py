"""What an edition has to tell in one language: news, and corrections of what it told before."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.edition import Correction, Repeat, one_story_once
from pipeline.errors import StoreError
from pipeline.newsletter.corrections import Said, corrections_of
from pipeline.newsletter.frozen import Variant, read_digests
from pipeline.records import Digest
from pipeline.store import FreshDigest, Mark, Store, Told, Via

log = logging.getLogger("chipwire.mail")
MOST = 200  # digests of one edition; a mail shows a few in full and 60 headlines


class Series(NamedTuple):
    """Editions of one name that were delivered one way: what they told is told."""

    name: str
    via: Via


class Gathered(NamedTuple):
    """What there is to tell, what was looked at for it, and what a person should know."""

    digests: tuple[Digest, ...]
    repeats: tuple[Repeat, ...]
    corrections: tuple[Correction, ...]
    told: tuple[Told, ...]
    repeated: tuple[Digest, ...]  # digests of the articles that ``repeats`` name
    notes: tuple[str, ...] = ()


def gather(store: Store, series: Series, after: Mark, upto: Mark, variant: Variant) -> Gathered:
    """Look at the digests between two marks.

    News is an article that the series never told, or that says something new since. Of an article
    that it told, what has changed or was withdrawn is corrected.
    """
    fresh, notes = _newest(store.mail.fresh(after, upto, variant.language), variant.story)
    told = _told(store, series, fresh, variant)
    news: list[Digest] = []
    corrections: list[Correction] = []
    printed = _Printed(store, variant)
    for one, digest in fresh:
        earlier = told[one.article]
        if any(before.digest_id == digest.id for before in earlier):
            continue
        said = next((found for found in map(printed, earlier) if found), None)
        if said is None:
            news.append(digest)
            continue
        found = corrections_of(said, digest)
        corrections += found
        if _says_more(said.digest, digest, found):
            news.append(digest)
    chosen = one_story_once(news)
    looked_at = tuple(Told(one.article, digest.id, variant.name) for one, digest in fresh)
    shown = {digest.id for digest in chosen.digests}
    return Gathered(
        chosen.digests[:MOST],
        chosen.repeats,
        tuple(corrections),
        looked_at,
        tuple(digest for digest in news if digest.id not in shown),
        notes,
    )


Fresh = list[tuple[FreshDigest, Digest]]


def _newest(found: Sequence[FreshDigest], story: str | None) -> tuple[Fresh, tuple[str, ...]]:
    """Keep the newest digest of each article of a story; say which cannot be read."""
    newest: dict[int, tuple[FreshDigest, Digest]] = {}
    notes: list[str] = []
    for one in found:
        try:
            digest = one.stored.digest
        except StoreError as exc:
            notes.append(str(exc))
            continue
        if story in (None, digest.story):
            newest[one.article] = (one, digest)
    return sorted(newest.values(), key=lambda pair: pair[0].stored.number), tuple(notes)


def _told(store: Store, series: Series, fresh: Fresh, variant: Variant) -> dict[int, list[Told]]:
    """Return what the series told these readers of the articles, the newest first."""
    told: dict[int, list[Told]] = defaultdict(list)
    for one in store.mail.told(series.name, series.via, [f.article for f, _ in fresh]):
        if one.variant == variant.name:
            told[one.article].append(one)
    return told


def _says_more(old: Digest, new: Digest, found: Sequence[Correction]) -> bool:
    """Say whether a changed article has a statement that readers do not know yet."""
    if old.article.text == new.article.text:
        return False
    known = {statement.text for statement in old.summary} | {one.now for one in found}
    return any(statement.text not in known for statement in new.summary)


class _Printed:
    """What earlier editions printed for some readers; each edition is read once."""

    def __init__(self, store: Store, variant: Variant) -> None:
        self._store, self._variant = store, variant
        self._read: dict[int, tuple[datetime, tuple[Digest, ...]]] = {}

    def __call__(self, told: Told) -> Said | None:
        """Return a digest as it was printed; None if the edition only looked at it."""
        if told.edition not in self._read:
            row = self._store.mail.edition(told.edition)
            sent = datetime.fromisoformat(row.local_time)
            self._read[told.edition] = (sent, self._digests(row.content_json or ""))
        sent, digests = self._read[told.edition]
        digest = next((one for one in digests if one.id == told.digest_id), None)
        return None if digest is None else Said(digest, sent)

    def _digests(self, content: str) -> tuple[Digest, ...]:
        try:
            return read_digests(content, self._variant)
        except StoreError as exc:  # nothing of it can be corrected any more
            log.warning("%s", exc)
            return ()
