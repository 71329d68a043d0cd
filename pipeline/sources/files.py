"""Folders and patterns -> the files in them, sorted. Symbolic links to folders are not followed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from glob import iglob
from pathlib import Path

from pipeline.errors import SourceError, UsageError

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md", ".markdown", ".eml")
ARCHIVE_SUFFIXES = (".warc", ".warc.gz")
_ANY_FOLDERS = re.compile(r"(?:^|/)\*\*(?:/|$)")


def files_in(folder: str) -> Iterator[str]:
    """Return the pages below a folder, hidden files and folders left out.

    Raises ``UsageError`` where there is no such folder and, after all that could be read,
    ``SourceError`` where a folder below it cannot be.
    """
    if not Path(folder).is_dir():
        raise UsageError("no such folder: check the path")
    errors: list[OSError] = []
    yield from sorted(
        str(Path(where) / name)
        for where, names in _walk(folder, errors)
        for name in names
        if name.lower().endswith(PAGE_SUFFIXES)
    )
    for error in errors:
        raise SourceError(f"{error.filename}: cannot be read: {error.strerror}") from error


def files_like(pattern: str) -> list[str]:
    """Return the files that match a pattern; ``**`` stands for any folders, also for none.

    Raises ``SourceError`` where there is none.
    """
    head, *tail = _ANY_FOLDERS.split(pattern, maxsplit=1)
    if not tail:
        found = set(iglob(pattern))  # noqa: PTH207  # a pattern is no path
    else:
        found = set(_below(head or ("/" if pattern.startswith("/") else "."), tail[0] or "*"))
    files = sorted(path for path in found if Path(path).is_file())
    if not files:
        raise SourceError("no file matches this pattern: check the path")
    return files


def _below(start: str, pattern: str) -> Iterator[str]:
    """Match a pattern in every folder below others, without running in circles."""
    for folder in iglob(start):  # noqa: PTH207
        for where, _ in _walk(folder, []):
            for name in iglob(pattern, root_dir=where):  # noqa: PTH207
                yield os.path.normpath(Path(where) / name)


def _walk(folder: str, errors: list[OSError]) -> Iterator[tuple[str, list[str]]]:
    """Visit a folder and those below it; hidden ones are left out, unreadable ones noted."""
    for where, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield where, [name for name in names if not name.startswith(".")]
