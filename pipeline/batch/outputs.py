"""The files of a run: its digests as the config asks for them, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.config import OutputEntry
from pipeline.files import make_folder, whole_file
from pipeline.records import Digest
from pipeline.render import render


class Joined(NamedTuple):
    """How digests that are rendered one by one make one file."""

    before: str = ""
    between: str = ""
    after: str = ""


_JOINED = {
    "text": Joined(between="\n" + "─" * 100 + "\n"),
    "markdown": Joined(between="\n---\n\n"),
    "json": Joined("[\n", ",\n", "]\n"),
    "jsonl": Joined(),
}


def write_outputs(
    entries: Iterable[OutputEntry], run: str, digests: Callable[[], Iterator[Digest]]
) -> list[Path]:
    """Write the files and return their paths.

    ``digests`` gives the run's digests in order, anew for each file, so none need be kept. In a
    path ``{run}`` stands for the run's id, and ``{id}`` for a digest's: then each has its file.
    Raises ``UsageError`` where a file cannot be written; what was there stays as it was.
    """
    written = []
    for entry in entries:
        place = entry.path.replace("{run}", run)
        if "{id}" in place:
            for digest in digests():
                path = Path(place.replace("{id}", digest.id))
                _write(path, [render([digest], entry.format)])
                written.append(path)
        else:
            _write(Path(place), _joined(entry.format, digests()))
            written.append(Path(place))
    return written


def _joined(style: str, digests: Iterator[Digest]) -> Iterator[str]:
    joined = _JOINED[style]
    yield joined.before
    for number, digest in enumerate(digests):
        yield (joined.between if number else "") + render([digest], style)
    yield joined.after


def _write(path: Path, pieces: Iterable[str]) -> None:
    make_folder(path.parent)
    with whole_file(path) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8", errors="replace"))
