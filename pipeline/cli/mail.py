"""``chipwire mail``: an edition now; what became of messages; and those in doubt."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import say, set_up_logs
from pipeline.cli.default_command import DefaultCommandGroup
from pipeline.cli.options import ConfigOption, QuietOption, StoreOption, VerboseOption
from pipeline.cli.signals import asked_to_end
from pipeline.cli.stores import existing_store
from pipeline.cli.table import tell
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.deliver import Report
    from pipeline.newsletter import Published
    from pipeline.store import DeliveryState, Store, Word


class _SendByDefault(DefaultCommandGroup):
    """``chipwire mail CONFIG`` is ``chipwire mail send CONFIG``."""

    default = "send"


app = typer.Typer(
    help="Send an edition now (chipwire mail CONFIG), see and settle what became of messages.",
    no_args_is_help=True,
    cls=_SendByDefault,
)
_OVER = ("sent",)


@app.command("send")
def send_command(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The newsroom's TOML file.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write .eml files; nobody misses anything by it.")
    ] = False,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ADDRESS", help="A trial for these addresses alone."),
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="NAME", help="One edition (default: all).")
    ] = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Make an edition of what is new since the last one, freeze it, and deliver it.

    Until the config says that mail is live, messages are written to the outbox. Exit code 3: some
    messages wait, failed, or are held; see chipwire mail status.

    Example: chipwire mail configs/mail.toml --edition morning --dry-run
    """
    from pipeline.config import check_address, load_settings
    from pipeline.newsletter import publish
    from pipeline.newsletter.now import editions_named, issue_now
    from pipeline.schedule.tick import read_bounces, send
    from pipeline.store import open_store

    set_up_logs(quiet=quiet, verbose=verbose, json_lines=not sys.stderr.isatty())
    settings = load_settings(config)
    try:
        addresses = [check_address(address) for address in to or []]
    except ValueError as exc:
        raise UsageError(f"--to: {exc}") from exc
    entries = editions_named(settings, edition)
    if dry_run:
        mail = settings.mail.model_copy(update={"live": False})
        delivery = settings.model_copy(update={"mail": mail})
    else:
        delivery = settings
    with open_store(settings.store.url) as store, asked_to_end() as ending:
        if not dry_run:
            read_bounces(store, settings)
        for entry in entries:
            issue = issue_now(store, settings, entry, dry_run=dry_run, to=addresses)
            found = publish(store, settings, issue, ending.is_set)
            tell_published(found)
        report = send(store, delivery, ending.is_set)
        raise typer.Exit(tell_report(report, delivery.mail.outbox, live=delivery.mail.live))


@app.command("status")
def status_command(
    everything: Annotated[
        bool, typer.Option("--all", help="Those that were sent as well, one by one.")
    ] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """List the messages that were not sent, with the reason, and count all of them.

    Columns: number, edition, its clock time, address, where it stands, attempts, reason.

    Example: chipwire mail status --config configs/mail.toml
    """
    with existing_store(store, config) as opened:
        rows = opened.mail.status()
    for row in rows:
        if everything or row.phase not in _OVER:
            _tell_row(row)
    counts = Counter(row.phase for row in rows)
    say(", ".join(f"{count} {phase}" for phase, count in sorted(counts.items())) or "no messages")
    if counts["held"]:
        say("settle those held with: chipwire mail resolve --resend|--delivered NUMBER")


@app.command("resolve")
def resolve_command(
    numbers: Annotated[
        list[int], typer.Argument(metavar="NUMBER...", help="As chipwire mail status lists them.")
    ],
    resend: Annotated[
        bool, typer.Option("--resend", help="Send it (again), however old it is.")
    ] = False,
    delivered: Annotated[
        bool, typer.Option("--delivered", help="It arrived: do not send it again.")
    ] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Settle messages that are held or failed. What is to be sent goes with the next tick.

    Example: chipwire mail resolve 17 18 --resend --config configs/mail.toml
    """
    if resend == delivered:
        raise UsageError("say what became of it: --resend or --delivered")
    word: Word = "resend" if resend else "delivered"
    with existing_store(store, config) as opened:
        _resolve(opened, numbers, word)


@app.command("forget")
def forget_command(
    before: Annotated[
        str, typer.Option("--before", metavar="DAY", help="2026-11-22, or 90d for 90 days ago.")
    ],
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Drop the bytes of messages that were sent or failed before a day; who got what stays.

    Example: chipwire mail forget --before 90d --config configs/mail.toml
    """
    from datetime import UTC, datetime

    from pipeline.cli.filters import moment

    limit = moment("--before", before, datetime.now(UTC))
    with existing_store(store, config) as opened:
        tell(f"{opened.mail.forget_messages(limit)} messages forgotten")


def _resolve(store: Store, numbers: list[int], word: Word) -> None:
    for number in dict.fromkeys(numbers):
        store.mail.resolve(number, word)
        tell(number, "is to be sent again" if word == "resend" else "taken as delivered")


def _tell_row(row: DeliveryState) -> None:
    tell(
        row.id,
        row.edition,
        row.local_time,
        row.address,
        row.phase,
        row.attempts,
        row.reason or "",
    )


def tell_published(found: Published) -> None:
    """Print what became of an edition."""
    row = found.edition
    tell(f"{row.name} {row.local_time}: {found.outcome}")
    for note in found.notes:
        say(note)


def tell_report(report: Report, outbox: str, *, live: bool) -> int:
    """Print what was delivered; return the exit code."""
    counts = {"sent": report.sent, "to be tried again": report.again}
    counts |= {"failed": report.failed, "held": report.held}
    told = [f"{count} {what}" for what, count in counts.items() if count]
    if told:
        tell("messages: " + ", ".join(told) + ("" if live else f" (dry run, to {outbox})"))
    if report.restored:
        say("the store was restored or moved: what was due is held; see chipwire mail status")
    if report.trouble:
        say(f"the delivery stopped: {report.trouble}")
    return 3 if report.again or report.failed or report.held or report.trouble else 0
