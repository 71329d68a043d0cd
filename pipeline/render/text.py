"""Plain text for terminals and mail: colour and links only where a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from pipeline.records import Digest, Statement
from pipeline.render import words
from pipeline.render.canvas import drawn
from pipeline.render.notes import Told
from pipeline.render.phrases import Phrases


def render_text(digests: Sequence[Digest], width: int, *, terminal: bool) -> str:
    """Render digests as text of at most ``width`` columns."""

    def draw(console: Console) -> None:
        for number, digest in enumerate(digests):
            if number:
                console.rule(characters="─")
            _digest(console, digest)

    return drawn(draw, width, terminal=terminal)


def _digest(console: Console, digest: Digest) -> None:
    _head(console, digest)
    facts, say = digest.facts, words.phrases_of(digest)
    _summary(console, digest.summary, say)
    _table(
        console,
        say("Money"),
        (
            (m.rendered, words.safe(m.text), words.amount_notes(m, say), _at(m.sentence))
            for m in facts.money
        ),
    )
    _table(
        console,
        say("Dates"),
        ((words.date_value(d, say), words.safe(d.text), _at(d.sentence)) for d in facts.dates),
    )
    _table(
        console,
        say("Actors"),
        (
            (words.safe(a.name), role, _at(*dict.fromkeys(m.sentence for m in a.mentions)))
            for a, role in words.actors_shown(facts.actors, say)
        ),
    )
    _quotes(console, digest)
    _table(
        console,
        say("Who says so"),
        ((_at(c.sentence), words.claim_source(c, say)) for c in facts.claims if c.attributed_to),
    )
    _list(console, say("Warnings"), words.notes_told(digest.warnings, say))
    _list(console, say("Withheld"), words.withheld(digest, say))
    console.print()
    console.print(Text(words.made_by(digest), style="dim"))


def _head(console: Console, digest: Digest) -> None:
    title = words.safe(words.title_of(digest))
    address = words.link(digest)
    style = Style(bold=True, link=address if console.is_terminal else None)
    console.print(Text(title, style=style))
    if digest.headline and digest.article.title and digest.headline.text != digest.article.title:
        console.print(Text(words.safe(digest.article.title), style="italic"))
    console.print(Text(words.origin(digest), style="dim"))
    console.print(Text(words.location(digest), style="dim"))


def _summary(console: Console, summary: Sequence[Statement], say: Phrases) -> None:
    console.print()
    for number, statement in enumerate(summary, 1):
        lead = f"{number}. "
        console.print(_hanging(lead, words.safe(statement.text)))
        for sentence, original in words.proof(statement):
            marked = f"[{sentence}] {original}" if original else f"[{sentence}]"
            console.print(Padding(Text(marked, style="dim"), (0, 0, 0, len(lead))))
        for flag in words.notes_told(statement.flags, say):
            told = f"! {words.safe(flag.text)}"
            console.print(Padding(Text(told, style="yellow"), (0, 0, 0, 3)))


def _quotes(console: Console, digest: Digest) -> None:
    if not digest.facts.quotes:
        return
    say = words.phrases_of(digest)
    _heading(console, say("Quotes"))
    for quote in digest.facts.quotes:
        console.print(_hanging("  ", f"«{words.safe(quote.text)}» — {words.speaker(quote, say)}"))
        if quote.translated and quote.translated.text != quote.text:
            console.print(Padding(Text(words.safe(quote.translated.text)), (0, 0, 0, 4)))
        console.print(Padding(Text(_at(quote.sentence), style="dim"), (0, 0, 0, 4)))


def _hanging(lead: str, text: str) -> Table:
    """Lay a text out so that its further lines stand under its first word."""
    grid = Table.grid(padding=0)
    grid.add_column(width=len(lead))
    grid.add_column(overflow="fold")
    grid.add_row(lead, Text(text))
    return grid


def _table(console: Console, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    table = Table.grid(padding=(0, 2))
    found = list(rows)
    if not found:
        return
    _heading(console, title)
    for row in found:
        table.add_row("", *(Text(words.safe(cell)) for cell in row))
    console.print(table)


def _list(console: Console, title: str, notes: Sequence[Told]) -> None:
    if notes:
        _heading(console, title)
        for note in notes:
            console.print(_hanging("  ! ", words.safe(note.text)))


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))


def _at(*sentences: int) -> str:
    return " ".join(f"[{sentence}]" for sentence in sentences)
