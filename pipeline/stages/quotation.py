"""Which quotations of a paragraph belong whole into one sentence. Knows nothing else of quotes.

A short quotation is not cut where a reporting clause follows it (« … ? » a demandé), or where it
stands in the middle of a sentence ('Er sagte: „Nein. Nie.“').
"""

from __future__ import annotations

import re

_LONGEST = 200
_PAIRS = {"«": "»", "„": "“”", "“": "”", "‹": "›", "「": "」", "『": "』", "‚": "‘", "»": "«"}
_PAIRS |= {'"': '"', "”": "”", "‘": "’"}
_REPORTS = re.compile(r"\s?[,，、]|\s(?:[–—-]\s)?[^\W\d_A-ZÀ-ÖØ-Þ]")
_WIDE_GOES_ON = re.compile(
    "[とっなのをがはにもでや、，]|.{0,12}?(?:说|說|表示|称|稱|指出|问|問|道|写道|強調|强调|告诉)"
)
_KOREAN_GOES_ON = re.compile(r"(?:이?라고|이?라는|고|라며|며|는|은|이|가|을|를|에|의|라)")
_MID_SENTENCE = re.compile(r"[\w,:，：、][\s]*$")


def quoted_ranges(text: str, language: str) -> list[tuple[int, int]]:
    """Return start and end of the quotations in which no sentence ends, in order."""
    ranges: list[tuple[int, int]] = []
    for start, end in _pairs(text):
        short = end - start <= _LONGEST
        if short and (_goes_on(text, end, language) or _MID_SENTENCE.search(text[:start][-3:])):
            last = end if _goes_on(text, end, language) else end - 1
            ranges.append((start, _before_final_sign(text, start, last, end)))
    return ranges


def _before_final_sign(text: str, start: int, last: int, end: int) -> int:
    """Leave the sign before the closing mark free to end the sentence, if nothing goes on."""
    if last == end:
        return end
    position = end - 1
    while position > start and text[position - 1] in " \u00a0\u202f.!?…。！？":
        position -= 1
    return position


def _goes_on(text: str, end: int, language: str) -> bool:
    after = text[end : end + 24]
    if not after.strip():
        return False
    if language in {"ja", "zh"}:
        return bool(_WIDE_GOES_ON.match(after))
    if language == "ko" and _KOREAN_GOES_ON.match(after):
        return True
    return bool(_REPORTS.match(after))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Return start and end of quotations, outermost first found, never overlapping."""
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for position, char in enumerate(text):
        if opened is not None and position - opened[0] > 2 * _LONGEST:
            opened = None
        if opened is not None and char in opened[1] and not _is_apostrophe(text, position):
            found.append((opened[0], position + 1))
            opened = None
        elif opened is None and char in _PAIRS and _can_open(text, position):
            opened = (position, _PAIRS[char])
    return found


def _can_open(text: str, position: int) -> bool:
    """Return whether a mark stands as an opening one does: no word before, no blank after."""
    if text[position] in "「『":
        return True
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    spaced = text[position] == "«"
    return not (before.isalnum() and before < "\u2e80") and (spaced or not after.isspace())


def _is_apostrophe(text: str, position: int) -> bool:
    return text[position] == "’" and text[position + 1 : position + 2].isalnum()
