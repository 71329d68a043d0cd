"""Magnitude words of languages without a table: "75 milyon", "2,8 млрд", "три миллиона".

In: folded text. Out: where such a word ends and what it means. Only the beginning of a word must
match, so that every ending is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import Lexicon, Scale, load_lexicon, load_table, word_end

LAST_WORD = re.compile(r"\S+$")


class Spelled(NamedTuple):
    """A number in words: a small number and its magnitude."""

    start: int
    end: int
    coefficient: Decimal
    scale: Scale


def stem_scale(folded: str, end: int, lexicon: Lexicon) -> tuple[int, Scale] | None:
    """Return the magnitude word one blank behind ``end``: (its end, its meaning)."""
    if folded[end : end + 1] != " ":
        return None
    for stem, scale in lexicon.stems.items():
        if folded.startswith(stem, end + 1):
            stop = word_end(folded, end + 1 + len(stem))
            vague = folded.endswith(_vague_endings(lexicon.language), end, stop)
            return None if vague else (stop, scale)
    return None


def find_spelled(folded: str, lexicon: Lexicon) -> Iterator[Spelled]:
    """Yield "three million"; not "twenty-three million", whose words may be added or not."""
    pattern = _small_numbers(lexicon.language)
    for match in pattern.finditer(folded) if pattern else ():
        scale = stem_scale(folded, match.end(), lexicon)
        head = LAST_WORD.search(folded[max(0, match.start() - 16) : match.start()].rstrip(" "))
        word = head.group() if head else ""
        if scale and not (pattern and pattern.fullmatch(word)) and not word[-1:].isdecimal():
            value = lexicon.stem_units[match.group()]
            yield Spelled(match.start(), scale[0], value, scale[1])


@cache
def _vague_endings(language: str) -> tuple[str, ...]:
    """Return what makes "tens of millions" of "ten million": "on milyonlarca"."""
    return tuple(load_table("common")["other_languages"][language].get("vague_endings", ()))


@cache
def _small_numbers(language: str) -> re.Pattern[str] | None:
    words = sorted(load_lexicon(language).stem_units, key=lambda word: -len(word))
    if not words:
        return None
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, words))})(?!\S)")
