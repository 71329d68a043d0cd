"""Is a no still a no, and hearsay still hearsay?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.facts.lexicon import fold
from pipeline.facts.speech.words import conditional_cues, speech

_INTENDS = ("de", "sv")  # "soll" and "skulle" may be an intention: "will"
_SPACELESS = ("ja", "zh", "ko", "ar")


class _Negation(NamedTuple):
    """The compiled words of one language."""

    idioms: re.Pattern[str]
    strong: re.Pattern[str]
    veiled: re.Pattern[str]


def negation_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a source and its translation both say no, or neither does.

    An outright no on one side asks for at least a veiled one ("without", "fails to") on the other;
    a denial asks for a denial or an outright no.
    """
    theirs, ours = _negation(source_language), _negation(target_language)
    if theirs is None or ours is None:
        return True
    strong, veiled = _says_no(source, theirs)
    strong_out, veiled_out = _says_no(candidate, ours)
    if strong != strong_out and not (veiled_out > veiled if strong else veiled > veiled_out):
        return False
    if strong_out or veiled_out or not speech(source_language).denied.search(source):
        return True
    return speech(target_language).denied.search(candidate) is not None


def _says_no(text: str, words: _Negation) -> tuple[bool, int]:
    """Return whether a text says no outright, and how many veiled words of denial it has."""
    folded = words.idioms.sub(" … ", fold(text))
    rest, outright = words.strong.subn(" … ", folded)
    return outright > 0, len(words.veiled.findall(rest))


def modality_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether hearsay is still hearsay, and a plain statement still plain.

    "TSMC exploiterait" must not become "TSMC operates": any softening word of the target language
    will do, "would", "reportedly", "according to", "said". Nor may "cherche" become "is said to be
    seeking". What may happen must not become what will.
    """
    may, open_words = _possibility(source_language)[0], _possibility(target_language)[1]
    if may and open_words and may.search(source) and not open_words.search(candidate):
        return False
    if not conditional_cues(source, source_language):
        added = speech(target_language).hearsay.search(candidate)
        return _is_soft(source, source_language) or added is None
    if source_language in _INTENDS and speech(target_language).planned.search(candidate):
        return True
    return _is_soft(candidate, target_language)


def _is_soft(text: str, language: str) -> bool:
    """Say whether a text leaves what it says to others, or open; True where no words are known."""
    words = speech(language)
    patterns = (
        words.conditional,
        words.hedged,
        words.softens,
        words.openers,
        words.after,
        words.says,
    )
    known = any(pattern.pattern != r"(?!)" for pattern in patterns)
    return not known or any(pattern.search(text) for pattern in patterns)


@cache
def _possibility(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return the words of a language for what may happen, as a source and as a translation."""
    path = files("pipeline.stages").joinpath("data/possibility.toml")
    row = tomllib.loads(path.read_text(encoding="utf-8")).get(language, {})
    spaced = language not in _SPACELESS
    source, target = (
        re.compile("|".join(_word(w, spaced=spaced) for w in row[key]), re.IGNORECASE)
        if key in row
        else None
        for key in ("source", "target")
    )
    return source, target


@cache
def _negation(language: str) -> _Negation | None:
    path = files("pipeline.stages").joinpath("data/polarity.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8")).get(language)
    if table is None:
        return None
    spaced = language not in _SPACELESS
    strong = [_word(word, spaced=spaced) for word in table["strong"]]
    if "pattern" in table:
        strong.append(table["pattern"])
    return _Negation(
        _any([_word(word, spaced=spaced) for word in table["idioms"]]),
        _any(strong),
        _any([*(_word(w, spaced=spaced) for w in table["veiled"]), *table.get("prefixes", [])]),
    )


def _word(word: str, *, spaced: bool) -> str:
    body = re.escape(fold(word).strip("*")).replace(r"\ ", r"\s+")
    if not spaced:
        return body
    left = "" if word.startswith("*") else r"(?<!\w)"
    right = "" if word.endswith(("*", "'")) else r"(?!\w|-\w)"
    return f"{left}{body}{right}"


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(parts) or r"(?!)")
