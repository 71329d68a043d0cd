"""Claims: who says a sentence, and how firmly it is said.

A sentence becomes a claim when it is attributed, or when a cue makes it anything but a plain
assertion. Cues carry offsets into the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.facts.speakers import (
    Speaker,
    attributed,
    noun_phrase_after,
    speaker_after,
    speaker_before,
)
from pipeline.facts.speech import conditional_cues, speech
from pipeline.records import Claim, Modality, Sentence, Span
from pipeline.story import Story

# After a quote, or after a German adverbial that begins the sentence, the verb comes first.
_INVERTS = re.compile(r"(?:[»“”\"」],?|^(?:Am|Im|In|Seit|Vor|Nach|Zuvor|Zudem)\b[^,;:]*)$")

_OBJECT = re.compile(r"\s*(?:que\b|qu['’]|dass\b|che\b|dat\b|że\b|att\b|:|[«“\"„])")  # said that …


def find_claims(sentences: Sequence[Sentence], story: Story) -> list[Claim]:
    """Return the claims of an article in the order of its sentences."""
    claims = []
    previous = ""
    for sentence in sentences:
        claim = _claim(sentence, previous, story)
        if claim is not None:
            claims.append(claim)
        previous = sentence.text + "\n"
    return claims


def _claim(sentence: Sentence, previous: str, story: Story) -> Claim | None:
    sources: list[str] = []
    cues: list[re.Match[str]] = []
    for source, cue in _attributions(sentence, previous, story):
        cues.append(cue)
        if source and source not in sources:
            sources.append(source)
    modality, modal_cues = _modality(sentence)
    if not sources and modality == "asserted":
        return None
    if sources and modality != "denied":
        modality = "reported"
    spans = sorted({match.span() for match in (*cues, *modal_cues)})
    return Claim(
        sentence=sentence.index,
        text=sentence.text,
        attributed_to=sources,
        modality=modality,
        cues=[
            Span(text=sentence.text[a:b], start=sentence.start + a, end=sentence.start + b)
            for a, b in spans
        ],
    )


def _attributions(
    sentence: Sentence, previous: str, story: Story
) -> Iterator[tuple[str | None, re.Match[str]]]:
    """Yield each attribution: the source's name (None where it cannot be read) and its cue."""
    text, language = sentence.text, sentence.language
    words = speech(language)
    for cue in words.openers.finditer(text):
        phrase = noun_phrase_after(text, cue.end(), language)
        yield attributed(phrase, language, story), cue
    conditional = [cue.span() for cue in conditional_cues(text, language)]
    for pattern in (words.after, words.says):
        for cue in pattern.finditer(text):
            if any(a <= cue.start() < b for a, b in conditional):
                continue  # "is said to" names nobody
            speaker = _speaker_of(sentence, cue, previous, story)
            if speaker is not None:
                yield _name_of(speaker, language, story), cue


def _speaker_of(
    sentence: Sentence, cue: re.Match[str], previous: str, story: Story
) -> Speaker | None:
    """Read who says it before the verb, or after it where a comma or a quote stands before."""
    text, language = sentence.text, sentence.language
    before = text[: cue.start()].rstrip()
    if not before:
        return None
    inserted = before.endswith(",") and language != "en" and not _OBJECT.match(text, cue.end())
    if inserted or _INVERTS.search(before):
        return speaker_after(text, cue.end(), language, story)
    head = previous + text[: cue.start()]
    return speaker_before(head, len(head), language, story)


def _name_of(speaker: Speaker, language: str, story: Story) -> str | None:
    if speaker.actor_id:
        return story.by_id[speaker.actor_id].name
    return attributed(speaker.text, language, story)


def _modality(sentence: Sentence) -> tuple[Modality, list[re.Match[str]]]:
    """Return how firmly a sentence is said, with the cues: the strongest doubt counts."""
    words = speech(sentence.language)
    levels: list[tuple[Modality, list[re.Match[str]]]] = [
        ("denied", list(words.denied.finditer(sentence.text))),
        ("conditional", conditional_cues(sentence.text, sentence.language)),
        ("planned", list(words.planned.finditer(sentence.text))),
        ("hedged", list(words.hedged.finditer(sentence.text))),
    ]
    for modality, cues in levels:
        if cues:
            return modality, cues
    return "asserted", []
