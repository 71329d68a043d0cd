"""Words of a sentence, as names are read from them: where they stand and how they are written."""

from __future__ import annotations

import re
from typing import NamedTuple

# Initials ("C.C.", "J.-P."), an abbreviation ("Mrs."), or a word with its hyphens ("Karl-Heinz").
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.-?){1,4}(?![^\W_]{2})"
    r"|[A-Z][a-z]{1,3}\.(?=\s[A-Z])"
    r"|(?:O['’](?=[A-Z]))?[^\W_]+(?:[-‐‑&][^\W_]+)*"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
_ARABIC = re.compile(r"(?:[ae]l|a[dhnrstz]|ash)-[A-Z][^\W\d_]+")
_BLANK = (" ", "\u00a0", "\u202f")


class Token(NamedTuple):
    """One word; ``joined`` says that only a blank parts it from the word before."""

    text: str
    start: int
    end: int
    joined: bool

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Say whether the word begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        """Say whether it is "C." or "J.-P."."""
        return _INITIALS.fullmatch(self.text) is not None

    @property
    def is_arabic(self) -> bool:
        """Say whether it is a surname with its article: "al-Assad"."""
        return _ARABIC.fullmatch(self.text) is not None

    @property
    def is_upper(self) -> bool:
        """Say whether it is two or more letters, all capitals."""
        return len(self.text) > 1 and self.text.isalpha() and self.text.isupper()

    @property
    def is_name_like(self) -> bool:
        """Say whether it is written as a part of a person's name is: "Jean-Luc", "O'Brien"."""
        if self.is_initial:
            return self.is_capital
        letters = self.text.replace("-", "").replace("'", "").replace("’", "")
        return (
            self.is_capital and len(letters) > 1 and letters.isalpha() and not (letters.isupper())
        )


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words between two offsets of a text."""
    found: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text, start, end):
        joined = last >= 0 and text[last : match.start()] in _BLANK
        joined = joined or (last == match.start() and bool(found) and found[-1].is_initial)
        found.append(Token(match.group(), match.start(), match.end(), joined))
        last = match.end()
    return found


def is_title_case(words: list[Token]) -> bool:
    """Say whether nearly all longer words have a capital, as in a headline."""
    longer = [word for word in words[1:] if len(word.text) > 3 and not word.is_initial]
    return len(longer) > 3 and sum(word.is_capital for word in longer) > 0.75 * len(longer)
