"""Files written in one step: whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import UsageError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of ``path`` when the block ends well.

    Until then, and for good if it ends badly, what was there stays as it was. A link goes on
    pointing where it points; what is no regular file (a device, a pipe) is written to as it is.
    Raises ``UsageError`` where the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not (target.is_file() or target.is_dir()):
            with target.open("wb") as stream:
                yield stream
            return
        _clear(target)
        partial = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            partial.unlink(missing_ok=True)
            with partial.open("xb") as stream:  # never through a link that somebody has put there
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as exc:
        why = exc.strerror or exc
        raise UsageError(f"output {path}: cannot be written: {why}") from exc


def new_file(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; raises ``UsageError`` where it is, or cannot be."""
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError as exc:
        raise UsageError(f"{path}: is there already; it is not overwritten") from exc
    except OSError as exc:
        raise UsageError(f"{path}: cannot be written: {exc.strerror}") from exc


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises ``UsageError`` where it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise UsageError(f"folder {path}: cannot be made: {exc.strerror}") from exc


def _clear(path: Path) -> None:
    """Remove what processes that were killed have left of this file."""
    import psutil

    left = re.compile(rf"\.{re.escape(path.name)}\.(\d{{1,9}})\.part")
    if not path.parent.is_dir():
        return
    for other in path.parent.iterdir():
        match = left.fullmatch(other.name)
        if match and not psutil.pid_exists(int(match[1])):
            other.unlink(missing_ok=True)
