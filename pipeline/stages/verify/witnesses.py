"""Which words of a source stand for the words of its English translation, as a dictionary knows?

The tables ``data/witnesses/<language>.txt`` list beside English words those of the source that
their translations come from. A translation has many of its witnesses, any other sentence few.
Learned from human translations by ``tests/evaluation/witnesses.py``.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.stages.verify.likeness import folded_arabic, plain

_STEM = 6  # letters of an English word that are compared
_LONG = 6  # letters up to which a final s is an ending
_SOURCE_STEM = 5
_ARABIC_STEM = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HAN_OR_KANA = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7af]+")
_ARABIC = re.compile(r"[\u0620-\u06ff]+")
_CLITICS = re.compile(r"^(?:[وف]?[بلك]?(?:ال|لل)|[وف](?=.{3}))")


class Witness(NamedTuple):
    """The source words that go with an English one: ``keys``, any of which will do.

    The weights are logarithms of likelihood ratios, if one is there and if none is.
    """

    there: float
    missing: float
    keys: frozenset[str]


class Testimony(NamedTuple):
    """How a candidate's words fit a source: the sum of the weights of ``words`` of them."""

    score: float
    words: int


def weigh_words(source: str, candidate: str, language: str) -> Testimony:
    """Weigh the words of an English candidate by those of a source; none without a table."""
    table = witnesses(language)
    keys = source_keys(source, language)
    found = [table[word] for word in sorted(english_keys(candidate)) if word in table]
    weights = (row.missing if keys.isdisjoint(row.keys) else row.there for row in found)
    return Testimony(sum(weights), len(found))


def is_attested(word: str, text: str, language: str) -> bool:
    """Say whether a text has a word that goes with an English one: "Hafen" with "Harbour".

    A single Chinese character or Korean syllable is no such word, as it has many senses.
    """
    row = witnesses(language).get(_stem(word))
    keys = {key for key in row.keys if len(key.strip("^")) > 1} if row else set()
    return not keys.isdisjoint(source_keys(text, language))


@lru_cache(maxsize=64)
def english_keys(text: str) -> frozenset[str]:
    """Return the stems of an English text's words: "parties" and "party" both begin "part"."""
    return frozenset(_stem(word) for word in _WORD.findall(text))


def _stem(word: str) -> str:
    word = plain(word.lower())
    if 3 < len(word) <= _LONG and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:_STEM] if len(word) > _LONG else word[: _STEM - 1]


@lru_cache(maxsize=64)
def source_keys(text: str, language: str) -> frozenset[str]:
    """Return what is compared of a source: the beginnings of words, or pairs of characters."""
    if language in ("ja", "zh"):
        runs = _HAN_OR_KANA.findall(text)
        single = {sign for run in runs for sign in run if sign >= "\u3400"}
        return frozenset(single | _pairs(runs))
    if language == "ko":
        runs = _HANGUL.findall(text)
        return frozenset({f"^{run[0]}" for run in runs} | _pairs(runs))
    if language == "ar":
        words = _ARABIC.findall(folded_arabic(text))
        return frozenset(_CLITICS.sub("", word)[:_ARABIC_STEM] for word in words)
    return frozenset(plain(word)[:_SOURCE_STEM] for word in _WORD.findall(text))


def _pairs(runs: list[str]) -> set[str]:
    return {run[place : place + 2] for run in runs for place in range(len(run) - 1)}


@cache
def witnesses(language: str) -> dict[str, Witness]:
    """Return the table of a language by English stem; an empty one where there is none."""
    path = files("pipeline.stages").joinpath(f"data/witnesses/{language}.txt")
    if not language.isalpha() or not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {row[0]: _witness(float(row[1]), float(row[2]), row[3:]) for row in rows}


def _witness(held: float, chance: float, keys: list[str]) -> Witness:
    """Make a row of per cents: how often a witness is there with the word, and without it."""
    there = math.log(held / chance)
    return Witness(there, math.log((100 - held) / (100 - chance)), frozenset(keys))
