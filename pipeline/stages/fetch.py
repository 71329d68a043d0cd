"""Source -> Page: read the bytes of a URL, a file or standard input.

``Fetcher`` is the one seam to the outside: ``SourceFetcher`` is the real one, ``FakeFetcher``
takes a plain function and serves tests. Nothing here judges what the bytes mean.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.config import FetchSettings
from pipeline.errors import ContentError, SourceError
from pipeline.records import Page, Source
from pipeline.stages.download import HttpFetcher
from pipeline.stages.exchange import Outside, Reply
from pipeline.stages.message import read_message
from pipeline.stages.page import make_page, readable_size
from pipeline.stages.page_cache import Validators
from pipeline.stages.warc import read_record, record_place

__all__ = [
    "FakeFetcher",
    "Fetcher",
    "FileFetcher",
    "HttpFetcher",
    "Outside",
    "Reply",
    "SourceFetcher",
    "StdinFetcher",
    "Validators",
    "fetch",
]


class Fetcher(Protocol):
    """Anything that turns a source into a page, or raises ``SourceError`` or ``ContentError``."""

    def fetch(self, source: Source) -> Page:
        """Return the page, byte for byte."""
        ...


class FileFetcher:
    """Reads files. Only regular files and pipes: a device could be endless."""

    def __init__(self, settings: FetchSettings | None = None) -> None:
        self._max_bytes = (settings or FetchSettings()).max_bytes

    def fetch(self, source: Source) -> Page:
        """Return the file's bytes; of a mail its text, of ``x.warc#123`` the record at 123.

        Raises ``SourceError`` where there is no such file, it is a folder, may not be read or is
        larger than ``fetch.max_bytes``; ``ContentError`` where it is empty.
        """
        path = Path(source.location)
        try:
            place = record_place(source.location)
            if place and not path.exists():
                return read_record(source, place, self._max_bytes)
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                raise SourceError("is a folder, not a file: name the files in it")
            if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
                raise SourceError("is not a regular file: save the page to a file first")
            with path.open("rb") as file:
                content = _read_capped(file, self._max_bytes)
        except FileNotFoundError as exc:
            raise SourceError(
                "no such file: check the path, or put https:// before a web address"
            ) from exc
        except PermissionError as exc:
            raise SourceError("permission denied: make the file readable for this user") from exc
        except OSError as exc:
            raise SourceError(f"cannot be read: {exc.strerror or exc}") from exc
        except ValueError as exc:
            raise SourceError(f"not a file name: {exc}") from exc
        if not content.strip():
            raise ContentError("empty file: save the page again, with its text")
        if path.suffix.lower() == ".eml":
            return read_message(source, content)
        return make_page(source, content)


class StdinFetcher:
    """Reads a stream to its end, by default standard input."""

    def __init__(
        self, stream: BinaryIO | None = None, settings: FetchSettings | None = None
    ) -> None:
        self._stream = stream
        self._max_bytes = (settings or FetchSettings()).max_bytes

    def fetch(self, source: Source) -> Page:
        """Return the stream's bytes; ``SourceError`` if too many, ``ContentError`` if none."""
        stream = self._stream if self._stream is not None else sys.stdin.buffer
        try:
            content = _read_capped(stream, self._max_bytes)
        except (OSError, ValueError) as exc:
            raise SourceError(f"standard input cannot be read: {exc}") from exc
        if not content.strip():
            raise ContentError("standard input is empty: pipe a page or a text into it")
        return make_page(source, content)


class SourceFetcher:
    """The real fetcher: hands each source to the fetcher of its kind."""

    def __init__(
        self, settings: FetchSettings | None = None, *, stdin: BinaryIO | None = None
    ) -> None:
        settings = settings or FetchSettings()
        self._by_kind: dict[str, Fetcher] = {
            "url": HttpFetcher(settings),
            "file": FileFetcher(settings),
            "stdin": StdinFetcher(stdin, settings),
        }

    def fetch(self, source: Source) -> Page:
        """Return the page of ``source``; errors as those of the three fetchers."""
        return self._by_kind[source.kind].fetch(source)


class FakeFetcher:
    """A fetcher for tests: answers with what ``respond(location)`` returns or raises.

    Bytes become an HTML page without a charset; return a ``Page`` to say more.
    """

    def __init__(self, respond: Callable[[str], bytes | Page]) -> None:
        self._respond = respond

    def fetch(self, source: Source) -> Page:
        """Return what the function gives for the source's location."""
        answer = self._respond(source.location)
        if isinstance(answer, Page):
            return answer
        if source.kind != "url":
            return make_page(source, answer)
        return make_page(source, answer, final_url=source.location, content_type="text/html")


def fetch(
    source: Source, settings: FetchSettings | None = None, *, stdin: BinaryIO | None = None
) -> Page:
    """Return the page of one source; for many sources keep one ``SourceFetcher``.

    Raises ``SourceError`` if it cannot be had and ``ContentError`` if it is empty.
    """
    return SourceFetcher(settings, stdin=stdin).fetch(source)


def _read_capped(stream: BinaryIO, limit: int) -> bytes:
    """Read to the end, but never more than one byte past the limit."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise SourceError(
            f"larger than {readable_size(limit)}: give a smaller page or raise fetch.max_bytes"
        )
    return content
