"""Files written in one step: whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pipeline.errors import UsageError


@contextmanager
def whole_file(path: Path, mode: int = 0o644) -> Iterator[TextIO]:
    """Give a stream whose content takes the place of ``path`` when the block ends well.

    Until then, and for good if it ends badly, what was there stays as it was. Folders are made.
    Raises ``UsageError`` where the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path)
        with partial.open("w", encoding="utf-8") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(mode)
        partial.replace(path)
    except OSError as exc:
        raise UsageError(f"output {path}: cannot be written: {exc.strerror}") from exc
    finally:
        partial.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove what processes that were killed have left of this file."""
    import psutil

    left = re.compile(rf"\.{re.escape(path.name)}\.(\d{{1,9}})\.part")
    for other in path.parent.glob(f".{path.name.replace('[', '[[]')}.*.part"):
        match = left.fullmatch(other.name)
        if match and not psutil.pid_exists(int(match[1])):
            other.unlink(missing_ok=True)
