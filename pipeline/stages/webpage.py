"""HTML -> paragraphs and metadata, with trafilatura, inside limits."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any, NamedTuple

from pipeline.errors import ContentError
from pipeline.stages.comments import cut_comments
from pipeline.stages.headline import letters
from pipeline.stages.metadata import (
    Metadata,
    clean_authors,
    iso_date,
    read_declared,
    read_metadata,
)
from pipeline.stages.places import Places, read_places
from pipeline.stages.signals import Signals, read_signals

MAX_TAGS = 100_000
MAX_ELEMENTS = 30_000  # the largest of 321 news pages (fundus) has 4,098
_MAX_FLAT = 1_000  # inline siblings: trafilatura takes quadratic time over them
_INLINE = {"a", "abbr", "b", "big", "br", "cite", "code", "del", "em", "font", "i", "ins", "kbd"}
_INLINE |= {"label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "var"}
_SHORT_PAGE = 1_000  # characters
_MOST_OF = 0.8
_LIST_MARK = re.compile(r"^[-•*]\s+")


class Webpage(NamedTuple):
    """What stands on a page: its main text as paragraphs, and what it says of itself."""

    metadata: Metadata
    paragraphs: list[str]
    links: set[str]  # the texts of all links to other pages
    signals: Signals
    places: Places


def read_webpage(text: str, url: str | None) -> Webpage:
    """Return what trafilatura and the page's own metadata give; ``ContentError`` if too large.

    ``paragraphs`` is empty where nothing was found. Comments are left out.
    """
    if text.count("<") > MAX_TAGS:
        raise ContentError(f"more than {MAX_TAGS} tags: not an article page")
    tree = _parse(text)
    if tree is None:
        raise ContentError("no article found: the page cannot be read as HTML")
    declared = read_declared(tree)
    metadata = read_metadata(tree, declared, url)
    links = {
        " ".join("".join(link.itertext()).split())
        for link in tree.iter("a")
        if not (link.get("href") or "#").startswith("#")
    }
    tag = next(("".join(title.itertext()) for title in tree.iter("title")), "")
    signals = read_signals(tree, declared, [tag, *metadata.heads])
    places = read_places(tree)
    cut_comments(tree)
    known = all((metadata.title, metadata.authors, metadata.published, metadata.site))
    document = _extract(tree, url, with_metadata=not known)
    if document is None:
        return Webpage(metadata, [], links, signals, places)
    lines = (document.text or "").split("\n")
    paragraphs = [" ".join(_LIST_MARK.sub("", line.strip()).split()) for line in lines]
    kept = [line for line in paragraphs if line]
    return Webpage(_completed(metadata, document), kept, links, signals, places)


def _parse(text: str) -> Any:
    """Return the tree, or None. lxml raises errors of its own and plain ``ValueError``."""
    from lxml import etree
    from trafilatura import load_html

    _be_quiet()
    try:
        tree = load_html(text)
    except (ValueError, etree.LxmlError, RecursionError, AssertionError):
        return None
    if tree is None:
        return None
    elements = list(tree.iter())
    if len(elements) > MAX_ELEMENTS:
        raise ContentError(f"more than {MAX_ELEMENTS} elements: not an article page")
    for element in elements:
        if len(element) > _MAX_FLAT:
            _flatten(element)
    return tree


def _flatten(element: Any) -> None:
    """Turn many inline children into plain paragraphs, split at line breaks; others stay."""
    children = list(element)
    if sum(child.tag in _INLINE for child in children) <= _MAX_FLAT:
        return
    pieces = [element.text or ""]
    tail = element.tail
    attributes = dict(element.attrib)
    element.clear()
    element.tail = tail
    element.attrib.update(attributes)
    if element.tag == "p":
        element.tag = "div"
    for child in children:
        if child.tag in _INLINE:
            pieces += ["\n"] if child.tag == "br" else child.itertext()
            pieces.append(child.tail or "")
        else:
            _add_lines(element, pieces)
            pieces = [child.tail or ""]
            child.tail = None
            element.append(child)
    _add_lines(element, pieces)


def _add_lines(element: Any, pieces: list[str]) -> None:
    """Put each line of a text at the end of an element, as a paragraph."""
    from lxml import etree

    for text in "".join(pieces).split("\n"):
        if text.strip():
            etree.SubElement(element, "p").text = text


def _extract(tree: Any, url: str | None, *, with_metadata: bool) -> Any:
    """Return trafilatura's document, or None: whatever it stumbles over is no article.

    Of a short page its fallback makes one paragraph; what was there before is taken instead if it
    is most of that.
    """
    document = _trafilatura(tree, url, with_metadata=with_metadata)
    text = (document.text or "") if document is not None else ""
    if text and "\n" not in text and len(text) < _SHORT_PAGE:
        before = _trafilatura(tree, url, with_metadata=with_metadata, config=_eager())
        lines = [letters(line) for line in (before.text or "").split("\n")] if before else []
        whole = letters(text)
        if _stand_in(whole, lines) and _size("".join(lines)) >= _MOST_OF * _size(whole):
            return before
    return document


def _size(text: str) -> int:
    """Count letters; one of Chinese, Japanese or Korean is three."""
    return len(text) + 2 * sum(ord(char) > 0x2E80 for char in text)


def _stand_in(text: str, lines: list[str]) -> bool:
    """Say whether lines stand in a text in their order, whatever is between them."""
    place = 0
    for line in lines:
        found = text.find(line, place)
        if found < 0:
            return False
        place = found + len(line)
    return True


def _trafilatura(tree: Any, url: str | None, **options: Any) -> Any:
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            tree,
            url=url,
            include_comments=False,
            include_tables=True,
            **options,
        )
    except Exception:  # the library's boundary: odd pages break it in many ways
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return None


@cache
def _eager() -> Any:
    """Return trafilatura's settings, but for its fallback: that runs paragraphs together."""
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    return config


def _completed(metadata: Metadata, document: Any) -> Metadata:
    """Fill from trafilatura what the page does not say in so many words."""
    authors = metadata.authors or clean_authors((document.author or "").split(";"))
    return metadata._replace(
        title=metadata.title or document.title,
        authors=authors,
        published=metadata.published or iso_date(document.date),
        site=metadata.site or document.sitename,
    )


def _be_quiet() -> None:
    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
