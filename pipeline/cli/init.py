"""``chipwire init``: a first config for a newsroom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say, write_result
from pipeline.cli.options import ProfileName, To


def init_command(
    folder: Annotated[Path, typer.Argument(help="Where newsroom.toml goes.")] = Path(),
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="A place where articles come from; may be repeated."),
    ] = None,
    story: Annotated[str, typer.Option("--story", help="A story's name or .toml file.")] = (
        "chip-initiative"
    ),
    to: Annotated[To, typer.Option("--to", help="The language of the digests.")] = To.en,
    profile: Annotated[ProfileName, typer.Option("--profile", help="Models.")] = (
        ProfileName.embedded
    ),
    mail_to: Annotated[
        str, typer.Option("--mail-to", help="A first subscriber of a morning edition.")
    ] = "",
    mail_from: Annotated[str, typer.Option("--mail-from", help="Who the mail is from.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="Time zone of the editions.")] = "UTC",
) -> None:
    """Write a commented newsroom.toml, and check it. Nothing is overwritten.

    Example: chipwire init desk --source https://news.example/feed.xml --to fr
    """
    from pipeline.config import load_settings
    from pipeline.config.starter import Newsroom, starter
    from pipeline.errors import ChipwireError
    from pipeline.files import make_folder, new_file
    from pipeline.story import load_story

    load_story(story)
    path = folder / "newsroom.toml"
    places = [_from(folder, location) for location in source or ()]
    named = _from(folder, story) if story.endswith(".toml") else story
    text = starter(Newsroom(named, to.value, profile.value, places, mail_to, mail_from, zone))
    make_folder(folder)
    new_file(path, text.encode())
    try:
        load_settings(path)
    except ChipwireError:
        path.unlink()
        raise
    say(f"{path} is written and checked; read it, then:")
    steps = [f"chipwire run {path} --dry-run", f"chipwire run {path}"]
    steps += [f"chipwire mail {path} --dry-run"] if mail_to else []
    write_result("".join(f"{step}\n" for step in steps), None)


def _from(folder: Path, location: str) -> str:
    """Out: a local place as the config, which lies in ``folder``, has to name it."""
    if "://" in location or Path(location).is_absolute():
        return location
    return str(Path(location).absolute()) if folder != Path() else location
