"""``chipwire digest``: articles in, proved digests out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import (
    check_output,
    look_for,
    progress_bar,
    say,
    set_up_logs,
    write_result,
)
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    FormatName,
    LengthName,
    OutputOption,
    ProfileOption,
    QuietOption,
    To,
    VerboseOption,
    value,
)
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.records import Digest, Failure

_ALL, _NONE, _SOME = 0, 1, 3


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
    to: Annotated[
        To | None, typer.Option("--to", help="Language of the digest (default en).")
    ] = None,
    length: Annotated[
        LengthName | None, typer.Option("--length", help="How much to show (default medium).")
    ] = None,
    story: Annotated[
        str | None,
        typer.Option("--story", help="Story profile (default chip-initiative), or a .toml file."),
    ] = None,
    profile: ProfileOption = None,
    device: DeviceOption = None,
    config: ConfigOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Digest articles, each line with its proof."""
    from pipeline.config import load_settings
    from pipeline.records import Digest, Failure

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
    results = _run(sources, settings, quiet=quiet)
    digests = [result for result in results if isinstance(result, Digest)]
    if digests:
        write_result(_rendered(digests, style.value, output), output)
    failures = [result for result in results if isinstance(result, Failure)]
    for failure in failures:
        say(f"failed: {failure.source}: {failure.stage}: {failure.error}")
    raise typer.Exit(_ALL if not failures else _SOME if digests else _NONE)


def _run(sources: list[str], settings: Settings, *, quiet: bool) -> list[Digest | Failure]:
    """Read, digest and report; sources that are no sources at all fail like the others."""
    from pipeline.digest import Digester
    from pipeline.sources import parse_source
    from pipeline.stages.fetch import SourceFetcher
    from pipeline.stages.load import load_models
    from pipeline.story import load_story

    if sources.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    story = load_story(settings.digest.story)
    asked = [parse_source(source) for source in sources]
    with progress_bar(quiet=quiet) as progress:
        digester = Digester(
            settings=settings,
            story=story,
            fetcher=SourceFetcher(settings.fetch.allowing(sources), stdin=sys.stdin.buffer),
            load=lambda: load_models(settings.digest, progress),
            progress=progress,
        )
        return digester.digest(asked)


def _rendered(digests: list[Digest], style: str, output: Path | None) -> str:
    from pipeline.render import render

    return render(digests, style, look_for(output))
