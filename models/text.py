"""Cut text to what a model can read, and join the parts again. Pure functions.

In: a string and a way to count its tokens. Out: strings in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”»’)\]]*\s+|(?<=[。！？])[」』”）]*")
_CLAUSE = re.compile(r"(?<=[,;:–—])\s+|(?<=[、，；：])")
_WORD = re.compile(r"\s+")
UNSPACED = frozenset({"ja", "zh"})
"""Languages that write no space between sentences."""


def one_line(text: str) -> str:
    """The text without line breaks, runs of white space or space at its ends."""
    return " ".join(text.split())


def split(text: str, budget: int, count: Callable[[str], int]) -> list[str]:
    """Cut ``text`` into parts of at most ``budget`` tokens as ``count`` counts them.

    Cuts at sentence ends; a sentence that is too long is cut at commas, then between words, then
    anywhere. No part is empty; a text within the budget comes back whole. White space at a cut is
    dropped, nothing else.
    """
    if count(text) <= budget:
        return [text]
    for pattern in (_SENTENCE, _CLAUSE, _WORD):
        pieces = _cut(text, pattern)
        if len(pieces) > 1:
            return _pack(pieces, budget, count)
    middle = len(text) // 2
    if middle == 0:
        return [text]
    return split(text[:middle], budget, count) + split(text[middle:], budget, count)


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Pieces of ``text`` that end where ``pattern`` matches; joined they are the text."""
    pieces, start = [], 0
    for match in pattern.finditer(text):
        if start < match.end() < len(text):
            pieces.append(text[start : match.end()])
            start = match.end()
    return [*pieces, text[start:]]


def _pack(pieces: Sequence[str], budget: int, count: Callable[[str], int]) -> list[str]:
    """Join neighbouring pieces while they fit; split further those that do not fit alone."""
    parts: list[str] = []
    held = ""
    for piece in pieces:
        if held and count((held + piece).strip()) > budget:
            parts.append(held)
            held = ""
        held += piece
    parts.append(held)
    stripped = [part.strip() for part in parts if part.strip()]
    return [small for part in stripped for small in split(part, budget, count)]


def join(parts: Sequence[str], language: str) -> str:
    """Put translated parts together as ``language`` writes them."""
    return ("" if language in UNSPACED else " ").join(part for part in parts if part)
