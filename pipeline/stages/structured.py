"""What a page says of itself for machines: its JSON-LD nodes and its meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE = re.compile(r"(?:Article|BlogPosting|NewsItem|Report|Posting|Review)$")
_SOURCE_LIMIT = 400_000  # characters of one JSON-LD block
_NODES = 2_000

Node = dict[str, Any]


def read_nodes(tree: Any) -> list[Node]:
    """Return the top nodes of all JSON-LD of a page (lxml), without those in lists of others."""
    found: list[Node] = []
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        text = script.text or ""
        if "ld+json" not in kind or len(text) > _SOURCE_LIMIT:
            continue
        try:
            data = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        found += _nodes(data)
    return found


def kinds(node: Node) -> list[str]:
    """Return the types of a node, without their namespace."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def article_node(nodes: list[Node]) -> Node:
    """Return the first node that is an article with a headline or a date, or an empty one."""
    for node in nodes:
        typed = any(_ARTICLE.search(kind) for kind in kinds(node))
        if typed and (node.get("headline") or node.get("datePublished")):
            return node
    return {}


def read_meta(tree: Any) -> dict[str, str]:
    """Return the meta tags by name in lower case; the first of each name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(key)
            if name and content and content.strip():
                found.setdefault(name.strip().lower(), content.strip())
    return found


def _nodes(data: object) -> Iterator[Node]:
    waiting = [data]
    for _ in range(_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node
            ]
