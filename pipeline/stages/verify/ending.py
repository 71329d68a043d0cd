"""Does a translation stop in mid-sentence?

A text that ends without a full stop where its source has one may be a headline, or may have been
cut off. It was cut off if its last word ends no sentence, if it is too short, or if nothing in it
stands for the end of its source.
"""

from __future__ import annotations

import re

from pipeline.stages.verify.likeness import plain
from pipeline.stages.verify.witnesses import english_keys, witnesses

_LATIN = frozenset(("de", "es", "fr", "it", "nl", "pl", "pt", "sv"))  # word order like English
# Shorter than this, of the expected length, a text without its full stop was cut off; so was a
# headline, which lacks the small words, too, if it is shorter by the last. Chosen on NTREX lines
# and the same lines cut by a quarter.
_WHOLE = {"ar": 0.9, "ja": 0.8, "ko": 0.8, "zh": 0.9, **dict.fromkeys(_LATIN, 0.75)}
_WHOLE_ELSEWHERE = 1.0
_HEADLINE = 0.1
_TAIL = 0.7  # where the end of a source begins
_TOLD = 0.25  # of the words of that end, which a whole translation has at least
_SMALL_WORD = re.compile(  # none of which headlines have
    r"(?<!\w)(?:the|an?|my|your|his|her|its|our|their|th(?:is|at|ese|ose)|who|which|there|is|are|was"
    r"|were|be|been|has|have|had|it|they|he|she|we|i)(?!\w)",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?…。！？؟]\s*+(?:[\"'”’»“)\]」』]++\s*+)?$")
_CLOSED = re.compile(r"[.!?…。！？؟:;\"'”’»“)\]」』]\s*$")
_DANGLING = re.compile(  # words that end no sentence, and letters alone
    r"(?:,|(?<!\w)(?:the|an?|of|to|and|or|in|for|with|that|by|at|from|on|as|his|her|their|its|my|our"
    r"|your|is|was|are|were|be|been|being|am|will|would|can|could|may|might|must|should|do|does|did"
    r"|has|have|had|having|he|she|they|we|i|who|whom|whose|which|what|where|when|while|how|why|if"
    r"|but|than|this|these|about|into|because|until|since|after|before|during|between|through"
    r"|towards?|without|against|under|within|among|per|via|across|behind|despite|although|though"
    r"|however|including|such|each|every|both|another|other|some|any|many|several|few|more|most"
    r"|very|so|also|no|not|nor|neither|either|never|only|just|even|still|there|according|told|got"
    r"|get|let|own|same|new|main|former|able|make|take|mr|mrs|ms|dr|[a-zà-ÿ])"
    r"|\w['’](?:re|m|ve|ll)|\w{2}(?:(?<!spr)(?<!morn)(?<!even)(?<!build)(?<!meet)"
    r"(?<!th)(?<!beij)(?<!hous)(?<!train)(?<!fund)(?<!hear)ing|(?<!fami)(?<!ita)(?<!ju)(?<!ear)"
    r"(?<!dai)(?<!week)(?<!assemb)(?<!supp)(?<!rep)ly))\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def breaks_off(
    source: str, candidate: str, source_language: str, target_language: str, ratio: float
) -> bool:
    """Say whether a candidate was cut off; ``ratio`` is its length by what was expected."""
    if not _TERMINAL.search(source) or _CLOSED.search(candidate):
        return False
    if _DANGLING.search(candidate) or _is_open(candidate):
        return True
    if target_language != "en":
        return ratio < _WHOLE_ELSEWHERE
    least = _WHOLE.get(source_language, _WHOLE_ELSEWHERE)
    if not _SMALL_WORD.search(candidate):
        return ratio < least - _HEADLINE
    if ratio < least:
        return True
    return (
        ratio < 1
        and source_language in _LATIN
        and not _tells_end(source, candidate, source_language)
    )


def _is_open(text: str) -> bool:
    """Say whether a text opens a quotation or a bracket and does not close it."""
    pairs = (text.count(a) > text.count(b) for a, b in ("()", "“”", "«»", "「」"))
    return any(pairs) or text.count('"') % 2 == 1


def _tells_end(source: str, candidate: str, language: str) -> bool:
    """Say whether words of an English candidate stand for those at the end of its source."""
    table = witnesses(language)
    told = {key for word in english_keys(candidate) if word in table for key in table[word].keys}
    stems = {plain(word)[:4] for word in _WORD.findall(candidate) if len(word) >= 4}
    start = _TAIL * len(source)
    tail = [plain(m.group()) for m in _WORD.finditer(source) if m.start() >= start]
    kept = sum(word[:5] in told or (len(word) >= 4 and word[:4] in stems) for word in tail)
    return kept >= _TOLD * len(tail)
