"""Which run to work on: one that was interrupted, or a new one with its sources."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from pipeline.batch.listings import Listings
from pipeline.batch.owner import is_gone
from pipeline.batch.records import Options
from pipeline.config import Settings, SourceEntry
from pipeline.errors import UsageError
from pipeline.records import Source
from pipeline.sources import Expansion, expand
from pipeline.store import StoredSource, Work

log = logging.getLogger("chipwire.batch")


class Wanted(NamedTuple):
    """The sources of a run, once each, and those places that gave none, with the reason."""

    sources: list[Source]
    failed: list[tuple[Source, str]]


def run_sha256(settings: Settings, options: Options) -> str:
    """Hash all that decides what a run brings: an interrupted run goes on only under the same."""
    stored = ["stored sources"] if settings.run.stored_sources else []
    parts = json.dumps([settings.run_fingerprint(), options, *stored])
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
    """Return the sources that config and store name, or those that failed in the last run.

    Raises ``UsageError`` where there are none, and for standard input, which a run that may be
    taken up again cannot read.
    """
    wanted: dict[Source, None] = {}
    failed: dict[Source, str] = {}
    for found in _expansions(work, settings, options):
        wanted |= dict.fromkeys(found.sources)
        for failure in found.failures:
            if failure.refused and found.sources:  # a part of a listing, not the whole of it
                log.warning("%s: %s", failure.source, failure.error)
                continue
            failed[_place(failure.source)] = f"source: {failure.error}"
    sources = list(wanted)[: options.limit]
    return Wanted(sources, [(where, why) for where, why in failed.items() if where not in wanted])


def _expansions(work: Work | None, settings: Settings, options: Options) -> Iterator[Expansion]:
    """Expand the places of a run in their order, several listings of the web at a time."""
    stored = work.places() if work and settings.run.stored_sources else []
    places: Sequence[SourceEntry | StoredSource] = [*settings.source, *stored]
    if not places:
        raise UsageError(
            "the config names no sources: add a [[source]] with a location"
            + (", or: chipwire sources add SOURCE" if settings.run.stored_sources else "")
        )
    if options.only_failed:
        places = _failed_places(work, places)
    if any(entry.location == "-" for entry in settings.source):
        raise UsageError("standard input (-) cannot be a source of a run: save it to a file")
    at_once = settings.fetch.at_once
    with closing(Listings(settings.fetch)) as listings:
        for start in range(0, len(places), at_once):
            some = places[start : start + at_once]
            listings.begin(some)
            for place in some:
                yield expand(listings.entry(place), listings.fetch)
                listings.forget(place)


def _place(location: str) -> Source:
    return Source(location=location, kind="url" if "://" in location else "file")


def _failed_places(
    work: Work | None, places: Sequence[SourceEntry | StoredSource]
) -> Sequence[SourceEntry | StoredSource]:
    """Return the places that failed in the last run that ended, as they were named."""
    ended = work.last_run("done") if work else None
    if work is None or ended is None:
        raise UsageError("no run has ended yet: leave out --only-failed")
    named = {
        place.source.location if isinstance(place, StoredSource) else place.location: place
        for place in places
    }
    return [
        named.get(item.source.location, SourceEntry(location=item.source.location, kind="page"))
        for item in work.items(ended.id)
        if item.state == "failed"
    ]
