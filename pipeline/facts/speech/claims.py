"""Claims: who says a sentence, and how firmly it is said.

A sentence becomes a claim when it is attributed, or when a cue makes it anything but a plain
assertion. Cues and voices carry offsets into the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.facts.speech.claim_voices import Attribution, Context, attributions
from pipeline.facts.speech.voice_names import Speaker, may_be_meant
from pipeline.facts.speech.words import conditional_cues, indirect_cue, speech
from pipeline.records import Claim, Modality, Sentence, Span, Voice
from pipeline.story import Story

_CONTEXT = 2  # sentences before one in which a pronoun's name is looked for


def find_claims(sentences: Sequence[Sentence], story: Story) -> list[Claim]:
    """Return the claims of an article in the order of its sentences."""
    claims = []
    heard: Speaker | None = None  # with offsets into the article
    telling: Voice | None = None  # who is still quoted in indirect speech
    for place, sentence in enumerate(sentences):
        context = "\n".join(s.text for s in sentences[max(0, place - _CONTEXT) : place])
        before = context + "\n" if context else ""
        shift = sentence.start - len(before)
        claim, last = _claim(sentence, before, story, _moved(heard, -shift))
        heard = _moved(last, shift) if last else heard
        if (claim is None or not claim.chain) and (cue := _indirect(sentence, claim)):
            claim = _gone_on(sentence, claim, cue, telling)
        telling = claim.chain[-1] if claim and claim.chain else None
        if claim is not None:
            claims.append(claim)
    return claims


def _indirect(sentence: Sentence, claim: Claim | None) -> re.Match[str] | None:
    """Return the verb by which a sentence without a speaker is indirect speech: "Er habe ..."."""
    if claim is not None and claim.modality == "denied":
        return None
    return indirect_cue(sentence.text, sentence.language)


def _gone_on(
    sentence: Sentence, claim: Claim | None, cue: re.Match[str], telling: Voice | None
) -> Claim:
    """Return the claim of whoever was told of in the sentence before, or of nobody named."""
    start, end = cue.start() + sentence.start, cue.end() + sentence.start
    here = Span(text=sentence.text[cue.start() : cue.end()], start=start, end=end)
    doubt = "indirect speech that goes on from the sentence before"
    update = {"text": here.text, "start": start, "end": end, "doubt": doubt}
    chain = [telling.model_copy(update=update)] if telling else []
    return Claim(
        sentence=sentence.index,
        text=sentence.text,
        attributed_to=[voice.name for voice in chain],
        modality="reported",
        cues=claim.cues if claim and claim.cues else [here],
        chain=chain,
    )


def _moved(speaker: Speaker | None, shift: int) -> Speaker | None:
    """Return a speaker with offsets into another text; -1 where it is not in it."""
    if speaker is None:
        return None
    return speaker._replace(start=max(-1, speaker.start + shift), end=max(-1, speaker.end + shift))


def _claim(
    sentence: Sentence, before: str, story: Story, heard: Speaker | None
) -> tuple[Claim | None, Speaker | None]:
    """Return the claim of a sentence, and who is heard in it last, if anybody is."""
    context = Context(before + sentence.text, len(before), sentence.language, heard)
    found = attributions(context, story)
    shift = sentence.start - len(before)
    chain = _chain(found, shift, context.text)
    sources = [voice.name for voice in chain]
    modality, modal_cues = _modality(sentence)
    people = [a.speaker for a in found if a.speaker and a.says and may_be_meant(a.speaker)]
    last = people[-1] if people else None
    if not sources and modality == "asserted":
        return None, last
    if sources and modality != "denied":
        modality = "reported"
    spans = {(a + shift, b + shift) for a, b in (item.cue for item in found)}
    spans |= {(m.start() + sentence.start, m.end() + sentence.start) for m in modal_cues}
    claim = Claim(
        sentence=sentence.index,
        text=sentence.text,
        attributed_to=sources,
        modality=modality,
        cues=[
            Span(text=sentence.text[a - sentence.start : b - sentence.start], start=a, end=b)
            for a, b in sorted(spans)
        ],
        chain=chain,
    )
    return claim, last


def _chain(found: Iterable[Attribution], shift: int, text: str) -> list[Voice]:
    """Order the voices of a sentence, the one who tells us first, each name once."""
    voices: list[Voice] = []
    names: set[str] = set()
    ordered = sorted(
        found, key=lambda item: (item.depth, item.speaker.start if item.speaker else 0)
    )
    for item in ordered:
        if item.speaker is None or item.name in names:
            continue
        start, end = item.speaker.start, item.speaker.end
        names.add(item.name)
        voices.append(
            Voice(
                text=text[start:end],
                start=start + shift,
                end=end + shift,
                name=item.name,
                actor_id=item.actor_id,
                doubt=item.speaker.doubt,
            )
        )
    return voices


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
