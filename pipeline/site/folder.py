"""The folder of a site: written file by file, each in one step; what is not the site's stays."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import UsageError
from pipeline.files import make_folder, whole_file

MARK = "chipwire-site.txt"
_MARK_TEXT = (
    b"chipwire site writes this folder. It replaces and removes its own pages; "
    b"other files are left alone.\n"
)
_FOLDERS = ("articles", "briefings", "static")
_TOP = ("index", "briefings", "articles", "money", "timeline", "actors", "search")
_FILES = {*(f"{name}.html" for name in _TOP), "feed.xml", "search-index.js"}
_ID = re.compile(r"[0-9a-z]{1,64}")
_PAGE = re.compile(r"[0-9a-z]{1,64}\.html")


def page_name(identity: str) -> str:
    """Return the name of a page, without its ending; an id that is no plain word is hashed."""
    if _ID.fullmatch(identity):
        return identity
    return sha256(identity.encode("utf-8", errors="replace")).hexdigest()[:16]


class Folder:
    """An open site folder; ``finish`` removes pages of an earlier build that are gone.

    Raises ``UsageError`` where the folder cannot be written, or holds something else under the
    name of a page and no mark that an earlier build left.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written: set[str] = set()
        make_folder(path)
        self._check()
        with whole_file(path / MARK) as stream:  # also removes what killed builds have left
            stream.write(_MARK_TEXT)
        for name in _FOLDERS:
            make_folder(path / name)
        self._partial = path / f".{MARK}.{os.getpid()}.part"

    def write(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there with this very content.

        Pages are not made fast on the disk one by one: they can be built again.
        """
        target = self.path / name
        self._written.add(name)
        try:
            if target.is_file() and target.read_bytes() == content:
                return
            self._partial.write_bytes(content)
            self._partial.replace(target)
        except OSError as exc:
            raise UsageError(f"site {target}: cannot be written: {exc.strerror}") from exc
        finally:
            self._partial.unlink(missing_ok=True)

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        """Give a stream that becomes a file when the block ends well."""
        with whole_file(self.path / name) as stream:
            yield stream
        self._written.add(name)

    def finish(self) -> None:
        """Remove the pages that this build has not written."""
        for name in _FOLDERS[:2]:
            for page in sorted((self.path / name).iterdir()):
                if _PAGE.fullmatch(page.name) and f"{name}/{page.name}" not in self._written:
                    page.unlink(missing_ok=True)
        for name in sorted(_FILES - self._written):
            (self.path / name).unlink(missing_ok=True)

    def _check(self) -> None:
        """Refuse links under our names, and a folder that is somebody else's."""
        taken = [self.path / name for name in (*_FOLDERS, *sorted(_FILES), MARK)]
        linked = next((place for place in taken if place.is_symlink()), None)
        if linked is not None:
            raise UsageError(f"site {linked}: is a link; remove it, or name another folder")
        if (self.path / MARK).is_file():
            return
        there = next((place for place in taken if place.exists()), None)
        if there is not None:
            raise UsageError(f"site {there}: is not of a site by chipwire; name another folder")
