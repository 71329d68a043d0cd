"""The comments of readers under an article, cut from the page before its text is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pipeline.stages import phrases

_LEAST_LEFT = 200  # characters of paragraphs outside; with fewer, the marks mean something else
_LONGEST_NAME = 300
_OUTER = {"html", "head", "body", "main", "article"}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TYPE = re.compile(r"schema\.org/(?:User)?Comments?\b")
_NAME = re.compile(
    r"(?:^|[\s_-])(?:(?:user|reader|article|post|leser|fb|page)[_-]?)?"
    r"(?:comments|commentlist|commentaires|reactions|leserkommentare|kommentare|kommentarer"
    r"|comentarios|comentários|commenti|reacties|komentarze|responses|disqus_thread|spotim"
    r"|livefyre|viafoura|coral)"
    r"(?:[_-]?(?:section|list|area|container|wrapper|thread|body|block|box|content|module))?(?:\s|$)"
)


def cut_comments(tree: Any) -> None:
    """Take the comments out of a page's tree (lxml), which is changed.

    Told by schema.org types, by what elements are called, and by headings that say "3 comments" in
    any language of ``data/chrome.toml``. What holds the main heading or the body of an article
    stays, and nothing is cut where hardly a paragraph would be left.
    """
    from lxml import etree

    marked = [element for element in tree.iter(etree.Element) if _is_marked(element)]
    headed: dict[Any, Any] = {}  # by parent, the first heading that announces comments
    for heading in tree.iter(*_HEADINGS):
        if _announces("".join(heading.itertext())):
            headed.setdefault(heading.getparent(), heading)
    for heading in headed.values():
        marked += [heading, *heading.itersiblings()]
    cut = {element for element in marked if not _holds_article(element)}
    if not cut or _left(tree, cut) < _LEAST_LEFT:
        return
    for element in cut:
        _remove(element)


def _is_marked(element: Any) -> bool:
    if element.tag in _OUTER:
        return False
    given = element.attrib
    if not given:
        return "comment" in element.tag and "-" in element.tag
    return (
        _is_called(element.tag, given.get("class", ""), given.get("id", ""))
        or _is_called("", given.get("data-component", ""), given.get("data-testid", ""))
        or given.get("itemprop") == "comment"
        or _TYPE.search(given.get("itemtype", "")) is not None
        or ("aria-label" in given and _announces(given["aria-label"]))
    )


@lru_cache(maxsize=10_000)
def _is_called(tag: str, classes: str, identity: str) -> bool:
    if "comment" in tag and "-" in tag:  # an element of the page's own
        return True
    return _NAME.search(f"{classes} {identity}"[:_LONGEST_NAME].lower()) is not None


def _announces(text: str) -> bool:
    """Return whether a heading or a label is that of the comments."""
    known = phrases.whole(" ".join(text.split())) if len(text) <= phrases.LONGEST else None
    return known is not None and known.reason == "comment notice"


def _holds_article(element: Any) -> bool:
    """Return whether an element holds the main heading or the body of an article."""
    return any(
        inner.tag == "h1" or inner.get("itemprop") == "articleBody" for inner in element.iter()
    )


def _left(tree: Any, cut: set[Any]) -> int:
    """Count characters of the paragraphs that are in none of the elements to be cut."""
    return sum(
        len("".join(paragraph.itertext()).strip())
        for paragraph in tree.iter("p")
        if paragraph not in cut and not any(outer in cut for outer in paragraph.iterancestors())
    )


def _remove(element: Any) -> None:
    """Take an element out of its tree, and leave the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
