"""All forms of the Arabic words that the table lists once: teens, currencies with adjectives.

In: the language's table. Out: words as they are written, for ``lexicon`` to fold and look up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CASES = ("", "\u064d")  # a vowel sign some writers put behind the noun
ENDINGS = ("", "ة", "ا", "ًا", "اً", "ين", "\u064d")  # of adjectives: "دولارًا أمريكيًا"
INDEFINITE = ("ا", "\u064b", "\u064d")  # never behind the article
ARTICLE = "ال"


def teen_units(table: Mapping[str, Any]) -> dict[str, int]:
    """Return 11 to 19 in all forms of their two words."""
    return {
        f"{word} {ten}": 10 + value
        for word, value in table.get("teens", {}).items()
        for ten in table["teen_endings"]
    }


def currency_forms(table: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return each currency's nouns with the adjectives that tell whose they are."""
    found: dict[str, list[str]] = {}
    for entry in table.get("currency_words", {}).values():
        bare = [noun + ending for noun in entry["nouns"].split() for ending in CASES]
        definite = [ARTICLE + noun for noun in bare if not noun.endswith(INDEFINITE)]
        for code, words in entry.items():
            if code == "plain":
                found.setdefault(words, []).extend(bare + definite)
            elif code != "nouns":
                phrases = [f"{n} {a}{e}" for n in bare for a in words.split() for e in ENDINGS]
                phrases += [
                    f"{noun} {ARTICLE}{adjective}{ending}"
                    for noun in definite
                    for adjective in words.split()
                    for ending in ENDINGS
                    if not ending.endswith(INDEFINITE)
                ]
                found.setdefault(code, []).extend(phrases)
    return found
