"""``chipwire search``: articles and digests by their words."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import look_for, say, write_result
from pipeline.cli.filters import LeastAmount, least_amount, span
from pipeline.cli.options import (
    ConfigOption,
    LanguageOption,
    SinceOption,
    StoreOption,
    UntilOption,
)
from pipeline.cli.stores import existing_store

if TYPE_CHECKING:
    from pipeline.store import Filters


class HitFormat(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """How what was found is written."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


def search_command(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help="Words; all must occur. None: the newest."),
    ] = None,
    language: LanguageOption = None,
    actor: Annotated[
        str | None,
        typer.Option("--actor", help="Who is named: openai, 'Sam Altman', …", metavar="NAME"),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    min_amount: Annotated[
        str | None,
        typer.Option(
            "--min-amount",
            help="An amount as large is named: 7e9, 7bn, '7 trillion'; $7bn: in that currency.",
            metavar="AMOUNT",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1000, help="At most so many articles.")
    ] = 20,
    style: Annotated[
        HitFormat, typer.Option("--format", "-f", help="How it is written.")
    ] = HitFormat.text,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Find articles and digests by their words.

    Case and accents do not matter, and pieces of words are found too. An article is found once,
    at its best place. Finding nothing is no error.

    Example: chipwire search Emirates --min-amount "1 trillion" --since 30d
    """
    from pipeline.render.hits import render_hits

    dates = span(since, until, datetime.now(UTC))
    least = least_amount(min_amount) if min_amount is not None else None
    filters = _filters(language, _actor_id(actor, config), dates, least)
    with existing_store(store, config) as opened:
        hits = opened.search(" ".join(query or []), filters, limit)
    look = look_for(None)
    write_result(render_hits(hits, style.value, look.width, terminal=look.terminal), None)
    if not hits:
        say("nothing found")


def _filters(
    language: str | None,
    actor: str | None,
    dates: tuple[datetime | None, datetime | None],
    least: LeastAmount | None,
) -> Filters:
    from pipeline.store import Filters

    return Filters(
        language=language.strip().lower() if language is not None else None,
        actor=actor,
        since=dates[0],
        until=dates[1],
        min_amount=least.value if least else None,
        currency=least.currency if least else None,
    )


def _actor_id(name: str | None, config: Path | None) -> str | None:
    """Return the id of an actor that the story knows by this name, or else the name itself."""
    if name is None:
        return None
    from pipeline.config import load_settings
    from pipeline.story import load_story

    wanted = name.strip()
    for actor in load_story(load_settings(config).digest.story).actors:
        names = (actor.id, actor.name, *actor.aliases)
        if wanted.casefold() in (known.casefold() for known in names):
            return actor.id
    return wanted
