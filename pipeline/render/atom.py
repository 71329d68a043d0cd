"""An Atom feed of digests (RFC 4287): each entry one article, with every line and its proof.

An entry keeps its id, a tag URI (RFC 4151), when the article is digested anew: readers then see it
as updated. ``updated`` is when the article was fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree
from lxml.builder import ElementMaker

from pipeline.records import Digest, Statement
from pipeline.render import words
from pipeline.render.notes import Told
from pipeline.render.phrases import Phrases
from pipeline.render.xml_text import xml_text
from pipeline.version import chipwire_version

__all__ = ["Feed", "render_atom"]

_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_A = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
_H = ElementMaker(namespace=_XHTML, nsmap={None: _XHTML})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOWHERE = "chipwire.invalid"  # names the feed of no site: RFC 2606 keeps it from being anybody's
_MINTED = "2026"  # a year in which the site was its owner's, as a tag URI asks; it never changes
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_ID_LENGTH = 32


class Feed(NamedTuple):
    """What a feed is called and where it is read.

    ``site`` is the address that pages are under, None for a file of its own; ``page`` gives the
    page of a digest there. Without it an entry leads to the article.
    """

    title: str = "chipwire"
    site: str | None = None
    path: str = "feed.atom"
    page: Callable[[Digest], str] | None = None


def render_atom(
    digests: Iterable[Digest],
    feed: Feed = Feed(),  # noqa: B008
    most: int | None = None,
) -> bytes:
    """Write a feed, the latest first: of each article its latest digest, ``most`` at most."""
    latest: dict[str, Digest] = {}
    for digest in sorted(digests, key=lambda one: (one.source.fetched_at, one.id)):
        latest[_entry_id(digest, feed)] = digest
    shown = sorted(latest.values(), key=lambda one: (one.source.fetched_at, one.id), reverse=True)
    shown = shown[:most]
    root = _A.feed(
        _A.id(f"{_tag(feed)}:feed/{quote(feed.path, errors='replace')}"),
        _A.title(xml_text(feed.title) or "chipwire", type="text"),
        _A.updated(_moment(shown[0].source.fetched_at if shown else _NEVER)),
        _A.author(_A.name("chipwire")),
        _A.generator("chipwire", version=chipwire_version()),
        *_feed_links(feed),
        *(_entry(digest, feed) for digest in shown),
    )
    etree.indent(root, space=" ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8")) + b"\n"


def _feed_links(feed: Feed) -> Iterator[etree._Element]:
    if feed.site is not None:
        kind = "application/atom+xml"
        yield _A.link(rel="self", type=kind, href=xml_text(urljoin(feed.site, feed.path)))
        yield _A.link(rel="alternate", type="text/html", href=xml_text(feed.site))


def _entry(digest: Digest, feed: Feed) -> etree._Element:
    article, address = digest.article, words.link(digest)
    page = urljoin(feed.site or "", feed.page(digest)) if feed.page else None
    ahead = page or address
    name = digest.source.publisher or urlsplit(address or "").hostname or words.location(digest)
    entry = _A.entry(
        _A.id(_entry_id(digest, feed)),
        _in_language(_A.title(_title(digest), type="text"), digest.headline, article.language),
        _A.updated(_moment(digest.source.fetched_at)),
        *_published(article.published),
        _A.author(_A.name(xml_text(name) or "?")),
        *([_A.link(rel="alternate", href=xml_text(ahead))] if ahead else []),
        *([_A.link(rel="via", href=xml_text(address))] if page and address else []),
        _A.category(term=xml_text(digest.story)),
        _A.content(_H.div(*_content(digest)), type="xhtml"),
    )
    entry.set(_LANG, xml_text(digest.target_language))
    return entry


def _title(digest: Digest) -> str:
    say = words.phrases_of(digest)
    return xml_text(digest.headline.text if digest.headline else "") or say("(no title)")


def _tag(feed: Feed) -> str:
    host = urlsplit(feed.site).hostname if feed.site else None
    return f"tag:{xml_text(host or _NOWHERE)},{_MINTED}"


def _entry_id(digest: Digest, feed: Feed) -> str:
    """Name an article in a language and a story, whatever is digested from it later."""
    place = digest.source.final_url or digest.source.location
    key = "\n".join((place, digest.target_language, digest.story))
    named = sha256(key.encode("utf-8", errors="replace")).hexdigest()
    return f"{_tag(feed)}:article/{named[:_ID_LENGTH]}"


def _moment(moment: datetime) -> str:
    """Write a moment as RFC 3339 wants it, to the second, in UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _published(stamp: str | None) -> Iterator[etree._Element]:
    """Give the day or moment of publication; nothing where it is none."""
    try:
        moment = datetime.fromisoformat(stamp or "")
        yield _A.published(_moment(moment))
    except (ValueError, OverflowError):
        return


def _content(digest: Digest) -> Iterator[etree._Element]:
    """Give all that a digest says, in the order of its other renderings."""
    if digest.article.title and _title(digest) != xml_text(digest.article.title):
        yield _H.p(_H.em(xml_text(digest.article.title)))
    yield _H.p(xml_text(words.origin(digest)))
    facts, say = digest.facts, words.phrases_of(digest)
    if digest.summary:
        language = digest.article.language
        yield _H.ol(*(_statement(line, language, say) for line in digest.summary))
    yield from _table(
        say("Money"),
        ((m.rendered, m.text, words.amount_notes(m, say), _at(m.sentence)) for m in facts.money),
    )
    yield from _table(
        say("Dates"),
        ((words.date_value(d, say), d.text, _at(d.sentence)) for d in facts.dates),
    )
    yield from _table(
        say("Actors"),
        ((a.name, role) for a, role in words.actors_shown(facts.actors, say)),
    )
    yield from _table(
        say("Quotes"),
        (
            (f"«{q.text}»", words.speaker(q, say), q.translated.text if q.translated else "",
             _at(q.sentence))
            for q in facts.quotes
        ),
    )  # fmt: skip
    yield from _table(
        say("Who says so"),
        ((_at(c.sentence), words.claim_source(c, say)) for c in facts.claims if c.attributed_to),
    )
    yield from _list(say("Warnings"), words.notes_told(digest.warnings, say), say)
    yield from _list(say("Withheld"), words.withheld(digest, say), say)
    yield _H.p(_H.small(xml_text(words.made_by(digest))))


def _at(sentence: int) -> str:
    return f"[{sentence}]"


def _in_language(
    element: etree._Element, shown: Statement | None, language: str | None
) -> etree._Element:
    """Name the language of words that are the article's own."""
    if shown is not None and shown.status == "verbatim" and language:
        element.set(_LANG, xml_text(language))
    return element


def _statement(statement: Statement, language: str | None, say: Phrases) -> etree._Element:
    item = _in_language(_H.li(xml_text(statement.text)), statement, language)
    for sentence, original in words.proof(statement):
        words_of_source = _H.p(xml_text(f"[{sentence}] {original}"))
        if language:
            words_of_source.set(_LANG, xml_text(language))
        item.append(_H.blockquote(words_of_source))
    for flag in words.notes_told(statement.flags, say):
        item.append(_in(flag, _H.p(_H.strong(xml_text(f"! {flag.text}"))), say))
    return item


def _table(title: str, rows: Iterable[Sequence[str]]) -> Iterator[etree._Element]:
    found = [_H.tr(*(_H.td(xml_text(cell)) for cell in row)) for row in rows]
    if found:
        yield _H.h2(title)
        yield _H.table(_H.tbody(*found))


def _list(title: str, notes: Sequence[Told], say: Phrases) -> Iterator[etree._Element]:
    if notes:
        yield _H.h2(title)
        yield _H.ul(*(_in(note, _H.li(xml_text(note.text)), say) for note in notes))


def _in(note: Told, element: etree._Element, say: Phrases) -> etree._Element:
    """Name the language of a note that is not in the reader's."""
    if note.language != say.language:
        element.set(_LANG, note.language)
    return element
