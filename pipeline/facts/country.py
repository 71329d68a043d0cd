"""Where an article is from: it decides whose dollars are meant, and how dates are written."""

from __future__ import annotations

import re

from pipeline.facts.lexicon import split_tag
from pipeline.records import Article

# Country domains that are sold to everybody and say nothing of a country.
_SOLD = frozenset(
    [
        "ai",
        "am",
        "cc",
        "co",
        "eu",
        "fm",
        "gg",
        "io",
        "la",
        "ly",
        "me",
        "sh",
        "so",
        "st",
        "tk",
        "to",
        "tv",
        "vc",
        "ws",
    ]
)
_DOMAIN = re.compile(r"\.([a-z]{2})$")


def country_of(article: Article) -> str | None:
    """Return the country (ISO 3166) that a page declares or that its domain belongs to."""
    declared = split_tag(article.declared_language)[1] if article.declared_language else None
    if declared:
        return declared
    domain = _DOMAIN.search((article.site or "").lower().rstrip("."))
    if domain is None or domain[1] in _SOLD:
        return None
    return "GB" if domain[1] == "uk" else domain[1].upper()
