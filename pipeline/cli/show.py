"""``chipwire show``: one digest of the store, its article, or how that changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from pipeline.cli.console import look_for, write_result
from pipeline.cli.options import ConfigOption, FormatName, StoreOption
from pipeline.cli.stores import existing_store, stored_digest
from pipeline.errors import StoreError, UsageError

if TYPE_CHECKING:
    from pipeline.store import Store, StoredDigest

T = TypeVar("T")


def show_command(
    digest_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a digest, or the beginning of it.")
    ],
    style: Annotated[
        FormatName, typer.Option("--format", "-f", help="How it is written.")
    ] = FormatName.text,
    article: Annotated[
        bool, typer.Option("--article", help="Show the article's text instead.")
    ] = False,
    versions: Annotated[
        bool, typer.Option("--versions", help="Show the article's versions and what changed.")
    ] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Show a digest as it was made, its article, or the article's versions.

    Example: chipwire show 8c37ed4a --versions
    """
    if article and versions:
        raise UsageError("--article and --versions are two things; ask for one")
    with existing_store(store, config) as opened:
        found = stored_digest(opened, digest_id)
        if article or versions:
            text = (_article if article else _versions)(opened, found, style.value)
        else:
            from pipeline.render import render

            text = render([found.digest], style.value, look_for(None))
    write_result(text, None)


def _article(store: Store, stored: StoredDigest, style: str) -> str:
    from pipeline.render.article import ARTICLE_STYLES

    article, history = store.article(stored.version_id), store.history(stored.version_id)
    if article is None or history is None:
        raise StoreError("the article was pruned meanwhile")
    return _writer(ARTICLE_STYLES, style, "--article")(article, history.url)


def _versions(store: Store, stored: StoredDigest, style: str) -> str:
    from pipeline.render.history import HISTORY_STYLES

    history = store.history(stored.version_id)
    if history is None:
        raise StoreError("the article was pruned meanwhile")
    return _writer(HISTORY_STYLES, style, "--versions")(history)


def _writer(styles: Mapping[str, T], style: str, option: str) -> T:
    if style not in styles:
        raise UsageError(f"{option} is written as {', '.join(styles)}, not as {style}")
    return styles[style]
