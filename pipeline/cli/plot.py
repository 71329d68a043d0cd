"""``chipwire plot``: the charts of a briefing as picture files."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.briefing import Window, brief_sources, brief_store, read_briefing
from pipeline.cli.console import check_output, result_file, say, set_up_logs
from pipeline.cli.digesting import tell_failures
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
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
from pipeline.errors import UsageError
from pipeline.exits import ALL, NONE, SOME

if TYPE_CHECKING:
    from pipeline.briefing_records import Briefing
    from pipeline.charts import Chart

_NOTHING = {
    "money": "no amount has a currency and a value",
    "timeline": "no event has a date",
    "actors": "no article with a date names an actor",
}


class ChartName(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """What is drawn."""

    money = "money"
    timeline = "timeline"
    actors = "actors"


def plot_command(
    chart: Annotated[ChartName, typer.Argument(help="What is drawn.", show_default=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "--out", "-o", help="A .png or .svg file to write.", metavar="FILE"
        ),
    ],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Articles to digest and draw at once; without any, the store is drawn.",
            show_default=False,
        ),
    ] = None,
    briefing: Annotated[
        Path | None,
        typer.Option("--briefing", help="Draw this briefing, written as JSON.", metavar="FILE"),
    ] = None,
    to: ToOption = None,
    story: StoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    store: StoreOption = None,
    profile: ProfileOption = None,
    device: DeviceOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Draw who reports which sums, what happened when, or who speaks and denies.

    The picture is made of what chipwire brief finds, at full length. Its words are said on standard
    error, for readers who do not see it. This needs matplotlib, the extra "plots".

    Example: chipwire plot money --since 30d --out money.png
    """
    from pipeline.charts import CHARTS, alt_text
    from pipeline.charts.plot import check_plots, png, svg
    from pipeline.config import load_settings

    set_up_logs(quiet=quiet, verbose=verbose)
    writers = {".png": png, ".svg": svg}
    draw = writers.get(output.suffix.lower())
    if draw is None:
        raise UsageError(f"output {output}: name a file that ends in .png or .svg")
    check_output(output)
    check_plots()
    settings = load_settings(
        config,
        to=value(to),
        length="long",
        story=story,
        profile=value(profile),
        device=value(device),
    )
    window = Window(store, config, since, until)
    if briefing is not None:
        if sources or (store, since, until) != (None, None, None):
            raise UsageError("--briefing is drawn as it is: without sources, --store and dates")
        made = read_briefing("--briefing", briefing)
    elif sources:
        made = brief_sources(sources, settings, window, quiet=quiet)
    else:
        made = brief_store(window, settings, keep=False)
    failed = made.failures if sources else []
    tell_failures(failed)
    drawn = _chart(CHARTS[chart.value](made), made, chart.value)
    with result_file(output) as stream:
        stream.write(draw(drawn))
    if not quiet:
        say(alt_text(drawn))
    raise typer.Exit(SOME if failed else ALL)


def _chart(drawn: Chart | None, made: Briefing, name: str) -> Chart:
    """Return a chart that there is; else say why there is none, and end."""
    if drawn is None:
        reason = _NOTHING[name] if made.sources else "no digest was found or made"
        say(f"there is nothing to draw: {reason}")
        raise typer.Exit(NONE)
    return drawn
