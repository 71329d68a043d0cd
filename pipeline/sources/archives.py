"""WARC archives -> a source for each page in them: ``crawl.warc.gz#1234``, the record's place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import SourceError
from pipeline.records import Source

_PAGE_TYPES = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown"}


def pages_in(path: str) -> Iterator[Source]:
    """Return the pages that an archive holds, in its order: answers with status 200 and text.

    Raises ``SourceError`` where the archive cannot be read, or from some record on cannot.
    """
    from warcio.archiveiterator import ArchiveIterator

    records = 0
    try:
        with Path(path).open("rb") as file:
            archive = ArchiveIterator(file)
            for record in archive:
                records += 1
                if _is_page(record):
                    yield Source(location=f"{path}#{archive.get_record_offset()}", kind="file")
    except OSError as exc:
        raise SourceError(f"cannot be read: {exc.strerror or exc}") from exc
    except Exception as exc:  # warcio raises what a damaged archive provokes
        error = " ".join(str(exc).split())[:200] or type(exc).__name__
        raise SourceError(f"not a whole WARC archive: after {records} records: {error}") from exc


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return record.http_headers.get_statuscode() == "200" and kind in _PAGE_TYPES
