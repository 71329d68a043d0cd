"""Which run to work on: one that was interrupted, or a new one with its sources."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.batch.owner import is_gone
from pipeline.batch.records import Options
from pipeline.config import Settings, SourceEntry
from pipeline.errors import UsageError
from pipeline.records import Source
from pipeline.sources import expand
from pipeline.stages.fetch import SourceFetcher
from pipeline.store import Work

log = logging.getLogger("chipwire.batch")


class Wanted(NamedTuple):
    """The sources of a run, once each, and those places that gave none, with the reason."""

    sources: list[Source]
    failed: list[tuple[Source, str]]


def run_sha256(settings: Settings, options: Options) -> str:
    """Hash all that decides what a run brings: an interrupted run goes on only under the same."""
    parts = json.dumps([settings.run_fingerprint(), options])
    return hashlib.sha256(parts.encode()).hexdigest()


def take_up(work: Work, settings: Settings, options: Options) -> str:
    """Return the id of the run to work on, with its sources in the store.

    A run that was interrupted is gone on with, unless the config or the options have changed.
    Raises ``UsageError`` if there is nothing to run on.
    """
    config = run_sha256(settings, options)
    for run in reversed(work.runs("running")):
        if run.config_sha256 == config:
            log.info("going on with run %s of %s", run.id, run.started.isoformat())
            if not work.items(run.id):
                _add(work, run.id, settings, options)
            return run.id
        if all(is_gone(owner) for owner in work.owners(run.id)):
            log.warning(
                "run %s was interrupted, and config or options have changed since: "
                "beginning a new one; what it has digested stays",
                run.id,
            )
            work.finish_run(run.id, "superseded")
    wanted = find_sources(work, settings, options)
    run_id = work.begin_run(config)
    work.add_items(run_id, wanted.sources, wanted.failed)
    return run_id


def _add(work: Work, run: str, settings: Settings, options: Options) -> None:
    wanted = find_sources(work, settings, options)
    work.add_items(run, wanted.sources, wanted.failed)


def find_sources(work: Work | None, settings: Settings, options: Options) -> Wanted:
    """Return the sources that the config names, or those that failed in the last run.

    Raises ``UsageError`` for a config without sources, and for standard input, which a run that
    may be taken up again cannot read.
    """
    if not settings.source:
        raise UsageError("the config names no sources: add a [[source]] with a location")
    entries = _failed_entries(work, settings) if options.only_failed else settings.source
    wanted: dict[Source, None] = {}
    failed: dict[Source, str] = {}
    fetcher = SourceFetcher(settings.fetch)
    for entry in entries:
        if entry.location == "-":
            raise UsageError("standard input (-) cannot be a source of a run: save it to a file")
        found = expand(entry, fetcher.fetch)
        wanted |= dict.fromkeys(found.sources)
        for failure in found.failures:
            if failure.refused and found.sources:  # a part of a listing, not the whole of it
                log.warning("%s: %s", failure.source, failure.error)
                continue
            failed[_place(failure.source)] = f"source: {failure.error}"
    sources = list(wanted)[: options.limit]
    return Wanted(sources, [(where, why) for where, why in failed.items() if where not in wanted])


def _place(location: str) -> Source:
    return Source(location=location, kind="url" if "://" in location else "file")


def _failed_entries(work: Work | None, settings: Settings) -> Sequence[SourceEntry]:
    """Return the places that failed in the last run that ended, as the config names them."""
    ended = work.last_run("done") if work else None
    if work is None or ended is None:
        raise UsageError("no run has ended yet: leave out --only-failed")
    named = {entry.location: entry for entry in settings.source}
    return [
        named.get(item.source.location, SourceEntry(location=item.source.location, kind="page"))
        for item in work.items(ended.id)
        if item.state == "failed"
    ]
