"""Quotes: the exact words somebody says, and who says them.

One to three words in marks that no verb of saying stands beside are scare quotes: a term, a title,
a nickname.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.facts.speech import quote_cjk, quote_speakers
from pipeline.facts.speech.quote_dashes import dash_spans
from pipeline.facts.speech.quote_marks import Marked, marked_spans
from pipeline.facts.speech.voice_names import GOES_ON, Speaker, may_be_meant, plausible
from pipeline.facts.speech.words import UNSPACED, speech
from pipeline.records import Mention, Quote, Sentence
from pipeline.story import Story

_MIN_WORDS = 4  # words that are speech without a verb of saying
_MAX_SHORT = 30  # characters of a scare quote in scripts without spaces
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE_SIGN = re.compile(r"[。，！？；]|[,.!?…]$")
_DROPS_SUBJECT = ("es", "it", "pt", "pl")  # "…», añadió." needs no subject
_LEAD = 4  # characters that may stand before a quote at the beginning of its sentence
_REMARK = 160  # characters of a remark between two parts of a quote
_HEARD = 1500  # characters in which the last speaker is still the one meant by a pronoun


def find_quotes(text: str, sentences: Sequence[Sentence], story: Story) -> list[Quote]:
    """Return the quotes of an article, in order, each with its speaker where the text names one."""
    return read_quotes(text, sentences, story)[0]


def find_scare_quotes(text: str, sentences: Sequence[Sentence], story: Story) -> list[Mention]:
    """Return one to three words in marks that are no speech, in order: terms, titles, nicknames."""
    return read_quotes(text, sentences, story)[1]


def read_quotes(
    text: str, sentences: Sequence[Sentence], story: Story
) -> tuple[list[Quote], list[Mention]]:
    """Return the quotes of an article, each with its speaker, and the terms in marks."""
    quotes: list[Quote] = []
    scare: list[Mention] = []
    starts = [sentence.start for sentence in sentences]
    heard: Speaker | None = None
    last: Marked | None = None
    for marked in _spans(text, sentences):
        place = bisect_right(starts, marked.start) - 1
        if place < 0 or marked.start >= sentences[place].end:
            continue
        at = sentences[place]
        recent = heard if heard and marked.start - heard.start < _HEARD else None
        joined = last is not None and (marked.part or _is_split(text, last, marked, at.language))
        before = sentences[place - 1] if place else None
        speaker, reported = _speaker(text, marked, at, story, recent)
        speaker = plausible(speaker, at.language)
        if speaker and last and last.start <= speaker.start < last.end:
            speaker = None  # words of the quote before: "– Nous verrons, a-t-il dit, demain."
        if not joined and not _is_speech(text, marked, at, reported=reported):
            if _is_short(text[marked.start : marked.end]):
                scare.append(_mention(text, marked, at))
            continue
        if speaker is None and (not reported or at.language in _DROPS_SUBJECT) and not joined:
            speaker = _speaker_before(text, marked, at, before, story, recent)
        if speaker is None and last is not None:
            speaker = _continued(text, quotes[-1], last, marked, sure=joined)
        if speaker is None and reported and recent and at.language in _DROPS_SUBJECT:
            speaker = recent._replace(start=0, end=0, doubt="a verb of saying without a subject")
        if joined and quotes[-1].speaker is None and speaker:
            quotes = _named_back(quotes, speaker)
        continues = len(quotes) - 1 if joined else None
        quotes.append(_quote(text, marked, at, speaker, continues))
        last = marked
        if speaker and speaker.start < speaker.end and may_be_meant(speaker):
            heard = speaker
    return quotes, scare


def _spans(text: str, sentences: Sequence[Sentence]) -> list[Marked]:
    """Return what stands in marks or behind a dialogue dash, in order, without overlaps."""
    dashed = dash_spans(text, sentences)
    voiced = set(dashed)
    spans: list[Marked] = []
    for span in sorted([*marked_spans(text), *dashed]):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
        elif span in voiced:
            spans[-1] = span
    return spans


def _speaker(
    text: str, marked: Marked, at: Sentence, story: Story, heard: Speaker | None
) -> tuple[Speaker | None, bool]:
    """Return who says a quote, and whether a verb of saying stands beside it."""
    outer = (marked.outer_start, marked.outer_end)
    if at.language in UNSPACED:
        found = quote_cjk.speaker_beside(text, outer, at.start, at.language, story, heard)
        return found, quote_cjk.is_reported(text, *outer, at.language)
    return quote_speakers.speaker_beside(text, outer, at, story, heard)


def _is_sentence(text: str, marked: Marked, at: Sentence) -> bool:
    """Say whether a quote is a whole sentence of its own, in a script with spaces."""
    words = text[marked.start : marked.end]
    first = marked.outer_start - at.start <= _LEAD
    alone = first and not text[at.start : marked.outer_start].strip(" –—")
    return (
        alone
        and words[:1].isupper()
        and len(words.split()) >= _MIN_WORDS
        and at.language not in UNSPACED
    )


def _speaker_before(
    text: str,
    marked: Marked,
    at: Sentence,
    before: Sentence | None,
    story: Story,
    heard: Speaker | None,
) -> Speaker | None:
    """Read the speaker in the sentence before a quote, in its paragraph or in one line above."""
    if before is None or before.language in UNSPACED or at.paragraph - before.paragraph > 1:
        return None
    if not _is_sentence(text, marked, at):
        return None
    return quote_speakers.speaker_in_sentence_before(text, before, story, heard)


def _is_speech(text: str, marked: Marked, at: Sentence, *, reported: bool) -> bool:
    """Tell a quote from a scare quote.

    Four words are speech, except behind a noun such as "novel"; fewer are where they begin a
    sentence, or stand behind a colon, and a verb of saying stands beside them.
    """
    words = text[marked.start : marked.end]
    before = text[max(at.start, marked.outer_start - 40) : marked.outer_start].rstrip()
    if _is_title(before, at.language):
        return False
    if at.language in UNSPACED:
        signed = bool(_SENTENCE_SIGN.search(words)) and len(words) >= _MIN_WORDS
        signed = signed or len(words.split()) >= _MIN_WORDS
        return reported or (signed and text[marked.outer_start] != "『")
    if len(words.split()) >= _MIN_WORDS:
        return True
    if marked.outer_start == marked.start:
        return True  # behind a dash
    leads = not before or before.endswith((":", "–", "—"))
    return reported and leads and any(ch.isalpha() for ch in words)


def _is_title(before: str, language: str) -> bool:
    """Say whether the words before an opening mark end with a noun that a title follows."""
    works = speech(language).works
    return any(match.end() == len(before) for match in works.finditer(before))


def _is_short(words: str) -> bool:
    if _UNSPACED.search(words):
        return len(words) <= _MAX_SHORT
    return len(words.split()) < _MIN_WORDS


def _is_split(text: str, last: Marked, marked: Marked, language: str) -> bool:
    """Say whether a quote is the next part of the one before: «A», said X, «b»."""
    between = text[last.outer_end : marked.outer_start]
    if language in UNSPACED and quote_cjk.goes_on(between[:_REMARK], language):
        return True
    if len(between) > _REMARK or "\n" in between or not speech(language).says.search(between):
        return False
    return between.rstrip().endswith((",", "–", "—", "-", "，", "、"))


def _continued(
    text: str, before: Quote, last: Marked, marked: Marked, *, sure: bool
) -> Speaker | None:
    """Give a quote that nobody is named for to the speaker of the one before, with a doubt.

    Only where a short remark stands between them, or where the quote is a paragraph of its own.
    """
    if before.speaker is None:
        return None
    between = text[last.outer_end : marked.outer_start]
    follows = text[marked.outer_end : marked.outer_end + 3].lstrip(" .,\u00a0")[:1] in ("", "\n")
    begins = between.rstrip(" ").endswith("\n") and between.count("\n") == 1
    alone = begins and follows and len(between) <= _REMARK
    if not sure and not alone and ("\n" in between or len(between) > _REMARK):
        return None
    doubt = before.doubt if sure else GOES_ON
    return Speaker(before.speaker, 0, 0, before.speaker_id, doubt)


def _named_back(quotes: list[Quote], speaker: Speaker) -> list[Quote]:
    """Give the speaker of a last part to the parts before it."""
    named = list(quotes)
    place: int | None = len(named) - 1
    while place is not None and named[place].speaker is None:
        update = {
            "speaker": speaker.text,
            "speaker_id": speaker.actor_id,
            "doubt": speaker.doubt,
        }
        named[place] = named[place].model_copy(update=update)
        place = named[place].continues
    return named


def _quote(
    text: str, marked: Marked, at: Sentence, speaker: Speaker | None, continues: int | None
) -> Quote:
    return Quote(
        text=text[marked.start : marked.end],
        start=marked.start,
        end=marked.end,
        sentence=at.index,
        speaker=speaker.text if speaker else None,
        speaker_id=speaker.actor_id if speaker else None,
        doubt=speaker.doubt if speaker else None,
        continues=continues,
    )


def _mention(text: str, marked: Marked, at: Sentence) -> Mention:
    return Mention(
        text=text[marked.start : marked.end],
        start=marked.start,
        end=marked.end,
        sentence=at.index,
    )
