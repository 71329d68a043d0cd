"""Where on a page its texts stand: in page chrome, in a quotation. Reads the tree, never judges."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

_BLOCKS = {"p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "td"}
_INLINE = {"a", "abbr", "b", "br", "cite", "em", "i", "q", "small", "span", "strong", "time", "u"}
_CHROME = {"nav", "aside", "footer", "form", "dialog"}
_ROLES = {"navigation", "dialog", "alertdialog", "complementary", "contentinfo", "menu", "search"}
_QUOTES = {"blockquote", "q"}
_OUTER = {"html", "body", "main", "article"}  # their names tell of the page, not of a part
_NEITHER = (False, False)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletters?|subscri\w{0,8}|sign-?up|related|recommend\w*"
    r"|promo\w*|adverts?|advertisement|sponsor\w*|share|sharing|social|menu|nav\w*|breadcrumbs?"
    r"|footer|banner|paywall|widget|teasers?|readmore|read-more)(?:$|[\s_-])"
)
_QUOTE_NAMES = re.compile(r"(?:^|[\s_-])(?:block|pull)?-?quotes?(?:$|[\s_-])")
_LONGEST = 2_000  # characters of a text that is looked at
_LONGEST_NAME = 300


class Places(NamedTuple):
    """Texts of a page by where they stand, blanks made one."""

    chrome: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()


def read_places(tree: Any) -> Places:
    """Return the blocks of text that stand in page chrome, and those that are set as quotations.

    ``tree`` (lxml) tells by its elements, roles and the names of classes; the article and the main
    part of a page are never chrome themselves.
    """
    from lxml import etree

    chrome: set[str] = set()
    quoted: set[str] = set()
    inside: dict[Any, tuple[bool, bool]] = {}
    for element in tree.iter(etree.Element):
        parent = inside.get(element.getparent(), _NEITHER)
        here = _told(element, parent)
        if here == _NEITHER:
            continue
        inside[element] = here
        if _is_block(element):
            text = " ".join("".join(element.itertext()).split())
            if 0 < len(text) <= _LONGEST:
                (quoted if here[1] else chrome).add(text)
    return Places(frozenset(chrome), frozenset(quoted))


def _told(element: Any, parent: tuple[bool, bool]) -> tuple[bool, bool]:
    """Return whether an element is chrome, and whether it is a quotation; so is what it holds."""
    tag = element.tag
    given = element.attrib
    by_name = (
        _called(given.get("class", ""), given.get("id", ""), given.get("role", ""))
        if given and tag not in _OUTER
        else _NEITHER
    )
    return (
        parent[0] or by_name[0] or tag in _CHROME,
        parent[1] or by_name[1] or tag in _QUOTES,
    )


@lru_cache(maxsize=10_000)
def _called(classes: str, identity: str, role: str) -> tuple[bool, bool]:
    names = f"{classes} {identity}"[:_LONGEST_NAME].lower()
    chrome = role.lower() in _ROLES or _NAMES.search(names) is not None
    return chrome, _QUOTE_NAMES.search(names) is not None


def _is_block(element: Any) -> bool:
    """Return whether an element holds running text and no other block."""
    if element.tag in _BLOCKS:
        return True
    if element.tag not in ("div", "section", "blockquote"):
        return False
    return all(child.tag in _INLINE for child in element)
