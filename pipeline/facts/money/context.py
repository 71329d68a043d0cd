"""What the words around a number say: whether it stands alone, is a weight, is about money.

In: a folded sentence and places in it. The cue words are those of each language's table.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.facts.lexicon import Lexicon, load_lexicon

WORDS = re.compile(r"[^\W\d_]+")
NEXT_WORD = re.compile(r"[\s,;:.!?)»”]")
COUNTED_BEFORE = 12  # characters
ENDS = '.,;:!?)]»”"…–—(。、，；）'


def stands_alone(folded: str, end: int, lexicon: Lexicon) -> bool:
    """Tell "400 milliards en 2027" from "400 milliards de transistors", by what follows."""
    rest = folded[end : end + 40]
    stripped = rest.lstrip(" ")
    if not stripped or stripped[0] in ENDS:
        return not re.match(r"[.,]\d", stripped)
    words = _after_words(lexicon.language)
    if lexicon.cjk:
        return stripped.startswith(words)
    chunk = NEXT_WORD.split(stripped, maxsplit=1)[0]
    return rest != stripped and chunk in words


def ends_sentence(folded: str, end: int) -> bool:
    """Tell whether nothing follows but a full stop."""
    return not folded[end : end + 8].strip(" .!?\n")


@cache
def _after_words(language: str) -> tuple[str, ...]:
    return load_lexicon(language).words("after_ellipsis")


@cache
def cue_words(language: str, key: str) -> frozenset[str]:
    """Return the words of a list of the language's table."""
    return frozenset(load_lexicon(language).words(key))


def talks_of_money(folded: str, lexicon: Lexicon) -> bool:
    """Tell whether a word of the sentence is about money: "raise", "budget"."""
    return _has_cue(folded, lexicon, "money_cues")


def talks_of_price(folded: str, lexicon: Lexicon) -> bool:
    """Tell whether a word of the sentence tells pounds from a weight: "fee", "raise"."""
    return talks_of_money(folded, lexicon) or _has_cue(folded, lexicon, "price_cues")


def talks_of_weight(folded: str, lexicon: Lexicon) -> bool:
    """Tell whether a word of the sentence is about weight: "weighs", "kg"."""
    return _has_cue(folded, lexicon, "weight_cues")


def counts_things(folded: str, start: int, lexicon: Lexicon) -> bool:
    """Tell whether what is counted stands before the number: "人口14亿", "用户22.5亿"."""
    head = folded[max(0, start - COUNTED_BEFORE) : start]
    return any(word in head for word in cue_words(lexicon.language, "counted"))


def _has_cue(folded: str, lexicon: Lexicon, key: str) -> bool:
    cues = cue_words(lexicon.language, key)
    if lexicon.cjk:
        return any(cue in folded for cue in cues)
    return bool(cues) and any(word in cues for word in WORDS.findall(folded))
