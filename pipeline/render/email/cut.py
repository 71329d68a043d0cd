"""Text of bounded length: cut at a word, never between a letter and its accent."""

from __future__ import annotations

import unicodedata

from pipeline.render.words import safe

_JOINER = "\u200d"


def cut(text: str, limit: int) -> str:
    """Return a text on one line, of at most ``limit`` characters; "…" shows that some are gone."""
    line = safe(text[: 4 * limit])
    if len(line) <= limit and len(text) <= 4 * limit:
        return line
    end = min(limit - 1, len(line))
    blank = line.rfind(" ", end // 2, end + 1)
    end = blank if blank > 0 else end
    while 0 < end < len(line) and _joined(line[end - 1], line[end]):
        end -= 1
    return line[:end].rstrip(" ,;:·–—-") + "…"


def _joined(before: str, after: str) -> bool:
    """Say whether two characters show as one sign."""
    extends = unicodedata.category(after) in ("Mn", "Me", "Mc", "Sk") or after == _JOINER
    return extends or before == _JOINER
