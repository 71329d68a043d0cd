"""What the commands share: streams, messages, logs and progress on standard error."""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from models.protocols import Progress


def utf8_streams() -> None:
    """Write UTF-8 whatever the locale says; unreadable characters never stop a result."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(message: str) -> None:
    """Tell the user something, on standard error."""
    sys.stderr.write(f"chipwire: {message}\n")


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong, on one line, and end with an exit code."""
    say(f"error: {message}")
    sys.exit(code)


def set_up_logs(*, quiet: bool, verbose: bool) -> None:
    """Send logs to standard error: warnings, errors only (quiet), or everything (verbose)."""
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("chipwire")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
    if not verbose:  # libraries speak only when they are asked to
        logging.getLogger().setLevel(logging.CRITICAL)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """Give a progress function: a bar on a terminal, one line a phase elsewhere, none if quiet."""
    if quiet:
        yield lambda _what, _done, _total: None
    elif sys.stderr.isatty():
        yield from _bar()
    else:
        yield _lines()


def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield show


def _lines() -> Progress:
    told: set[str] = set()

    def show(what: str, _done: int, _total: int) -> None:
        if what not in told:
            told.add(what)
            say(f"{what} ...")

    return show


def write_result(text: str, output: Path | None) -> None:
    """Write a result to standard output, or to a file in one step: whole or not at all."""
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(output)
    except OSError as exc:
        raise UsageError(f"output {output}: cannot be written: {exc.strerror}") from exc


def check_output(output: Path | None) -> None:
    """Refuse an output that cannot be written before any work is done."""
    if output is None:
        return
    if output.is_dir():
        raise UsageError(f"output {output}: is a folder; name a file")
    if not output.parent.is_dir():
        raise UsageError(f"output {output}: no such folder; make {output.parent} first")
    if not os.access(output.parent, os.W_OK):
        raise UsageError(f"output {output}: the folder is not writable")
