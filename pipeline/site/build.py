"""A site from its contents: THE FILE TO READ FIRST.

Digests are named, then briefings written, then articles, one at a time: the memory taken grows
only by a few words for each, the time is in step with their number.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.briefing_records import Briefing
from pipeline.charts import CHARTS, Chart, figure, timeline_chart
from pipeline.records import Digest
from pipeline.render.atom import Feed, render_atom
from pipeline.render.briefing_words import answers
from pipeline.render.phrases import load_phrases
from pipeline.site.article import ArticlePage, article_page
from pipeline.site.cited import Cited, sentences_cited
from pipeline.site.contents import Contents, Made
from pipeline.site.folder import Folder, page_name
from pipeline.site.markup import STATIC, render, static_file
from pipeline.site.search_index import BEGIN, END, row

if TYPE_CHECKING:
    from markupsafe import Markup

_MOST_FEED = 50  # entries of the feed, the latest
_FEW_EVENTS = 8  # of the timeline on the first page


class Built(NamedTuple):
    """How many pages were written."""

    articles: int
    briefings: int


class _Row(NamedTuple):
    """An article in the list of all."""

    published: str
    page: str
    headline: str
    language: str | None
    publisher: str
    read_in: str | None
    state: str


class _Kept(NamedTuple):
    """A briefing in the archive."""

    page: str
    since: str | None
    until: str | None
    lead: str
    language: str | None
    answers: str
    created: datetime | None


def build_site(out: Path, contents: Contents, site: str | None = None) -> Built:
    """Write a site into a folder; ``site`` is the address that it will have, for the feed.

    Of one article the latest digest is listed; earlier ones keep their page. The same contents
    give the same bytes. Raises ``UsageError`` where the folder cannot be written.
    """
    folder = Folder(out)
    for name in STATIC:
        folder.write(f"static/{name}", static_file(name))
    latest: dict[str, str] = {}
    ids: set[str] = set()
    for entry in contents.entries():
        latest[entry.place] = entry.id
        ids.add(entry.id)
    known = frozenset(ids)
    cited: dict[str, set[int]] = defaultdict(set)
    kept = list(_briefings(folder, contents, known, cited))
    listed = frozenset(latest.values())
    articles = _articles(folder, contents, cited, listed, site)

    def top(name: str, here: str, **values: object) -> bytes:
        return render(name, contents.language, here=here, title=contents.title, root="", **values)

    if not kept:
        folder.write("index.html", top("empty", "story", rows=articles[:20]))
    folder.write("briefings.html", top("briefings", "briefings", kept=kept))
    folder.write("articles.html", top("articles", "articles", rows=articles))
    folder.write("search.html", top("search", "search"))
    folder.finish()
    return Built(len(known), len(kept))


def _briefings(
    folder: Folder, contents: Contents, known: frozenset[str], cited: dict[str, set[int]]
) -> Iterator[_Kept]:
    """Write the page of each briefing; those about the story of the newest."""
    for number, made in enumerate(contents.briefings()):
        briefing = made.briefing
        for digest, sentence in sentences_cited(briefing):
            cited[digest].add(sentence)
        name = f"briefings/{page_name(briefing.id)}.html"
        values = _briefing_values(contents, briefing, known, "../")
        folder.write(name, render("briefing", here="briefings", **values))
        if number == 0:
            values = _briefing_values(contents, briefing, known, "")
            drawn = _drawn(timeline_chart(briefing, _FEW_EVENTS), "chart-timeline")
            front = {**values, "charts": {"timeline": drawn}}
            folder.write("index.html", render("story", here="story", **front))
            for board in CHARTS:
                folder.write(f"{board}.html", render(board, here=board, **values))
        yield _kept(made, name)


def _briefing_values(
    contents: Contents, briefing: Briefing, known: frozenset[str], root: str
) -> dict[str, Any]:
    return {
        "language": contents.language,
        "title": contents.title,
        "root": root,
        "briefing": briefing,
        "cite": Cited.of(briefing, known, root),
        "charts": {name: _drawn(of(briefing), f"chart-{name}") for name, of in CHARTS.items()},
    }


def _drawn(chart: Chart | None, name: str) -> Markup:
    """Draw a chart, which escapes what it shows; nothing where there is none."""
    from markupsafe import Markup

    return Markup(figure(chart, name) if chart is not None else "")  # noqa: S704


def _kept(made: Made, page: str) -> _Kept:
    briefing = made.briefing
    lead = briefing.clusters[0].lead if briefing.clusters else None
    cite = Cited.of(briefing, frozenset(), "")
    return _Kept(
        page=page,
        since=briefing.since,
        until=briefing.until,
        lead=lead.text if lead else briefing.title,
        language=cite.line_language(lead) if lead else briefing.target_language,
        answers=answers(briefing, load_phrases(briefing.target_language)),
        created=made.created,
    )


def _articles(
    folder: Folder,
    contents: Contents,
    cited: dict[str, set[int]],
    listed: frozenset[str],
    site: str | None,
) -> list[_Row]:
    """Write the page of each digest, the search index and the feed; return the list, newest first.

    Of two digests with one id, which are the same text at two places, one page is written.
    """
    rows: list[_Row] = []
    newest: list[tuple[datetime, int, Digest]] = []
    order, done = count(), set[str]()
    with folder.stream("search-index.js") as index:
        index.write(BEGIN)
        for entry in contents.entries():
            if entry.id in done:
                continue
            done.add(entry.id)
            digest = entry.read()
            page = article_page(digest, cited.get(digest.id, ()))
            _write(folder, contents, page, current=entry.id in listed)
            if entry.id in listed:
                index.write(row(page, load_phrases(contents.language)))
                rows.append(_listed(page))
                heapq.heappush(newest, (digest.source.fetched_at, next(order), digest))
                if len(newest) > _MOST_FEED:
                    heapq.heappop(newest)
        index.write(END)
    feed = Feed(contents.title, site, "feed.xml", _page_of if site else None)
    folder.write("feed.xml", render_atom([digest for _, _, digest in newest], feed))
    return sorted(rows, key=lambda one: (one.published, one.page), reverse=True)


def _write(folder: Folder, contents: Contents, page: ArticlePage, *, current: bool) -> None:
    values = {"title": contents.title, "root": "../", "page": page, "current": current}
    content = render("article", contents.language, here="articles", **values)
    folder.write(f"articles/{page_name(page.id)}.html", content)


def _page_of(digest: Digest) -> str:
    return f"articles/{page_name(digest.id)}.html"


def _listed(page: ArticlePage) -> _Row:
    return _Row(
        published=page.published or "",
        page=f"articles/{page_name(page.id)}.html",
        headline=page.headline,
        language=page.headline_language,
        publisher=page.publisher,
        read_in=page.language,
        state=page.state,
    )
