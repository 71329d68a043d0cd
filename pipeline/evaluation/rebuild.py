"""A page from a stored article, for a gold case: what the store keeps is the text, not the page."""

from __future__ import annotations

import json
from html import escape

from pipeline.records import Article

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<script type="application/ld+json">{data}</script>
</head>
<body><article>
<h1>{title}</h1>
{paragraphs}
</article></body>
</html>
"""


def rebuilt_page(article: Article) -> bytes:
    """Return a plain HTML page that gives the article's title, dates, authors and text again."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "author": [{"@type": "Person", "name": name} for name in article.authors] or None,
        "datePublished": article.published,
        "dateModified": article.modified,
        "publisher": {"@type": "Organization", "name": article.site} if article.site else None,
        "url": article.canonical_url,
    }
    said = {key: value for key, value in data.items() if value}
    return _PAGE.format(
        language=escape(article.declared_language or article.language or ""),
        title=escape(article.title or ""),
        data=json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"),
        paragraphs="\n".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n")),
    ).encode("utf-8", "replace")
