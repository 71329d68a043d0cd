"""``chipwire subscribers`` and ``chipwire unsubscribe``: who gets which edition."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import say
from pipeline.cli.options import ConfigOption, LengthName, StoreOption, To, value
from pipeline.cli.stores import existing_store
from pipeline.cli.table import tell
from pipeline.errors import UsageError
from pipeline.exits import exit_code

if TYPE_CHECKING:
    from pipeline.config import EditionEntry
    from pipeline.store import Store, Subscriber

app = typer.Typer(help="Add, remove, list and import subscribers.", no_args_is_help=True)
Addresses = Annotated[list[str], typer.Argument(metavar="ADDRESS...")]
EditionOption = Annotated[str | None, typer.Option("--edition", metavar="NAME")]


@app.command("add")
def add_command(
    addresses: Addresses,
    edition: Annotated[str, typer.Option("--edition", metavar="NAME", help="What they get.")],
    language: Annotated[
        To | None, typer.Option("--language", help="Default: the edition's first.")
    ] = None,
    length: Annotated[
        LengthName | None, typer.Option("--length", help="Default: the edition's.")
    ] = None,
    story: Annotated[
        str | None, typer.Option("--story", metavar="NAME", help="Default: the edition's.")
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Add subscribers of an edition; one who is there already takes the new wishes.

    Example: chipwire subscribers add ed@news.example --edition morning
    """
    from pipeline.newsletter.csv_file import Faulty, checked

    wishes = {"language": value(language), "length": value(length), "story": story}
    found: list[Subscriber] = []
    for address in addresses:
        one = checked({"address": address, "edition": edition, **wishes})
        if isinstance(one, Faulty):
            raise UsageError(f"{address}: {one.why}")
        found.append(one)
    entries = _checked_editions(found, config)
    with _opened(store, config) as opened:
        for one in found:
            new = opened.subscribers.add(one)
            tell(f"{'added' if new else 'updated'} {one.address}: {one.edition}")
            _warn_of_silence(opened, entries, one)


@app.command("import")
def import_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV; the first line names columns.")
    ],
    edition: EditionOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Add the subscribers of a CSV file: address, and any of edition, language, length, story.

    Lines that are wrong are named with the reason, and left out. Exit code 3: some were.

    Example: chipwire subscribers import readers.csv --edition morning
    """
    from pipeline.config import load_settings
    from pipeline.newsletter.csv_file import Faulty, read_subscribers

    entries = load_settings(config).edition
    lines = list(read_subscribers(file, edition, [entry.name for entry in entries]))
    right = [line for line in lines if not isinstance(line, Faulty)]
    for line in lines:
        if isinstance(line, Faulty):
            say(f"{file}, line {line.line}: {line.why}")
    with _opened(store, config) as opened:
        new = sum(opened.subscribers.add(one) for one in right)
        for one in right:
            _warn_of_silence(opened, entries, one)
    tell(f"{new} added, {len(right) - new} updated, {len(lines) - len(right)} left out")
    raise typer.Exit(exit_code(len(lines) - len(right), len(lines)))


@app.command("remove")
def remove_command(
    addresses: Addresses,
    edition: EditionOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Remove subscribers from an edition, or from all. Those in the config stay there.

    Example: chipwire subscribers remove ed@news.example
    """
    missing = 0
    with existing_store(store, config) as opened:
        for address in addresses:
            count = opened.subscribers.remove(address, edition)
            missing += count == 0
            if count:
                tell(f"removed {address}")
            else:
                say(f"is not there: {address}")
    raise typer.Exit(exit_code(missing, len(addresses)))


@app.command("list")
def list_command(
    edition: EditionOption = None, store: StoreOption = None, config: ConfigOption = None
) -> None:
    """List subscribers of the store and the config, with their wishes and whether they get mail.

    Columns: edition, address, language, length, story, state.

    Example: chipwire subscribers list --config configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.newsletter.readers import subscribers_of

    with _opened(store, config) as opened:
        for one in subscribers_of(load_settings(config), opened, edition):
            why = opened.subscribers.suspended(one.address, one.edition)
            state = f"{why.reason} {why.since:%Y-%m-%d}" if why else "active"
            wishes = (one.language or "-", one.length or "-", one.story or "-")
            tell(one.edition, one.address, *wishes, state)


@app.command("lift")
def lift_command(
    addresses: Addresses,
    edition: EditionOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Send mail again to who unsubscribed or bounced; ask them first.

    Example: chipwire subscribers lift ed@news.example --edition morning
    """
    with existing_store(store, config) as opened:
        for address in addresses:
            count = opened.subscribers.lift(address, edition)
            tell(f"{address}: gets mail again" if count else f"{address}: was not suspended")


@app.command("bounces")
def bounces_command(
    mailbox: Annotated[
        str | None,
        typer.Argument(metavar="MAILBOX", help="File or folder (default: the config's)."),
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Count the reports of failed deliveries in a mailbox, and suspend who has too many.

    Example: chipwire subscribers bounces Maildir --config configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.deliver.bounces import take_bounces

    settings = load_settings(config).mail
    place = mailbox or settings.bounces
    if place is None:
        raise UsageError("name a mailbox, or give [mail] bounces in the config")
    with existing_store(store, config) as opened:
        found = take_bounces(opened, place, settings.bounce_limit)
    tell(f"{found.counted} reports, {found.foreign} of no mail of ours")
    for address in found.suspended:
        tell(f"suspended {address}")


def unsubscribe_command(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="Out of a reader's link.")],
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Send a reader no more of an edition, by the token in the link of a mail.

    For the page that takes unsubscribe links to call when a reader confirms (POST), never when
    the link is only opened.

    Example: chipwire unsubscribe TOKEN --config configs/mail.toml
    """
    from pipeline.config import load_settings
    from pipeline.deliver.unsubscribe import signing_secret, whose
    from pipeline.newsletter.now import TRIAL
    from pipeline.newsletter.readers import subscribers_of

    settings = load_settings(config)
    secret = signing_secret(settings.mail)
    if secret is None:
        raise UsageError("links are not signed: name the newsroom's file with --config")
    with existing_store(store, config) as opened:
        now = [(one.address, one.edition) for one in subscribers_of(settings, opened)]
        found = whose(secret, token, now)
        if found is None:
            ever = [(to, name.removesuffix(TRIAL)) for to, name in opened.mail.addressees()]
            found = whose(secret, token, ever)
        if found is None:
            raise UsageError("nobody has this token: the link is cut off, or another secret's")
        new = opened.subscribers.suspend(found[0], "unsubscribed", found[1], "by link")
    tell(f"{found[0]} gets no more of {found[1]}" + ("" if new else ", as before"))


def _opened(store: str | None, config: Path | None) -> Store:
    from pipeline.config import load_settings
    from pipeline.store import open_store

    return open_store(store or load_settings(config).store.url)


def _checked_editions(found: list[Subscriber], config: Path | None) -> Sequence[EditionEntry]:
    """Return the editions of a config, if one is named; refuse those that it does not have."""
    from pipeline.config import load_settings
    from pipeline.newsletter.now import editions_named

    if config is None:
        return ()
    settings = load_settings(config)
    for name in dict.fromkeys(one.edition for one in found):
        editions_named(settings, name)
    return settings.edition


def _warn_of_silence(store: Store, entries: Sequence[EditionEntry], one: Subscriber) -> None:
    """Say why a subscriber would get nothing."""
    why = store.subscribers.suspended(one.address, one.edition)
    if why is not None:
        say(f"{one.address} gets no mail: {why.reason}; chipwire subscribers lift ends that")
    for entry in entries:
        if entry.name == one.edition and one.language not in (None, *entry.languages):
            made = ", ".join(entry.languages)
            say(
                f"{one.address} gets no mail: {entry.name} is made in {made}; "
                f"add '{one.language}' to its languages in the config"
            )
