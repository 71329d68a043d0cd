"""Where the work of a run is done. An engine reads sources and finishes drafts; no more."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from typing import Protocol

from models.protocols import Progress, no_progress
from pipeline.batch.memory import Memory, remembering
from pipeline.batch.readers import Readers
from pipeline.batch.reading import Reader
from pipeline.batch.records import Read, Work
from pipeline.config import Settings
from pipeline.digest import Digester, internal_failure
from pipeline.errors import ChipwireError, SourceError
from pipeline.records import Digest, Failure, Page, Source
from pipeline.stages.assemble import Draft
from pipeline.stages.load import Models, load_models
from pipeline.story import Story

log = logging.getLogger("chipwire.batch")


class Engine(Protocol):
    """Does the work of a run; what comes out depends on the work alone, not on the engine."""

    window: int  # articles that are worked on together

    def read(self, works: Sequence[Work]) -> list[Future[Read]]:
        """Begin to read sources, in the background."""
        ...

    def finish(self, drafts: Sequence[Draft]) -> list[Digest | Failure]:
        """Select, translate, verify and assemble; one answer for each draft, in order."""
        ...

    def close(self) -> None:
        """End all that was started."""
        ...


class LocalEngine:
    """Reads in processes of this machine, and keeps the models in this one."""

    def __init__(
        self,
        settings: Settings,
        story: Story,
        memory: Memory,
        progress: Progress = no_progress,
        load: Callable[[], Models] | None = None,
    ) -> None:
        self.window = settings.run.batch
        count = settings.run.readers or spare_cores(settings.digest.profile)
        self._readers = Readers(Reader(settings, story), count, settings.run.read_timeout)
        self._finish = finisher(settings, story, memory, progress, load)

    def read(self, works: Sequence[Work]) -> list[Future[Read]]:
        """See ``Engine``."""
        return self._readers.read(works)

    def finish(self, drafts: Sequence[Draft]) -> list[Digest | Failure]:
        """See ``Engine``."""
        return self._finish(drafts)

    def close(self) -> None:
        """See ``Engine``."""
        self._readers.close()


def spare_cores(profile: str) -> int:
    """How many processes may read: all cores where no model works, else one less."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, (cores or 1) - (profile != "none"))


def finisher(
    settings: Settings,
    story: Story,
    memory: Memory,
    progress: Progress = no_progress,
    load: Callable[[], Models] | None = None,
) -> Callable[[Sequence[Draft]], list[Digest | Failure]]:
    """Return the function that finishes drafts; it loads the models when it is first called.

    A bug that one article meets becomes its failure. The function raises ``ChipwireError`` for
    what concerns the run, such as a model that is missing.
    """

    @cache
    def loaded() -> Models:
        made = load() if load else load_models(settings, progress)
        return remembering(made, memory, settings.digest.profile)

    digester = Digester(settings, story, _NoFetcher(), loaded, progress)

    def finish(drafts: Sequence[Draft]) -> list[Digest | Failure]:
        try:
            return [*digester.finish(drafts)]
        except ChipwireError:
            raise
        except Exception as exc:
            if len(drafts) == 1:
                log.exception("%s: cannot be finished", drafts[0].source.location)
                return [internal_failure(drafts[0].source, "finish", exc)]
            log.warning("a batch cannot be finished (%s): trying its articles one by one", exc)
        return [one for draft in drafts for one in finish([draft.fresh()])]

    return finish


class _NoFetcher:
    """Drafts come with their pages; nothing is fetched here."""

    def fetch(self, source: Source) -> Page:
        raise SourceError(f"{source.location}: not to be fetched here")
