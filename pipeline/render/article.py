"""The stored text of an article, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.records import Article
from pipeline.render import words
from pipeline.render.json_lines import dumps
from pipeline.render.markdown import escaped


def article_text(article: Article, url: str) -> str:
    """Write title, place and date, and the paragraphs."""
    lines = [words.safe(article.title or "(no title)"), words.safe(_about(article, url)), ""]
    lines += [words.safe(paragraph) for paragraph in article.text.split("\n")]
    return "".join(f"{line}\n" for line in lines)


def article_markdown(article: Article, url: str) -> str:
    """Write the article as Markdown."""
    paragraphs = [f"# {escaped(article.title or '(no title)')}", escaped(_about(article, url))]
    paragraphs += [escaped(paragraph) for paragraph in article.text.split("\n")]
    return "\n\n".join(paragraphs) + "\n"


ARTICLE_STYLES: dict[str, Callable[[Article, str], str]] = {
    "text": article_text,
    "markdown": article_markdown,
    "json": lambda article, _url: dumps(article.model_dump(mode="json"), 2) + "\n",
    "jsonl": lambda article, _url: dumps(article.model_dump(mode="json")) + "\n",
}


def _about(article: Article, url: str) -> str:
    parts = (
        url,
        article.published or "undated",
        ", ".join(article.authors),
        article.language or "unknown language",
    )
    return " · ".join(part for part in parts if part)
