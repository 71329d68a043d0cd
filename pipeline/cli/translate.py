"""``chipwire translate``: lines in, lines out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli.console import progress_bar, say, set_up_logs, write_result
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    ProfileOption,
    QuietOption,
    To,
    VerboseOption,
    value,
)


def translate_command(
    source: Annotated[
        str, typer.Option("--from", help="Language of the lines: fr, en, de, es, it, pt, …")
    ],
    to: Annotated[To, typer.Option("--to", help="Language to translate into.")] = To.en,
    profile: ProfileOption = None,
    device: DeviceOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Translate lines of text.

    Reads standard input and writes one line for each line, in the same order. Amounts are locked
    as in a digest. A line whose translation fails a check is still written; how many there were is
    said on standard error.

    Example: chipwire translate --from fr --to en < lines.txt
    """
    from pipeline.config import load_settings
    from pipeline.stages.lines import translate_lines
    from pipeline.stages.load import check_language, load_models, model_errors
    from pipeline.story import load_story

    set_up_logs(quiet=quiet, verbose=verbose)
    whole = load_settings(config, to=to.value, profile=value(profile), device=value(device))
    settings = whole.digest
    check_language(source, settings.profile)
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    with model_errors(), progress_bar(quiet=quiet) as progress:
        models = load_models(whole, progress)
        answers, doubtful = translate_lines(
            lines, source, settings.to, models.translator, load_story(settings.story), progress
        )
    write_result("".join(f"{line}\n" for line in answers), None)
    if doubtful and not quiet:
        say(f"{doubtful} of {len(lines)} lines did not pass all checks; read them before use")
