"""Is a candidate a translation of its source at all, or another sentence?

Weighs what a sentence and its translation share and two others do not: length, words that go
together (``witnesses``), kindred words ("nation", "Nationen"), marks and digits. Each gives the
logarithm of a likelihood ratio, as counted on the NTREX and FLORES lines that are for training
(true pairs against pairs drawn at random).
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from pipeline.stages.segment import split
from pipeline.stages.verify.likeness import plain
from pipeline.stages.verify.witnesses import weigh_words

# Which share of the words of English begins like a word of the source (four letters), and the
# standard deviation of the logarithm of the length ratio.
_SHARED = {
    "ar": (0.004, 0.15), "de": (0.21, 0.12), "es": (0.26, 0.13), "fr": (0.30, 0.13),
    "it": (0.26, 0.12), "ja": (0.01, 0.17), "ko": (0.03, 0.16), "nl": (0.22, 0.13),
    "pl": (0.14, 0.16), "pt": (0.27, 0.12), "sv": (0.21, 0.11), "zh": (0.04, 0.17),
}  # fmt: skip
_BY_CHANCE = 0.004  # the same share for two sentences that have nothing to do with each other
_SPREAD = 0.65  # the same deviation for these
_MOST = 4  # kindred words that are counted: names come in bunches
_TRUST = 0.5  # words are no independent witnesses
_CAP = 2.0  # what a deviating length may weigh; ``length_kept`` has limits of its own
_TAKEN_OFF = 0.08  # for each word, as the words of long sentences say the same twice
_UNLIKE = {"latin": -2.9, "other": -3.9}  # below: another sentence; 1 in 1000 translations is
_STRAY = -1.2  # the same of the words of one of several sentences
_FEWEST = 5  # words of four letters; shorter sentences say too little
_WORD = re.compile(r"[^\W\d_]{4,}")
# (neither side has it, only the candidate, only the source, both)
_MARKS = (
    (re.compile(r"[\"“”„«»「」『』]|(?<!\w)['‘’]\w"), (0.2, -2.2, -2.0, 1.4)),
    (re.compile(r"[(（]"), (0.0, -1.8, -0.9, 2.0)),
    (re.compile(r"[?？؟]"), (0.0, -2.5, -2.0, 3.0)),
    (re.compile(r"[:：]"), (0.0, -1.5, -1.0, 2.0)),
    (re.compile(r"\d"), (0.2, -2.3, -2.3, 1.4)),
    (re.compile(r"[.!?。！？…]\W{0,6}$"), (2.0, -1.5, -1.5, 0.0)),
)


def is_kindred(source: str, candidate: str, language: str, ratio: float) -> bool:
    """Say whether an English candidate, and each sentence of it, may translate a source.

    True for languages not counted. ``ratio`` is the candidate's length by what was expected.
    """
    if language not in _SHARED or ratio <= 0 or len(_stems(candidate)) < _FEWEST:
        return True
    parts = split(candidate, "en")
    if len(parts) > 1 and least_kindred(source, candidate, language, "en") < _STRAY:
        return False
    score = _word_score(source, candidate, language)
    score += _length_score(math.log(ratio), _SHARED[language][1])
    for pattern, weights in _MARKS:
        in_source, in_candidate = pattern.search(source), pattern.search(candidate)
        score += weights[2 * (in_source is not None) + (in_candidate is not None)]
    latin = language not in ("ar", "ja", "ko", "zh")
    return score >= _UNLIKE["latin" if latin else "other"]


def least_kindred(source: str, candidate: str, source_language: str, target_language: str) -> float:
    """Return the least that the words of a sentence of a candidate weigh; -inf if not counted."""
    if source_language not in _SHARED or target_language != "en":
        return -math.inf
    parts = (candidate[start:end] for start, end in split(candidate, "en"))
    return min((_word_score(source, part, source_language) for part in parts), default=-math.inf)


def _word_score(source: str, candidate: str, language: str) -> float:
    """Weigh the words of an English text that go with those of a source, and those that do not."""
    share = _SHARED[language][0]
    ours = _stems(candidate)
    shared = len(ours & _stems(source))
    score = min(shared, _MOST) * math.log(share / _BY_CHANCE)
    score += (len(ours) - shared) * math.log((1 - share) / (1 - _BY_CHANCE))
    told = weigh_words(source, candidate, language)
    return _TRUST * (score + told.score) - _TAKEN_OFF * told.words


def _length_score(deviation: float, spread: float) -> float:
    score = math.log(_SPREAD / spread)
    score -= deviation**2 / 2 * (1 / spread**2 - 1 / _SPREAD**2)
    return max(score, -_CAP)


@lru_cache(maxsize=64)
def _stems(text: str) -> frozenset[str]:
    words = (plain(word) for word in _WORD.findall(text))
    return frozenset(word[:4] for word in words if len(word) >= 4)
