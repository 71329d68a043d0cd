"""The text part: reads well in a terminal client, at most 72 columns wide but for addresses."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.render.email.columns import WIDTH, address, heading, quoted, wrapped
from pipeline.render.email.parts import (
    AmountPart,
    CorrectionPart,
    DigestPart,
    HeadlinePart,
    Mail,
    QuotePart,
    StatementPart,
)
from pipeline.render.email.plain_brief import brief_blocks
from pipeline.render.phrases import Phrases, load_phrases


def render_plain(mail: Mail) -> str:
    """Return the text of a mail. Addresses stand alone on their line and are never broken."""
    say = load_phrases(mail.language)
    lines: list[str] = []
    for block in _blocks(mail, say):
        if block:
            lines += [*block, ""]
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _blocks(mail: Mail, say: Phrases) -> Iterator[list[str]]:
    yield [*wrapped(mail.title), *wrapped(f"{mail.when} · {mail.tally}"), "-" * WIDTH]
    if mail.corrections:
        yield heading(say("Corrections to earlier editions"))
        for correction in mail.corrections:
            yield _correction(correction, say)
        yield wrapped(mail.more_corrections)
    for brief in mail.briefs:
        yield from brief_blocks(brief, say)
    for chart in mail.charts:
        yield wrapped(f"[{chart.alt}]") + wrapped(chart.caption)
    for digest in mail.digests:
        yield from _digest(digest, say)
    if mail.cut:
        yield heading(say("More news, as headlines"))
        yield wrapped(mail.cut)
        for headline in mail.headlines:
            yield _head(headline)
        yield wrapped(mail.dropped)
    if mail.notes:
        yield heading(say("Not in this edition"))
        for note in mail.notes:
            yield wrapped(f"{note.name}: {note.why}") + address(note.url)
        yield wrapped(mail.more_notes)
    yield ["-" * WIDTH, *wrapped(mail.proof), *wrapped(mail.why)]
    for label, url in (
        (say("Unsubscribe"), mail.unsubscribe),
        (say("Change what you receive"), mail.preferences),
        (say("Read in the browser"), mail.online),
    ):
        yield [f"{label}:", *address(url)] if url else []


def _correction(correction: CorrectionPart, say: Phrases) -> list[str]:
    said, held, gone = say("We said"), say("It is now"), say("Withdrawn")
    sent = f" ({correction.sent})" if correction.sent else ""
    lines = wrapped(f"{said}{sent}: “{correction.said.text}”")
    now = f"{held}: “{correction.now.text}”" if correction.now else f"{gone}."
    lines += wrapped(now) + wrapped(correction.reason.text)
    if correction.article:
        lines += wrapped(correction.article.words.text) + address(correction.article.url)
    return lines


def _digest(digest: DigestPart, say: Phrases) -> Iterator[list[str]]:
    yield _head(digest)
    for number, statement in enumerate(digest.statements, 1):
        yield _statement(f"{digest.number}.{number} ", statement, digest)
    yield wrapped(digest.more_statements, "   ")
    if digest.amounts:
        yield [
            "   " + say("Amounts"),
            *(line for amount in digest.amounts for line in _amount(amount)),
            *wrapped(digest.more_amounts, "   "),
        ]
    if digest.quotes:
        yield ["   " + say("Quotes")]
        for quote in digest.quotes:
            yield _quote(quote, digest)
        yield wrapped(digest.more_quotes, "   ")
    yield _labelled(say("Who is named"), digest.people)
    yield _labelled(say("Dates"), digest.dates)
    for label, notes in (
        (say("Please note"), digest.warnings),
        (say("Withheld"), digest.withheld),
    ):
        told = (f"! {label}: {note.text}" for note in notes)
        yield [line for note in told for line in wrapped(note, "   ", "     ")]
    for link in digest.also:
        yield _labelled(say("Also in"), link.words.text) + address(link.url)
    yield wrapped(digest.more_also, "   ")
    yield wrapped(digest.made_by, "   ")


def _head(digest: DigestPart | HeadlinePart) -> list[str]:
    lead = f"{digest.number}. "
    indent = " " * len(lead)
    lines = ["-" * WIDTH] if isinstance(digest, DigestPart) else []
    lines += wrapped(digest.headline.text, lead, indent)
    if isinstance(digest, DigestPart) and digest.original_headline:
        lines += wrapped(digest.original_headline.text, indent)
    lines += wrapped(digest.origin, indent)
    return [*lines, f"[{digest.number}] {digest.url or digest.place}"]


def _statement(lead: str, statement: StatementPart, digest: DigestPart) -> list[str]:
    indent = " " * len(lead)
    lines = wrapped(f"{statement.words.text} [{digest.number}]", lead, indent)
    lines += wrapped(f"({statement.standing})", indent)
    for original in statement.originals:
        lines += [f"{indent}{original.label}:", *quoted(original.words, indent)]
    for flag in statement.flags:
        lines += wrapped(f"! {flag.text}", indent, f"{indent}  ")
    return lines


def _amount(amount: AmountPart) -> list[str]:
    notes = f" ({amount.notes})" if amount.notes else ""
    return wrapped(f"{amount.value} = {amount.words.text}{notes}", "   * ", "     ")


def _quote(quote: QuotePart, digest: DigestPart) -> list[str]:
    lines = wrapped(f"«{quote.words.text}» — {quote.speaker} [{digest.number}]", "   * ", "     ")
    if quote.translated:
        lines += wrapped(quote.translated.text, "     ")
    for flag in quote.flags:
        lines += wrapped(f"! {flag.text}", "     ", "       ")
    return lines


def _labelled(label: str, text: str) -> list[str]:
    return wrapped(f"{label}: {text}", "   ", "     ") if text else []
