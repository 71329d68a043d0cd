"""How wide text is, without a font: wide enough for the usual sans serifs, DejaVu Sans among them.

Widths are parts of the font size, those of DejaVu Sans, the widest of the usual ones.
"""

from __future__ import annotations

import unicodedata

_NARROW = dict.fromkeys("ijlI.,:;'’|![]() ·ftr-‐/\u00a0\u202f", 0.4)
_WIDE = dict.fromkeys("mwMW@%—…", 1.0)
_LETTER, _CAPITAL, _FULL, _BOLD = 0.62, 0.7, 1.02, 1.12
_ELLIPSIS = "…"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line at a font size; both in pixels."""
    return sum(map(_sign_width, text)) * size * (_BOLD if bold else 1.0)


def _sign_width(sign: str) -> float:
    known = _NARROW.get(sign) or _WIDE.get(sign)
    if known:
        return known
    if unicodedata.east_asian_width(sign) in "WF":
        return _FULL
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0.0
    return _CAPITAL if sign.isupper() else _LETTER


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """Break a text into at most ``most`` lines of a width; what does not fit ends in "…"."""
    lines: list[str] = []
    left = text.strip()
    while left:
        if len(lines) == most - 1:
            return [*lines, shortened(left, size, room, bold=bold)]
        cut = _fitting(left, size, room, bold=bold)
        if cut < len(left):
            space = left.rfind(" ", 0, cut + 1)
            cut = space if space > cut // 2 else cut
        lines.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    return lines


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text as far as it fits; "…" stands for the rest."""
    if text_width(text, size, bold=bold) <= room:
        return text
    cut = _fitting(text, size, room - text_width(_ELLIPSIS, size, bold=bold), bold=bold)
    return text[:cut].rstrip(" ,;·") + _ELLIPSIS


def _fitting(text: str, size: float, room: float, *, bold: bool) -> int:
    """Return how many characters fit, at least one; a mark stays with its letter."""
    used = 0.0
    for index, sign in enumerate(text):
        used += text_width(sign, size, bold=bold)
        if used > room:
            return max(1, index)
    return len(text)
