"""``chipwire schedule``: a timer for ``chipwire tick``, or a process; and what was due when."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say, set_up_logs, write_result
from pipeline.cli.options import QuietOption, VerboseOption
from pipeline.cli.signals import asked_to_end
from pipeline.cli.table import tell
from pipeline.cli.tick import tell_ticked

app = typer.Typer(help="See when editions are due, and have them sent then.", no_args_is_help=True)
Config = Annotated[Path, typer.Argument(metavar="CONFIG", help="The newsroom's TOML file.")]
_SHOWN = 5  # occurrences of each edition


@app.command("install")
def install_command(config: Config) -> None:
    """Print a systemd service and timer, and a line for cron, that call chipwire tick.

    Nothing is installed: put them where you want them.

    Example: chipwire schedule install configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.newsletter.now import editions_named
    from pipeline.schedule.systemd import units

    editions_named(load_settings(config), None)
    beside = Path(sys.executable).with_name("chipwire")
    command = [str(beside)] if beside.exists() else [sys.executable, "-m", "pipeline.cli"]
    write_result(units([*command, "tick", str(config.resolve())]), None)


@app.command("run")
def run_command(config: Config, quiet: QuietOption = False, verbose: VerboseOption = False) -> None:
    """Tick again and again until SIGTERM or Ctrl-C; what is in hand is finished first.

    Example: chipwire schedule run configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.newsletter.now import editions_named
    from pipeline.schedule import tick
    from pipeline.schedule.loop import run
    from pipeline.store import open_store, utc_now

    set_up_logs(quiet=quiet, verbose=verbose, json_lines=not sys.stderr.isatty())
    settings = load_settings(config)
    editions = editions_named(settings, None)
    with open_store(settings.store.url) as store, asked_to_end() as ending:

        def work() -> None:
            tell_ticked(tick(store, settings, ending.is_set), settings)

        run(work, editions, utc_now, ending.wait, ending.is_set)
    say("ended")


@app.command("status")
def status_command(config: Config) -> None:
    """List what ran, what is due and what was missed, each edition's newest occurrences.

    Columns: edition, clock time, state, note.

    Example: chipwire schedule status configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.newsletter.now import editions_named
    from pipeline.schedule import next_due
    from pipeline.store import open_store

    settings = load_settings(config)
    with open_store(settings.store.url, make=False) as store:
        for entry in editions_named(settings, None):
            for row in reversed(store.mail.editions(entry.name, _SHOWN)):
                dry = " (dry run)" if row.via == "outbox" else ""
                tell(row.name, row.local_time, f"{row.state}{dry}", row.note or "")
            due = next_due(entry, store.mail.now())
            tell(entry.name, due.local, "next", f"{entry.zone}, {due.moment:%Y-%m-%d %H:%M} UTC")
