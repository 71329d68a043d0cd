"""Reading one source, in any process: fetch, extract, language, sentences, facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.batch.records import Read, Unchanged, Work
from pipeline.config import Settings
from pipeline.digest import Digester
from pipeline.records import Failure
from pipeline.stages.fetch import SourceFetcher
from pipeline.story import Story


class Reader(NamedTuple):
    """Reads sources as its settings say. It can be sent to another process."""

    settings: Settings
    story: Story

    def open(self) -> Callable[[Work], Read]:
        """Return the function that reads; what it holds open stays in this process."""
        digester = Digester(self.settings, self.story, SourceFetcher(self.settings.fetch))
        return lambda work: read(digester, work)


def read(digester: Digester, work: Work) -> Read:
    """Read one source; a page whose digest is there is not looked at any further."""
    draft = digester.fetch(work.source)
    if isinstance(draft, Failure):
        return draft
    known = work.done.get(draft.page.sha256)
    if known is not None:
        return Unchanged(known)
    found = digester.understand(draft)
    if not isinstance(found, Failure):  # the bytes have served, and drafts must stay small
        found.page = found.page.model_copy(update={"content": b""})
    return found
