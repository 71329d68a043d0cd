"""Reading one source, in any process: fetch, extract, language, sentences, facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.batch.records import Read, Unchanged, Work
from pipeline.config import Settings
from pipeline.digest import Digester
from pipeline.records import Failure, Page
from pipeline.stages.assemble import Draft
from pipeline.stages.extract import extract
from pipeline.stages.fetch import SourceFetcher
from pipeline.story import Story


class Reader(NamedTuple):
    """Reads sources as its settings say. It can be sent to another process."""

    settings: Settings
    story: Story

    def open(self) -> Callable[[Work], Read]:
        """Return the function that reads; what it holds open stays in this process."""
        fetcher = SourceFetcher(self.settings.fetch)
        digester = Digester(self.settings, self.story, fetcher, extract=extract)
        return lambda work: read(digester, work)


def read(digester: Digester, work: Work) -> Read:
    """Read one source; a page whose digest is there is not looked at any further."""
    draft = _begun(work) or digester.fetch(work.source)
    if isinstance(draft, Failure):
        return draft
    known = unchanged(work, draft.page)
    if known is not None:
        return known
    found = digester.understand(draft)
    if not isinstance(found, Failure):  # the bytes have served, and drafts must stay small
        found.page = found.page.model_copy(update={"content": b""})
    return found


def unchanged(work: Work, page: Page) -> Unchanged | None:
    """Return that the digest of a page is there, if it is."""
    known = work.done.get(page.sha256)
    return None if known is None else Unchanged(known)


def _begun(work: Work) -> Draft | None:
    """Return the draft of a source whose page was fetched already."""
    if work.page is None:
        return None
    draft = Draft(work.source, {"fetch": work.seconds})
    draft.page = work.page
    return draft
