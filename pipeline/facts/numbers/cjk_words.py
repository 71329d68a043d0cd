"""The words around Chinese, Japanese and Korean numerals, from the tables of their languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.facts.lexicon import Lexicon, Phrases, load_lexicon


@dataclass(frozen=True)
class CjkWords:
    """What may stand around a numeral; all but the numbers are looked up at a place in text."""

    counters: Phrases
    not_numbers: Phrases
    tenths: Phrases
    not_tenths: Phrases
    part_of: Phrases
    in_words: Phrases
    limits: dict[str, int]
    last_century: Phrases
    native: re.Pattern[str] | None


@cache
def cjk_words(language: str) -> CjkWords:
    """Read the words around numerals of ``zh``, ``ja`` or ``ko``."""
    lexicon = load_lexicon(language)
    limits = lexicon.table.get("said_in_words", {})
    phrases = {
        key: Phrases.build({key: list(lexicon.words(key))})
        for key in ("counters", "not_numbers", "tenths", "not_tenths", "part_of", "last_century")
    }
    return CjkWords(
        phrases["counters"],
        phrases["not_numbers"],
        phrases["tenths"],
        phrases["not_tenths"],
        phrases["part_of"],
        Phrases.build({phrase: [phrase] for phrase in limits}),
        limits,
        phrases["last_century"],
        _native_pattern(lexicon),
    )


def _native_pattern(lexicon: Lexicon) -> re.Pattern[str] | None:
    tens, ones = lexicon.table.get("native_tens", {}), lexicon.table.get("native_ones", {})
    if not tens:
        return None
    ten, one = ("|".join(sorted(words, key=lambda w: -len(w))) for words in (tens, ones))
    return re.compile(rf"(?P<tens>{ten})? ?(?P<ones>{one})?")
