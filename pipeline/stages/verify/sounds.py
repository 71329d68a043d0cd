"""Does a name of Latin script sound like some part of a text in another script?

Both sides are cut into sounds and aligned, the cheapest way to lay the name over any place of the
text: "Washington" over 워싱턴 or واشنطن. How well two sounds go together in a language stands in
``data/sounds.toml``, learned from human translations by ``tests/evaluation/sounds.py``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_NEVER = -3.0  # the score of two sounds of which the table says nothing
_EXACT = 4.0
_LONGEST = 4000  # sounds of a text that are looked at; the longest sentences have about 1000
_LONGEST_NAME = 40
_LATIN = re.compile(r"sch|tch|sh|ch|th|ph|ck|gh|wh|kh|zh|ng|[a-zCEGR]")
_PLACES = (
    (re.compile(r"r(?![aeiouy])"), "R"),
    (re.compile(r"c(?=[eiy])"), "C"),
    (re.compile(r"g(?=[eiy])"), "G"),
    (re.compile(r"(?<=[^aeiou].)e$|(?<=[aeiou][^aeiou])e$"), "E"),
)
_SCRIPTS = {
    "ja": re.compile(r"[ァ-ヺー]+"),
    "zh": re.compile(r"[\u4e00-\u9fff]+"),
    "ko": re.compile(r"[\uac00-\ud7af]+"),
    "ar": re.compile(r"[\u0620-\u06ff]+"),
}
_SOUNDS = {
    "ja": re.compile(r"sh|ch|[a-z]"),
    "zh": re.compile(r"zh|ch|sh|ng|[a-z]"),
    "ko": re.compile(r"eo|eu|ae|ng|kk|tt|pp|ss|jj|ch|[a-z]"),
    "ar": re.compile(r"sh|th|gh|kh|dh|[a-z]"),
}
_VOWEL_SIGNS = re.compile(r"[\u064b-\u065f\u0640]")

HEARD = frozenset(_SCRIPTS)  # languages whose names can be heard


class Sound(NamedTuple):
    """One sound of a text; None between words. ``begins`` where a name may begin.

    ``sign`` is the character whose first sound it is, in Chinese and Korean.
    """

    letters: str | None
    begins: bool
    sign: str = ""


class Likeness(NamedTuple):
    """How well sounds go together: logarithms of how much oftener they do than by chance."""

    pairs: dict[str, dict[str, float]]  # English sound, then the other
    silent: dict[str, float]  # an English sound that is not written
    added: dict[str, float]  # a sound that English does not have
    within: float  # for a name that begins within a word
    signs: dict[str, float]  # a character as such: foreign names are written with few of them


def heard(word: str, text: str, language: str) -> float:
    """Return how well a plain English word is heard in a text: per sound, about -1 to 4.

    A name that is there has 2 or more, a name that is not rarely more than 1.
    """
    ours = sounds_of_name(word)
    if language in ("ja", "zh") and _is_spelt(word, text):
        return _EXACT
    return align(ours, sounds_of_text(text, language), _table()[language]) / len(ours)


def _is_spelt(word: str, text: str) -> bool:
    """Say whether some Chinese characters of a text are spelt like a word: 雲南 "yunnan"."""
    return f" {word} " in _spellings(text)


@lru_cache(maxsize=1024)
def _spellings(text: str) -> str:
    """Return the spellings of every two and three characters that stand together, and of one."""
    from anyascii import anyascii

    found = []
    for run in re.findall(r"[\u4e00-\u9fff]+", text[:_LONGEST]):
        spelt = [anyascii(char).lower() for char in run]
        found += ["".join(spelt[i : i + n]) for n in (1, 2, 3, 4) for i in range(len(spelt))]
    return f" {' '.join(found)} "


@lru_cache(maxsize=8192)
def sounds_of_name(word: str) -> tuple[str, ...]:
    """Return the sounds of a plain word: ``jackson`` -> j a ck s o n.

    Capitals are letters that sound otherwise in their place: R at the end of a syllable, C and G
    before e or i, E at the end.
    """
    word = re.sub(r"(.)\1+", r"\1", word[:_LONGEST_NAME])
    for place, letter in _PLACES:
        word = place.sub(letter, word)
    return tuple(_LATIN.findall(word)) or ("",)


@lru_cache(maxsize=1024)
def sounds_of_text(text: str, language: str) -> tuple[Sound, ...]:
    """Return the sounds of the words of a text that may be names."""
    found: list[Sound] = []
    for run in _SCRIPTS[language].findall(text[:_LONGEST]):
        found += _sounds_of_run(run, language)
        found.append(Sound(None, begins=True))
    return tuple(found[:_LONGEST])


def _sounds_of_run(run: str, language: str) -> list[Sound]:
    from anyascii import anyascii

    found: list[Sound] = []
    for part in run if language in ("ko", "zh") else [_VOWEL_SIGNS.sub("", run)]:
        begins = language == "zh" or not found
        sign = part if language in ("ko", "zh") else ""
        for place, letters in enumerate(_SOUNDS[language].findall(anyascii(part).lower())):
            found.append(Sound(letters, begins and not place, "" if place else sign))
    return found


def align(ours: Sequence[str], theirs: Sequence[Sound], table: Likeness) -> float:
    """Return the score of the best way to lay a name over some part of a text."""
    scores = [0.0 if sound.begins else table.within for sound in theirs] + [table.within]
    weights = [table.signs.get(sound.sign, 0.0) for sound in theirs]
    for sound in ours:
        pairs, silent = table.pairs.get(sound, {}), table.silent.get(sound, _NEVER)
        last = scores[0]
        left = last + silent
        row = [left]
        for (letters, _, _), weight, above in zip(theirs, weights, scores[1:], strict=True):
            best = above + silent
            if letters is not None:
                paired = last + pairs.get(letters, _NEVER) + weight
                best = max(best, paired, left + table.added.get(letters, _NEVER) + weight)
            last, left = above, best
            row.append(best)
        scores = row
    return max(scores)


@cache
def _table() -> dict[str, Likeness]:
    path = files("pipeline.stages").joinpath("data/sounds.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: _likeness(rows) for language, rows in table.items()}


def _likeness(rows: dict[str, Any]) -> Likeness:
    within, added = float(rows.pop("within")), _scores(rows.pop("added"))
    signs = {sign: float(n) for n, row in rows.pop("signs", {}).items() for sign in row}
    pairs = {sound: _scores(row) for sound, row in rows.items()}
    silent = {sound: row.pop("silent", _NEVER) for sound, row in pairs.items()}
    return Likeness(pairs, silent, added, within, signs)


def _scores(row: str) -> dict[str, float]:
    words = row.split()
    return dict(zip(words[::2], map(float, words[1::2]), strict=True))
