"""Which sentences of an article support a statement that a model shortened or merged from them?

Statement and sentences are in one language. The fewest sentences that hold the statement's words
are chosen; then its amounts, numbers, names and dates must all stand there, and a no or hearsay
must be neither lost nor added. Like all of verify this is one-sided: a supported statement may
still mix up who did what, as words are compared and not their sense.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.records import Checks
from pipeline.stages.verify.attribution import attribution_kept
from pipeline.stages.verify.form import language_kept, leak_free, loop_free
from pipeline.stages.verify.held import dates_held, missing_names, numbers_held
from pipeline.stages.verify.overlap import WIDE, Text, covered, rarity, read_text
from pipeline.stages.verify.polarity import modality_kept, negation_kept
from pipeline.story import Story

_MOST = 4  # sentences that one statement may rest on
_ENOUGH = 0.75  # of a statement's content that its evidence must hold
_ADDS = 0.1  # of a statement's content that each further sentence must add
_LINK = 12  # characters that joining sentences may add: ", and then "
_TRIGRAMS = 0.5  # how much trigrams count beside single words
_BREAK = re.compile(r"[,;:.!?()«»“”\"–—،؛؟、。，；：！？]")


class Support(NamedTuple):
    """The sentences that support a statement, by index in order; none where nothing does.

    ``share`` is how much of the statement's content the best sentences hold, from 0 to 1.
    """

    sentences: tuple[int, ...]
    share: float


def find_support(statement: str, sentences: Sequence[str], language: str, story: Story) -> Support:
    """Say which sentences of the same language (ISO 639-1) a condensed statement rests on.

    Time grows linearly with the sentences, which are read once. Never raises.
    """
    return verify_condensed(statement, sentences, language=language, story=story)[1]


def verify_condensed(
    statement: str, sentences: Sequence[str], *, language: str, story: Story
) -> tuple[Checks, Support]:
    """Compare a condensed statement with the sentences it was made of, and find these.

    Checks compare with the best sentences, even where they hold too little: then ``length`` fails,
    for want of evidence. Whatever fails, the support is empty.
    """
    chosen, share = _choose(statement, sentences, language)
    evidence = [sentences[index] for index in chosen]
    joined = " ".join(evidence)
    pair = (joined, statement, language, language)
    checks = Checks(
        numbers=numbers_held(statement, evidence, language, story),
        names=not missing_names(statement, evidence, " ".join(sentences), language, story),
        dates=dates_held(statement, evidence, language, story),
        negation=_denials_kept(statement, evidence, language),
        modality=modality_kept(*pair),
        attribution=attribution_kept(*pair, story),
        language=language_kept(*pair),
        length=share >= _ENOUGH and 0 < len(statement.strip()) <= len(joined) + _LINK,
        loops=loop_free(joined, statement),
        leak=leak_free(statement),
    )
    return checks, Support((), share) if checks.failed else Support(chosen, share)


def _choose(
    statement: str, sentences: Sequence[str], language: str
) -> tuple[tuple[int, ...], float]:
    """Choose the sentences that hold the most of a statement, and say how much they hold.

    Greedy: each time the sentence that adds most, the first of equals, until none adds enough.
    """
    ours = read_text(statement, language)
    theirs = [read_text(sentence, language) for sentence in sentences]
    weights = rarity(ours.keys, theirs)
    chosen: list[int] = []
    keys: frozenset[str] = frozenset()
    trigrams: frozenset[str] = frozenset()
    share = 0.0
    while len(chosen) < _MOST:
        best, best_share = -1, share
        for index, text in enumerate(theirs):
            value = _share(ours, keys | text.keys, trigrams | text.trigrams, weights)
            if value > best_share:
                best, best_share = index, value
        if best < 0 or best_share - share < _ADDS:
            break
        chosen.append(best)
        keys, trigrams = keys | theirs[best].keys, trigrams | theirs[best].trigrams
        share = best_share
    return tuple(sorted(chosen)), share


def _share(
    ours: Text, keys: frozenset[str], trigrams: frozenset[str], weights: dict[str, float]
) -> float:
    words = covered(ours, keys, weights)
    if not ours.trigrams:
        return words
    running = len(ours.trigrams & trigrams) / len(ours.trigrams)
    return (1 - _TRIGRAMS) * words + _TRIGRAMS * running


def _denials_kept(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Say whether a statement denies what its evidence denies, word by word, and nothing else."""
    joined = " ".join(evidence)
    if _denies(statement, language) and not negation_kept(joined, statement, language, language):
        return False
    if language[:2] in WIDE:
        return _clauses_agree(statement, evidence, language)
    known: dict[str, list[_Place]] = {}
    for text in evidence:
        for place in _places(text, language):
            known.setdefault(place.key, []).append(place)
    return all(
        _agrees(place, known[place.key])
        for place in _places(statement, language)
        if place.key in known
    )


class _Place(NamedTuple):
    """A word of content: the one before it, and whether a no stands before or behind it."""

    key: str
    before: str
    denied: bool
    denied_after: bool | None  # None: another word of content follows in its clause


def _agrees(place: _Place, others: Sequence[_Place]) -> bool:
    """Say whether a no stands beside a word as it does in some place of the evidence."""
    alike = [other for other in others if other.before == place.before] or others
    after = {other.denied_after for other in alike} - {None}
    return any(other.denied == place.denied for other in alike) and (
        place.denied_after is None or not after or place.denied_after in after
    )


@lru_cache(maxsize=1024)
def _places(text: str, language: str) -> tuple[_Place, ...]:
    words = [
        word
        for word in read_text(text, language).words
        if not _denies(text[word.start : word.end], language)
    ]
    places, before, end = [], "", 0
    for number, word in enumerate(words):
        follows = words[number + 1].start if number + 1 < len(words) else len(text)
        gap = _BREAK.split(text[max(end, word.start - 60) : word.start])[-1]
        rest = _BREAK.split(text[word.end : min(follows, word.end + 60)])
        ends = len(rest) > 1 or follows == len(text)
        places.append(
            _Place(
                word.key,
                before,
                _denies(gap + text[word.start : word.end], language),
                _denies(rest[0], language) if ends else None,
            )
        )
        before, end = word.key, word.end
    return tuple(places)


@lru_cache(maxsize=8192)
def _denies(text: str, language: str) -> bool:
    """Say whether a text says no outright."""
    return not negation_kept("", text, language, language)


def _clauses_agree(statement: str, evidence: Sequence[str], language: str) -> bool:
    """Compare clause by clause, where no blanks part the words."""
    clauses = [clause for text in evidence for clause in _BREAK.split(text) if clause.strip()]
    theirs = [(read_text(clause, language).keys, clause) for clause in clauses]
    for clause in _BREAK.split(statement):
        keys = read_text(clause, language).keys
        near = [text for other, text in theirs if _overlap(keys, other) >= 0.5]
        if keys and near and not negation_kept("。".join(near), clause, language, language):
            return False
    return True


def _overlap(keys: frozenset[str], other: frozenset[str]) -> float:
    return len(keys & other) / max(1, min(len(keys), len(other)))
