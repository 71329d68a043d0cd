"""The digest mail: one edition as plain text and as HTML, with the same content in both.

What is shown is decided once, in ``view``; ``plain`` and ``markup`` lay it out. A mail stays under
100 KB, where Gmail would cut it: the last digests are then only linked headlines, in both parts.
"""

from __future__ import annotations

import html
from collections.abc import Callable

from pipeline.briefing_records import Briefing
from pipeline.edition import Edition, EmailContent
from pipeline.errors import UsageError
from pipeline.render.email.links import Links
from pipeline.render.email.markup import render_html
from pipeline.render.email.parts import Mail
from pipeline.render.email.plain import render_plain
from pipeline.render.email.view import Extent, mail, subject
from pipeline.render.links import web

__all__ = ["LARGEST", "UNSUBSCRIBE", "Links", "for_reader", "render_edition"]

LARGEST = 100_000  # bytes of HTML: Gmail cuts at 102 KB
UNSUBSCRIBE = "https://reader.invalid/unsubscribe"  # stands for each reader's own address
_MOST_HEADLINES = 60
_MOST_TOPICS = 12
# Bytes of HTML: at most for briefings, and at least left for the articles.
_BRIEF_BYTES = 35_000
_NEWS_BYTES = 20_000


def render_edition(
    edition: Edition,
    links: Links = Links(),  # noqa: B008
    topics: int = _MOST_TOPICS,
) -> EmailContent:
    """Render an edition, with at most so many topics in each section of a briefing.

    One rendering serves many readers: with ``UNSUBSCRIBE`` as the address to unsubscribe at,
    ``for_reader`` puts each reader's own in its place.
    """
    shown = _fitting(edition, links, topics)
    return EmailContent(
        subject=subject(edition),
        text=render_plain(shown),
        html=render_html(shown),
        images=shown.charts,
    )


def for_reader(content: EmailContent, unsubscribe: str) -> EmailContent:
    """Return the content with a reader's own address to unsubscribe at.

    Raises ``UsageError`` for an address that cannot stand in a mail.
    """
    url = web(unsubscribe, mail=True)
    if url is None:
        raise UsageError("the address to unsubscribe at must be https:, http: or mailto:")
    text = content.text.replace(UNSUBSCRIBE, url)
    markup = content.html.replace(UNSUBSCRIBE, html.escape(url))
    return content.model_copy(update={"text": text, "html": markup})


def _fitting(edition: Edition, links: Links, most_topics: int) -> Mail:
    """Return the mail with the most of the briefing, of digests in full, and of headlines.

    Each takes what those before it left; the briefing at most a part.
    """
    view = mail(edition, links)
    count = len(edition.digests)
    room = min(_size(view(Extent())) + _BRIEF_BYTES, LARGEST - _NEWS_BYTES)
    longest = max((_topics(briefing) for briefing in edition.briefings), default=0)
    topics = _most(min(longest, most_topics), lambda n: view(Extent(topics=n)), room)

    def with_full(full: int) -> Mail:
        return view(Extent(full, min(count - full, _MOST_HEADLINES), topics))

    full = _most(count, with_full)
    if full:
        return with_full(full)
    headed = _most(min(count, _MOST_HEADLINES), lambda n: view(Extent(0, n, topics)))
    return view(Extent(0, headed, topics))


def _topics(briefing: Briefing) -> int:
    """Return how many topics the longest section of a briefing has."""
    sections = (briefing.news, briefing.clusters, briefing.money, briefing.timeline)
    return max(len(items) for items in (*sections, briefing.conflicts))


def _most(count: int, made: Callable[[int], Mail], limit: int = LARGEST) -> int:
    """Return the largest number, up to ``count``, whose mail is small enough; 0 is taken to be."""
    high = 1
    while high <= count and _size(made(high)) <= limit:
        high *= 2
    low, high = high // 2, min(high, count + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _size(made(middle)) <= limit else (low, middle)
    return low


def _size(shown: Mail) -> int:
    return len(render_html(shown).encode())
