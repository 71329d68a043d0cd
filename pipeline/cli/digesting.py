"""Articles named on the command line, digested: what several commands begin with."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.cli.console import progress_bar, say
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.records import Digest, Failure


def digest_sources(
    sources: list[str], settings: Settings, *, quiet: bool
) -> tuple[list[Digest], list[Failure]]:
    """Read and digest sources; those that are no sources at all fail like the others."""
    from pipeline.digest import Digester
    from pipeline.records import Digest, Failure
    from pipeline.sources import parse_source
    from pipeline.stages.fetch import SourceFetcher
    from pipeline.stages.load import load_models
    from pipeline.story import load_story

    if sources.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    story = load_story(settings.digest.story)
    asked = [parse_source(source) for source in sources]
    with progress_bar(quiet=quiet) as progress:
        digester = Digester(
            settings=settings,
            story=story,
            fetcher=SourceFetcher(settings.fetch.allowing(sources), stdin=sys.stdin.buffer),
            load=lambda: load_models(settings, progress),
            progress=progress,
        )
        results = digester.digest(asked)
    return (
        [result for result in results if isinstance(result, Digest)],
        [result for result in results if isinstance(result, Failure)],
    )


def tell_failures(failures: Iterable[Failure]) -> None:
    """Say of each failure which source, at which stage and why."""
    for failure in failures:
        say(f"failed: {failure.source}: {failure.stage}: {failure.error}")
