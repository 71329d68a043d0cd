"""RSS, Atom and JSON feeds -> the addresses of their entries."""

from __future__ import annotations

import io
import json
import re
from calendar import timegm
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pipeline.errors import ContentError
from pipeline.sources.listing import Document, Link, Listing, newest_first, read_moment

MAX_ENTRIES = 5_000  # of one feed: two seconds of feedparser
_MAX_TAGS = 150_000  # outside CDATA; feedparser takes 4 s for so many, all nested
_ENTRY = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]")
_CLOSERS = {"rss": "</channel></rss>"}


def read_feed(document: Document) -> Listing:
    """Return the entries of an RSS or Atom feed, newest first; broken XML as far as it goes.

    Raises ``ContentError`` where it holds more tags than any feed.
    """
    import feedparser

    text, left_out = _bounded(document)
    stream = io.BytesIO(text.encode())  # of bytes that read like a path it would open the file
    try:
        parsed = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
        links = _links(parsed.entries)
    except Exception as exc:  # feedparser raises what its input provokes
        raise ContentError(f"the feed cannot be read: {type(exc).__name__}") from exc
    return Listing(tuple(links), left_out=left_out)


def read_json_feed(text: str) -> Listing:
    """Return the items of a JSON Feed, newest first; ``ContentError`` for any other JSON."""
    try:
        data = json.loads(text)
        items = data["items"] if "jsonfeed.org" in data["version"] else None
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        raise ContentError("not a JSON Feed: give the address of a feed") from exc
    if not isinstance(items, list):
        raise ContentError("a JSON Feed without items")
    links = [_json_link(item) for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    more = len(items) > MAX_ENTRIES
    left_out = f"only its first {MAX_ENTRIES} entries are read" if more else None
    return Listing(tuple(newest_first(links)), left_out=left_out)


def _bounded(document: Document) -> tuple[str, str | None]:
    """Keep so much of a feed as any parser reads quickly, and say what was left out."""
    text, entries = _cut(document, MAX_ENTRIES)
    if (tags := _tags(text)) > _MAX_TAGS:
        text, entries = _cut(document, entries * _MAX_TAGS // tags)
        if not entries or (tags := _tags(text)) > 2 * _MAX_TAGS:
            raise ContentError(f"{tags} tags: too much for a feed")
    left_out = None if text is document.text else f"only its first {entries} entries are read"
    return text, left_out


def _cut(document: Document, most: int) -> tuple[str, int]:
    """Keep the first entries of a feed, and close it again; return it and how many they are."""
    starts = [match.start() for match in islice(_ENTRY.finditer(document.text), most + 1)]
    if len(starts) <= most:
        return document.text, len(starts)
    closer = _CLOSERS.get(document.root, f"</{document.tag}>")
    return document.text[: starts[most]] + closer, most


def _tags(text: str) -> int:
    """Count the tags outside CDATA."""
    first, *rest = text.split("<![CDATA[")
    return first.count("<") + sum(part.partition("]]>")[2].count("<") for part in rest)


def _links(entries: list[Any]) -> list[Link]:
    """Return a link for each entry; an entry without an address gives an empty one."""
    links = []
    for entry in entries:
        address = entry.get("feedburner_origlink") or entry.get("link") or ""
        if not address and str(entry.get("id", "")).startswith(("http://", "https://")):
            address = entry["id"]
        links.append(Link(str(address), _moment(entry)))
    return newest_first(links)


def _moment(entry: Any) -> datetime | None:
    # feedparser's own get() would take one date for the other, and warn
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _json_link(item: dict[str, Any]) -> Link:
    address = str(item.get("url") or item.get("external_url") or "")
    if not address and str(item.get("id")).startswith(("http://", "https://")):
        address = item["id"]
    moment = item.get("date_published") or item.get("date_modified")
    return Link(address, read_moment(moment if isinstance(moment, str) else None))
