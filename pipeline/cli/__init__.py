"""The command ``chipwire``. The only package that prints; each command has a file of its own.

Results go to standard output, everything else to standard error. Exit codes: 0 all done, 1 nothing
could be done, 2 the command or configuration is wrong, 3 some sources failed.
"""

from __future__ import annotations

import sys

import typer

from pipeline.cli.brief import brief_command
from pipeline.cli.console import Terminated, fail, utf8_streams
from pipeline.cli.digest import digest_command
from pipeline.cli.doctor import doctor_command
from pipeline.cli.eval import app as eval_app
from pipeline.cli.export import export_command
from pipeline.cli.hints import HintingGroup
from pipeline.cli.init import init_command
from pipeline.cli.mail import app as mail_app
from pipeline.cli.models import app as models_app
from pipeline.cli.plot import plot_command
from pipeline.cli.prune import prune_command
from pipeline.cli.run import run_command
from pipeline.cli.schedule import app as schedule_app
from pipeline.cli.search import search_command
from pipeline.cli.show import show_command
from pipeline.cli.site import site_command
from pipeline.cli.sources import app as sources_app
from pipeline.cli.subscribers import app as subscribers_app
from pipeline.cli.subscribers import unsubscribe_command
from pipeline.cli.tick import tick_command
from pipeline.cli.translate import translate_command
from pipeline.errors import ChipwireError, UsageError
from pipeline.version import chipwire_version

app = typer.Typer(
    name="chipwire",
    cls=HintingGroup,
    rich_markup_mode="markdown",
    help="News digests in which every line can be proved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init")(init_command)
app.command("digest")(digest_command)
app.command("brief")(brief_command)
app.command("site")(site_command)
app.command("plot")(plot_command)
app.command("run")(run_command)
app.command("search")(search_command)
app.command("show")(show_command)
app.command("export")(export_command)
app.command("prune")(prune_command)
app.command("translate")(translate_command)
app.add_typer(sources_app, name="sources")
app.add_typer(mail_app, name="mail")
app.command("tick")(tick_command)
app.add_typer(schedule_app, name="schedule")
app.add_typer(subscribers_app, name="subscribers")
app.command("unsubscribe")(unsubscribe_command)
app.add_typer(models_app, name="models")
app.add_typer(eval_app, name="eval")
app.command("doctor")(doctor_command)


def _show_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"chipwire {chipwire_version()}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """News digests in which every line can be proved."""


def main() -> None:
    """Run the command; turn errors into one line and a true exit code."""
    utf8_streams()
    try:
        app()
    except UsageError as exc:
        fail(str(exc), 2)
    except ChipwireError as exc:
        fail(str(exc), 1)
    except KeyboardInterrupt:
        fail("interrupted", 130)
    except Terminated:
        fail("ended by SIGTERM", 143)
    except BrokenPipeError:  # the reader of a pipe has gone: nothing to say, nobody to say it to
        sys.stderr.close()
        sys.exit(141)
