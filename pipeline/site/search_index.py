"""The index that the search page looks through: a script that names every article, line by line.

Its size is in step with the digests'. Folding (case, accents, widths) is done by ``search.js``.
"""

from __future__ import annotations

import json

from pipeline.render.phrases import Phrases
from pipeline.render.words import safe
from pipeline.site.article import ArticlePage
from pipeline.site.folder import page_name

BEGIN = b"self.chipwireIndex = [\n"
END = b"];\n"


def row(page: ArticlePage, say: Phrases) -> bytes:
    """Return the line of one article: page, headline, what stands under it, and its texts."""
    day = say.published(page.published)
    under = " · ".join(part for part in (page.publisher, day) if part)
    texts: dict[tuple[str, str | None], None] = {}
    if page.title:
        texts[page.title, page.language] = None
    for pair in page.pairs:
        texts[pair.text, pair.language] = None
        texts |= {(one.text, one.language): None for one in pair.sentences}
    texts |= {(one.text, one.language): None for one in page.others}
    names = ", ".join(name for name, _, _ in page.actors)
    cells = [
        f"articles/{page_name(page.id)}.html",
        [safe(page.headline), page.headline_language or ""],
        safe(under),
        [[safe(text), language or ""] for text, language in texts],
        safe(names),
    ]
    line = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    line = line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return line.encode("utf-8", errors="replace") + b",\n"
