"""Which words of a text carry its content, and how much of them other texts hold.

Both texts are in one language. Words are compared by their beginning, so that inflected forms are
one; Japanese, Chinese and Korean by pairs of characters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.facts.lexicon import fold

WIDE = ("ja", "zh", "ko")
_LONG = 5  # letters by which inflected words are compared
_SHORTEST = 4  # letters: shorter words are mostly articles, pronouns, prepositions
_RUN = re.compile(r"[\u3040-\u30ff\u3005\u3400-\u9fff\uac00-\ud7af]+|[^\W_]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_PLAIN_KANA = re.compile(r"[\u3040-\u309f]+$")  # particles and endings
_ARABIC_HEAD = re.compile(r"^(?:(?:[وفبكل]?ال|لل)(?=\w\w)|[وف](?=\w{4}))")


class Word(NamedTuple):
    """A word (or pair of characters) that carries content, and where it stands."""

    key: str
    start: int
    end: int


class Text(NamedTuple):
    """A text made ready for comparison."""

    words: tuple[Word, ...]
    keys: frozenset[str]
    phrases: frozenset[str]  # three running words, or characters where no blanks part them


@lru_cache(maxsize=4096)
def read_text(text: str, language: str) -> Text:
    """Return the words of content of a text in one language, and its phrases."""
    folded = fold(text)
    if language[:2] in WIDE:
        words, phrases = _pairs(folded), _triples(folded)
    else:
        found = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded)]
        words = [Word(_key(w, language), s, e) for w, s, e in found if _is_content(w, language)]
        running = [_key(word, language) for word, _, _ in found]
        phrases = {" ".join(running[i : i + 3]) for i in range(len(running) - 2)}
    return Text(tuple(words), frozenset(word.key for word in words), frozenset(phrases))


def _pairs(folded: str) -> list[Word]:
    words = []
    for run in _RUN.finditer(folded):
        text, start = run.group(), run.start()
        if text.isascii() or len(text) == 1:
            if text.isascii():
                words.append(Word(text, start, run.end()))
            continue
        pairs = (Word(text[i : i + 2], start + i, start + i + 2) for i in range(len(text) - 1))
        words += [pair for pair in pairs if not _PLAIN_KANA.match(pair.key)]
    return words


def _triples(folded: str) -> set[str]:
    runs = (run.group() for run in _RUN.finditer(folded))
    return {run[i : i + 3] for run in runs for i in range(len(run) - 2)}


def _is_content(word: str, language: str) -> bool:
    return word[0].isdigit() or len(word) >= (3 if language[:2] == "ar" else _SHORTEST)


def _key(word: str, language: str) -> str:
    """Return the beginning of a word: "milliard" and "milliards" -> "milli"."""
    if language[:2] == "ar":
        word = _ARABIC_HEAD.sub("", word)
    if word[0].isdigit():
        return word
    return word[:_LONG] if len(word) > _LONG else word[:_SHORTEST]


def rarity(keys: Iterable[str], sentences: Sequence[Text]) -> dict[str, float]:
    """Weigh words by how few of the sentences have them; function words count for little."""
    spread = Counter(key for sentence in sentences for key in sentence.keys)
    total = len(sentences) + 1
    return {key: math.log(1 + total / max(spread[key], 1)) for key in sorted(set(keys))}


def trigrams(text: str) -> set[str]:
    """Return the runs of three characters of a text, blanks and punctuation included."""
    folded = fold(text)
    return {folded[i : i + 3] for i in range(len(folded) - 2)}


def covered(statement: Text, held: frozenset[str], weights: Mapping[str, float]) -> float:
    """Return the share (0 to 1) of a statement's words, weighed, that are among the held ones."""
    total = sum(weights[key] for key in statement.keys)
    return sum(weights[key] for key in statement.keys & held) / total if total else 0.0


def longest_gap(statement: Text, held: frozenset[str]) -> int:
    """Return how many words in a row are not among the held ones, at most."""
    longest = gap = 0
    for word in statement.words:
        gap = 0 if word.key in held else gap + 1
        longest = max(longest, gap)
    return longest
