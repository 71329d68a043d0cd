"""``chipwire brief``: many articles told as one story."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.briefing import Window, brief_sources, brief_store, read_briefing
from pipeline.cli.console import (
    check_output,
    look_for,
    say,
    set_up_logs,
    write_result,
)
from pipeline.cli.digesting import tell_failures
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    LengthName,
    OutputOption,
    ProfileOption,
    QuietOption,
    SinceOption,
    StoreOption,
    StoryOption,
    ToOption,
    UntilOption,
    VerboseOption,
    value,
)
from pipeline.exits import ALL, NONE, SOME


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
    to: ToOption = None,
    length: Annotated[
        LengthName | None, typer.Option("--length", help="How much to show (default medium).")
    ] = None,
    story: StoryOption = None,
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

    Example: chipwire brief --since 7d --format markdown --output monday.md
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
    last = read_briefing("--previous", previous) if previous else None
    window = Window(store, config, since, until)
    if sources:
        briefing = brief_sources(sources, settings, window, last, quiet=quiet)
    else:
        briefing = brief_store(window, settings, last, keep=True)
    if not briefing.sources:
        tell_failures(briefing.failures)
        say("there is nothing to brief: no digest was found or made")
        raise typer.Exit(NONE)
    from pipeline.render.briefing import render_briefing

    write_result(render_briefing(briefing, style.value, look_for(output)), output)
    failed = briefing.failures if sources else []  # those of a store failed in another run
    tell_failures(failed)
    raise typer.Exit(SOME if failed else ALL)
