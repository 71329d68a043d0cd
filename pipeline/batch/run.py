"""One newsroom run, from its config to its files: THE FILE TO READ FIRST of this package.

plan      take up an interrupted run, or begin one with the sources of the config
runner    claim, read, sift, finish, settle, until nothing is left
outputs   the digests of the run as files
manifest  what each source came to: run.json, and numbers for monitoring
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.batch.engine import Engine
from pipeline.batch.leases import Leases
from pipeline.batch.manifest import manifest, write_manifest, write_metrics
from pipeline.batch.outputs import write_outputs
from pipeline.batch.owner import own_name
from pipeline.batch.plan import take_up
from pipeline.batch.records import Options
from pipeline.batch.runner import Done, Runner, Tally
from pipeline.config import Settings
from pipeline.errors import ChipwireError
from pipeline.records import Digest
from pipeline.stages.assemble import config_sha256
from pipeline.store import Store, digest_key, utc_now
from pipeline.story import Story
from pipeline.version import chipwire_version


class Report(NamedTuple):
    """What a run came to."""

    run: str
    manifest: dict[str, Any]
    files: list[Path]

    @property
    def exit_code(self) -> int:
        """0 if nothing failed, 1 if nothing but failed, 3 if some did."""
        return int(self.manifest["exit_code"])


def _nobody(_: Done) -> None:
    """Tell nobody."""


def run_batch(
    settings: Settings,
    story: Story,
    store: Store,
    engine: Engine,
    options: Options = Options(),  # noqa: B008  # immutable
    tell: Callable[[Done], None] = _nobody,
) -> Report:
    """Work a config off, going on where an interrupted run of it stopped.

    ``engine`` does the work; closing it is the caller's. ``tell`` is called for each item that
    this process settles. If the run cannot go on, or is interrupted, the manifest says how far
    it came, and the error goes on to the caller.
    """
    begun = time.monotonic()
    run = take_up(store.work, settings, options)
    key = digest_key(config_sha256(settings, story), chipwire_version())
    work = store.work
    tally = Tally()

    def report(state: str, ended: datetime | None) -> dict[str, Any]:
        items = work.items(run)
        record = work.run(run)
        record = record._replace(state=state, ended=ended)
        content = manifest(record, items, tally, options, key)
        write_manifest(Path(settings.run.manifest), content)
        if settings.run.metrics:
            write_metrics(Path(settings.run.metrics), content, time.monotonic() - begun)
        return content

    try:
        with Leases(work, own_name()) as leases:
            Runner(work, run, engine, leases, key, options, tell, tally).work_off()
        files = write_outputs(settings.output, run, lambda: digests_of(store, run))
        ended = utc_now()
        content = report("done", ended)
        work.finish_run(run, "done", content, ended)
    except BaseException:
        with suppress(ChipwireError):  # what stopped the run is told, not what follows from it
            report("interrupted", None)
        raise
    return Report(run, content, files)


def digests_of(store: Store, run: str) -> Iterator[Digest]:
    """Give the digests of a run in the order of its sources."""
    for item in store.work.items(run):
        if item.digest is not None:
            yield store.digest(item.digest).digest
