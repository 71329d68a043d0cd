"""``chipwire brief``: many articles told as one story."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import (
    check_output,
    look_for,
    say,
    set_up_logs,
    write_result,
)
from pipeline.cli.digesting import digest_sources, tell_failures
from pipeline.cli.filters import span
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    LengthName,
    OutputOption,
    ProfileOption,
    QuietOption,
    SinceOption,
    StoreOption,
    To,
    UntilOption,
    VerboseOption,
    value,
)
from pipeline.errors import UsageError
from pipeline.exits import ALL, NONE, SOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.briefing_records import Briefing
    from pipeline.config import Settings
    from pipeline.records import Digest, Failure
    from pipeline.store import Store


class BriefFormat(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """How a briefing is written."""

    text = "text"
    markdown = "markdown"
    json = "json"


def brief_command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Articles to digest and brief at once; without any, the store is briefed.",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        BriefFormat, typer.Option("--format", "-f", help="How the briefing is written.")
    ] = BriefFormat.text,
    to: Annotated[
        To | None, typer.Option("--to", help="Language of the digests (default en).")
    ] = None,
    length: Annotated[
        LengthName | None, typer.Option("--length", help="How much to show (default medium).")
    ] = None,
    story: Annotated[
        str | None,
        typer.Option("--story", help="Story profile (default chip-initiative), or a .toml file."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous", help="The last briefing, as JSON: what is new since.", metavar="FILE"
        ),
    ] = None,
    store: StoreOption = None,
    profile: ProfileOption = None,
    device: DeviceOption = None,
    config: ConfigOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Brief many articles as one story: what happened, the money, who disagrees, what is new.

    Over the store, digests are taken as they are there, sources that failed in the last run are
    named, and the briefing is kept: the next one tells what is new since.
    """
    from pipeline.config import load_settings

    set_up_logs(quiet=quiet, verbose=verbose)
    check_output(output)
    settings = load_settings(
        config,
        to=value(to),
        length=value(length),
        story=story,
        profile=value(profile),
        device=value(device),
    )
    last = _previous(previous) if previous else None
    if sources:
        if store is not None or since is not None or until is not None:
            raise UsageError("--store, --since and --until are for a briefing of the store")
        digests, failures = digest_sources(sources, settings, quiet=quiet)
        briefing = _made(digests, settings, last, failures)
    else:
        briefing = _of_store(store, config, settings, last, (since, until))
    if not briefing.sources:
        tell_failures(briefing.failures)
        say("there is nothing to brief: no digest was found or made")
        raise typer.Exit(NONE)
    from pipeline.render.briefing import render_briefing

    write_result(render_briefing(briefing, style.value, look_for(output)), output)
    failed = briefing.failures if sources else []  # those of a store failed in another run
    tell_failures(failed)
    raise typer.Exit(SOME if failed else ALL)


def _of_store(
    where: str | None,
    config: Path | None,
    settings: Settings,
    previous: Briefing | None,
    days: tuple[str | None, str | None],
) -> Briefing:
    """Brief the newest digests of a store, and keep the briefing there for the next one."""
    from pipeline.cli.stores import existing_store
    from pipeline.store import Filters, Wanted
    from pipeline.story import load_story

    dates = span(*days, datetime.now(UTC))
    name = load_story(settings.digest.story).name
    wanted = Wanted(Filters(since=dates.since, until=dates.until), name)
    with existing_store(where, config) as opened:
        newest: dict[str, Digest] = {}  # of each article, in the order they were stored
        for found in opened.export_digests(wanted):
            if not found.superseded and _is_in(found.stored.digest, settings.digest.to):
                newest[found.url] = found.stored.digest
        digests = list(newest.values())
        last = previous or opened.last_briefing(
            name, settings.digest.to, [digest.id for digest in digests]
        )
        briefing = _made(digests, settings, last, _faults(opened))
        if digests:
            opened.put_briefing(briefing)
        return briefing


def _faults(store: Store) -> list[Failure]:
    """Return what the last run over the store could not read."""
    from pipeline.records import Failure

    return [
        Failure(source=fault.location, stage="run", error=fault.reason)
        for fault in store.mail.faults()
        if fault.verdict in ("failed", "refused")
    ]


def _is_in(digest: Digest, language: str) -> bool:
    return digest.target_language == language


def _made(
    digests: Sequence[Digest],
    settings: Settings,
    previous: Briefing | None,
    failures: Sequence[Failure],
) -> Briefing:
    from pipeline.briefing import make_briefing
    from pipeline.story import load_story

    story, length = load_story(settings.digest.story), settings.digest.length
    return make_briefing(digests, story, previous, failures, length=length)


def _previous(path: Path) -> Briefing:
    """Read a briefing that ``--format json`` wrote. Raises ``UsageError``."""
    from pydantic import ValidationError

    from pipeline.briefing_records import Briefing

    try:
        return Briefing.model_validate_json(path.read_bytes())
    except OSError as exc:
        raise UsageError(f"--previous {path}: cannot be read: {exc.strerror}") from exc
    except ValidationError as exc:
        raise UsageError(
            f"--previous {path}: not a briefing; give what chipwire brief --format json wrote"
        ) from exc
