"""The words of speech and modality of each language, read from ``data/speech.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import load_table

_SPACELESS = ("ja", "zh", "ko", "th")


class Speech(NamedTuple):
    """The compiled word lists of one language; a pattern that can never match stands for none."""

    openers: re.Pattern[str]  # "selon" at a clause's beginning
    after: re.Pattern[str]  # "によると" behind the source's name
    says: re.Pattern[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    times: frozenset[str]
    carriers: re.Pattern[str]
    ends: frozenset[str]
    connectives: frozenset[str]
    denied: re.Pattern[str]
    conditional: re.Pattern[str]
    conditional_not: frozenset[str]
    planned: re.Pattern[str]
    hedged: re.Pattern[str]
    softens: re.Pattern[str]
    hearsay: re.Pattern[str]


@cache
def speech(language: str) -> Speech:
    """Return the word lists of a language; empty ones where the table has none."""
    table = load_table("speech").get(language, {})

    def compiled(key: str) -> re.Pattern[str]:
        return _pattern(table.get(key, []), spaced=language not in _SPACELESS)

    return Speech(
        openers=compiled("openers"),
        after=compiled("after"),
        says=compiled("says"),
        pronouns=frozenset(table.get("pronouns", [])),
        relatives=frozenset(table.get("relatives", [])),
        times=frozenset(table.get("times", [])),
        carriers=compiled("carriers"),
        ends=frozenset(table.get("ends", [])),
        connectives=frozenset(table.get("connectives", [])),
        denied=compiled("denied"),
        conditional=compiled("conditional"),
        conditional_not=frozenset(table.get("conditional_not", [])),
        planned=compiled("planned"),
        hedged=compiled("hedged"),
        softens=compiled("softens"),
        hearsay=compiled("hearsay"),
    )


def conditional_cues(text: str, language: str) -> list[re.Match[str]]:
    """Return the conditional verbs and hearsay words of a text."""
    words = speech(language)
    return [
        match
        for match in words.conditional.finditer(text)
        if match.group().lower() not in words.conditional_not
    ]


def _pattern(words: list[str], *, spaced: bool) -> re.Pattern[str]:
    """Compile a word list; ``*`` at either end of a word lets more letters stand there."""
    if not words:
        return re.compile(r"(?!)")
    parts = []
    for word in sorted(words, key=len, reverse=True):
        body = re.escape(word.strip("*")).replace(r"\ ", r"[\s\u00a0]+").replace("'", "['’]")
        if spaced:
            left = r"(?<!\w)\w{1,20}" if word.startswith("*") else r"(?<!\w)"
            right = r"\w*" if word.endswith("*") else r"(?!\w)"
            body = f"{left}{body}{right}"
        parts.append(body)
    return re.compile("|".join(parts), re.IGNORECASE)
