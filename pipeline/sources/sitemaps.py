"""Sitemaps, news sitemaps, sitemap indexes and sitemaps of plain lines -> addresses."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from pipeline.sources.listing import Document, Link, Listing, newest_first, read_moment

MAX_ADDRESSES = 50_000  # what sitemaps.org allows one sitemap to hold
_LEFT_OUT = f"only its first {MAX_ADDRESSES} addresses are read"


def read_sitemap(document: Document) -> Listing:
    """Return what a sitemap or an index names, newest first; broken XML as far as it goes."""
    from lxml import etree

    articles: list[Link] = []
    sitemaps: list[Link] = []
    reader = etree.iterparse(
        io.BytesIO(document.text.encode()),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    left_out = None
    with suppress(etree.XMLSyntaxError):  # what came before the damage counts
        for _, element in reader:
            name = _name(element)
            if name not in {"url", "sitemap"}:
                continue
            if len(articles) + len(sitemaps) == MAX_ADDRESSES:
                left_out = _LEFT_OUT
                break
            (articles if name == "url" else sitemaps).append(_link(element))
            _forget(element)
    return Listing(tuple(newest_first(articles)), tuple(newest_first(sitemaps)), left_out)


def read_lines(text: str) -> Listing | None:
    """Return the addresses of a sitemap of plain lines, or None if the text is no such thing."""
    lines = text.split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        return None
    left_out = _LEFT_OUT if len(lines) > MAX_ADDRESSES else None
    return Listing(tuple(Link(line) for line in lines[:MAX_ADDRESSES]), left_out=left_out)


def _link(element: Any) -> Link:
    """Read one ``url`` or ``sitemap``; a news item's date of publication goes before all."""
    address, published, changed = "", None, None
    for child in element.iter():
        name = _name(child)
        if name == "loc" and child.getparent() is element:
            address = address or (child.text or "").strip()
        elif name == "lastmod":
            changed = changed or read_moment(child.text)
        elif name == "publication_date" and _name(child.getparent()) == "news":
            published = published or read_moment(child.text)
    return Link(address, published or changed)


def _name(element: Any) -> str:
    """Return an element's name without its namespace, declared or not."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _forget(element: Any) -> None:
    """Free what was read: memory stays flat however long the sitemap is."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
