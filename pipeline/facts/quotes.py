"""Quotes: the exact words between quotation marks, and who says them.

Every quotation style of the languages served is read; one or two words in marks are scare quotes
and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.facts.speakers import Speaker, antecedent, named, speaker_after, speaker_before
from pipeline.facts.speech import speech
from pipeline.records import Quote, Sentence
from pipeline.story import Story

# opening mark -> marks that may close it
_PAIRS = {
    "«": "»",
    "»": "«",
    "„": '“”"',
    "“": "”",
    "「": "」",
    "『": "』",
    "‹": "›",
    "‘": "’",
    '"': '"',
}
_MAX_LENGTH = 2000
_MIN_WORDS = 4
_MIN_UNSPACED = 6  # characters, in scripts without spaces
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_INVERTED = re.compile(
    r"(?:\w+\s)?\w+-(?:t-)?(?P<pronoun>ils?|elles?|on)(?!\w)", re.IGNORECASE
)  # "a-t-il déclaré", "dit-elle"
# One lower-case word between a quote and a name is a verb of saying, known or not: "sourit X".
_VERB = re.compile(
    r"(?:s['’])?(?P<verb>[^\W\d_A-Z]{3,20}) (?=(?:[^\W\d_]{1,15},?[ '’]){0,5}[A-Z\u00c0-\u00de])"
)
_NEXT = re.compile(r"。?([^。，「」“”\n]{2,40}?)(?:は(?:こう|そう)|(?:表示|指出|说|說|称|稱))")
_SUBJECT = 8  # words of a subject before its verb
_GAP = re.compile(r"[\s\u00a0\u202f]*[,.!?…]?[\s\u00a0\u202f]*[,–—-]?[\s\u00a0\u202f]*")


class _Marked(NamedTuple):
    """Words in quotation marks: the offsets of the words, and of the marks around them."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def find_quotes(text: str, sentences: Sequence[Sentence], story: Story) -> list[Quote]:
    """Return the quotes of an article, in order, each with its speaker where the text names one."""
    quotes: list[Quote] = []
    for marked in _marked(text):
        if not _is_speech(text[marked.start : marked.end]):
            continue
        at = next((s for s in sentences if s.start <= marked.start < s.end), None)
        if at is None:
            continue
        speaker = _speaker(text, marked, at, story) or _continued(text, quotes, marked)
        quotes.append(
            Quote(
                text=text[marked.start : marked.end],
                start=marked.start,
                end=marked.end,
                sentence=at.index,
                speaker=speaker.text if speaker else None,
                speaker_id=speaker.actor_id if speaker else None,
                doubt=speaker.doubt if speaker else None,
            )
        )
    return quotes


def _continued(text: str, quotes: Sequence[Quote], marked: _Marked) -> Speaker | None:
    """Give a quote that nobody is named for to the speaker of the one before, with a doubt.

    Only where both stand in one paragraph with a short remark between them.
    """
    if not quotes or quotes[-1].speaker is None:
        return None
    between = text[quotes[-1].end : marked.outer_start]
    if "\n" in between or len(between) > 120:
        return None
    return Speaker(quotes[-1].speaker, quotes[-1].speaker_id, "goes on from the quote before")


def _marked(text: str) -> Iterator[_Marked]:
    """Yield the outermost quoted spans; a quote never crosses a paragraph."""
    position = 0
    opening = re.compile("[" + "".join(_PAIRS) + "]")
    while found := opening.search(text, position):
        start = found.start()
        position = start + 1
        if not _opens(text, start):
            continue
        end = _closing(text, start)
        if end is None:
            continue
        inner = text[start + 1 : end]
        left = start + 1 + len(inner) - len(inner.lstrip())
        right = start + 1 + len(inner.rstrip())
        if left < right:
            yield _Marked(left, right, start, end + 1)
        position = end + 1


def _opens(text: str, start: int) -> bool:
    """Say whether a mark that can also close, or be an apostrophe, opens a quote here."""
    mark = text[start]
    before = text[start - 1] if start else " "
    after = text[start + 1 : start + 2]
    if mark == "‘":
        return not before.isalnum() and not after.isspace()
    if mark == "»":
        return not after.isspace() and (before.isspace() or before in "(") and after != ""
    if mark == '"':
        return not (before.isalnum() or before in ".!?…,") and not after.isspace()
    return True


def _closing(text: str, start: int) -> int | None:
    """Return the offset of the mark that closes the quote, in the same paragraph."""
    mark = text[start]
    depth = 0
    for offset in range(start + 1, min(len(text), start + _MAX_LENGTH)):
        char = text[offset]
        if char == "\n":
            return None
        if mark == "‘" and char == "’" and text[offset + 1 : offset + 2].isalnum():
            continue  # an apostrophe inside a word
        if char in _PAIRS[mark]:
            if depth == 0:
                return offset
            depth -= 1
        elif char == mark:
            depth += 1
    return None


def _is_speech(words: str) -> bool:
    """Tell a quote from scare quotes: at least four words, or six characters without spaces."""
    if _UNSPACED.search(words):
        return len(words) >= _MIN_UNSPACED
    return len(words.split()) >= _MIN_WORDS


def _speaker(text: str, marked: _Marked, at: Sentence, story: Story) -> Speaker | None:
    paragraph_start = text.rfind("\n", 0, marked.outer_start) + 1
    paragraph_end = text.find("\n", marked.outer_end)
    following = text[marked.outer_end : paragraph_end if paragraph_end >= 0 else None]
    before = text[at.start : marked.outer_start]
    context = text[paragraph_start : at.start]
    quoted = before + text[marked.outer_start : marked.outer_end]
    if at.language in ("zh", "ja", "ko"):  # the speaker comes first there
        return (
            _from_before(before, context, at.language, story)
            or _from_colon(before or context, story)
            or _from_next_sentence(following, story)
        )
    return (
        _from_following(following, quoted, at, story)
        or _from_before(before, context, at.language, story)
        or _from_colon(before or context, story)
    )


def _from_following(after: str, context: str, at: Sentence, story: Story) -> Speaker | None:
    """Read "…», a déclaré X", "…," X said, "…», a-t-il dit"."""
    start = _GAP.match(after).end()  # type: ignore[union-attr]  # it matches the empty string
    words = speech(at.language)
    if inverted := _INVERTED.match(after, start):
        return antecedent(context, inverted["pronoun"].lower(), story)
    for pattern in (words.says, words.openers):
        if cue := pattern.match(after, start):
            return speaker_after(after, cue.end(), at.language, story)
    verb = None if at.language == "en" else _VERB.match(after, start)
    if verb and verb["verb"] not in words.ends | words.connectives:
        return speaker_after(after, verb.end(), at.language, story)
    clause = re.match(r"(?:[^.;:!?«“\"„\n]|(?<=\b[A-Z])\.){1,140}", after[start:])
    if clause and (said := words.says.search(clause.group())):
        subject = clause.group()[: said.start()].split(",")[0].strip()
        if subject.lower() in words.pronouns:
            return antecedent(context, subject.lower(), story)
        return named(subject, story) if len(subject.split()) <= _SUBJECT else None
    return None


def _from_before(before: str, context: str, language: str, story: Story) -> Speaker | None:
    """Read "X a déclaré que …", "Selon X, …", "X zufolge" in the words before the quote."""
    words = speech(language)
    if said := list(words.says.finditer(before)):
        subject = before[: said[-1].start()]
        if subject.strip():
            return speaker_before(context + subject, len(context + subject), language, story)
        return speaker_after(before, said[-1].end(), language, story)
    if openers := list(words.openers.finditer(before)):
        return speaker_after(before, openers[-1].end(), language, story)
    if after := words.after.search(before):
        return speaker_before(before, after.start(), language, story)
    if language in ("ja", "ko"):
        return speaker_before(before, len(before), language, story)
    return None


def _from_next_sentence(after: str, story: Story) -> Speaker | None:
    """Read Japanese "「…」。Xはこう指摘する" and Chinese "“…”X说"."""
    match = _NEXT.match(after)
    return named(match.group(1), story) if match else None


def _from_colon(before: str, story: Story) -> Speaker | None:
    """Read "X : «…»"."""
    match = re.search(r"([^.!?:\n]{2,80})[\s\u00a0\u202f]*[:：][\s\u00a0\u202f]*$", before)
    return named(match.group(1), story) if match and len(match.group(1).split()) <= 8 else None
