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


def digest_part(
    number: int, digest: Digest, repeats: Sequence[Repeat], phrases: Phrases
) -> DigestPart:
    """Return all that a mail shows of a digest; ``repeats`` are those of the whole edition."""
    facts = digest.facts
    also = [repeat for repeat in repeats if repeat.of == digest.id]
    return DigestPart(
        **headline_part(number, digest, phrases)._asdict(),
        original_headline=_original_headline(digest),
        statements=[_statement(s, digest, phrases) for s in digest.summary[:_MOST_STATEMENTS]],
        more_statements=more(len(digest.summary) - _MOST_STATEMENTS, phrases),
        amounts=[_amount(money, digest, phrases) for money in facts.money[:_MOST_AMOUNTS]],
        more_amounts=more(len(facts.money) - _MOST_AMOUNTS, phrases),
        quotes=[_quote(quote, digest, phrases) for quote in facts.quotes[:_MOST_QUOTES]],
        more_quotes=more(len(facts.quotes) - _MOST_QUOTES, phrases),
        people=_people(digest, phrases),
        dates=_dates(digest, phrases),
        warnings=_notes(digest.warnings, phrases),
        withheld=_notes([f"{item.text}: {item.reason}" for item in digest.withheld], phrases),
        also=[_also(repeat) for repeat in also[:_MOST_NOTES]],
        more_also=more(len(also) - _MOST_NOTES, phrases),
        made_by=cut(shared.made_by(digest), _NOTE),
    )


def headline_part(number: int, digest: Digest, phrases: Phrases) -> HeadlinePart:
    """Return a digest's headline, and where and when its article appeared."""
    return HeadlinePart(
        number=number,
        headline=_headline(digest, phrases),
        url=web(digest.source.final_url),
        place=cut(shared.location(digest), _SHORT),
        origin=_origin(digest, phrases),
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


def _headline(digest: Digest, phrases: Phrases) -> Words:
    text = headline_of(digest)
    if not text.strip():
        return words_in(phrases("no_title"), phrases.language)
    translated = digest.headline is not None and digest.headline.status != "verbatim"
    language = digest.target_language if translated else digest.article.language
    return words_in(text, language, _HEADLINE)


def _original_headline(digest: Digest) -> Words | None:
    title = digest.article.title
    if not title or title == headline_of(digest):
        return None
    return words_in(title, digest.article.language, _HEADLINE)


def _origin(digest: Digest, phrases: Phrases) -> str:
    article = digest.article
    translated = any(s.status != "verbatim" for s in digest.summary)
    languages = phrases.language_name(article.language)
    if translated:
        languages += f" → {phrases.language_name(digest.target_language)}"
    state = "" if article.input_state == "full" else phrases.of("state", article.input_state)
    parts = [
        digest.source.publisher or "",
        phrases.published(article.published),
        ", ".join(article.authors),
        languages,
        state,
    ]
    return " · ".join(piece(part) for part in parts if part)


def _statement(statement: Statement, digest: Digest, phrases: Phrases) -> StatementPart:
    language = _shown_language(statement, digest)
    return StatementPart(
        words=words_in(statement.text, language),
        url=_proof_link(digest, statement.evidence),
        standing=_standing(statement, digest.facts.claims, phrases),
        originals=[
            _original(evidence, digest, phrases)
            for evidence in statement.evidence
            if evidence.text != statement.text
        ],
        flags=_notes(statement.flags, phrases),
    )


def _proof_link(digest: Digest, evidence: Sequence[Evidence]) -> str | None:
    address = web(digest.source.final_url)
    if address is None or not evidence:
        return address
    return sentence_link(address, evidence[0].text)


def _original(evidence: Evidence, digest: Digest, phrases: Phrases) -> Original:
    language = _language_at(digest, evidence.start)
    label = f"{phrases('original')} ({phrases.language_name(language)})"
    return Original(label, words_in(evidence.text, language))


def _standing(statement: Statement, claims: Sequence[Claim], phrases: Phrases) -> str:
    """Say how a statement was made, how firm it is, and who says so."""
    sentences = {evidence.sentence for evidence in statement.evidence}
    parts = [phrases.of("status", statement.status)]
    parts += [
        _claim(claim, phrases)
        for claim in claims
        if claim.sentence in sentences and (claim.attributed_to or claim.modality != "asserted")
    ]
    return " · ".join(dict.fromkeys(parts))


def _claim(claim: Claim, phrases: Phrases) -> str:
    doubts = {voice.name: voice.doubt for voice in claim.chain if voice.doubt}
    names = ", ".join(
        f"{name} ({doubts[name]})" if name in doubts else name for name in claim.attributed_to
    )
    firmness = phrases.of("modality", claim.modality)
    return piece(f"{firmness}: {names}" if names else firmness)


def _amount(money: Money, digest: Digest, phrases: Phrases) -> AmountPart:
    notes = [phrases.of("note", note) for note in (money.qualifier, money.scale) if note]
    notes += [money.doubt] if money.doubt else []
    return AmountPart(
        value=cut(money.rendered, _SHORT),
        words=words_in(money.text, _language_at(digest, money.start), _SHORT),
        notes=cut("; ".join(notes), _NOTE),
    )


def _quote(quote: Quote, digest: Digest, phrases: Phrases) -> QuotePart:
    translated = quote.translated
    shown = translated is not None and translated.text != quote.text
    address = web(digest.source.final_url)
    speaker = quote.speaker or phrases("unknown_speaker")
    return QuotePart(
        words=words_in(quote.text, _language_at(digest, quote.start)),
        translated=words_in(translated.text, digest.target_language)
        if translated and shown
        else None,
        speaker=piece(f"{speaker} ({quote.doubt})" if quote.doubt else speaker),
        url=address and sentence_link(address, quote.text),
        flags=_notes(translated.flags if translated else [], phrases),
    )


def _people(digest: Digest, phrases: Phrases) -> str:
    named = [
        f"{actor.name} ({standing})" if standing else actor.name
        for actor, standing in shared.actors_shown(digest.facts.actors, phrases)
    ]
    return "; ".join(_limited(named, _MOST_NAMES, _SHORT, phrases))


def _dates(digest: Digest, phrases: Phrases) -> str:
    shown = [
        f"{date.value} ({phrases('reckoned')}: {date.text})"
        if date.kind == "relative"
        else f"{date.value} ({date.text})"
        for date in digest.facts.dates
    ]
    return "; ".join(_limited(list(dict.fromkeys(shown)), _MOST_NAMES, _SHORT, phrases))


def _also(repeat: Repeat) -> Link:
    name = f"{repeat.publisher}: {repeat.headline}" if repeat.publisher else repeat.headline
    return Link(words_in(name, repeat.language, _HEADLINE), web(repeat.url))


def _notes(lines: Sequence[str], phrases: Phrases) -> list[str]:
    return _limited(lines, _MOST_NOTES, _NOTE, phrases)


def _limited(lines: Sequence[str], most: int, length: int, phrases: Phrases) -> list[str]:
    """Return the first lines, and a last one that says how many more there are."""
    rest = more(len(lines) - most, phrases)
    return [piece(line, length) for line in lines[:most]] + ([rest] if rest else [])


def more(count: int, phrases: Phrases) -> str:
    """Say how many more there are; nothing where there are none."""
    return phrases("more", count=count) if count > 0 else ""
