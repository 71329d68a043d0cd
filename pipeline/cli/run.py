"""``chipwire run``: a newsroom's sources, digested in one run that can be taken up again."""

from __future__ import annotations

import logging
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import ending_cleanly, progress_bar, say, set_up_logs
from pipeline.cli.options import EngineName, QuietOption, VerboseOption, value

if TYPE_CHECKING:
    from models.protocols import Progress
    from pipeline.batch.engine import Engine
    from pipeline.batch.records import Options
    from pipeline.batch.run import Report
    from pipeline.batch.runner import Done
    from pipeline.config import Settings
    from pipeline.store import Store
    from pipeline.story import Story

log = logging.getLogger("chipwire.run")


def run_command(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The newsroom's TOML file.")],
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Work on at most so many sources.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Skip articles published before this day (2026-11-22, 7d)."),
    ] = None,
    only_failed: Annotated[
        bool, typer.Option("--only-failed", help="Only what failed in the last run.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Digest again what is unchanged.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the sources; digest and store nothing.")
    ] = False,
    engine: Annotated[
        EngineName | None, typer.Option("--engine", help="local (default), or ray.")
    ] = None,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Log as JSON lines, on a terminal too.")
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Digest a newsroom's sources; a run that was interrupted goes on where it stopped.

    Writes the outputs and the manifest that the config names. Exit code 0: no source failed,
    1: all failed, 3: some failed.

    Example: chipwire run configs/newsroom.toml --limit 20
    """
    from pipeline.batch.records import Options
    from pipeline.config import load_settings
    from pipeline.story import load_story

    json_lines = log_json or not sys.stderr.isatty()
    set_up_logs(quiet=quiet, verbose=verbose, json_lines=json_lines)
    settings = load_settings(config)
    if engine is not None:
        run = settings.run.model_copy(update={"engine": value(engine)})
        settings = settings.model_copy(update={"run": run})
    story = load_story(settings.digest.story)
    options = Options(limit, since and _day(since), only_failed, force)
    if dry_run:
        _list(settings, options)
        raise typer.Exit(0)
    report = _run(settings, story, options, quiet=quiet, json_lines=json_lines)
    _tell(report, settings)
    raise typer.Exit(report.exit_code)


def _day(since: str) -> str:
    from pipeline.cli.filters import moment

    return moment("--since", since, datetime.now(UTC)).date().isoformat()


def _list(settings: Settings, options: Options) -> None:
    """Print the sources of a run; those that cannot be had go to standard error."""
    from pipeline.batch.plan import find_sources
    from pipeline.store import open_store

    if options.only_failed or settings.run.stored_sources:  # the store knows
        with open_store(settings.store.url, make=False) as store:
            wanted = find_sources(store.work, settings, options)
    else:
        wanted = find_sources(None, settings, options)
    for source in wanted.sources:
        sys.stdout.write(f"{source.location}\n")
    for source, why in wanted.failed:
        say(f"failed: {source.location}: {why}")


def _run(
    settings: Settings, story: Story, options: Options, *, quiet: bool, json_lines: bool
) -> Report:
    from pipeline.batch.run import run_batch
    from pipeline.store import open_store

    with (
        ending_cleanly(),
        open_store(settings.store.url) as store,
        progress_bar(quiet=quiet or json_lines) as progress,
        closing(_engine(settings, story, store, progress)) as engine,
    ):

        def tell(done: Done) -> None:
            _log(done)
            progress("settled", done.settled, done.settled + done.left)

        return run_batch(settings, story, store, engine, options, tell)


def _log(done: Done) -> None:
    """Log one item: a JSON line, or nothing where a bar shows the progress."""
    told: dict[str, object] = {"source": done.item.source.location, "verdict": done.verdict.name}
    if done.verdict.reason:
        told["reason"] = done.verdict.reason
    if done.digest is not None:
        told |= {"digest": done.digest.id, "seconds": done.digest.provenance.seconds["total"]}
    log.info("item", extra=told)


def _engine(settings: Settings, story: Story, store: Store, progress: Progress) -> Engine:
    """Return the engine that the config names."""
    if settings.run.engine == "ray":
        from pipeline.batch.ray_engine import RayEngine

        return RayEngine(settings, story)
    from pipeline.batch.engine import LocalEngine

    return LocalEngine(settings, story, store, progress)


def _tell(report: Report, settings: Settings) -> None:
    """Print what the run came to."""
    counts = ", ".join(f"{count} {name}" for name, count in report.manifest["counts"].items())
    lines = [f"run {report.run}: {counts or 'no sources'}"]
    for told in report.manifest["verdicts"]:
        if told["verdict"] in ("failed", "refused"):
            lines.append(f"  {told['verdict']}: {told['source']}: {told['reason']}")
    lines += [f"  wrote {path}" for path in report.files[:20]]
    lines.append(f"  wrote {settings.run.manifest}")
    sys.stdout.write("\n".join(lines) + "\n")
