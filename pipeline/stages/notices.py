"""Notices of correction: they stay in the article, and are marked as such."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from pipeline.records import Span

_OPENERS = " \t*_-–—•·(▶►■●→"


def corrections(text: str) -> list[Span]:
    """Return the paragraphs of an article that say what was wrong in an earlier version of it."""
    return [
        Span(text=match[0], start=match.start(), end=match.end())
        for match in re.finditer(r"[^\n]+", text)
        if _begins_as_correction(match[0])
    ]


def _begins_as_correction(paragraph: str) -> bool:
    shown = unicodedata.normalize("NFKC", paragraph[:200]).replace("’", "'").casefold()
    return _beginnings().match(" ".join(shown.split()).lstrip(_OPENERS)) is not None


@cache
def _beginnings() -> re.Pattern[str]:
    path = Path(__file__).parent / "data" / "notices.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    known = sorted(phrase for phrases in table["correction"].values() for phrase in phrases)
    return re.compile("|".join(map(_beginning, known)))


def _beginning(phrase: str) -> str:
    """Return the pattern of a phrase, which ends where a word does, unless it ends in Han."""
    pattern = re.escape(unicodedata.normalize("NFKC", phrase).casefold().strip())
    pattern = pattern.removesuffix(":") + r"\s*:" if pattern.endswith(":") else pattern
    return pattern + (r"(?!\w)" if pattern[-1].isalpha() and ord(phrase[-1]) < 0x2E80 else "")
