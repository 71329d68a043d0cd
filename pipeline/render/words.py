"""What the renderings for people share: plain words for the fields of a digest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lookalikes import plain_address
from pipeline.records import Actor, Claim, DateMention, Digest, Money, Quote, Statement
from pipeline.render.phrases import Phrases, load_phrases

_MOST_UNKNOWN = 12  # actors outside the profile that a rendering for people shows
# Control characters move a terminal's cursor or hide text; bidirectional overrides reorder it.
_CONTROL = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]")
_BLANK = re.compile(r"\s")


def safe(text: str) -> str:
    """Return a text on one line, without characters that act instead of being read."""
    return " ".join(_CONTROL.sub("\ufffd", text).split())


def inert(text: str) -> str:
    """Do as ``safe`` does, but one character for one, so that places in the text stay."""
    return _BLANK.sub(" ", _CONTROL.sub("\ufffd", text))


def phrases_of(digest: Digest) -> Phrases:
    """Return the words around a digest: those of the language that it is written in."""
    return load_phrases(digest.target_language)


def title_of(digest: Digest) -> str:
    """Return what stands above a digest."""
    return digest.headline.text if digest.headline else phrases_of(digest)("no_title")


def origin(digest: Digest) -> str:
    """Say where and when an article appeared, and in which languages article and digest are."""
    article, phrases = digest.article, phrases_of(digest)
    language = article.language or phrases.page("unknown_language")
    translated = any(s.status == "translated" for s in digest.summary)
    parts = [
        digest.source.publisher or "",
        article.published or phrases("undated"),
        ", ".join(article.authors),
        f"{language} → {digest.target_language}" if translated else language,
        f"{phrases.page('relevance')} {digest.relevance.score:.2f}",
    ]
    return safe(" · ".join(part for part in parts if part))


def location(digest: Digest) -> str:
    """Return the address that a reader can open, or the file's name."""
    return safe(plain_address(digest.source.final_url or digest.source.location))


def link(digest: Digest) -> str | None:
    """Return the article's web address, if it has one."""
    url = digest.source.final_url
    return (
        safe(plain_address(url)).replace(" ", "%20")
        if url and url.startswith(("http://", "https://"))
        else None
    )


def amount_notes(money: Money, phrases: Phrases) -> str:
    """Return the qualifier, the scale rule and the doubt of an amount."""
    qualifier = phrases.of("note", money.qualifier) if money.qualifier else ""
    scale = phrases.of("scale", money.scale) if money.scale else ""
    return safe("; ".join(note for note in (qualifier, scale, money.doubt) if note))


def date_value(date: DateMention, phrases: Phrases) -> str:
    """Return a date's value, saying so where it was reckoned from the publication date."""
    return f"{date.value} ({phrases('reckoned')})" if date.kind == "relative" else date.value


def speaker(quote: Quote, phrases: Phrases) -> str:
    """Return who says a quote, with the doubt about it."""
    name = safe(quote.speaker or phrases("unknown_speaker"))
    return f"{name} ({quote.doubt})" if quote.doubt else name


def claim_source(claim: Claim, phrases: Phrases) -> str:
    """Return how firmly a claim is made, and by whom."""
    doubts = {voice.name: voice.doubt for voice in claim.chain if voice.doubt}
    names = ", ".join(
        safe(f"{name} ({doubts[name]})" if name in doubts else name) for name in claim.attributed_to
    )
    return (
        phrases.of("claim", claim.modality).replace("{names}", names) if names else claim.modality
    )


def actors_shown(actors: Sequence[Actor], phrases: Phrases) -> list[tuple[Actor, str]]:
    """Return the actors to show with what they are: those of the profile first, then the others.

    Of the others only those named most often, in the order of the article.
    """
    others = [actor for actor in actors if not actor.known]
    often = sorted(others, key=lambda actor: -len(actor.mentions))[:_MOST_UNKNOWN]
    shown = [actor for actor in actors if actor.known]
    shown += [actor for actor in others if any(actor is other for other in often)]
    return [(actor, _standing(actor, phrases)) for actor in shown]


def _standing(actor: Actor, phrases: Phrases) -> str:
    """Return an actor's role and office: "source, porte-parole d'OpenAI"."""
    role = "" if actor.role == "other" else actor.role
    parts = [role, *dict.fromkeys(title.text for title in actor.titles[:1])]
    text = ", ".join(part for part in parts if part)
    unknown = phrases.page("not_in_profile")
    return safe(text if actor.known else f"{text} ({unknown})".strip())


def proof(statement: Statement) -> list[tuple[int, str]]:
    """Return the number and the words of each sentence that proves a statement.

    A statement that is the sentence itself needs no repetition: the words are empty then.
    """
    return [
        (evidence.sentence, "" if evidence.text == statement.text else safe(evidence.text))
        for evidence in statement.evidence
    ]


def made_by(digest: Digest) -> str:
    """Say which version and models made a digest."""
    page = phrases_of(digest).page
    models = ", ".join(
        f"{use.card} ({use.task}, {use.device} {use.dtype})" for use in digest.provenance.models
    )
    made = f"chipwire {digest.provenance.chipwire}, {models or page('no_model')}"
    return f"{page('digest')} {digest.id} · {page('story')} {digest.story} · {made}"
