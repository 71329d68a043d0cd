"""``chipwire prune``: forget what is old."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import say, write_result
from pipeline.cli.filters import moment
from pipeline.cli.options import ConfigOption, StoreOption
from pipeline.cli.stores import existing_store
from pipeline.errors import StoreError, UsageError
from pipeline.exits import ALL, SOME

if TYPE_CHECKING:
    from pipeline.store import Pruned, Store


def prune_command(
    before: Annotated[
        str | None,
        typer.Option("--before", help="What is older: 2024-02-09 or 30d.", metavar="DATE"),
    ] = None,
    keep_versions: Annotated[
        int | None,
        typer.Option("--keep-versions", min=1, help="Newest versions of an article that stay."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes/--dry-run", help="Delete, or only say what would go.")
    ] = False,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Forget superseded versions of articles, and old runs and answers of models.

    The newest version of an article stays, however old, and so do all corrections. With
    --keep-versions alone, older versions go whatever their age, and nothing else does.

    Example: chipwire prune --before 90d --keep-versions 2 --yes
    """
    if before is None and keep_versions is None:
        raise UsageError("prune: say what may go: --before DATE, --keep-versions N, or both")
    end = moment("--before", before, datetime.now(UTC)) if before is not None else None
    with existing_store(store, config) as opened:
        gone = opened.prune(end, keep_versions or 1, dry_run=not yes)
        write_result(_told(gone, "deleted" if yes else "would be deleted"), None)
        if not yes:
            say("nothing was deleted; do it with --yes")
            raise typer.Exit(ALL)
        raise typer.Exit(ALL if _compacted(opened) else SOME)


def _told(gone: Pruned, verb: str) -> str:
    lines = [f"{count} {name} {verb}\n" for name, count in gone._asdict().items() if count]
    return "".join(lines) or f"nothing {verb}\n"


def _compacted(store: Store) -> bool:
    """Give the space back and say how much it was; False if that was not possible now."""
    try:
        freed = store.compact()
    except StoreError as exc:
        say(f"what was to go is gone, but its space is not given back: {exc}")
        return False
    if freed is not None:
        write_result(f"{max(0, freed) / 1e6:.1f} MB given back to the disk\n", None)
    return True
