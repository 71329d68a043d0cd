"""Page -> Article: the text of the article, what the page says of it, and what was dropped.

HTML is told from plain text and Markdown by its content. Language is another stage's work.
"""

from __future__ import annotations

import re

from pipeline.errors import ContentError
from pipeline.records import Article, Page
from pipeline.stages.clean import Cleaned, clean_paragraphs, clean_text
from pipeline.stages.decode import as_written, binary_kind, is_html, visible
from pipeline.stages.hidden import hidden, seen
from pipeline.stages.input_state import State, Text, judge
from pipeline.stages.markup import looks_like_markdown
from pipeline.stages.metadata import language_code
from pipeline.stages.notices import corrections
from pipeline.stages.page import readable_size
from pipeline.stages.webpage import Webpage, read_webpage

MAX_BYTES = 10_000_000
MAX_TEXT = 1_000_000  # characters of an article: more is a book
_LEAST_WIDE = 24  # weight of the shortest sentence in Chinese, Japanese or Korean: eight characters
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
    written = as_written(content, page.charset)
    text = visible(written)
    name = page.source.location if page.source.kind == "file" else ""
    if is_html(text, name=name, content_type=page.content_type):
        article = _from_html(text, page)
    else:
        article = _from_text(text, name, page)
    shown = "\n".join((article.title or "", *article.authors, article.site or "", article.text))
    found = hidden(written, shown)
    return article.model_copy(update={"dropped": article.dropped + found}) if found else article


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
    cleaned = clean_paragraphs(
        web.paragraphs, metadata.title, web.links, metadata.heads, web.places
    )
    state = _judged(web, cleaned.paragraphs)
    article = _article(
        cleaned._replace(
            authors=metadata.authors or cleaned.authors,
            published=metadata.published or cleaned.published,
            total=state.total or cleaned.total,
        ),
        declared_language=metadata.language,
    )
    return article.model_copy(
        update={
            "modified": metadata.modified,
            "section": metadata.section,
            "canonical_url": metadata.canonical_url,
            "site": seen(metadata.site) if metadata.site else metadata.site,
            "input_state": state.name,
        }
    )


def _article(cleaned: Cleaned, *, declared_language: str | None) -> Article:
    text = seen("\n".join(cleaned.paragraphs))
    return Article(
        title=seen(cleaned.title) if cleaned.title else cleaned.title,
        authors=[seen(author) for author in cleaned.authors],
        published=cleaned.published,
        declared_language=declared_language,
        paragraphs_used=len(cleaned.paragraphs),
        paragraphs_total=cleaned.total,
        text=text,
        corrections=corrections(text),
        dropped=cleaned.dropped,
    )


def _judged(web: Webpage, paragraphs: list[str]) -> State:
    """Return the state of the article; ``ContentError`` where the page is none."""
    state = judge(
        Text(
            paragraphs=paragraphs,
            weight=sum(_weight(text) for text in paragraphs if text not in web.links),
            linked=sum(1 for text in web.paragraphs if text in web.links),
            is_article=web.metadata.is_article,
        ),
        web.signals,
    )
    if sum(len(text) for text in paragraphs) > MAX_TEXT:
        raise ContentError(f"more than {MAX_TEXT} characters: not an article")
    return state


def _weight(text: str) -> int:
    """Return how much running text this is: sentences count, menu entries do not."""
    length = len(text) + 2 * len(_WIDE.findall(text))
    ends = text.rstrip("\"'”’»“」』)）] ").endswith(
        (".", "!", "?", "…", "。", "！", "？", "؟", "।")
    )
    sentence = _LEAST_WIDE if _WIDE.search(text) else 40
    return length if length >= (sentence if ends else 120) else 0
