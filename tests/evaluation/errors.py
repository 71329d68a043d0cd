"""Errors planted both in translations (``planted``) and in condensed statements (``condensed``).

Each takes a text and returns a broken copy, or None where there is nothing to break.
"""

from __future__ import annotations

import re
from random import Random

_CUT_SHORT = {"ca": "can", "wo": "will"}  # what "can't" and "won't" leave without their "n't"


def swap(text: str, match: re.Match[str], new: str) -> str:
    """Put ``new`` in the place of a match."""
    return text[: match.start()] + new + text[match.end() :]


def pick(pattern: re.Pattern[str], text: str, random: Random) -> re.Match[str] | None:
    """Return one of the places of a pattern, all of them equally likely."""
    found = list(pattern.finditer(text))
    return random.choice(found) if found else None


def change_digit(figure: re.Pattern[str], text: str, random: Random) -> str | None:
    """One digit of a figure becomes another one, none a 0; the first of several no 1 either."""
    match = pick(figure, text, random)
    if match is None:
        return None
    digits = list(match.group())
    place = random.choice([i for i, digit in enumerate(digits) if digit.isdigit()])
    first = place == 0 and len(digits) > 1
    digits[place] = random.choice([d for d in "123456789"[first:] if d != digits[place]])
    return swap(text, match, "".join(digits))


def drop_negation(text: str, match: re.Match[str]) -> str:
    """The negation of a match is lost: "can't go" becomes "can go"."""
    without = swap(text, match, "")
    return re.sub(r"\b(?:ca|wo)(?= )", lambda cut: _CUT_SHORT[cut.group()], without)


def drop_speaker(text: str, said: re.Pattern[str]) -> str | None:
    """The only words that say who says so are lost."""
    found = list(said.finditer(text))
    if len(found) != 1:
        return None
    without = swap(text, found[0], "")
    return without[:1].upper() + without[1:]
