"""Does a condensed statement deny, doubt and attribute what its evidence does?

Statement and evidence are in one language, so a no or a conditional is looked for beside the same
word on both sides. A clause that was cut takes its no and its doubt with it; what somebody said
must stay what somebody said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.facts.lexicon import fold
from pipeline.facts.speech.claims import find_claims
from pipeline.facts.speech.words import conditional_cues, speech
from pipeline.records import Sentence
from pipeline.stages.segment import split
from pipeline.stages.verify.attribution import attribution_kept
from pipeline.stages.verify.overlap import WIDE, read_text
from pipeline.stages.verify.polarity import modality_kept, negation_kept
from pipeline.story import Story

_BREAK = re.compile(r"[,;:.!?()«»“”\"–—،؛؟、。，；：！？]")
_TAIL = re.compile(r"['’]\w{1,2}(?!\w)")  # what is left of a "not": "didn't"
_FRAME = 60  # characters at the end of a sentence that say who says all of it
_OPENING_WORDS = 5  # words in which "X said" opens a sentence
_REACH = 60  # characters between two words of content that are looked at
_OPENING = 60  # characters at the beginning of a sentence that may say who says all of it
_SMOOTH = 3  # words on both sides that say from which sentence a word comes
_Kept = Callable[[str, str, str, str], bool]


class _Place(NamedTuple):
    """A word of content, the one before it, and what stands before and behind it."""

    key: str
    before: str
    denied: bool
    doubted: bool
    denied_after: bool | None  # None: another word of content follows in its clause


def denials_agree(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Say whether a statement denies what its evidence denies, word by word, and nothing else."""
    if _denies(statement, language) and not negation_kept(
        " ".join(evidence), statement, language, language
    ):
        return False
    if language[:2] in WIDE:
        return _clauses_agree(negation_kept, statement, evidence, language)
    known = _by_key(evidence, language)
    return all(
        _denied_alike(place, known[place.key], known.get(place.before, []))
        for place in _places(statement, language)
        if place.key in known
    )


def doubts_agree(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Say whether what is conditional or hearsay in the evidence still is, and nothing else is."""
    pair = (language, language)
    joined = " ".join(evidence)
    if not conditional_cues(joined, language) and not modality_kept(joined, statement, *pair):
        return False
    if not _clauses_agree(modality_kept, statement, evidence, language, whole=True):
        return False
    known = _by_key(evidence, language)
    return language[:2] in WIDE or all(
        any(other.doubted == place.doubted for other in _nearest(place, known[place.key]))
        for place in _places(statement, language)
        if place.key in known
    )


def _by_key(evidence: Sequence[str], language: str) -> dict[str, list[_Place]]:
    known: dict[str, list[_Place]] = {}
    for text in evidence:
        for place in _places(text, language):
            known.setdefault(place.key, []).append(place)
    return known


def _nearest(place: _Place, others: Sequence[_Place]) -> Sequence[_Place]:
    """Return the places of the same word behind the same word, or else all of them."""
    return [other for other in others if other.before == place.before] or others


def _denied_alike(place: _Place, others: Sequence[_Place], previous: Sequence[_Place]) -> bool:
    """Say whether a no stands beside a word as it does in some place of the evidence.

    A no before it may also be the end of what stood there: "did not. Now" -> "did not and now".
    """
    alike = _nearest(place, others)
    trailing = place.denied and any(other.denied_after for other in previous)
    if not trailing and not any(other.denied == place.denied for other in alike):
        return False
    after = {other.denied_after for other in alike} - {None}
    return place.denied_after is None or not after or place.denied_after in after


@lru_cache(maxsize=1024)
def _places(text: str, language: str) -> tuple[_Place, ...]:
    words = [
        word
        for word in read_text(text, language).words
        if not _is_cue(text[word.start : word.end + _tail(text, word.end)], language)
    ]
    places, before, end = [], "", 0
    for number, word in enumerate(words):
        follows = words[number + 1].start if number + 1 < len(words) else len(text)
        gap = _BREAK.split(text[max(end, word.start - _REACH) : word.start])[-1]
        head = gap + text[word.start : word.end]
        rest = _BREAK.split(text[word.end : min(follows, word.end + _REACH)])
        ends = len(rest) > 1 or follows == len(text)
        after = _denies(rest[0], language) if ends else None
        denied, doubted = _denies(head, language), _doubts(head, language)
        places.append(_Place(word.key, before, denied, doubted, after))
        before, end = word.key, word.end
    return tuple(places)


def _tail(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return len(tail.group()) if tail else 0


@lru_cache(maxsize=8192)
def _is_cue(word: str, language: str) -> bool:
    return _denies(word, language) or _doubts(word, language)


@lru_cache(maxsize=8192)
def _denies(text: str, language: str) -> bool:
    """Say whether a text says no outright."""
    return not negation_kept("", text, language, language)


@lru_cache(maxsize=8192)
def _doubts(text: str, language: str) -> bool:
    return bool(conditional_cues(text, language))


def _clauses_agree(
    kept: _Kept, statement: str, evidence: Sequence[str], language: str, *, whole: bool = False
) -> bool:
    """Compare every clause with those of the evidence that it shares half of its words with.

    ``whole`` compares these clauses with the whole statement.
    """
    clauses = [clause for text in evidence for clause in _BREAK.split(text) if clause.strip()]
    theirs = [(read_text(clause, language).keys, clause) for clause in clauses]
    for clause in [statement] if whole else _BREAK.split(statement):
        keys = read_text(clause, language).keys
        near = [text for other, text in theirs if _overlap(keys, other) >= 0.5]
        if keys and near and not kept(". ".join(near), clause, language, language):
            return False
    return True


def _overlap(keys: frozenset[str], other: frozenset[str]) -> float:
    return len(keys & other) / max(1, min(len(keys), len(other)))


def speakers_agree(statement: str, evidence: Sequence[str], language: str, story: Story) -> bool:
    """Say whether what somebody says in the evidence is said by somebody, and by nobody else.

    Each sentence is compared with its part of the statement; who is named at the beginning of a
    sentence says all of it.
    """
    for text, part in zip(evidence, _parts(statement, evidence, language), strict=True):
        if part and not _told(text, part, language, story):
            return False
    joined = _speakers(" ".join(evidence), language, story)
    known = {actor.name for actor in story.actors}
    return not joined or _speakers(statement, language, story) & known <= joined


def _told(text: str, part: str, language: str, story: Story) -> bool:
    """Say whether what a text attributes is attributed in a part of a statement.

    Where all of the text is somebody's word ("..., he said."), another verb of saying of the same
    text will not do.
    """
    cues = _cues(text, language)
    frames = {fold(cue.group()) for cue in cues if _is_frame(cue, text, language)}
    ours = {fold(cue.group()) for cue in _cues(part, language)}
    theirs = {fold(cue.group()) for cue in cues}
    if frames:
        return bool(ours - (theirs - frames))
    return not theirs.isdisjoint(ours) or attribution_kept(text, part, language, language, story)


def _cues(text: str, language: str) -> list[re.Match[str]]:
    words = speech(language)
    return [cue for p in (words.openers, words.after, words.says) for cue in p.finditer(text)]


def _is_frame(cue: re.Match[str], text: str, language: str) -> bool:
    """Say whether words of saying frame a sentence: "X said that", "..., according to X."."""
    head, rest = text[: cue.start()], text[cue.end() :]
    if language[:2] in WIDE:
        return len(rest) < _OPENING_WORDS or not _BREAK.search(head)
    clause = _BREAK.split(head[-_FRAME:])
    closes = not _BREAK.search(rest.rstrip(' .!?…"»”')) and len(clause) > 1
    if closes and len(rest) <= _FRAME and not _is_relative(clause[-1], language):
        return True
    return len(head.split()) < _OPENING_WORDS and not _BREAK.search(head)


def _is_relative(clause: str, language: str) -> bool:
    """Tell "which its owner" from "its owner" before a verb of saying; "who" alone may ask."""
    words = fold(clause).split()
    return len(words) > 1 and words[0] in speech(language).relatives


def _speakers(text: str, language: str, story: Story) -> set[str]:
    claims = find_claims([Sentence.alone(text, language)], story)
    return {name for claim in claims for name in claim.attributed_to}


def _parts(statement: str, evidence: Sequence[str], language: str) -> list[str]:
    """Return for each text of the evidence what the statement has of it; "" where nothing."""
    parts = [""] * len(evidence)
    for start, end in split(statement, language):
        sentence = statement[start:end]
        for owner, left, right in _runs(sentence, evidence, language):
            opening = sentence[: min(left, _OPENING)]
            parts[owner] += f" {opening} … {sentence[left:right]}"
    return parts


def _runs(sentence: str, evidence: Sequence[str], language: str) -> Iterator[tuple[int, int, int]]:
    """Yield owner, start and end of each run of words that come from one text of the evidence."""
    words = read_text(sentence, language).words if evidence else ()
    pairs = [_pairs(text, language) for text in evidence]
    ours = _in_pairs([word.key for word in words])
    hits = [[sum(pair in held for pair in near) for held in pairs] for near in ours]
    owner, start = -1, 0
    for place, word in enumerate(words):
        window = hits[max(0, place - _SMOOTH) : place + _SMOOTH + 1]
        scores = [sum(column) for column in zip(*window, strict=True)]
        best = max(range(len(scores)), key=lambda i: (scores[i], i == owner))
        if best != owner:
            if owner >= 0:
                yield owner, start, word.start
                start = word.start
            owner = best
    if owner >= 0:
        yield owner, start, len(sentence)


def _pairs(text: str, language: str) -> set[str]:
    """Return the words of content of a text, alone and with the next one."""
    return {
        key for near in _in_pairs([w.key for w in read_text(text, language).words]) for key in near
    }


def _in_pairs(keys: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return for each word itself, the pair with the word before and that with the next."""
    padded = ["", *keys, ""]
    return [
        (key, f"{before} {key}", f"{key} {after}")
        for before, key, after in zip(padded, keys, padded[2:], strict=False)
    ]
