"""What the renderings for people share: plain words for the fields of a digest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.lookalikes import plain_address
from pipeline.records import Actor, Claim, DateMention, Digest, Money, Quote, Statement
from pipeline.render.notes import Told, told
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
    say = phrases_of(digest)
    return digest.headline.text if digest.headline else say("(no title)")


def origin(digest: Digest) -> str:
    """Say where and when an article appeared, and in which languages article and digest are."""
    article, say = digest.article, phrases_of(digest)
    language = article.language or say("unknown language")
    translated = any(s.status == "translated" for s in digest.summary)
    parts = [
        digest.source.publisher or "",
        article.published or say("undated"),
        ", ".join(article.authors),
        f"{language} → {digest.target_language}" if translated else language,
        say("relevance {score}", score=f"{digest.relevance.score:.2f}"),
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


def amount_notes(money: Money, say: Phrases) -> str:
    """Return the qualifier, the scale rule and the doubt of an amount."""
    qualifier = say.of("note", money.qualifier) if money.qualifier else ""
    scale = say.of("scale", money.scale) if money.scale else ""
    doubt = told(money.doubt, say).text if money.doubt else ""
    return safe("; ".join(note for note in (qualifier, scale, doubt) if note))


def date_value(date: DateMention, say: Phrases) -> str:
    """Return a date's value, saying so where it was reckoned from the publication date."""
    reckoned = say("reckoned")
    return f"{date.value} ({reckoned})" if date.kind == "relative" else date.value


def speaker(quote: Quote, say: Phrases) -> str:
    """Return who says a quote, with the doubt about it."""
    name = safe(quote.speaker or say("speaker not named"))
    return f"{name} ({told(quote.doubt, say).text})" if quote.doubt else name


def claim_source(claim: Claim, say: Phrases) -> str:
    """Return how firmly a claim is made, and by whom."""
    names = ", ".join(safe(name) for name in speakers(claim, say))
    if names:
        return say.of("claim", claim.modality, names=names)
    return say.of("firmness", claim.modality)


def speakers(claim: Claim, say: Phrases) -> list[str]:
    """Return who makes a claim, each with the doubt about them."""
    doubts = {voice.name: told(voice.doubt, say).text for voice in claim.chain if voice.doubt}
    return [f"{name} ({doubts[name]})" if name in doubts else name for name in claim.attributed_to]


def actors_shown(actors: Sequence[Actor], say: Phrases) -> list[tuple[Actor, str]]:
    """Return the actors to show with what they are: those of the profile first, then the others.

    Of the others only those named most often, in the order of the article.
    """
    others = [actor for actor in actors if not actor.known]
    often = sorted(others, key=lambda actor: -len(actor.mentions))[:_MOST_UNKNOWN]
    shown = [actor for actor in actors if actor.known]
    shown += [actor for actor in others if any(actor is other for other in often)]
    return [(actor, _standing(actor, say)) for actor in shown]


def _standing(actor: Actor, say: Phrases) -> str:
    """Return an actor's role and office: "source, porte-parole d'OpenAI"."""
    role = "" if actor.role == "other" else say.of("role", actor.role)
    parts = [role, *dict.fromkeys(title.text for title in actor.titles[:1])]
    text = ", ".join(part for part in parts if part)
    unknown = say("not in the story profile")
    return safe(text if actor.known else f"{text} ({unknown})".strip())


def notes_told(notes: Iterable[str], say: Phrases) -> list[Told]:
    """Return flags or warnings in the language of a reader, as far as they can be said in it."""
    return [told(note, say) for note in notes]


def withheld(digest: Digest, say: Phrases) -> list[Told]:
    """Return what a digest withholds, and why."""
    pairs = ((told(one.text, say), told(one.reason, say)) for one in digest.withheld)
    return [Told(f"{what.text}: {why.text}", why.language) for what, why in pairs]


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
    say = phrases_of(digest)
    models = ", ".join(
        f"{use.card} ({use.task}, {use.device} {use.dtype})" for use in digest.provenance.models
    )
    models = models or say("no model")
    named = say("digest {id} · story {story}", id=digest.id, story=digest.story)
    return f"{named} · chipwire {digest.provenance.chipwire}, {models}"
