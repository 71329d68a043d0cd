"""Who a sentence rests on: each attribution with its cue, and how deep it is in the chain.

"Les Echos, citing the Wall Street Journal, citing two sources": the first tells us, the last knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.facts.actors.find import find_names
from pipeline.facts.speech import claim_cjk
from pipeline.facts.speech.noun_phrases import Phrase, has_capital, phrase_before
from pipeline.facts.speech.quote_marks import marked_spans
from pipeline.facts.speech.speakers import said_cues, source_after, speaker_before, speaker_of
from pipeline.facts.speech.voice_names import Speaker, source_name, speaker_at
from pipeline.facts.speech.words import UNSPACED, conditional_cues, speech
from pipeline.story import Story

_OUTLET, _OPENS, _SAYS, _CITES = range(4)
_MIN_QUOTED = 15  # characters of a quotation in which no verb of saying counts


class Context(NamedTuple):
    """A sentence behind some sentences before it; ``start`` is where it begins in ``text``."""

    text: str
    start: int
    language: str
    heard: Speaker | None


class Attribution(NamedTuple):
    """One attribution: offsets of its cue, its speaker and name, and its depth in the chain."""

    cue: tuple[int, int]
    speaker: Speaker | None
    name: str
    actor_id: str | None
    depth: int

    @property
    def says(self) -> bool:
        """Whether it is somebody who speaks, no outlet and no source that is cited."""
        return self.depth == _SAYS


def attributions(context: Context, story: Story) -> list[Attribution]:
    """Return the attributions of a sentence in the order of its words."""
    if context.language in UNSPACED:
        found = [
            _named(voice.cue, voice.speaker, _CITES if voice.cites else _SAYS, context, story)
            for voice in claim_cjk.voices(context.text, context.start, context.language, story,
                                          context.heard)
        ]  # fmt: skip
    else:
        found = [*_opened(context, story), *_said(context, story), *_cited(context, story)]
    return sorted(found, key=lambda item: (item.cue, item.name))


def _named(
    cue: tuple[int, int], speaker: Speaker | None, depth: int, context: Context, story: Story
) -> Attribution:
    """Give an attribution its name; an outlet tells us first, unless somebody cites it."""
    if speaker is None:
        return Attribution(cue, None, "", None, depth)
    name, actor_id = source_name(speaker, context.language, story)
    if actor_id and not speaker.actor_id:  # "l'agence Bloomberg": the name is the voice
        written = context.text[speaker.start : speaker.end]
        for match in find_names(written, story):
            if match.actor_id == actor_id:
                place = speaker.start
                speaker = speaker._replace(start=place + match.start, end=place + match.end)
                break
    outlet = actor_id is not None and story.by_id[actor_id].role == "source"
    outlet = outlet or bool(speech(context.language).media.search(speaker.text))
    if outlet and depth != _CITES:
        depth = _OUTLET
    return Attribution(cue, speaker, name, actor_id, depth)


def _opened(context: Context, story: Story) -> Iterator[Attribution]:
    """Read "according to X" and "citing X"."""
    text, start, language, heard = context
    words = speech(language)
    for pattern in (words.openers, words.inserts):
        for cue in pattern.finditer(text, start):
            inserted = pattern is words.inserts
            if inserted and text[max(0, cue.start() - 2) : cue.start()].strip()[-1:] not in (
                ",", "“", "”", '"', "»"):  # fmt: skip
                continue
            speaker = source_after(text, cue.end(), language, story, heard)
            if speaker is None or (inserted and not _may_be_inserted(speaker, language)):
                continue
            cited = words.cited_by.search(text, speaker.start, speaker.end + 20)
            if cited and speaker.start < cited.start() < speaker.end:
                shorter = Phrase(speaker.start, cited.start())
                speaker = speaker_at(text, shorter, story) or speaker
            cites = words.cites.fullmatch(cue.group()) is not None
            yield _named(cue.span(), speaker, _CITES if cites else _OPENS, context, story)
            if cites and (citing := _citing(context, cue.start(), story)):
                yield _named(cue.span(), citing, _OPENS, context, story)


def _may_be_inserted(speaker: Speaker, language: str) -> bool:
    """Say whether ", so X" is an attribution: X has a name, and is no clause."""
    opening = speaker.text.split()[0].lower()
    return has_capital(speaker.text) and opening not in speech(language).connectives


def _citing(context: Context, end: int, story: Story) -> Speaker | None:
    """Read who cites, where it is an outlet of the story: "Les Echos, citing …"."""
    begin = max(context.start, end - 60)
    window = context.text[begin:end]
    names = [n for n in find_names(window, story) if story.by_id[n.actor_id].role == "source"]
    if not names or len(window[names[-1].end :].split()) > 3:
        return None
    return speaker_at(context.text, Phrase(begin + names[-1].start, begin + names[-1].end), story)


def _said(context: Context, story: Story) -> Iterator[Attribution]:
    """Read "X said that …" and "X zufolge"."""
    text, start, language, heard = context
    words = speech(language)
    void = {
        place
        for cue in conditional_cues(text[start:], language)
        for place in range(cue.start() + start, cue.end() + start)
    }  # "is said to" names nobody
    for begin, end in _quoted(text, start):
        void.update(range(begin, end))
    for cue in words.after.finditer(text, start):
        if speaker := speaker_before(text, cue.start(), language, story, heard):
            yield _named(cue.span(), speaker, _OPENS, context, story)
    for cue in said_cues(text, start, len(text), language):
        if cue.start() in void or words.cites.fullmatch(cue.group()) or cue.start() == start:
            continue
        speaker = speaker_of(text, cue, start, language, story, heard)
        if speaker is None:
            continue
        yield _named(cue.span(), speaker, _SAYS, context, story)
        if outlet := _told(context, cue.end(), story):
            yield _named(cue.span(), outlet, _OUTLET, context, story)


def _quoted(text: str, start: int) -> list[tuple[int, int]]:
    """Return where a sentence quotes: whoever speaks in there is not who says the sentence."""
    if text[start : start + 1] in ("«", "“", "„", '"') and not re.search(
        r"[»”“\"]", text[start + 1 :]
    ):
        return [(start, len(text))]
    spans = marked_spans(text[start:])
    return [
        (start + span.start, start + span.end)
        for span in spans
        if span.end - span.start >= _MIN_QUOTED
    ]


def _told(context: Context, place: int, story: Story) -> Speaker | None:
    """Read the outlet of the story to whom somebody says something: "told Reuters"."""
    window = context.text[place : place + 40]
    names = [n for n in find_names(window, story) if story.by_id[n.actor_id].role == "source"]
    tells = speech(context.language).tells
    if not names or not tells:
        return None
    before = window[: names[0].start].lower().replace("’", "'").split()
    if len(before) > 3 or any(word.endswith((",", ":")) for word in before):
        return None
    if before and before[0] not in tells and "" not in tells:
        return None
    if not before and "" not in tells:
        return None
    if "" in tells and len(before) > 1:
        return None
    return speaker_at(context.text, Phrase(place + names[0].start, place + names[0].end), story)


def _cited(context: Context, story: Story) -> Iterator[Attribution]:
    """Read "insiders cited by Reuters": Reuters tells us, insiders are behind it."""
    text, start, language, heard = context
    for cue in speech(language).cited_by.finditer(text, start):
        outer = source_after(text, cue.end(), language, story, heard)
        if outer is not None:
            yield _named(cue.span(), outer, _OUTLET, context, story)
            inner = phrase_before(text, cue.start())
            cited = speaker_at(text, inner, story) if inner and inner.start >= start else None
            if cited is not None and not _is_opened(text, cited, start, language):
                yield _named(cue.span(), cited, _CITES, context, story)


def _is_opened(text: str, cited: Speaker, start: int, language: str) -> bool:
    """Say whether an opener stands in or right before a phrase, which then is read by it."""
    window = text[max(start, cited.start - 30) : cited.end]
    return speech(language).openers.search(window) is not None
