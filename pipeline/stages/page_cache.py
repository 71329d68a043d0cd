"""Pages on disk, to ask "only if changed" for. Safe to delete at any moment.

One file a page: a line of JSON, then the content as it was. Files are written whole or not at all
and checked when they are read; what is damaged or unreadable is simply not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

_PRUNE_EVERY = 100  # pages put; a full folder is looked through in some milliseconds


class Validators(NamedTuple):
    """What a server gave along with a page, to ask later whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None


class Kept(NamedTuple):
    """A page in the cache."""

    content: bytes
    content_type: str | None
    validators: Validators


class PageCache:
    """A folder of pages, the oldest of which go when there are more than ``max_bytes``."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder, self._max_bytes = folder, max_bytes
        self._put = 0

    def find(self, url: str) -> Kept | None:
        """Return the page of an address, or None."""
        try:
            head, _, content = self._path(url).read_bytes().partition(b"\n")
            data = json.loads(head)
            if data["url"] != url or data["sha256"] != hashlib.sha256(content).hexdigest():
                return None
            validators = Validators(data["etag"], data["last_modified"])
            return Kept(content, data["content_type"], validators)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, page: Kept) -> None:
        """Keep a page; where the disk does not let us, it is not kept."""
        head = {
            "url": url,
            "content_type": page.content_type,
            **page.validators._asdict(),
            "sha256": hashlib.sha256(page.content).hexdigest(),
        }
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(descriptor, "wb") as file:
                file.write(json.dumps(head).encode() + b"\n" + page.content)
            Path(name).replace(self._path(url))
        except OSError:
            return
        if self._put % _PRUNE_EVERY == 0:
            self.prune()
        self._put += 1

    def prune(self) -> int:
        """Delete the pages that were kept longest ago until the rest fits; return how many."""
        files = []
        for path in self._folder.glob("*.p*"):  # pages, and what an interrupted write left
            try:
                stat = path.stat()
            except OSError:
                continue
            files.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in files)
        gone = 0
        for _, size, path in sorted(files):
            if total <= self._max_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size
            gone += 1
        return gone

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()}.page"
