"""Subscribers out of a CSV file, each line checked on its own."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.config import SubscriberEntry
from pipeline.errors import UsageError
from pipeline.store import Subscriber

_COLUMNS = ("address", "edition", "language", "length", "story")
_SAME = {"email": "address", "e-mail": "address", "mail": "address"}


class Faulty(NamedTuple):
    """A line that names no subscriber, and why."""

    line: int
    why: str


def read_subscribers(
    path: Path, edition: str | None = None, editions: Collection[str] = ()
) -> Iterator[Subscriber | Faulty]:
    """Give the subscribers of a file, or what is wrong with a line.

    The first line names the columns: address (or email), and any of edition, language, length and
    story; ``edition`` serves where a line names none; ``editions``, if given, are all there are.
    Commas or semicolons. Raises ``UsageError`` for a file that is no such table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            stream.seek(0)
            delimiter = ";" if first.count(";") > first.count(",") else ","
            rows = csv.reader(stream, delimiter=delimiter, strict=True)
            names = _names(path, next(rows, []))
            for row in rows:
                if any(cell.strip() for cell in row):
                    found = _subscriber(rows.line_num, names, row, edition)
                    if editions and isinstance(found, Subscriber) and found.edition not in editions:
                        found = Faulty(rows.line_num, f"there is no edition '{found.edition}'")
                    yield found
    except OSError as exc:
        raise UsageError(f"{path}: cannot be read: {exc.strerror}") from exc
    except (csv.Error, UnicodeDecodeError) as exc:
        raise UsageError(f"{path}: is no CSV file in UTF-8: {exc}") from exc


def _names(path: Path, header: list[str]) -> list[str]:
    names = [_SAME.get(cell.strip().lower(), cell.strip().lower()) for cell in header]
    unknown = [name for name in names if name not in _COLUMNS]
    if "address" not in names or unknown or len(set(names)) < len(names):
        raise UsageError(
            f"{path}: the first line must name the columns: address, and any of "
            f"{', '.join(_COLUMNS[1:])}, each once"
        )
    return names


def _subscriber(
    line: int, names: list[str], row: list[str], edition: str | None
) -> Subscriber | Faulty:
    if len(row) != len(names):
        return Faulty(line, f"has {len(row)} columns, not {len(names)}")
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
    if "edition" not in cells and edition is None:
        return Faulty(line, "names no edition")
    return checked({"edition": edition, **cells}, line)


def checked(fields: Mapping[str, str | None], line: int = 0) -> Subscriber | Faulty:
    """Return a subscriber, or what is wrong with the fields."""
    try:
        entry = SubscriberEntry.model_validate(dict(fields))
    except ValidationError as exc:
        error = exc.errors()[0]
        key = ".".join(str(part) for part in error["loc"])
        return Faulty(line, f"{key}: {error['msg'].removeprefix('Value error, ')}")
    return Subscriber(entry.address, entry.edition, entry.language, entry.length, entry.story)
