"""What becomes of an article that was read: to the models, or a verdict already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.batch.records import Options, Read, Unchanged
from pipeline.records import Digest, Failure
from pipeline.stages.assemble import Draft
from pipeline.store import Brought, Item, Verdict, Work


class Settled(NamedTuple):
    """An item that is done for, and what is to be stored of it."""

    item: Item
    verdict: Verdict
    brought: Brought = Brought()


class Sifted(NamedTuple):
    """A window of items: done for, to be finished by models, and copies of those."""

    settled: list[Settled]
    drafts: list[tuple[Item, Draft]]
    copies: list[tuple[Item, Draft, int]]  # with the place of the original among the drafts


class Sieve(NamedTuple):
    """Decides by the store, the digest key (``digest_key``) and what the user asked for."""

    work: Work
    key: str
    options: Options

    def sift(self, found: Sequence[tuple[Item, Read]]) -> Sifted:
        """Part a window of items. The first of equal articles in it is the original."""
        sifted = Sifted([], [], [])
        first: dict[tuple[str | None, str], int] = {}
        for item, read in found:
            verdict = self._known(item, read)
            if verdict is not None:
                sifted.settled.append(verdict)
                continue
            assert isinstance(read, Draft)  # noqa: S101  # everything else has a verdict
            told = (read.article.title, read.article.text)
            if told in first:
                sifted.copies.append((item, read, first[told]))
                continue
            first[told] = len(sifted.drafts)
            sifted.drafts.append((item, read))
        return sifted

    def _known(self, item: Item, read: Read) -> Settled | None:
        """Return what can be told without a model; None for what must be digested."""
        if isinstance(read, Failure):
            return Settled(item, failed(read))
        if isinstance(read, Unchanged):
            return Settled(item, Verdict("unchanged"), Brought(digest=read.digest))
        article = read.article
        since, published = self.options.since, article.published
        if since and published and published[: len(since)] < since:
            return Settled(item, Verdict("skipped", f"published {published[:10]}, before {since}"))
        return self._stored(item, read)

    def _stored(self, item: Item, read: Draft) -> Settled | None:
        """Return what the store tells of an article: digested before, or a copy of another."""
        page, article = read.page, read.article
        there = self.work.digest_of(page, article, self.key)
        if there is not None and there.location != item.source.location:
            return Settled(item, duplicate(there.location), Brought(page, article))
        if there is not None and not self.options.force:
            return Settled(item, Verdict("unchanged"), Brought(page, article, there.digest))
        twin = self.work.twin_of(page, article, self.key)
        if twin is not None:
            return Settled(item, duplicate(twin.location), Brought(page, article))
        return None


def failed(failure: Failure) -> Verdict:
    """Return the verdict of a failure: at which stage, and why."""
    name = "refused" if failure.refused else "failed"
    return Verdict(name, f"{failure.stage}: {failure.error}", failed=True)


def duplicate(location: str) -> Verdict:
    """Return the verdict of a copy of what was found at ``location``."""
    return Verdict("duplicate", f"of {location}")


def settled_by(item: Item, draft: Draft, result: Digest | Failure, *, replace: bool) -> Settled:
    """Return the verdict of an article that models worked on, and what is to be stored."""
    if isinstance(result, Failure):
        return Settled(item, failed(result))
    article = draft.article
    verdict = Verdict("digested")
    if article.input_state in ("teaser", "paywalled"):
        told = f"{article.paragraphs_used} of about {article.paragraphs_total} paragraphs"
        verdict = Verdict(article.input_state, told)
    return Settled(item, verdict, Brought(draft.page, article, result, replace))
