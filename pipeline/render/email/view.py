"""From an edition to what its mail shows: which digests in full, which as headlines."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeVar

from pipeline.edition import Correction, Edition, Image, SourceNote, headline_of
from pipeline.records import Digest
from pipeline.render.email.brief_parts import brief_part
from pipeline.render.email.cut import cut
from pipeline.render.email.digest_parts import digest_part, headline_part, more, piece, words_in
from pipeline.render.email.links import Links
from pipeline.render.email.parts import (
    BriefPart,
    CorrectionPart,
    DigestPart,
    HeadlinePart,
    Link,
    Mail,
    NotePart,
)
from pipeline.render.links import web
from pipeline.render.notes import told
from pipeline.render.phrases import Phrases, load_phrases

_TITLE = 120  # characters, as the other limits of a text
_SENTENCE = 600
_SHORT = 240
_ALTS = 4_000  # for the words of all pictures together
_MOST_CORRECTIONS = 12
_MOST_NOTES = 20
# Bytes of HTML: what is left of 100,000 is for the news.
_CORRECTION_BYTES = 30_000
_NOTE_BYTES = 10_000
_SUBJECT = 110  # characters; phones show the first 40, and no client more than 120


_Part = TypeVar("_Part", CorrectionPart, NotePart)


class Extent(NamedTuple):
    """How much a mail shows: digests in full, digests as headlines, topics of each section."""

    full: int = 0
    headed: int = 0
    topics: int = 0


def mail(edition: Edition, links: Links) -> Callable[[Extent], Mail]:
    """Return a function of how much is shown."""
    say = load_phrases(edition.language)
    digests = edition.digests
    first = edition.corrections[:_MOST_CORRECTIONS]
    corrections = _within(_CORRECTION_BYTES, [_correction(item, say) for item in first])
    title = cut(edition.title, _TITLE)
    clock = f"{edition.occurrence:%H:%M} ({cut(edition.zone, _SHORT)})"
    charts = _charts(edition.charts)
    notes = _within(_NOTE_BYTES, [_note(note, say) for note in edition.notes[:_MOST_NOTES]])

    @cache
    def part(number: int) -> DigestPart:
        return digest_part(number, digests[number - 1], edition.repeats, say)

    @cache
    def headline(number: int) -> HeadlinePart:
        return headline_part(number, digests[number - 1], say)

    @cache
    def briefs(topics: int) -> list[BriefPart]:
        return _briefs(edition, topics, say)

    def view(extent: Extent) -> Mail:
        full, headed, topics = extent
        left = len(digests) - full
        return Mail(
            language=say.language,
            title=title,
            when=f"{say.day(edition.occurrence)}, {clock}",
            tally=_tally(edition, say),
            corrections=corrections,
            more_corrections=more(len(edition.corrections) - len(corrections), say),
            briefs=briefs(topics),
            charts=charts,
            digests=[part(number) for number in range(1, full + 1)],
            cut=_too_long(left, say) if left else "",
            headlines=[headline(number) for number in range(full + 1, full + headed + 1)],
            dropped=_not_listed(left - headed, say) if left > headed else "",
            notes=notes,
            more_notes=more(len(edition.notes) - len(notes), say),
            proof=say(
                "Every line is taken from the source it links to; "
                "amounts are read by code from the original words."
            ),
            why=say("You receive this mail because you subscribed to “{title}”.", title=title),
            unsubscribe=web(links.unsubscribe, mail=True),
            preferences=web(links.preferences, mail=True),
            online=web(links.online),
        )

    return view


def subject(edition: Edition) -> str:
    """Return the lead headline, with the lead amount where the headline has none."""
    say = load_phrases(edition.language)
    lead = "; ".join(headline_of(d) for d in edition.digests[:1])
    amount = _lead_amount(edition.digests[0]) if lead else ""
    tail = f" · {cut(amount, 40)}" if amount else ""
    held = [one.now for one in edition.corrections[:1] if one.now]  # never what is withdrawn
    lead = lead or "".join(held) or f"{edition.title} · {say.day(edition.occurrence)}"
    if edition.corrections:
        lead = say("Correction") + f" · {lead}"
    return cut(lead, _SUBJECT - len(tail)) + tail


def _tally(edition: Edition, say: Phrases) -> str:
    """Say how many articles there are, or that there is nothing but corrections, or nothing."""
    if edition.digests:
        return say("Articles: {count}", count=len(edition.digests))
    if edition.corrections:
        return say("Corrections to earlier editions")
    return say("Nothing new in this edition.")


def _too_long(count: int, say: Phrases) -> str:
    return say.ngettext(
        "This mail would have become too long: {count} further articles are given as linked "
        "headlines only.",
        "This mail would have become too long: {count} further articles are given as linked "
        "headlines only.",
        count,
    )


def _not_listed(count: int, say: Phrases) -> str:
    return say.ngettext("{count} more are not listed.", "{count} more are not listed.", count)


def _lead_amount(digest: Digest) -> str:
    """Return the first certain amount of the first statement, unless the headline has numbers.

    Nothing where the sentence denies, for then the amount would say the opposite.
    """
    if any(sign.isdigit() for sign in headline_of(digest)):
        return ""
    proofs = {evidence.sentence for s in digest.summary[:1] for evidence in s.evidence}
    denied = {claim.sentence for claim in digest.facts.claims if claim.modality == "denied"}
    amounts = (
        money.rendered
        for money in digest.facts.money
        if money.sentence in proofs - denied and not money.doubt
    )
    return next(amounts, "")


def _within(budget: int, parts: Sequence[_Part]) -> list[_Part]:
    """Return the first parts, as many as fit into so many bytes of HTML."""
    sizes = accumulate(len(html.escape(repr(part)).encode()) for part in parts)
    return [part for part, size in zip(parts, sizes, strict=True) if size <= budget]


def _correction(item: Correction, say: Phrases) -> CorrectionPart:
    sent = say("edition of {date}", date=say.day(item.sent)) if item.sent else ""
    heading, why = words_in(item.headline, item.language, _SHORT), told(item.reason, say)
    return CorrectionPart(
        said=words_in(item.said, item.language, _SENTENCE),
        sent=sent,
        now=words_in(item.now, item.language, _SENTENCE) if item.now else None,
        reason=words_in(why.text, why.language, _SENTENCE),
        article=Link(heading, web(item.url)) if item.headline else None,
    )


def _note(note: SourceNote, say: Phrases) -> NotePart:
    walled = say("behind a paywall: only the open part was read")
    why = say("could not be read") if note.kind == "failed" else walled
    reason = cut(note.reason, _SHORT)
    return NotePart(
        name=piece(note.name), url=web(note.url), why=f"{why}: {reason}" if reason else why
    )


def _briefs(edition: Edition, topics: int, say: Phrases) -> list[BriefPart]:
    """Number the sources as the mail numbers its digests, and those it does not show after them."""
    order = {digest.id: number for number, digest in enumerate(edition.digests, 1)}
    sources = [source for briefing in edition.briefings for source in briefing.sources]
    others = [source.id for source in sources if source.digest not in order]
    numbers = {source.id: order[source.digest] for source in sources if source.digest in order}
    numbers |= {name: number for number, name in enumerate(others, len(order) + 1)}
    parts = (brief_part(one, numbers, topics, say) for one in edition.briefings)
    return [part for part in parts if part is not None]


def _charts(charts: Sequence[Image]) -> tuple[Image, ...]:
    """Give each picture a name that is safe in a file name and a Content-ID."""
    return tuple(
        Image(
            name=f"chart-{number}",
            png=chart.png,
            alt=cut(chart.alt or chart.caption or chart.name, _ALTS // len(charts)),
            caption=cut(chart.caption, _SHORT),
        )
        for number, chart in enumerate(charts, 1)
    )
