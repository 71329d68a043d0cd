"""Does a translation look like one: its language, its length, no loops, no leaked prompt?"""

from __future__ import annotations

import re
import unicodedata

from pipeline.stages.language import detect_text
from pipeline.stages.verify.ending import breaks_off
from pipeline.stages.verify.kinship import is_kindred, least_kindred

# A character of Chinese, Japanese or Korean carries about as much as this many Latin ones.
_WIDE = 2.4
# How long English is for one of each language's (weighed) characters: means over the NTREX and
# FLORES lines that are for training, 2212 a language.
_DENSITY = {
    "en": 1.0, "ar": 1.11, "de": 0.85, "es": 0.85, "fr": 0.85, "it": 0.85, "ja": 1.01, "ko": 0.97,
    "nl": 0.87, "pl": 0.91, "pt": 0.9, "sv": 1.0, "zh": 1.39,
}  # fmt: skip
_SHORTEST, _LONGEST = 0.55, 1.6  # of the expected length: 1 in 1000 references lies outside
_SHORTER, _LONGER = 10, 16  # characters that short texts may differ by
_DETECTABLE = 90  # shorter texts tell a detector too little
_SURE = 0.8
_WIDE_CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_FEW = 4  # letters of another script that a translation into Latin letters may keep: a name
_LABEL = re.compile(
    r"(?:^|[\s.!?])(?:French|English|German|Spanish|Italian|Portuguese|Dutch|Polish|Swedish|"
    r"Japanese|Chinese|Korean|Arabic|Translation)\s?:|<(?:bos|eos|pad|unk|s|/s)>|\n"
)
_ENDS = re.compile(  # of sentences that are not the last
    r"[.!?…][\"'”’»)]*\s+[\"'“‘«(A-Z\u00c0-\u00de]|[。！？][”」』）]*(?=\s*[^\s”」』）])"
)
_FULL = 1.1  # of the expected length: more than that, with one sentence more, may be an addition
_AKIN = 2.0  # unless each sentence has so much in common with the source: so have 99 in 100
_RUNNING = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")  # words, compounds with hyphens as one
_REPEATED = 9  # words: a slogan may be said twice, and one word nine times


def language_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a candidate is in the target language, not in the source's or half of each."""
    if source_language == target_language:
        return True
    wide = target_language in ("ja", "zh", "ko")
    if _is_wide(candidate) != wide:
        return False
    if target_language in _DENSITY and not wide and target_language != "ar":
        foreign = _FOREIGN.findall(candidate)
        if len("".join(foreign)) > _FEW:
            return False
    if _copied(source, candidate):
        return False
    if len(candidate) < _DETECTABLE:
        return True
    language, confidence = detect_text(candidate)
    return language in (None, target_language) or confidence < _SURE


def length_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether nothing much was lost or added, by length, and the sentence was not cut off.

    Into English it must also look like a translation of this sentence, not of another one.
    """
    if not candidate.strip():
        return False
    density = _DENSITY.get(source_language, 1.0) / _DENSITY.get(target_language, 1.0)
    expected, got = _weight(source) * density, _weight(candidate)
    pair = (source_language, target_language)
    if breaks_off(source, candidate, *pair, got / max(expected, 1)):
        return False
    more = len(_ENDS.findall(candidate)) > len(_ENDS.findall(source))
    longer = more and got > _FULL * expected + _LONGER
    if longer and least_kindred(source, candidate, *pair) < _AKIN:
        return False
    if not _SHORTEST * expected - _SHORTER <= got <= _LONGEST * expected + _LONGER:
        return False
    ratio = (got + _SHORTER) / (expected + _SHORTER)
    return target_language != "en" or is_kindred(source, candidate, source_language, ratio)


def loop_free(source: str, candidate: str) -> bool:
    """Say whether a candidate repeats itself where its source does not."""
    words = re.findall(r"\w+", candidate.lower())
    tolerated = 2 * _longest_repeat(re.findall(r"\w+", source.lower()))
    return _longest_repeat(words) <= max(tolerated, _REPEATED)


def leak_free(candidate: str) -> bool:
    """Say whether a candidate is free of the labels and marks of prompts."""
    return _LABEL.search(candidate) is None


def _longest_repeat(words: list[str]) -> int:
    """Return how many words long the longest run is that repeats what stands just before it.

    "the plan the plan the plan" has a run of four words. Periods of up to eight words are seen.
    """
    longest = 0
    for period in range(1, 9):
        run = 0
        for index in range(period, len(words)):
            run = run + 1 if words[index] == words[index - period] else 0
            if run >= period:
                longest = max(longest, run + period)
    return longest


def _copied(source: str, candidate: str) -> bool:
    """Say whether a candidate holds running words of its source, or most of them.

    Four words in small letters, or five of which four are: German nouns have capitals.
    """
    theirs, ours = _RUNNING.findall(source), _RUNNING.findall(candidate)
    if ours == theirs and sum(len(word) > 2 and word.islower() for word in ours) >= 2:
        return True
    for length, small in ((4, 4), (5, 4)):
        runs = {tuple(theirs[i : i + length]) for i in range(len(theirs) - length + 1)}
        for i in range(len(ours) - length + 1):
            run = tuple(ours[i : i + length])
            if run in runs and sum(word.islower() for word in set(run)) >= small:
                return True
    long = [word for word in ours if len(word) >= 4 and word.islower()]
    kept = sum(word in set(theirs) for word in long)
    return len(long) >= 4 and kept > len(long) / 2


def _is_wide(text: str) -> bool:
    letters = [ch for ch in text if unicodedata.category(ch).startswith("L")]
    wide = sum(bool(_WIDE_CHARACTER.match(ch)) for ch in letters)
    return wide * 3 > len(letters) > 0


def _weight(text: str) -> float:
    wide = len(_WIDE_CHARACTER.findall(text))
    return len(text.strip()) - wide + _WIDE * wide
