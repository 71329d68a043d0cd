"""Arabic words in a text: without the letters that are glued before them, teens as one word.

In: folded words and their places. Out: the words as the language table knows them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import Lexicon, fold, load_table

STRETCH = "\u0640"  # tatweel; ``fold`` also puts it where a vowel sign stood
PREFIXES = ("و", "ف", "ب", "ل", "ك")  # and, so, with, for, like: written without a space
ARTICLES = ("ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال")
LETTERS = (*PREFIXES, "وب", "ول", "وك", "فب", "فل")
ALONE = frozenset((*PREFIXES, *LETTERS, *ARTICLES))
SHORTEST = 4  # letters; "لست" is not "for six"


class Word(NamedTuple):
    """A word without what is glued before it; ``start`` counts from the written word's start."""

    start: int
    text: str


def read_word(raw: str, lexicon: Lexicon) -> Word | None:
    """Return a folded word as the table knows it; None for letters that stand for no word."""
    bare = raw.replace(STRETCH, "")
    if bare in ALONE:
        return None
    if _is_known(bare, lexicon):
        return Word(0, bare)
    for prefix in (*ARTICLES, *LETTERS):
        rest = bare.removeprefix(prefix)
        if rest != bare and _may_follow(prefix, rest, lexicon):
            return Word(_after_letters(raw, len(prefix)), rest)
    return Word(0, bare)


def _is_known(word: str, lexicon: Lexicon) -> bool:
    known = word in lexicon.units or word in lexicon.scales or word in lexicon.hundreds
    return known or word in _table_words(lexicon.language, "teens", "parts")


@cache
def _table_words(language: str, *keys: str) -> frozenset[str]:
    table = load_table(language)
    return frozenset(fold(word) for key in keys for word in table[key])


def _may_follow(prefix: str, rest: str, lexicon: Lexicon) -> bool:
    """Tell the twenty of "والعشرين" from Monday ("الاثنين"), the seven of "بسبعة" from "لست"."""
    if not _is_known(rest, lexicon):
        return False
    value = lexicon.units.get(rest)
    if value is None or prefix in ("و", "ف"):
        return True
    if prefix in ARTICLES:
        return rest not in _table_words(lexicon.language, "not_with_article")
    return len(rest) >= SHORTEST


def _after_letters(raw: str, count: int) -> int:
    """Return the place after ``count`` letters of ``raw`` and the strokes that stretch them."""
    i = 0
    while i < len(raw) and (count or raw[i] == STRETCH):
        count -= raw[i] != STRETCH
        i += 1
    return i


def are_teen(first: str, second: str, lexicon: Lexicon) -> bool:
    """Tell whether two words are one number from 11 to 19: "ثلاثة عشر"."""
    endings = _table_words(lexicon.language, "teen_endings")
    return second in endings and first in _table_words(lexicon.language, "teens")


@cache
def decades(language: str) -> re.Pattern[str]:
    """Return the pattern of "ستينيات القرن الماضي": a decade and its century."""
    table = load_table(language)
    decade, century = ("|".join(map(fold, table[key])) for key in ("decades", "centuries"))
    return re.compile(rf"(?<!\w)[وفبل]?(?P<all>(?:ال)?(?P<decade>{decade}) (?:من )?"
                      rf"القرن (?P<century>{century}))(?!\w)")  # fmt: skip


def year_of(match: re.Match[str], language: str) -> int:
    """Return the first year of a decade that ``decades`` found."""
    years: dict[str, int] = {fold(word): year for key in ("decades", "centuries")
             for word, year in load_table(language)[key].items()}  # fmt: skip
    return years[match["decade"]] + years[match["century"]]
