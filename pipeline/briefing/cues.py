"""The words of ``data/*.toml`` that a briefing goes by: slots of money, happenings, offices.

Knows nothing about articles: it turns tables that a linguist can correct into patterns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from pipeline.facts.lexicon import split_tag
from pipeline.story import bounded

_GAP = " … "
_BETWEEN = r"[^.;!?。；！？]{0,60}?"  # " … ": within a sentence


class SlotKind(NamedTuple):
    """One slot of the money board."""

    id: str
    label: str
    of_actors: bool  # sums of different actors are different sums
    of_year: bool
    of_story: bool  # takes the amounts that the story profile names
    words: dict[str, re.Pattern[str]]


def either(words: Iterable[str]) -> re.Pattern[str]:
    """Compile a pattern that finds any of the words; " … " is a gap within the sentence."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(_cue, ordered)) or r"(?!)", re.IGNORECASE)


def _cue(words: str) -> str:
    return _BETWEEN.join(bounded(part.strip(), open_end=True) for part in words.split(_GAP.strip()))


@cache
def _table(name: str) -> dict[str, Any]:
    path = resources.files("pipeline.briefing") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def slot_kinds() -> tuple[SlotKind, ...]:
    """Return the slots in the order of the table."""
    return tuple(
        SlotKind(
            id=name,
            label=row["label"],
            of_actors=row.get("subject") == "actors",
            of_year=row.get("year", False),
            of_story=row.get("story", False),
            words={language: either(words) for language, words in row["words"].items()},
        )
        for name, row in _table("slots").items()
    )


@cache
def _patterns(name: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = _table(name)
    return tuple((key, either(row[language])) for key, row in table.items() if language in row)


@cache
def belonging() -> frozenset[str]:
    """Return the words that bind a name to the one before it: "of", "chez"."""
    return frozenset(_table("belonging")["words"])


def happenings(text: str, language: str) -> frozenset[str]:
    """Return the kinds of what happens in a text: "deny", "sue", "export"."""
    return _found("happenings", text, language)


def offices(text: str, language: str) -> frozenset[str]:
    """Return which of "held", "left", "back" a text speaks of."""
    return _found("offices", text, language)


def negated(text: str, language: str) -> bool:
    """Say whether a text has a word of negation."""
    return bool(_found("negation", text, language))


def _found(name: str, text: str, language: str) -> frozenset[str]:
    base = split_tag(language)[0]
    return frozenset(key for key, pattern in _patterns(name, base) if pattern.search(text))
