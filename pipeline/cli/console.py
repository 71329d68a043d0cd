"""What the commands share: streams, messages, logs and progress on standard error."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from pipeline.errors import UsageError
from pipeline.files import whole_file

if TYPE_CHECKING:
    from models.protocols import Progress
    from pipeline.render import Look


# Passwords in the URL of a store, which a message may quote.
_SECRET = re.compile(
    r"(\bpostgres\w{0,20}(?:\+\w{1,20})?:/{0,2}[^\s/:@]{0,200}:)[^\s@]{1,200}"
    r"|(://[^\s/:@]{0,200}:)[^\s/@]{1,200}(?=@)|(\bpassword=)[^\s&]{1,200}"
)


def utf8_streams() -> None:
    """Write UTF-8 whatever the locale says; unreadable characters never stop a result."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(message: str) -> None:
    """Tell the user something, on standard error."""
    sys.stderr.write("chipwire: " + _SECRET.sub(r"\1\2\3***", message) + "\n")


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong, on one line, and end with an exit code."""
    say(f"error: {message}")
    sys.exit(code)


class Terminated(BaseException):
    """SIGTERM came: whatever is open is closed as by an interrupt from the keyboard."""


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Raise ``Terminated`` in the block when SIGTERM comes, instead of ending at once."""

    def end(*_: object) -> NoReturn:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def set_up_logs(*, quiet: bool, verbose: bool, json_lines: bool = False) -> None:
    """Send logs to standard error: warnings, errors only (quiet), or everything (verbose).

    As ``json_lines`` each is one JSON object a line, and what a run does is told as well.
    """
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(levelname)s %(name)s: %(message)s")
    handler.setFormatter(_json_formatter() if json_lines else plain)
    logger = logging.getLogger("chipwire")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
    for name in ("chipwire.run", "chipwire.mail"):
        logging.getLogger(name).setLevel(logging.INFO if json_lines and not quiet else level)
    if not verbose:  # libraries speak only when they are asked to
        logging.getLogger().setLevel(logging.CRITICAL)


def _json_formatter() -> logging.Formatter:
    from structlog import processors, stdlib

    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            processors.TimeStamper(fmt="iso", utc=True, key="time"),
            stdlib.add_log_level,
            stdlib.add_logger_name,
            stdlib.ExtraAdder(),
        ],
        processors=[
            stdlib.ProcessorFormatter.remove_processors_meta,
            processors.format_exc_info,
            processors.JSONRenderer(ensure_ascii=False),
        ],
    )


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
    with result_file(output) as stream:
        stream.write(text.encode("utf-8", errors="replace"))


@contextmanager
def result_file(output: Path | None) -> Iterator[BinaryIO]:
    """Open a result for writing: standard output, or a file that appears whole or not at all."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as stream:
        yield stream


def columns(default: int) -> int:
    """Return the width of the terminal, or of COLUMNS; ``default`` where there is neither."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return shutil.get_terminal_size((default, 24)).columns if known else default


def look_for(output: Path | None) -> Look:
    """Return how wide text is, and whether it may have colours: on a terminal alone.

    COLUMNS sets the width of what is not written to a file; NO_COLOR and TERM=dumb forbid colours,
    and everything else that a terminal obeys.
    """
    from pipeline.render import Look

    if output is not None:
        return Look()
    colours = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(width=max(40, columns(Look().width)), terminal=sys.stdout.isatty() and colours)


def check_output(output: Path | None) -> None:
    """Refuse an output that cannot be written before any work is done."""
    if output is None:
        return
    if output.is_dir():
        raise UsageError(f"output {output}: is a folder; name a file")
    if not output.parent.is_dir():
        raise UsageError(f"output {output}: no such folder; make {output.parent} first")
    if output.exists() and not output.is_file():  # a device or a pipe
        return
    if not os.access(output.parent, os.W_OK):
        raise UsageError(f"output {output}: the folder is not writable")
