"""From a digest to what a mail shows of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pipeline.edition import Repeat, headline_of
from pipeline.records import Claim, Digest, Evidence, Money, Quote, Statement
from pipeline.render import words as shared
from pipeline.render.email.cut import cut
from pipeline.render.email.parts import (
    AmountPart,
    DigestPart,
    HeadlinePart,
    Link,
    Original,
    QuotePart,
    StatementPart,
    Words,
)
from pipeline.render.links import sentence_link, web
from pipeline.render.notes import Told, told
from pipeline.render.phrases import Phrases, direction

_HEADLINE = 250  # characters, as the other limits of a text
_SENTENCE = 1_200
_SHORT = 240
_NOTE = 400
_LEFT_TO_RIGHT_MARK = "\u200e"
_MOST_STATEMENTS = 30
_MOST_AMOUNTS = 12
_MOST_QUOTES = 6
_MOST_NAMES = 12
_MOST_NOTES = 8


def digest_part(number: int, digest: Digest, repeats: Sequence[Repeat], say: Phrases) -> DigestPart:
    """Return all that a mail shows of a digest; ``repeats`` are those of the whole edition."""
    facts = digest.facts
    also = [repeat for repeat in repeats if repeat.of == digest.id]
    return DigestPart(
        **headline_part(number, digest, say)._asdict(),
        original_headline=_original_headline(digest),
        statements=[_statement(s, digest, say) for s in digest.summary[:_MOST_STATEMENTS]],
        more_statements=more(len(digest.summary) - _MOST_STATEMENTS, say),
        amounts=[_amount(money, digest, say) for money in facts.money[:_MOST_AMOUNTS]],
        more_amounts=more(len(facts.money) - _MOST_AMOUNTS, say),
        quotes=[_quote(quote, digest, say) for quote in facts.quotes[:_MOST_QUOTES]],
        more_quotes=more(len(facts.quotes) - _MOST_QUOTES, say),
        people=_people(digest, say),
        dates=_dates(digest, say),
        warnings=notes(shared.notes_told(digest.warnings, say), say),
        withheld=notes(shared.withheld(digest, say), say),
        also=[_also(repeat) for repeat in also[:_MOST_NOTES]],
        more_also=more(len(also) - _MOST_NOTES, say),
        made_by=cut(shared.made_by(digest), _NOTE),
    )


def headline_part(number: int, digest: Digest, say: Phrases) -> HeadlinePart:
    """Return a digest's headline, and where and when its article appeared."""
    return HeadlinePart(
        number=number,
        headline=_headline(digest, say),
        url=web(digest.source.final_url),
        place=cut(shared.location(digest), _SHORT),
        origin=_origin(digest, say),
    )


def words_in(text: str, language: str | None, limit: int = _SENTENCE) -> Words:
    """Return words with their language and direction."""
    return Words(cut(text, limit), language, direction(language))


def piece(text: str, limit: int = _SHORT) -> str:
    """Return a piece of a longer line; a mark keeps right-to-left letters from moving the rest."""
    line = cut(text, limit)
    rtl = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in line)
    return f"{line}{_LEFT_TO_RIGHT_MARK}" if rtl else line


def _shown_language(statement: Statement, digest: Digest) -> str | None:
    """Return the language that a statement is in: verbatim ones are in the article's."""
    if statement.status != "verbatim":
        return digest.target_language
    start = statement.evidence[0].start if statement.evidence else None
    return _language_at(digest, start)


def _language_at(digest: Digest, start: int | None) -> str | None:
    """Return the language of the article where a sentence starts."""
    for span in digest.article.language_spans:
        if start is not None and span.start <= start < span.end and span.language:
            return span.language
    return digest.article.language


def _headline(digest: Digest, say: Phrases) -> Words:
    text = headline_of(digest)
    if not text.strip():
        return words_in(say("(no title)"), say.language)
    translated = digest.headline is not None and digest.headline.status != "verbatim"
    language = digest.target_language if translated else digest.article.language
    return words_in(text, language, _HEADLINE)


def _original_headline(digest: Digest) -> Words | None:
    title = digest.article.title
    if not title or title == headline_of(digest):
        return None
    return words_in(title, digest.article.language, _HEADLINE)


def _origin(digest: Digest, say: Phrases) -> str:
    article = digest.article
    translated = any(s.status != "verbatim" for s in digest.summary)
    languages = say.language_name(article.language)
    if translated:
        languages += f" → {say.language_name(digest.target_language)}"
    state = "" if article.input_state == "full" else say.of("state", article.input_state)
    parts = [
        digest.source.publisher or "",
        say.published(article.published),
        ", ".join(article.authors),
        languages,
        state,
    ]
    return " · ".join(piece(part) for part in parts if part)


def _statement(statement: Statement, digest: Digest, say: Phrases) -> StatementPart:
    language = _shown_language(statement, digest)
    return StatementPart(
        words=words_in(statement.text, language),
        url=_proof_link(digest, statement.evidence),
        standing=_standing(statement, digest.facts.claims, say),
        originals=[
            _original(evidence, digest, say)
            for evidence in statement.evidence
            if evidence.text != statement.text
        ],
        flags=notes(shared.notes_told(statement.flags, say), say),
    )


def _proof_link(digest: Digest, evidence: Sequence[Evidence]) -> str | None:
    address = web(digest.source.final_url)
    if address is None or not evidence:
        return address
    return sentence_link(address, evidence[0].text)


def _original(evidence: Evidence, digest: Digest, say: Phrases) -> Original:
    language = _language_at(digest, evidence.start)
    label = say("Original ({language})", language=say.language_name(language))
    return Original(label, words_in(evidence.text, language))


def _standing(statement: Statement, claims: Sequence[Claim], say: Phrases) -> str:
    """Say how a statement was made, how firm it is, and who says so."""
    sentences = {evidence.sentence for evidence in statement.evidence}
    parts = [say.of("status", statement.status)]
    parts += [
        _claim(claim, say)
        for claim in claims
        if claim.sentence in sentences and (claim.attributed_to or claim.modality != "asserted")
    ]
    return " · ".join(dict.fromkeys(parts))


def _claim(claim: Claim, say: Phrases) -> str:
    names = ", ".join(shared.speakers(claim, say))
    firmness = say.of("modality", claim.modality)
    return piece(f"{firmness}: {names}" if names else firmness)


def _amount(money: Money, digest: Digest, say: Phrases) -> AmountPart:
    about = [say.of("note", note) for note in (money.qualifier, money.scale) if note]
    about += [told(money.doubt, say).text] if money.doubt else []
    return AmountPart(
        value=cut(money.rendered, _SHORT),
        words=words_in(money.text, _language_at(digest, money.start), _SHORT),
        notes=cut("; ".join(about), _NOTE),
    )


def _quote(quote: Quote, digest: Digest, say: Phrases) -> QuotePart:
    translated = quote.translated
    shown = translated is not None and translated.text != quote.text
    address = web(digest.source.final_url)
    return QuotePart(
        words=words_in(quote.text, _language_at(digest, quote.start)),
        translated=words_in(translated.text, digest.target_language)
        if translated and shown
        else None,
        speaker=piece(shared.speaker(quote, say)),
        url=address and sentence_link(address, quote.text),
        flags=notes(shared.notes_told(translated.flags if translated else [], say), say),
    )


def _people(digest: Digest, say: Phrases) -> str:
    named = [
        f"{actor.name} ({standing})" if standing else actor.name
        for actor, standing in shared.actors_shown(digest.facts.actors, say)
    ]
    return _listed(named, say)


def _dates(digest: Digest, say: Phrases) -> str:
    reckoned = say("reckoned")
    shown = [
        f"{date.value} ({reckoned}: {date.text})"
        if date.kind == "relative"
        else f"{date.value} ({date.text})"
        for date in digest.facts.dates
    ]
    return _listed(list(dict.fromkeys(shown)), say)


def _also(repeat: Repeat) -> Link:
    name = f"{repeat.publisher}: {repeat.headline}" if repeat.publisher else repeat.headline
    return Link(words_in(name, repeat.language, _HEADLINE), web(repeat.url))


def notes(
    lines: Sequence[Told], say: Phrases, length: int = _NOTE, most: int = _MOST_NOTES
) -> list[Words]:
    """Return the first notes, and a last one that says how many more there are."""
    rest = more(len(lines) - most, say)
    shown = [*lines[:most], *([Told(rest, say.language)] if rest else [])]
    return [Words(piece(n.text, length), n.language, direction(n.language)) for n in shown]


def _listed(names: Sequence[str], say: Phrases) -> str:
    """List the first names or dates, and how many more there are."""
    rest = more(len(names) - _MOST_NAMES, say)
    return "; ".join([piece(n) for n in names[:_MOST_NAMES]] + ([rest] if rest else []))


def more(count: int, say: Phrases) -> str:
    """Say how many more there are; nothing where there are none."""
    return say.ngettext("and {count} more", "and {count} more", count) if count > 0 else ""
