"""What the head of an answer says: the type of the page, its charset, when to come again."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from pipeline.errors import SourceError
from pipeline.records import Page, Source
from pipeline.stages.page import make_page

ACCEPTED_TYPES = {
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/x-markdown",
    "text/xml",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
}
# Types whose content tells whether it is wanted: a feed in JSON, a packed sitemap.
_PROVED_TYPES = {
    "application/feed+json": b"jsonfeed.org",
    "application/json": b"jsonfeed.org",
    "application/gzip": b"\x1f\x8b",
    "application/x-gzip": b"\x1f\x8b",
    "application/octet-stream": b"\x1f\x8b",
}


def check_type(content_type: str | None, content: bytes | None = None) -> None:
    """Raise ``SourceError`` for a type that is not read, or, once it is here, for its content."""
    kind = (content_type or "").split(";")[0].strip().lower()
    proof = _PROVED_TYPES.get(kind)
    wanted = not kind or kind in ACCEPTED_TYPES or proof is not None
    if proof is not None and content is not None:
        wanted = content.startswith(proof) or (proof.isascii() and proof in content)
    if not wanted:
        raise SourceError(f"content type {kind}: not a page of text; give the article's page")


def answer_page(source: Source, url: str, content: bytes, content_type: str | None) -> Page:
    """Return the page that was got from ``url``."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", content_type or "", re.IGNORECASE)
    return make_page(
        source,
        content,
        final_url=url,
        content_type=content_type,
        charset=match[1].lower() if match else None,
    )


def retry_after(value: str | None, now: float) -> float | None:
    """Read a Retry-After, seconds or a date; return seconds, or None where it cannot be read."""
    text = (value or "").strip()
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return max(0.0, moment.timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def status_line(status: int) -> str:
    """Write a status for people: ``HTTP 404 Not Found``."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"
