"""``chipwire init``: a first config for a newsroom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say, write_result
from pipeline.cli.options import ProfileOption, StoryOption, ToOption, value


def init_command(
    folder: Annotated[Path, typer.Argument(help="Where newsroom.toml goes.")] = Path(),
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="A place where articles come from; may be repeated."),
    ] = None,
    story: StoryOption = None,
    to: ToOption = None,
    profile: ProfileOption = None,
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

    chosen = load_settings(story=story, to=value(to), profile=value(profile)).digest
    load_story(chosen.story)
    path = folder / "newsroom.toml"
    places = [_from(folder, location) for location in source or ()]
    named = _from(folder, chosen.story) if chosen.story.endswith(".toml") else chosen.story
    text = starter(Newsroom(named, chosen.to, chosen.profile, places, mail_to, mail_from, zone))
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
