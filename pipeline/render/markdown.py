"""Markdown for notes and content systems. Everything from outside is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.records import Digest, Statement
from pipeline.render import words

_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")
_LINE_START = re.compile(r"^(\s*)([-+>=]|\d+[.)])")


def render_markdown(digests: Sequence[Digest]) -> str:
    """Render digests one after the other, separated by rules."""
    return "\n---\n\n".join("\n".join(_digest(digest)) + "\n" for digest in digests)


def escaped(text: str) -> str:
    """Return a text that Markdown and HTML show as it is."""
    plain = html.escape(words.safe(text), quote=False)
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", plain))


def _digest(digest: Digest) -> Iterator[str]:
    title = words.title_of(digest)
    phrases = words.phrases_of(digest)
    page = phrases.page
    yield f"# {escaped(title)}"
    yield ""
    if digest.headline and digest.article.title and title != digest.article.title:
        yield f"*{escaped(digest.article.title)}*  "
    yield f"{escaped(words.origin(digest))}  "
    address = words.link(digest)
    yield f"<{html.escape(address)}>" if address else f"`{words.location(digest).replace('`', '')}`"
    yield ""
    for number, statement in enumerate(digest.summary, 1):
        yield from _statement(number, statement, page("note_head"))
    facts = digest.facts
    yield from _table(
        (page("amount"), page("source_words"), page("notes_head"), page("sentence")),
        (
            (m.rendered, m.text, words.amount_notes(m, phrases), str(m.sentence))
            for m in facts.money
        ),
        page("money"),
    )
    yield from _table(
        (page("date"), page("source_words"), page("sentence")),
        ((words.date_value(d, phrases), d.text, str(d.sentence)) for d in facts.dates),
        phrases("dates"),
    )
    yield from _table(
        (page("actor"), page("role"), page("mentions")),
        (
            (a.name, role, str(len(a.mentions)))
            for a, role in words.actors_shown(facts.actors, phrases)
        ),
        page("actors"),
    )
    yield from _quotes(digest)
    yield from _table(
        (page("sentence"), page("said_by")),
        (
            (str(c.sentence), words.claim_source(c, phrases))
            for c in facts.claims
            if c.attributed_to
        ),
        page("who_says"),
    )
    yield from _list(page("warnings_head"), digest.warnings)
    yield from _list(phrases("withheld"), (f"{w.text}: {w.reason}" for w in digest.withheld))
    yield ""
    yield escaped(words.made_by(digest))


def _statement(number: int, statement: Statement, note: str) -> Iterator[str]:
    yield f"{number}. {escaped(statement.text)}"
    for sentence, original in words.proof(statement):
        yield ""
        yield f"   > \\[{sentence}\\] {escaped(original)}".rstrip()
    for flag in statement.flags:
        yield ""
        yield f"   **{note}:** {escaped(flag)}"
    yield ""


def _quotes(digest: Digest) -> Iterator[str]:
    if not digest.facts.quotes:
        return
    phrases = words.phrases_of(digest)
    yield from ("", f"## {phrases('quotes')}", "")
    for quote in digest.facts.quotes:
        yield f"> {escaped(quote.text)}"
        yield ">"
        yield f"> — {escaped(words.speaker(quote, phrases))} \\[{quote.sentence}\\]"
        if quote.translated and quote.translated.text != quote.text:
            yield ">"
            yield f"> {escaped(quote.translated.text)}"
        yield ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], title: str) -> Iterator[str]:
    found = list(rows)
    if not found:
        return
    yield from ("", f"## {title}", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}")
    for row in found:
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {title}", "")
        yield from (f"- {escaped(line)}" for line in found)
