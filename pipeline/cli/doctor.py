"""``chipwire doctor``: what works on this machine, and what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from pipeline.cli.console import write_result
from pipeline.version import chipwire_version

_LIBRARIES = ("torch", "transformers", "peft", "trafilatura", "langdetect", "httpx2")
_ROOM = 1_300  # MB that converting the embedded model takes at its peak
_EMBEDDED = "gemma-3-270m"

Finding = tuple[bool | None, str]  # works, does not, or is not needed; and in words


def doctor_command() -> None:
    """Say what works here and what is missing.

    The exit code is 1 if digests cannot be made.

    Example: chipwire doctor
    """
    marks = {True: "ok", False: "MISSING", None: "-"}
    works = True
    for check in (_python, _libraries, _cache, _embedded, _others, _device, _stories):
        for good, words in _safely(check):
            works = works and good is not False
            write_result(f"{marks[good]:8}{words}\n", None)
    raise typer.Exit(0 if works else 1)


def _safely(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """Run a check; one that fails itself is a finding, not the end of the others."""
    try:
        return list(check())
    except Exception as exc:  # noqa: BLE001  # the doctor looks at broken machines
        return [(False, f"{check.__name__.strip('_')}: {type(exc).__name__}: {exc}")]


def _python() -> Iterator[Finding]:
    yield sys.version_info >= (3, 11), f"Python {platform.python_version()}, {platform.machine()}"
    yield True, f"chipwire {chipwire_version()}"


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield True, f"{name} {version(name)}"
        except PackageNotFoundError:
            yield False, f"{name}: not installed; run: make demo"


def _cache() -> Iterator[Finding]:
    import models

    root = models.cache_root()
    there = _first_existing(root)
    writable = os.access(there, os.W_OK)
    free = shutil.disk_usage(there).free // 1_000_000
    yield writable, f"cache {root}" + ("" if writable else ": not writable; set CHIPWIRE_CACHE")
    yield free > _ROOM, f"{free} MB free there ({_ROOM} MB wanted)"


def _embedded() -> Iterator[Finding]:
    import models

    card = models.load_card(_EMBEDDED)
    if folder := models.locate(card):
        yield True, f"embedded model: {folder}"
        return
    try:
        if card.package:
            version(card.package.chunks[0].distribution)
        yield True, "embedded model: in its package; it is converted once, at its first use"
    except PackageNotFoundError:
        yield False, "embedded model: its package is missing; run: make demo"


def _others() -> Iterator[Finding]:
    import models

    for card in models.all_cards():
        if card.name != _EMBEDDED:
            here = models.locate(card) is not None
            cure = "" if here else f": not here; chipwire models pull {card.name}"
            yield True if here else None, f"{'/'.join(card.profiles)} model {card.name}{cure}"


def _device() -> Iterator[Finding]:
    from models.device import resolve

    place = resolve("auto")
    yield True, f"device {place.kind}, {place.dtype}"


def _stories() -> Iterator[Finding]:
    from pipeline.story import load_story, story_names

    for name in story_names():
        story = load_story(name)
        yield True, f"story {name}: {len(story.actors)} actors"


def _first_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())
