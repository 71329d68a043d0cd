"""``chipwire sources``: places to look at again, and what the last look brought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from pipeline.cli.console import say
from pipeline.cli.options import ConfigOption, StoreOption, value
from pipeline.cli.stores import existing_store
from pipeline.cli.table import tell
from pipeline.errors import ChipwireError, UsageError
from pipeline.exits import exit_code

if TYPE_CHECKING:
    from pipeline.config import EntryKind, FetchSettings
    from pipeline.records import Page, Source
    from pipeline.store import FetchState, StoredSource


class PlaceKind(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """What a place can be, as in a config."""

    page = "page"
    feed = "feed"
    sitemap = "sitemap"
    site = "site"
    list = "list"
    folder = "folder"
    warc = "warc"


app = typer.Typer(help="Add, list, check and remove places to look at.", no_args_is_help=True)
Locations = Annotated[
    list[str], typer.Argument(metavar="SOURCE...", help="A web address, a file or a folder.")
]
_AGAIN = timedelta(minutes=15)  # after a look that went well; doubled for each that did not
_LATEST = timedelta(days=1)


@app.command("add")
def add_command(
    locations: Locations,
    kind: Annotated[
        PlaceKind | None,
        typer.Option("--kind", help="What they are (default: looked up by the run)."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many articles of each.")
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Add places to look at; each is kept once. Nothing is fetched yet.

    A run works on them if its config has stored_sources = true.

    Example: chipwire sources add https://news.example/feed.xml --kind feed
    """
    from pipeline.config import load_settings
    from pipeline.store import open_store

    asked = [_source(location) for location in locations]
    with open_store(store or load_settings(config).store.url) as opened:
        for source in dict.fromkeys(asked):
            if opened.watch(source, _entry_kind(kind), limit):
                tell(f"added {source.location}")
            else:
                say(f"is there already: {source.location}")


@app.command("list")
def list_command(store: StoreOption = None, config: ConfigOption = None) -> None:
    """List the places: the answer and the failures of the last look, the next, kind, limit.

    Example: chipwire sources list --store news.db
    """
    with existing_store(store, config) as opened:
        for item in opened.watched():
            state = item.state
            due = f"{state.next_due:%Y-%m-%d %H:%M}" if state.next_due else "-"
            line = (item.source.location, state.status or "-", str(state.failures), due)
            tell(*line, item.listing or "-", item.most or "-")


@app.command("check")
def check_command(
    locations: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Places (default: all that were added)."),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only those whose next look is due.")] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Look at places: can they be had, are they changed, what are they, how much is there?

    Servers are asked for pages only if these have changed since the last look.

    Example: chipwire sources check --due
    """
    from pipeline.config import load_settings
    from pipeline.store import FetchState, StoredSource

    now = datetime.now(UTC)
    with existing_store(store, config) as opened:
        places = opened.watched(now if due else None)
        if locations:
            known = {item.source: item for item in opened.watched()}
            asked = dict.fromkeys(_source(location) for location in locations)
            places = [known.get(one, StoredSource(0, one, FetchState())) for one in asked]
        settings = load_settings(config).fetch
        settings = settings.allowing(item.source.location for item in places)
        failed = 0
        for item in places:
            words, state = _look(item, settings, now)
            failed += state.failures > 0
            tell(item.source.location, words)
            if item.state.next_due is not None:
                opened.put_source(item.source, state)
    if not places:
        say("nothing to check; add places with: chipwire sources add SOURCE")
    raise typer.Exit(exit_code(failed, len(places)))


@app.command("remove")
def remove_command(
    locations: Locations, store: StoreOption = None, config: ConfigOption = None
) -> None:
    """Look at places no more. Articles that came from them stay.

    Example: chipwire sources remove https://news.example/feed.xml
    """
    missing = 0
    with existing_store(store, config) as opened:
        for location in locations:
            if opened.forget_source(_source(location)):
                tell(f"removed {location}")
            else:
                missing += 1
                say(f"is not there: {location}")
    raise typer.Exit(exit_code(missing, len(locations)))


def _entry_kind(kind: PlaceKind | None) -> EntryKind | None:
    return None if kind is None else cast("EntryKind", value(kind))


def _source(location: str) -> Source:
    """Return the place that a user names; files by their whole path, pages in one spelling."""
    from pipeline.sources import web_source

    source = web_source(location)
    if source.kind == "stdin":
        raise UsageError("standard input (-) cannot be looked at again: name a file")
    if source.kind == "file":
        return source.model_copy(update={"location": str(Path(source.location).absolute())})
    return source


def _look(item: StoredSource, settings: FetchSettings, now: datetime) -> tuple[str, FetchState]:
    """Look at one place; return what there is to say, and what to remember."""
    from pipeline.store import FetchState

    state = item.state
    try:
        words, state = _found(item, settings)
    except ChipwireError as exc:
        failures = state.failures + 1
        pause = min(_AGAIN * 2 ** min(failures, 10), _LATEST)
        status = str(exc)[:200]
        return f"failed: {exc}", state._replace(
            status=status, failures=failures, next_due=now + pause
        )
    return words, FetchState(
        state.etag, state.last_modified, state.status, failures=0, next_due=now + _AGAIN
    )


def _found(item: StoredSource, settings: FetchSettings) -> tuple[str, FetchState]:
    """Return what is at a place, in words, and the state it leaves."""
    from pipeline.config import SourceEntry
    from pipeline.sources import expand
    from pipeline.stages.fetch import HttpFetcher, SourceFetcher, Validators

    source, state = item.source, item.state
    if source.kind == "url":
        known = Validators(state.etag, state.last_modified)
        reply = HttpFetcher(settings).get(source, known)
        new = state._replace(status=str(reply.status))
        if reply.page is None:
            return "unchanged", new
        words = _kind_of(reply.page)
        if reply.status == 304:
            return f"{words}, unchanged", new
        return words, new._replace(**reply.validators._asdict())
    entry = SourceEntry(location=source.location, kind=item.listing or "auto")
    found = expand(entry, SourceFetcher(settings).fetch)
    if found.failures:
        raise UsageError(found.failures[0].error)
    if found.sources == (source,):
        return _kind_of(SourceFetcher(settings).fetch(source)), state._replace(status="read")
    return f"{len(found.sources)} files", state._replace(status="read")


def _kind_of(page: Page) -> str:
    """Say what a page is: ``feed, 25 articles, newest 2024-02-09``."""
    from pipeline.sources import recognise

    what = recognise(page)
    words: list[str] = [what.kind]
    if what.kind != "page":
        words.append(f"{what.articles} articles")
    if what.sitemaps:
        words.append(f"{what.sitemaps} sitemaps")
    if what.newest is not None:
        words.append(f"newest {what.newest:%Y-%m-%d}")
    return ", ".join([*words, *(f"its feed: {feed}" for feed in what.feeds)])
