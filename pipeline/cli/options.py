"""Options that several commands take, defined once."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class To(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """Languages a digest can be written in."""

    en = "en"
    fr = "fr"
    de = "de"
    es = "es"
    it = "it"
    pt = "pt"


class ProfileName(str, Enum):  # noqa: UP042
    """Which models work."""

    none = "none"
    embedded = "embedded"
    hub = "hub"
    gpu = "gpu"


class DeviceName(str, Enum):  # noqa: UP042
    """Where they work."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"
    mps = "mps"


class LengthName(str, Enum):  # noqa: UP042
    """How many statements."""

    short = "short"
    medium = "medium"
    long = "long"


class FormatName(str, Enum):  # noqa: UP042
    """How a digest is written."""

    text = "text"
    markdown = "markdown"
    json = "json"
    jsonl = "jsonl"
    atom = "atom"


class EngineName(str, Enum):  # noqa: UP042
    """Where a run does its work."""

    local = "local"
    ray = "ray"


ProfileOption = Annotated[
    ProfileName | None,
    typer.Option("--profile", help="Models: none at all, embedded (default), hub, gpu."),
]
DeviceOption = Annotated[
    DeviceName | None, typer.Option("--device", help="Where models run (default auto).")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="A TOML file of settings.", metavar="FILE")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress, no warnings; errors only.")
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Log everything to standard error.")
]


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="SQLite file or PostgreSQL URL (default: the config's, or chipwire.db).",
        metavar="PATH|URL",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", help="Dated then or later: 2024-02-09, 2024-02, 7d.", metavar="DATE"),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Dated then or earlier.", metavar="DATE")
]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="Language of the article: fr, ja, …", metavar="CODE")
]
ToOption = Annotated[To | None, typer.Option("--to", help="Language of the digests (default en).")]
StoryOption = Annotated[
    str | None,
    typer.Option("--story", help="Story profile (default chip-initiative), or a .toml file."),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file.", metavar="FILE")
]


def value(choice: Enum | None) -> str | None:
    """Return the value of a choice that may not have been given."""
    return None if choice is None else str(choice.value)
