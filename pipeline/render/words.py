"""What the renderings for people share: plain words for the fields of a digest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Actor, Claim, DateMention, Digest, Money, Quote, Statement

# Control characters move a terminal's cursor or hide text; bidirectional overrides reorder it.
_MOST_UNKNOWN = 12  # actors outside the profile that a rendering for people shows
_CONTROL = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]")
_BLANK = re.compile(r"\s")


def safe(text: str) -> str:
    """Return a text on one line, without characters that act instead of being read."""
    return " ".join(_CONTROL.sub("\ufffd", text).split())


def inert(text: str) -> str:
    """Do as ``safe`` does, but one character for one, so that places in the text stay."""
    return _BLANK.sub(" ", _CONTROL.sub("\ufffd", text))


def origin(digest: Digest) -> str:
    """Say where and when an article appeared, and in which languages article and digest are."""
    article = digest.article
    language = article.language or "unknown language"
    translated = any(s.status == "translated" for s in digest.summary)
    parts = [
        digest.source.publisher or "",
        article.published or "undated",
        ", ".join(article.authors),
        f"{language} → {digest.target_language}" if translated else language,
        f"relevance {digest.relevance.score:.2f}",
    ]
    return safe(" · ".join(part for part in parts if part))


def location(digest: Digest) -> str:
    """Return the address that a reader can open, or the file's name."""
    return safe(digest.source.final_url or digest.source.location)


def link(digest: Digest) -> str | None:
    """Return the article's web address, if it has one."""
    url = digest.source.final_url
    return (
        safe(url).replace(" ", "%20") if url and url.startswith(("http://", "https://")) else None
    )


def amount_notes(money: Money) -> str:
    """Return the qualifier, the scale rule and the doubt of an amount."""
    scale = f"{money.scale} scale" if money.scale else ""
    return safe("; ".join(note for note in (money.qualifier, scale, money.doubt) if note))


def date_value(date: DateMention) -> str:
    """Return a date's value, saying so where it was reckoned from the publication date."""
    return f"{date.value} (reckoned)" if date.kind == "relative" else date.value


def speaker(quote: Quote) -> str:
    """Return who says a quote, with the doubt about it."""
    name = safe(quote.speaker or "speaker not named")
    return f"{name} ({quote.doubt})" if quote.doubt else name


def claim_source(claim: Claim) -> str:
    """Return how firmly a claim is made, and by whom."""
    doubts = {voice.name: voice.doubt for voice in claim.chain if voice.doubt}
    names = ", ".join(
        safe(f"{name} ({doubts[name]})" if name in doubts else name) for name in claim.attributed_to
    )
    return f"{claim.modality}: {names}" if names else claim.modality


def actors_shown(actors: Sequence[Actor]) -> list[tuple[Actor, str]]:
    """Return the actors to show with what they are: those of the profile first, then the others.

    Of the others only those named most often, in the order of the article.
    """
    others = [actor for actor in actors if not actor.known]
    often = sorted(others, key=lambda actor: -len(actor.mentions))[:_MOST_UNKNOWN]
    shown = [actor for actor in actors if actor.known]
    shown += [actor for actor in others if any(actor is other for other in often)]
    return [(actor, _standing(actor)) for actor in shown]


def _standing(actor: Actor) -> str:
    """Return an actor's role and office: "source, porte-parole d'OpenAI"."""
    role = "" if actor.role == "other" else actor.role
    parts = [role, *dict.fromkeys(title.text for title in actor.titles[:1])]
    text = ", ".join(part for part in parts if part)
    return safe(text if actor.known else f"{text} (not in the story profile)".strip())


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
    models = ", ".join(
        f"{use.card} ({use.task}, {use.device} {use.dtype})" for use in digest.provenance.models
    )
    made = f"chipwire {digest.provenance.chipwire}, {models or 'no model'}"
    return f"digest {digest.id} · story {digest.story} · {made}"
