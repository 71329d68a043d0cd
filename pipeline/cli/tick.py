"""``chipwire tick``: send the editions that are due, and end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import set_up_logs
from pipeline.cli.mail import tell_published, tell_report
from pipeline.cli.options import QuietOption, VerboseOption
from pipeline.cli.signals import asked_to_end
from pipeline.cli.table import tell

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.schedule import Ticked


def tick_command(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The newsroom's TOML file.")],
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Send the editions that are due, try again what waits, and end; for a timer to call.

    Safe to call at any time, from several places. Exit code 3: something was not sent.

    Example: chipwire tick configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.newsletter.now import editions_named
    from pipeline.schedule import tick
    from pipeline.store import open_store

    set_up_logs(quiet=quiet, verbose=verbose, json_lines=not sys.stderr.isatty())
    settings = load_settings(config)
    editions_named(settings, None)
    with open_store(settings.store.url) as store, asked_to_end() as ending:
        done = tick(store, settings, ending.is_set)
    raise typer.Exit(tell_ticked(done, settings))


def tell_ticked(done: Ticked, settings: Settings) -> int:
    """Print what a tick did; return the exit code. Errors have been logged."""
    for row in done.missed:
        tell(f"{row.name} {row.local_time}: missed: {row.note}")
    for found in done.published:
        tell_published(found._replace(notes=[]))  # they have been logged
    code = 0
    if done.report is not None:
        code = tell_report(done.report, settings.mail.outbox, live=settings.mail.live)
    return 3 if done.errors else code
