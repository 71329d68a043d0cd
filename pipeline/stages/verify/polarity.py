"""Is a no still a no, and hearsay still hearsay?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pipeline.facts.speech import conditional_cues, speech


def negation_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a source and its translation both say no, or neither does.

    An outright no on one side asks for at least a veiled one ("without", "fails to") on the other;
    a denial asks for a denial or an outright no.
    """
    strong, weak = _negations(source, source_language)
    strong_out, weak_out = _negations(candidate, target_language)
    if strong is None or strong_out is None:
        return True
    if strong and not (strong_out or weak_out):
        return False
    if strong_out and not (strong or weak):
        return False
    denied = speech(source_language).denied.search(source)
    return not denied or strong_out or bool(speech(target_language).denied.search(candidate))


def modality_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether hearsay is still hearsay, and a plain statement still plain.

    "TSMC exploiterait" must not become "TSMC operates": any softening word of the target language
    will do, "would", "reportedly", "according to", "said". Nor may "cherche" become "is said to be
    seeking".
    """
    if not conditional_cues(source, source_language):
        added = speech(target_language).hearsay.search(candidate)
        return _is_soft(source, source_language) or added is None
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


def _negations(text: str, language: str) -> tuple[bool | None, bool]:
    """Return whether a text says no outright (None: no table for the language), and veiled."""
    patterns = _patterns().get(language)
    if patterns is None:
        return None, False
    strong, weak = patterns
    return bool(strong.search(text)), bool(weak.search(text))


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    table = tomllib.loads(
        files("pipeline.stages").joinpath("data/polarity.toml").read_text(encoding="utf-8")
    )
    return {
        language: (
            re.compile("|".join(row["strong"]), re.IGNORECASE),
            re.compile("|".join(row["weak"]), re.IGNORECASE),
        )
        for language, row in table.items()
    }
