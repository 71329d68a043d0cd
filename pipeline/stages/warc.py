"""A record of a WARC archive -> the page in it. ``crawl.warc.gz#1234`` names the record at 1234."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import ContentError, SourceError
from pipeline.records import Page, Source
from pipeline.stages.page import make_page, readable_size

_LOCATION = re.compile(r"(.+\.warc(?:\.gz)?)#(\d{1,18})", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


class RecordPlace(NamedTuple):
    """An archive and the byte at which one of its records begins."""

    path: Path
    offset: int


def record_place(location: str) -> RecordPlace | None:
    """Return which record a location names, or None if it names none."""
    match = _LOCATION.fullmatch(location)
    return RecordPlace(Path(match[1]), int(match[2])) if match else None


def read_record(source: Source, place: RecordPlace, max_bytes: int) -> Page:
    """Return the page of a record, with the address and the moment that the archive gives.

    Raises ``OSError`` where the archive cannot be opened, ``SourceError`` where there is no such
    record or it is too large, ``ContentError`` where it is empty.
    """
    from warcio.archiveiterator import ArchiveIterator

    with place.path.open("rb") as file:
        file.seek(place.offset)
        try:
            record = next(iter(ArchiveIterator(file)), None)
            if record is None or record.rec_type != "response":
                raise SourceError("no page there in the archive: list the archive again")
            content = record.content_stream().read(max_bytes + 1)
        except OSError:
            raise
        except SourceError:
            raise
        except Exception as exc:  # warcio raises what a damaged archive provokes
            raise SourceError(f"the archive is damaged there: {type(exc).__name__}") from exc
    if len(content) > max_bytes:
        raise SourceError(f"larger than {readable_size(max_bytes)} (fetch.max_bytes)")
    if not content.strip():
        raise ContentError("an empty page in the archive")
    return _page(source, record, content)


def _page(source: Source, record: Any, content: bytes) -> Page:
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
    charset = _CHARSET.search(kind or "")
    page = make_page(
        source,
        content,
        final_url=record.rec_headers.get_header("WARC-Target-URI"),
        content_type=kind,
        charset=charset[1].lower() if charset else None,
    )
    fetched = _moment(record.rec_headers.get_header("WARC-Date"))
    return page if fetched is None else page.model_copy(update={"fetched_at": fetched})


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
