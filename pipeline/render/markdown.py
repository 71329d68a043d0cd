"""Markdown for notes and content systems. Everything from outside is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.records import Digest, Statement
from pipeline.render import words
from pipeline.render.notes import Told
from pipeline.render.phrases import Phrases

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
    say = words.phrases_of(digest)
    yield f"# {escaped(title)}"
    yield ""
    if digest.headline and digest.article.title and title != digest.article.title:
        yield f"*{escaped(digest.article.title)}*  "
    yield f"{escaped(words.origin(digest))}  "
    address = words.link(digest)
    yield f"<{html.escape(address)}>" if address else f"`{words.location(digest).replace('`', '')}`"
    yield ""
    for number, statement in enumerate(digest.summary, 1):
        yield from _statement(number, statement, say)
    facts = digest.facts
    yield from _table(
        (say("Amount"), say("Source words"), say("Notes"), say("Sentence")),
        ((m.rendered, m.text, words.amount_notes(m, say), str(m.sentence)) for m in facts.money),
        say("Money"),
    )
    yield from _table(
        (say("Date"), say("Source words"), say("Sentence")),
        ((words.date_value(d, say), d.text, str(d.sentence)) for d in facts.dates),
        say("Dates"),
    )
    yield from _table(
        (say("Actor"), say("Role"), say("Mentions")),
        ((a.name, role, str(len(a.mentions))) for a, role in words.actors_shown(facts.actors, say)),
        say("Actors"),
    )
    yield from _quotes(digest)
    yield from _table(
        (say("Sentence"), say("Said by")),
        ((str(c.sentence), words.claim_source(c, say)) for c in facts.claims if c.attributed_to),
        say("Who says so"),
    )
    yield from _list(say("Warnings"), words.notes_told(digest.warnings, say))
    yield from _list(say("Withheld"), words.withheld(digest, say))
    yield ""
    yield escaped(words.made_by(digest))


def _statement(number: int, statement: Statement, say: Phrases) -> Iterator[str]:
    yield f"{number}. {escaped(statement.text)}"
    for sentence, original in words.proof(statement):
        yield ""
        yield f"   > \\[{sentence}\\] {escaped(original)}".rstrip()
    note = say("Note")
    for flag in words.notes_told(statement.flags, say):
        yield ""
        yield f"   **{note}:** {escaped(flag.text)}"
    yield ""


def _quotes(digest: Digest) -> Iterator[str]:
    if not digest.facts.quotes:
        return
    say = words.phrases_of(digest)
    title = say("Quotes")
    yield from ("", f"## {title}", "")
    for quote in digest.facts.quotes:
        yield f"> {escaped(quote.text)}"
        yield ">"
        yield f"> — {escaped(words.speaker(quote, say))} \\[{quote.sentence}\\]"
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


def _list(title: str, notes: Sequence[Told]) -> Iterator[str]:
    if notes:
        yield from ("", f"## {title}", "")
        yield from (f"- {escaped(note.text)}" for note in notes)
