"""``chipwire site``: a story as a folder of pages that need no server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.briefing import brief_digests
from pipeline.cli.console import say, set_up_logs
from pipeline.cli.digesting import digest_sources, tell_failures
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    LengthName,
    ProfileOption,
    QuietOption,
    StoreOption,
    StoryOption,
    ToOption,
    VerboseOption,
    value,
)
from pipeline.cli.stores import existing_store
from pipeline.errors import UsageError
from pipeline.exits import ALL, NONE, SOME

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.records import Failure
    from pipeline.site import Built


def site_command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write.")],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Articles to digest and brief at once; without any, the store is shown.",
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="URL", help="Address that the site will have: for the Atom feed."
        ),
    ] = None,
    to: ToOption = None,
    length: Annotated[
        LengthName | None, typer.Option("--length", help="How much to show, of sources.")
    ] = None,
    story: StoryOption = None,
    store: StoreOption = None,
    profile: ProfileOption = None,
    device: DeviceOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write the story as web pages: the latest briefing, the archive, a page for each article.

    The pages work without a server and load nothing from elsewhere. Over the store, briefings are
    those that chipwire brief kept. Pages of an earlier build are replaced, other files stay.

    Example: chipwire brief --since 7d && chipwire site public/
    """
    from pipeline.config import load_settings

    set_up_logs(quiet=quiet, verbose=verbose)
    settings = load_settings(
        config,
        to=value(to),
        length=value(length),
        story=story,
        profile=value(profile),
        device=value(device),
    )
    address = _address(url)
    failures: list[Failure] = []
    if sources:
        if store is not None:
            raise UsageError("--store is for a site of the store; name it or sources")
        built, failures = _of_sources(out, sources, settings, address, quiet=quiet)
    else:
        built = _of_store(out, (store, config), settings, address)
    tell_failures(failures)
    if built is None:
        say("there is nothing to show: no digest was made")
        raise typer.Exit(NONE)
    if not quiet:
        say(f"{built.articles} articles, {built.briefings} briefings: {out / 'index.html'}")
    raise typer.Exit(SOME if failures else ALL)


def _of_sources(
    out: Path, sources: list[str], settings: Settings, address: str | None, *, quiet: bool
) -> tuple[Built | None, list[Failure]]:
    from pipeline.site import build_site, of_digests

    digests, failures = digest_sources(sources, settings, quiet=quiet)
    if not digests:
        return None, failures
    briefing = brief_digests(digests, settings, failures)
    return build_site(out, of_digests(digests, briefing), address), failures


def _of_store(
    out: Path, where: tuple[str | None, Path | None], settings: Settings, address: str | None
) -> Built:
    from pipeline.site import build_site, of_store
    from pipeline.story import load_story

    profile = load_story(settings.digest.story)
    with existing_store(*where) as opened:
        contents = of_store(opened, profile.title, profile.name, settings.digest.to)
        built = build_site(out, contents, address)
    if not built.briefings:
        say("the store has no briefing of this story yet: chipwire brief makes one")
    return built


def _address(url: str | None) -> str | None:
    """Return the address of a folder, which ends with a slash. Raises ``UsageError``."""
    from pipeline.render.links import web

    if url is None:
        return None
    address = web(url)
    if address is None:
        raise UsageError(f"--url {url}: must begin with https:// or http://")
    return address.rstrip("/") + "/"
