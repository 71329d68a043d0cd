"""Page -> Article: the text of the article, what the page says of it, and what was dropped.

HTML is told from plain text and Markdown by its content. Language is another stage's work, and
so are paywalls and live blogs (``input_state``), which a later issue reads from the same page.
"""

from __future__ import annotations

import re

from pipeline.errors import ContentError
from pipeline.records import Article, Page
from pipeline.stages.clean import Cleaned, clean_paragraphs, clean_text
from pipeline.stages.decode import binary_kind, decode, is_html
from pipeline.stages.markup import looks_like_markdown
from pipeline.stages.metadata import language_code
from pipeline.stages.page import readable_size
from pipeline.stages.webpage import Webpage, read_webpage

MAX_BYTES = 10_000_000
MAX_TEXT = 1_000_000  # characters of an article: more is a book
_LEAST_PAGE_TEXT = 200  # weight of the running text of a page that has an article
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def extract(page: Page) -> Article:
    """Return the article of a page; paragraphs are separated by one line feed.

    Raises ``ContentError`` with one line that says what the page is instead: empty, binary, too
    large, or without an article.
    """
    content = page.content
    if not content.strip():
        raise ContentError("empty: there is nothing to read")
    if len(content) > MAX_BYTES:
        raise ContentError(f"larger than {readable_size(MAX_BYTES)}: not an article")
    kind = binary_kind(content)
    if kind is not None:
        raise ContentError(f"binary content ({kind}): give a web page or a text file")
    text = decode(content, page.charset)
    name = page.source.location if page.source.kind == "file" else ""
    if is_html(text, name=name, content_type=page.content_type):
        return _from_html(text, page)
    return _from_text(text, name, page)


def _from_text(text: str, name: str, page: Page) -> Article:
    if len(text) > MAX_TEXT:
        raise ContentError(f"more than {MAX_TEXT} characters: not an article")
    markdown = name.lower().endswith((".md", ".markdown"))
    markdown = markdown or "markdown" in (page.content_type or "") or looks_like_markdown(text)
    cleaned = clean_text(text, markdown=markdown)
    if not any(char.isalnum() for line in cleaned.paragraphs for char in line):
        raise ContentError("no article found: there is no text but page furniture in it")
    return _article(cleaned, declared_language=language_code(cleaned.declared_language))


def _from_html(text: str, page: Page) -> Article:
    web = read_webpage(text, page.final_url)
    metadata = web.metadata
    cleaned = clean_paragraphs(web.paragraphs, metadata.title, web.links, metadata.heads)
    _require_article(web, cleaned.paragraphs)
    return _article(
        cleaned._replace(
            authors=metadata.authors or cleaned.authors,
            published=metadata.published or cleaned.published,
        ),
        site=metadata.site,
        declared_language=metadata.language,
    )


def _article(
    cleaned: Cleaned, *, site: str | None = None, declared_language: str | None = None
) -> Article:
    return Article(
        title=cleaned.title,
        authors=cleaned.authors,
        published=cleaned.published,
        site=site,
        declared_language=declared_language,
        paragraphs_used=len(cleaned.paragraphs),
        paragraphs_total=cleaned.total,
        text="\n".join(cleaned.paragraphs),
        dropped=cleaned.dropped,
    )


def _require_article(web: Webpage, paragraphs: list[str]) -> None:
    """Raise ``ContentError`` unless the page has running text that is not a list of links."""
    if not paragraphs:
        raise ContentError("no article found: the page has no text (it may need a browser)")
    linked = sum(1 for text in paragraphs if text in web.links)
    if linked >= 5 and linked * 3 >= len(paragraphs) and not web.metadata.is_article:
        raise ContentError("no article found: an index page; give the address of one article")
    running = sum(_weight(text) for text in paragraphs if text not in web.links)
    if running < _LEAST_PAGE_TEXT:
        raise ContentError(f"no article found: only {len(' '.join(paragraphs))} characters of text")
    if sum(len(text) for text in paragraphs) > MAX_TEXT:
        raise ContentError(f"more than {MAX_TEXT} characters: not an article")


def _weight(text: str) -> int:
    """Return how much running text this is: sentences count, menu entries do not."""
    length = len(text) + 2 * len(_WIDE.findall(text))
    ends = text.rstrip("\"'”’»“」』)）] ").endswith(
        (".", "!", "?", "…", "。", "！", "？", "؟", "।")
    )
    return length if length >= (40 if ends else 120) else 0
