"""``chipwire digest``: articles in, proved digests out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import (
    check_output,
    look_for,
    set_up_logs,
    write_result,
)
from pipeline.cli.digesting import digest_sources, tell_failures
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    FormatName,
    LengthName,
    OutputOption,
    ProfileOption,
    QuietOption,
    StoryOption,
    ToOption,
    VerboseOption,
    value,
)
from pipeline.exits import exit_code

if TYPE_CHECKING:
    from pipeline.records import Digest


def digest_command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="A web address, an .html, .txt or .md file, or - for standard input.",
        ),
    ],
    style: Annotated[
        FormatName, typer.Option("--format", "-f", help="How the digest is written.")
    ] = FormatName.text,
    to: ToOption = None,
    length: Annotated[
        LengthName | None, typer.Option("--length", help="How much to show (default medium).")
    ] = None,
    story: StoryOption = None,
    profile: ProfileOption = None,
    device: DeviceOption = None,
    config: ConfigOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Digest articles, each line with its proof.

    Example: chipwire digest https://news.example/article page.html --to fr
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
    digests, failures = digest_sources(sources, settings, quiet=quiet)
    if digests:
        write_result(_rendered(digests, style.value, output), output)
    tell_failures(failures)
    raise typer.Exit(exit_code(len(failures), len(failures) + len(digests)))


def _rendered(digests: list[Digest], style: str, output: Path | None) -> str:
    from pipeline.render import render

    return render(digests, style, look_for(output))
