"""Make a ``Page`` from bytes: the one place that stamps time and hash on what was read."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from pipeline.records import Page, Source


def make_page(
    source: Source,
    content: bytes,
    *,
    final_url: str | None = None,
    content_type: str | None = None,
    charset: str | None = None,
) -> Page:
    """Return the page that ``content`` is, fetched now."""
    return Page(
        source=source,
        final_url=final_url,
        content=content,
        content_type=content_type,
        charset=charset,
        fetched_at=datetime.now(UTC),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def readable_size(count: int) -> str:
    """Write a number of bytes for people: ``10000000`` -> ``10 MB``."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.3g} MB"
    if count >= 1_000:
        return f"{count / 1_000:.3g} kB"
    return f"{count} bytes"
