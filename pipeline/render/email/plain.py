"""The text part: reads well in a terminal client, at most 72 columns wide but for addresses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.render.email.parts import (
    AmountPart,
    CorrectionPart,
    DigestPart,
    HeadlinePart,
    Mail,
    QuotePart,
    StatementPart,
    Words,
)
from pipeline.render.email.phrases import Phrases, load_phrases

_WIDTH = 72  # columns: quoted twice, a line still fits into 80


def render_plain(mail: Mail) -> str:
    """Return the text of a mail. Addresses stand alone on their line and are never broken."""
    say = load_phrases(mail.language)
    lines: list[str] = []
    for block in _blocks(mail, say):
        if block:
            lines += [*block, ""]
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _blocks(mail: Mail, say: Phrases) -> Iterator[list[str]]:
    yield [*_wrapped(mail.title), *_wrapped(f"{mail.when} · {mail.tally}"), "-" * _WIDTH]
    if mail.corrections:
        yield _heading(say("corrections"))
        for correction in mail.corrections:
            yield _correction(correction, say)
        yield _wrapped(mail.more_corrections)
    for chart in mail.charts:
        yield _wrapped(f"[{chart.alt}]") + _wrapped(chart.caption)
    for digest in mail.digests:
        yield from _digest(digest, say)
    if mail.cut:
        yield _heading(say("more_headlines"))
        yield _wrapped(mail.cut)
        for headline in mail.headlines:
            yield _head(headline)
        yield _wrapped(mail.dropped)
    if mail.notes:
        yield _heading(say("notes"))
        for note in mail.notes:
            yield _wrapped(f"{note.name}: {note.why}") + _address(note.url)
        yield _wrapped(mail.more_notes)
    yield ["-" * _WIDTH, *_wrapped(say("proof")), *_wrapped(mail.why)]
    for label, url in (
        ("unsubscribe", mail.unsubscribe),
        ("preferences", mail.preferences),
        ("online", mail.online),
    ):
        yield [f"{say(label)}:", *_address(url)] if url else []


def _correction(correction: CorrectionPart, say: Phrases) -> list[str]:
    said = f"{say('said')} ({correction.sent}): " if correction.sent else f"{say('said')}: "
    lines = _wrapped(f"{said}“{correction.said.text}”")
    now = f"{say('now')}: “{correction.now.text}”" if correction.now else f"{say('withdrawn')}."
    lines += _wrapped(now) + _wrapped(correction.reason)
    if correction.article:
        lines += _wrapped(correction.article.words.text) + _address(correction.article.url)
    return lines


def _digest(digest: DigestPart, say: Phrases) -> Iterator[list[str]]:
    yield _head(digest)
    for number, statement in enumerate(digest.statements, 1):
        yield _statement(f"{digest.number}.{number} ", statement, digest)
    yield _wrapped(digest.more_statements, "   ")
    if digest.amounts:
        yield [
            f"   {say('amounts')}",
            *(line for amount in digest.amounts for line in _amount(amount)),
            *_wrapped(digest.more_amounts, "   "),
        ]
    if digest.quotes:
        yield [f"   {say('quotes')}"]
        for quote in digest.quotes:
            yield _quote(quote, digest)
        yield _wrapped(digest.more_quotes, "   ")
    yield _labelled(say("people"), digest.people)
    yield _labelled(say("dates"), digest.dates)
    for key, notes in (("warnings", digest.warnings), ("withheld", digest.withheld)):
        yield [line for note in notes for line in _wrapped(f"! {say(key)}: {note}", "   ", "     ")]
    for link in digest.also:
        yield _labelled(say("also"), link.words.text) + _address(link.url)
    yield _wrapped(digest.more_also, "   ")
    yield _wrapped(digest.made_by, "   ")


def _head(digest: DigestPart | HeadlinePart) -> list[str]:
    lead = f"{digest.number}. "
    indent = " " * len(lead)
    lines = ["-" * _WIDTH] if isinstance(digest, DigestPart) else []
    lines += _wrapped(digest.headline.text, lead, indent)
    if isinstance(digest, DigestPart) and digest.original_headline:
        lines += _wrapped(digest.original_headline.text, indent)
    lines += _wrapped(digest.origin, indent)
    return [*lines, f"[{digest.number}] {digest.url or digest.place}"]


def _statement(lead: str, statement: StatementPart, digest: DigestPart) -> list[str]:
    indent = " " * len(lead)
    lines = _wrapped(f"{statement.words.text} [{digest.number}]", lead, indent)
    lines += _wrapped(f"({statement.standing})", indent)
    for original in statement.originals:
        lines += [f"{indent}{original.label}:", *_quoted(original.words, indent)]
    for flag in statement.flags:
        lines += _wrapped(f"! {flag}", indent, f"{indent}  ")
    return lines


def _amount(amount: AmountPart) -> list[str]:
    notes = f" ({amount.notes})" if amount.notes else ""
    return _wrapped(f"{amount.value} = {amount.words.text}{notes}", "   * ", "     ")


def _quote(quote: QuotePart, digest: DigestPart) -> list[str]:
    lines = _wrapped(f"«{quote.words.text}» — {quote.speaker} [{digest.number}]", "   * ", "     ")
    if quote.translated:
        lines += _wrapped(quote.translated.text, "     ")
    for flag in quote.flags:
        lines += _wrapped(f"! {flag}", "     ", "       ")
    return lines


def _quoted(words: Words, indent: str) -> list[str]:
    """Set a sentence of the source off; right-to-left text bears no mark, which would move."""
    mark = "  " if words.direction == "rtl" else "| "
    return _wrapped(words.text, indent + mark)


def _labelled(label: str, text: str) -> list[str]:
    return _wrapped(f"{label}: {text}", "   ", "     ") if text else []


def _heading(title: str) -> list[str]:
    return ["-" * _WIDTH, title.upper()]


def _address(url: str | None) -> list[str]:
    return [url] if url else []


def _wrapped(text: str, lead: str = "", indent: str | None = None) -> list[str]:
    """Wrap a text, by the width that letters take on a screen; nothing for an empty text."""
    if not text:
        return []
    rest = lead if indent is None else indent
    pieces = Text(text).wrap(_console(), _WIDTH - cell_len(rest), overflow="fold")
    lines = [piece.plain.strip() for piece in pieces]
    return [f"{rest if number else lead}{line}" for number, line in enumerate(lines)]


@lru_cache(maxsize=1)
def _console() -> Console:
    return Console(width=_WIDTH, color_system=None, markup=False, emoji=False, highlight=False)
