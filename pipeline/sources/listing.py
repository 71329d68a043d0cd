"""What feeds and sitemaps have in common: links with dates, and XML that is safe to read.

A listing comes from anywhere, so nothing in it is trusted: its XML loses everything before the
root element, and with it all entity declarations, and the characters that XML forbids.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from typing import NamedTuple

from pipeline.errors import ContentError, SourceError
from pipeline.records import Page

MAX_LISTING = 50_000_000  # bytes unpacked: what sitemaps.org allows a sitemap
_ROOT = re.compile(r"<((?:[\w-]{1,20}:)?(rss|feed|rdf|urlset|sitemapindex))[\s>]", re.IGNORECASE)
_WEB_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_CHARSET = re.compile(
    r"utf-?(?:8|16|32)(?:[-_]?[bl]e)?|us-ascii|ascii|iso-?8859-?\d+|latin-?\d|windows-?\d+|cp\d+"
    r"|koi8-\w|euc-?\w\w|gb\w+|big5\w*|shift[_-]?jis|iso-2022-\w+|tis-620|macintosh",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WIDE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class Link(NamedTuple):
    """An address as a listing writes it, and the moment it gives for it, in UTC."""

    address: str
    moment: datetime | None = None


class Listing(NamedTuple):
    """What a feed or sitemap names: articles, further sitemaps, and what was left out of it."""

    articles: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()
    left_out: str | None = None


class Document(NamedTuple):
    """An XML listing, made safe: ``text`` begins with its root element, ``root`` names it."""

    text: str
    root: str
    tag: str  # the root's name as written, with its prefix


def unpacked(content: bytes) -> bytes:
    """Return the bytes of a listing, out of gzip if they are in it; a torn end is left off."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = unpack.decompress(content, MAX_LISTING + 1)
    except zlib.error as exc:
        raise ContentError(f"the packed listing is damaged: {exc}") from exc
    if len(plain) > MAX_LISTING:
        raise SourceError(f"larger than {MAX_LISTING // 1_000_000} MB unpacked: no listing")
    return plain


def read_text(page: Page) -> str:
    """Return the characters of a listing, whatever charset it is in, without forbidden ones."""
    content = unpacked(page.content)
    for start, wide in (*_BOMS, *_WIDE):
        if content.startswith(start):
            return _FORBIDDEN.sub("", content.decode(wide, "replace")).lstrip("\ufeff")
    match = _DECLARED.search(content[:1000])
    declared = match[1].decode() if match else None
    charsets = [name for name in (declared, page.charset, "utf-8") if name]
    for charset in charsets:
        if _CHARSET.fullmatch(charset) and not _is_wide(charset):
            try:
                return _FORBIDDEN.sub("", content.decode(charset))
            except (UnicodeDecodeError, LookupError):
                continue
    return _FORBIDDEN.sub("", content.decode("cp1252", "replace"))


def find_document(text: str) -> Document | None:
    """Return the XML listing in ``text``, or None if it is something else.

    What stands before its root, such as a warning of PHP, is left out; but a web page that quotes
    RDF or a feed is a web page.
    """
    match = _ROOT.search(text, 0, 100_000)
    if match is None or _WEB_PAGE.search(text, 0, match.start()):
        return None
    return Document(text[match.start() :], match[2].lower(), match[1])


def newest_first(links: list[Link]) -> list[Link]:
    """Sort by date where every link has one; otherwise the order of the listing stays."""
    moments = [link.moment for link in links]
    if None in moments:
        return links
    return sorted(links, key=lambda link: link.moment or datetime.min, reverse=True)


def read_moment(text: str | None) -> datetime | None:
    """Read an ISO 8601 date or moment, in UTC; None for anything else."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_wide(charset: str) -> bool:
    return charset.lower().replace("-", "").startswith(("utf16", "utf32"))
