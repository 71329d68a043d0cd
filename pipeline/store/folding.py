"""Text as search sees it: without case, accents and vowel points; and excerpts of what was found.

Both databases index the folded text, so both find the same: "Emirats" finds "Émirats".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

# Accents of Latin, Greek and Cyrillic; points of Hebrew; vowels and hamza of Arabic; tatweel. Other
# scripts keep their marks: the Japanese voicing marks and the vowels of India tell words apart.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\uff07", "''''")
# Scripts whose words are not parted by blanks, or (Korean) carry their particles.
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BEFORE, _LENGTH = 60, 240  # characters of an excerpt before the first find, and in all


class Excerpt(NamedTuple):
    """A piece of a text; ``marks`` are (start, end) of what was found, within ``text``."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def highlighted(self, before: str = "[", after: str = "]") -> str:
        """Return the text with the finds between two signs."""
        parts, done = [], 0
        for start, end in self.marks:
            parts += [self.text[done:start], before, self.text[start:end], after]
            done = end
        return "".join([*parts, self.text[done:]])


def storable(text: str) -> str:
    """Replace what no database column holds, NUL and lone surrogates, one for one by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def displayed(text: str) -> str:
    """Return text as it is stored for search: composed (NFC) and storable."""
    return unicodedata.normalize("NFC", storable(text))


def fold(text: str) -> str:
    """Return text without case, accents and compatibility forms; ``text`` is composed."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@lru_cache(maxsize=50_000)
def _fold_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character).translate(_APOSTROPHES)
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed).casefold())


def terms(query: str) -> list[str]:
    """Cut a query into at most 32 folded terms at blanks; signs alone are no terms."""
    folded = fold(displayed(query[:1000]))
    found = [term for term in folded.split() if any(c.isalnum() for c in term)]
    return list(dict.fromkeys(found))[:32]


def unparted(term: str) -> bool:
    """Tell whether a term is of a script in which words cannot be told by blanks."""
    return _UNPARTED.search(term) is not None


def excerpt(text: str, wanted: list[str]) -> Excerpt:
    """Cut the piece around the first find of any term, with the finds marked."""
    folded = fold(text)
    places = [0]  # where each character of the text begins in the folded one
    if len(folded) == len(text):
        places = list(range(len(text) + 1))
    else:
        for character in text:
            places.append(places[-1] + len(fold(character)))
    firsts = [at for term in wanted if (at := folded.find(term)) >= 0]
    begin = max(0, _index(places, min(firsts, default=0)) - _BEFORE)
    end = min(len(text), begin + _LENGTH)
    marks = _finds(folded, places, wanted, begin, end)
    return Excerpt(text[begin:end], marks)


def _finds(
    folded: str, places: list[int], wanted: list[str], begin: int, end: int
) -> tuple[tuple[int, int], ...]:
    """Find all terms between two characters; overlapping finds become one."""
    found: list[tuple[int, int]] = []
    for term in wanted:
        at = folded.find(term, places[begin])
        while at >= 0 and at + len(term) <= places[end]:
            start, stop = _index(places, at), _index(places, at + len(term) - 1) + 1
            found.append((start - begin, stop - begin))
            at = folded.find(term, at + len(term))
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return tuple(joined)


def _index(places: list[int], at: int) -> int:
    """Return the character that holds a place of the folded text."""
    return bisect_right(places, at) - 1
