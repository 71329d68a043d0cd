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
from pipeline.stages.verify.overlap import WIDE, Word, read_text
from pipeline.stages.verify.polarity import modality_kept, negation_kept
from pipeline.story import Story

_BREAK = re.compile(r"[,;:.!?()«»“”\"–—،؛؟、。，；：！？]")
_TAIL = re.compile(r"['’]\w{1,2}(?!\w)")  # what is left of a "not": "didn't"
_FRAME = 60  # characters at the end of a sentence that say who says all of it
_OPENING_WORDS = 5  # words in which "X said" opens a sentence
_REACH = 60  # characters between two words of content that are looked at
_OPENING = 60  # characters at the beginning of a sentence that may say who says all of it
_HALF = 0.5  # of the words of the shorter clause, which two clauses must share to be compared
_SMOOTH = 3  # words on both sides that say from which sentence a word comes


class _Cues(NamedTuple):
    """What some words say: a no, a conditional or hearsay."""

    denied: bool
    doubted: bool


class _Place(NamedTuple):
    """A word of content, the one before it, and the cues before and behind it."""

    key: str
    before: str
    cues: _Cues
    after: _Cues | None  # None: another word of content follows in its clause


def denials_agree(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Say whether a statement denies what its evidence denies, word by word, and nothing else."""
    if _denies(statement, language) and not negation_kept(
        " ".join(evidence), statement, language, language
    ):
        return False
    if language[:2] in WIDE:
        return _clauses_agree(statement, evidence, language)
    return _places_agree(statement, evidence, language, lambda cues: cues.denied)


def doubts_agree(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Say whether what is conditional or hearsay in the evidence still is, and nothing else is."""
    pair = (language, language)
    joined = " ".join(evidence)
    if not conditional_cues(joined, language) and not modality_kept(joined, statement, *pair):
        return False
    keys = read_text(statement, language).keys
    kept = [
        clause for other, clause in _clauses(evidence, language) if _overlap(keys, other) >= 0.5
    ]
    if kept and not modality_kept(". ".join(kept), statement, *pair):
        return False
    return language[:2] in WIDE or _places_agree(
        statement, evidence, language, lambda cues: cues.doubted
    )


def _places_agree(
    statement: str, evidence: Sequence[str], language: str, said: Callable[[_Cues], bool]
) -> bool:
    """Say whether a cue stands beside every word of a statement as in some place of the evidence.

    Compared are the places of the same word behind the same word, or else all of the word. A cue
    before it may also be the end of what stood there: "did not. Now" -> "did not and now".
    """
    known: dict[str, list[_Place]] = {}
    for text in evidence:
        for place in _places(text, language):
            known.setdefault(place.key, []).append(place)
    for place in _places(statement, language):
        others = known.get(place.key, [])
        alike = [other for other in others if other.before == place.before] or others
        ended = any(other.after and said(other.after) for other in known.get(place.before, []))
        trailing = ended and said(place.cues)
        if alike and not trailing and all(said(o.cues) != said(place.cues) for o in alike):
            return False
        after = {said(other.after) for other in alike if other.after}
        if place.after and after and said(place.after) not in after:
            return False
    return True


@lru_cache(maxsize=1024)
def _places(text: str, language: str) -> tuple[_Place, ...]:
    words = [word for word in read_text(text, language).words if not _is_cue(word, text, language)]
    places, before, end = [], "", 0
    for number, word in enumerate(words):
        gap = _BREAK.split(text[max(end, word.start - _REACH) : word.start])[-1]
        head = gap + text[word.start : word.end]
        follows = words[number + 1].start if number + 1 < len(words) else len(text)
        rest = _BREAK.split(text[word.end : min(follows, word.end + _REACH)])
        cues, behind = _cues_in(head, language), _cues_in(rest[0], language)
        if not behind.denied and _denies(head + rest[0], language):
            cues = cues._replace(denied=True)
        ends = len(rest) > 1 or follows == len(text)
        places.append(_Place(word.key, before, cues, behind if ends else None))
        before, end = word.key, word.end
    return tuple(places)


def _is_cue(word: Word, text: str, language: str) -> bool:
    """Say whether a word is a cue by itself, or ends one: the "jamais" of "ne sont jamais"."""
    whole = text[word.start : word.end + _tail(text, word.end)]
    head = _BREAK.split(text[max(0, word.start - _REACH) : word.start])[-1]
    ends_one = not _denies(head + "x", language) and _denies(head + whole, language)
    return ends_one or any(_cues_in(whole, language))


def _tail(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return len(tail.group()) if tail else 0


@lru_cache(maxsize=8192)
def _cues_in(text: str, language: str) -> _Cues:
    return _Cues(_denies(text, language), bool(conditional_cues(text, language)))


def _denies(text: str, language: str) -> bool:
    """Say whether a text says no outright."""
    return not negation_kept("", text, language, language)


def _clauses_agree(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Compare every clause with the likest of the evidence, where no blanks part the words.

    A clause may also be made of several, and is then compared with these.
    """
    theirs = _clauses(evidence, language)
    for keys, clause in _clauses([statement], language):
        near = max(theirs, key=lambda other: _likeness(keys, other[0]), default=None)
        if near is None or _overlap(keys, near[0]) < _HALF:
            continue
        merged = ". ".join(text for other, text in theirs if len(keys & other) > 0.8 * len(other))
        if not any(negation_kept(t, clause, language, language) for t in (near[1], merged) if t):
            return False
    return True


def _clauses(texts: Sequence[str], language: str) -> list[tuple[frozenset[str], str]]:
    """Return the clauses of texts that have words of content, with these."""
    found = [(read_text(c, language).keys, c) for text in texts for c in _BREAK.split(text)]
    return [clause for clause in found if clause[0]]


def _likeness(keys: frozenset[str], other: frozenset[str]) -> float:
    return len(keys & other) / len(keys | other)


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
    head = text[max(0, cue.start() - _FRAME) : cue.start()]
    rest = text[cue.end() : cue.end() + _FRAME + 1]
    first = len(head) == cue.start() and not _BREAK.search(head)
    if language[:2] in WIDE:
        return len(rest) < _OPENING_WORDS or first
    clause = _BREAK.split(head)
    closes = len(rest) <= _FRAME and not _BREAK.search(rest.rstrip(' .!?…"»”'))
    if closes and len(clause) > 1 and not _is_relative(clause[-1], language):
        return True
    return first and len(head.split()) < _OPENING_WORDS


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
        holders = [i for i, held in enumerate(pairs) if word.key in held]
        window = hits[max(0, place - _SMOOTH) : place + _SMOOTH + 1]
        scores = [sum(column) for column in zip(*window, strict=True)]
        best = max(range(len(scores)), key=lambda i: (scores[i], i == owner))
        best = holders[0] if len(holders) == 1 else best
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
