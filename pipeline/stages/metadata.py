"""What a web page says of itself: headline, authors, dates, section, site, address, language.

Reads, never guesses. The order of trust: JSON-LD of an article, then meta tags, then what can be
seen on the page.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from pipeline.stages.headline import Titles, headline, site_names
from pipeline.stages.markup import squeeze
from pipeline.stages.structured import Node, article_node, read_meta, read_nodes

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "publication_date",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "article.updated",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
_SECTION = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "cxenseparse:section",
)
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|[<>{}|/]|\d{3}", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"^(?:by|par|von|por|di|door|autor|av|text|texte)\s*:?\s+", re.IGNORECASE)


class Metadata(NamedTuple):
    """The page's own words; None and empty where it is silent."""

    title: str | None
    heads: list[str]  # what it shows as its main headings
    authors: list[str]
    published: str | None
    modified: str | None
    section: str | None
    site: str | None
    canonical_url: str | None
    language: str | None
    is_article: bool  # says it is one article (JSON-LD or og:type)


class Declared(NamedTuple):
    """What a page says for machines."""

    nodes: list[Node]
    article: Node
    meta: dict[str, str]


def read_declared(tree: Any) -> Declared:
    """Return the JSON-LD and the meta tags of a page (lxml)."""
    nodes = read_nodes(tree)
    return Declared(nodes, article_node(nodes), read_meta(tree))


def read_metadata(tree: Any, declared: Declared, url: str | None) -> Metadata:
    """Return what the tree of a page (lxml) and its declarations say."""
    _, article, meta = declared
    site = _text(meta.get("og:site_name")) or _publisher(article)
    heads = [_content(element) for element in tree.iter("h1")][:20]
    titles = Titles(
        data=_text(article.get("headline")),
        graph=_text(meta.get("og:title")),
        card=_text(meta.get("twitter:title")),
        heads=heads,
        tag=next((_content(element) for element in tree.iter("title")), None),
    )
    return Metadata(
        title=headline(titles, site_names([site, _publisher(article)], url)),
        heads=heads,
        authors=_authors(article, meta),
        published=_first_date(article.get("datePublished"), meta, _PUBLISHED),
        modified=_first_date(article.get("dateModified"), meta, _MODIFIED),
        section=_section(article, meta),
        site=site,
        canonical_url=_canonical(tree, meta, url),
        language=_language(tree, meta),
        is_article=bool(article) or meta.get("og:type", "").lower().endswith("article"),
    )


def _first_date(value: object, meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    dates = [value, *(meta.get(name) for name in names)]
    return next((found for found in map(iso_date, dates) if found), None)


def _section(article: Node, meta: dict[str, str]) -> str | None:
    """Return the section in the page's words, the first if there are several."""
    given = article.get("articleSection")
    given = given[0] if isinstance(given, list) and given else given
    names = [_text(given), *(_text(meta.get(name)) for name in _SECTION)]
    return next((name for name in names if name and len(name) <= 80), None)


def _canonical(tree: Any, meta: dict[str, str], url: str | None) -> str | None:
    """Return the address that the page gives as its own, whole and without fragment."""
    links = (
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    )
    for given in (*links, meta.get("og:url")):
        try:
            whole = urljoin(url or "", (given or "").strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and len(whole) <= 2_000:
            return str(whole.partition("#")[0])
    return None


def iso_date(value: object) -> str | None:
    """Return a day or a moment in ISO 8601 from a machine-readable value, or None."""
    match = _ISO.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    text = match[0].replace(" ", "T", 1).replace(" ", "")
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds")


def language_code(value: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag (``fr-CA``, ``en_US``, ``zh-cn``), or None."""
    match = re.match(r"\s*([a-zA-Z]{2})(?![a-zA-Z])", value or "")
    code = match[1].lower() if match else None
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi"}.get(code or "", code)


def clean_authors(names: list[str]) -> list[str]:
    """Return names without "by", addresses and repetitions."""
    kept: list[str] = []
    for given in names:
        name = _BEFORE_NAME.sub("", " ".join(given.split())).strip(" ,;.-–|")
        if name and len(name) <= 80 and not _NOT_A_NAME.search(name) and name not in kept:
            kept.append(name)
    return kept[:20]


def _publisher(article: Node) -> str | None:
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return _text(name)


def _authors(article: Node, meta: dict[str, str]) -> list[str]:
    given = article.get("author")
    entries = given if isinstance(given, list) else [given]
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    flat: list[str] = []
    for name in names:
        flat += [
            part for part in (name if isinstance(name, list) else [name]) if isinstance(part, str)
        ]
    return clean_authors(flat or re.split(r"[;,]", meta.get("author", "")))


def _language(tree: Any, meta: dict[str, str]) -> str | None:
    root = next(iter(tree.iter("html")), None)
    own = (root.get("lang") or root.get("xml:lang")) if root is not None else None
    for value in (own, meta.get("og:locale"), meta.get("content-language"), meta.get("language")):
        code = language_code(value)
        if code:
            return code
    return None


def _content(element: Any) -> str:
    return squeeze("".join(element.itertext()))


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    import html

    return squeeze(html.unescape(value)) or None
