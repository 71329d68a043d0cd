"""What a page shows of the kind it is: an article, a list, a film, a shell. Reads, never judges.

Works on the tree before anything is cut from it, and gives plain data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.stages.metadata import Declared
from pipeline.stages.structured import Node, kinds

_SHORT_TEXT = 200  # characters of a text that can be a notice
_MOST_TEXTS = 4_000
_HEADLINE_WORDS = 4
_WORDS_A_MINUTE = 220
_UNSEEN = {"script", "style", "template", "head", "svg"}
_APP_ROOT = re.compile(r"(?:root|app|__next|__nuxt|___gatsby|svelte|main-app|app-root)$", re.I)
_SELECTOR = re.compile(r"(?:^|[\s>])(?:[a-z0-9]*)([.#])([\w-]+)$", re.I)
_LIVE_TYPE = re.compile(r"schema\.org/LiveBlogPosting$")


class Signals(NamedTuple):
    """Publisher signals and shape of one page."""

    kinds: set[str]  # types of its JSON-LD nodes
    og_type: str
    locked: bool  # says that it is not free to read
    behind_lock: int | None  # characters of the part it calls locked; None if it names none
    words: int | None  # how many words it says the article has
    live: bool
    titles: list[str]  # title element and headings
    texts: list[str]  # its short texts
    headlines: int  # different links with the words of a headline
    app_root: bool  # an element that a script is to fill


def read_signals(tree: Any, declared: Declared, titles: list[str]) -> Signals:
    """Return the signals of a page's tree (lxml) and its declarations."""
    nodes, article, meta = declared
    classes = {kind for node in nodes for kind in kinds(node)}
    parts = [part for node in nodes for part in _parts(node)]
    tier = meta.get("article:content_tier") or meta.get("og:article:content_tier") or ""
    texts, root = _texts(tree)
    return Signals(
        kinds=classes,
        og_type=meta.get("og:type", "").lower(),
        locked=tier.lower() == "locked"
        or any(_says_no(node.get("isAccessibleForFree")) for node in [*nodes, *parts]),
        behind_lock=_behind_lock(tree, parts),
        words=_words(article, meta),
        live="LiveBlogPosting" in classes
        or any(
            _LIVE_TYPE.search(e.get("itemtype") or "")
            for e in tree.iter("div", "article", "main", "section")
        ),
        titles=titles,
        texts=texts,
        headlines=_headlines(tree),
        app_root=root,
    )


def _parts(node: Node) -> list[Node]:
    given = node.get("hasPart")
    return [
        part for part in (given if isinstance(given, list) else [given]) if isinstance(part, dict)
    ]


def _says_no(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.lower() in {"false", "no"})


def _behind_lock(tree: Any, parts: list[Node]) -> int | None:
    """Return how much text of the locked part is in the page after all."""
    wanted: set[tuple[str, str]] = set()
    for part in parts:
        selector = part.get("cssSelector")
        for one in selector if isinstance(selector, list) else [selector]:
            for piece in one.split(",")[:20] if isinstance(one, str) else []:
                found = _SELECTOR.search(piece.strip()[:200])
                if found and _says_no(part.get("isAccessibleForFree")):
                    wanted.add((found[1], found[2]))
    if not wanted:
        return None
    count = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        names = {(".", name) for name in (element.get("class") or "").split()}
        if wanted & (names | {("#", element.get("id") or "")}):
            count += sum(len(text.strip()) for text in element.itertext())
            if count > 10_000:
                break
    return count


def _words(article: Node, meta: dict[str, str]) -> int | None:
    """Return the number of words that the page tells, or what its reading time comes to."""
    given = article.get("wordCount")
    digits = re.fullmatch(r"\s*(\d{1,6})\s*", str(given)) if given else None
    if digits:
        return int(digits[1]) or None
    time = re.fullmatch(r"PT(\d{1,3})M(?:\d+S)?", str(article.get("timeRequired") or ""))
    if time is None and meta.get("twitter:label2", "").lower().endswith("reading time"):
        time = re.match(r"(\d{1,3})\b", meta.get("twitter:data2", ""))
    return int(time[1]) * _WORDS_A_MINUTE or None if time else None


def _texts(tree: Any) -> tuple[list[str], bool]:
    """Return the short texts of the page, and whether there is an element for an app to fill."""
    texts: list[str] = []
    root = False
    for element in tree.iter():
        if not isinstance(element.tag, str) or len(texts) >= _MOST_TEXTS:
            continue
        if element.tag in ("div", "main", "section") and _APP_ROOT.match(element.get("id") or ""):
            root = root or len("".join(_some_text(element))) < _SHORT_TEXT
        for text in (element.text if element.tag not in _UNSEEN else None, element.tail):
            if text and len(text) <= _SHORT_TEXT and len(text) > 3 and not text.isspace():
                texts.append(text)
    return texts, root


def _some_text(element: Any) -> Iterator[str]:
    """Yield the text of an element until there is enough of it, scripts left out."""
    length = 0
    for inner in element.iter():
        if inner.tag not in _UNSEEN and isinstance(inner.tag, str):
            text = (inner.text or "").strip()
            length += len(text)
            yield text
        if length >= _SHORT_TEXT:
            return


def _headlines(tree: Any) -> int:
    found = set()
    for link in tree.iter("a"):
        text = " ".join("".join(link.itertext()).split())
        wide = sum(1 for char in text if ord(char) > 0x2E80)
        if len(text.split()) >= _HEADLINE_WORDS or wide > 9:
            found.add(text)
    return len(found)
