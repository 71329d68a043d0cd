"""What becomes of an article that was read: to the models, or a verdict already."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from pipeline.batch.near import Told, bands_of, copied_share
from pipeline.batch.records import Options, Read, Unchanged
from pipeline.records import Digest, Failure
from pipeline.stages.assemble import Draft
from pipeline.store import Brought, Item, Verdict, Work
from pipeline.store.articles import dated, name_of, told


class Settled(NamedTuple):
    """An item that is done for, and what is to be stored of it."""

    item: Item
    verdict: Verdict
    brought: Brought = Brought()


class Fresh(NamedTuple):
    """An item for the models, its article's name, and the numbers by which copies are found."""

    item: Item
    draft: Draft
    name: str
    bands: frozenset[int]


class Copy(NamedTuple):
    """An item that says what a fresh one of its window says, and what is to be stored then."""

    item: Item
    draft: Draft
    place: int  # of the original among the fresh ones
    settled: Settled


class Sifted(NamedTuple):
    """A window of items: done for, to be finished by models, and copies of those."""

    settled: list[Settled]
    fresh: list[Fresh]
    copies: list[Copy]


class Sieve(NamedTuple):
    """Decides by the store, the digest key (``digest_key``) and what the user asked for."""

    work: Work
    key: str
    options: Options

    def sift(self, found: Sequence[tuple[Item, Read]]) -> Sifted:
        """Part a window of items. The first of articles that say the same is the original."""
        sifted = Sifted([], [], [])
        for item, read in found:
            known = self._known(item, read)
            if known is not None:
                sifted.settled.append(known)
            elif isinstance(read, Draft):
                self._compare(item, read, sifted)
        return sifted

    def _known(self, item: Item, read: Read) -> Settled | None:
        """Return what can be told without looking at the text."""
        if isinstance(read, Failure):
            return Settled(item, failed(read))
        if isinstance(read, Unchanged):
            return Settled(item, Verdict("unchanged"), Brought(digest=read.digest))
        since, published = self.options.since, read.article.published
        if since and published and published[: len(since)] < since:
            return Settled(item, Verdict("skipped", f"published {published[:10]}, before {since}"))
        return None

    def _compare(self, item: Item, draft: Draft, sifted: Sifted) -> None:
        """Compare an article with the store, then with the fresh ones before it."""
        name = name_of(draft.page, draft.article)
        fresh = Fresh(item, draft, name, frozenset(bands_of(draft.article)))
        there = self.work.digest_of(draft.page, draft.article, self.key)
        if there is not None and there.location == item.source.location:
            if self.options.force:  # what was an original stays one
                sifted.fresh.append(fresh)
                return
            brought = Brought(draft.page, draft.article, there.digest)
            sifted.settled.append(Settled(item, Verdict("unchanged"), brought))
            return
        if there is not None:  # one article at two addresses
            sifted.settled.append(_duplicate(item, draft, f"of {there.location}", None))
            return
        changing = {name, *(other.name for other in sifted.fresh)}
        stored = self._copied_from_store(fresh, changing)
        if stored is not None:
            sifted.settled.append(stored)
            return
        for place, other in enumerate(sifted.fresh):
            reason = _same(fresh, other)
            if reason is not None:
                original = None if other.name == name else other.name
                copied = _duplicate(item, draft, reason, original)
                sifted.copies.append(Copy(item, draft, place, copied))
                return
        sifted.fresh.append(fresh)

    def _copied_from_store(self, fresh: Fresh, but: Set[str]) -> Settled | None:
        """Return the verdict of a copy of what the store has; None where it has no such thing.

        ``but`` are names of articles that will say something else when this one is stored.
        """
        item, draft, _, bands = fresh
        twin = self.work.twin_of(draft.article, but, self.key)
        if twin is not None:
            return _duplicate(item, draft, f"of {twin.location}", twin.name)
        for like in self.work.likes_of(bands, but, self.key):
            reason = _near(draft, Told(like.article, like.dated), like.location)
            if reason is not None:
                return _duplicate(item, draft, reason, like.name)
        return None


def failed(failure: Failure) -> Verdict:
    """Return the verdict of a failure: at which stage, and why."""
    name = "refused" if failure.refused else "failed"
    return Verdict(name, f"{failure.stage}: {failure.error}", failed=True)


def settled_by(fresh: Fresh, result: Digest | Failure, *, replace: bool) -> Settled:
    """Return the verdict of an article that models worked on, and what is to be stored."""
    item, draft, _, bands = fresh
    if isinstance(result, Failure):
        return Settled(item, failed(result))
    article = draft.article
    verdict = Verdict("digested")
    if article.input_state in ("teaser", "paywalled"):
        used = f"{article.paragraphs_used} of about {article.paragraphs_total} paragraphs"
        verdict = Verdict(article.input_state, used)
    return Settled(item, verdict, Brought(draft.page, article, result, replace, bands))


def _duplicate(item: Item, draft: Draft, reason: str, original: str | None) -> Settled:
    """Return the verdict of a copy; ``original`` is the name of another article, if it is one."""
    brought = Brought(draft.page, draft.article, copy_of=original)
    return Settled(item, Verdict("duplicate", reason), brought)


def _same(fresh: Fresh, other: Fresh) -> str | None:
    """Say of what an article is a copy, where it is one of a fresh one of its window."""
    article, location = other.draft.article, other.item.source.location
    if told(fresh.draft.article) == told(article):
        return f"of {location}"
    if fresh.name == other.name or fresh.bands.isdisjoint(other.bands):
        return None
    return _near(fresh.draft, Told(article, dated(article, other.draft.page)), location)


def _near(draft: Draft, original: Told, location: str) -> str | None:
    """Say of what a draft is a copy, where it says nothing new; ``location`` is the original's."""
    own = Told(draft.article, dated(draft.article, draft.page))
    share = copied_share(own, original, (sentence.text for sentence in draft.sentences))
    return None if share is None else f"of {location}: {int(share * 100)}% of its text is there"
