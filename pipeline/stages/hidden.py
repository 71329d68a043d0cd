"""Characters that nobody sees, in amounts and names: taken out, and told.

A zero-width blank can cut an amount in two for a machine that a reader sees whole; a direction mark
can show digits in another order than they stand in; tag characters can hold a text for a model.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from pipeline.records import Dropped

REASON = "hidden characters"
_NAMED = re.compile(r"⟨U\+[0-9A-F]{4,6}⟩")
_ZERO = "\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
_RUN = re.compile(f"[{_ZERO}]+")
_TURN = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
_END = re.compile("[\u202a-\u202e\u2066-\u2069\n<]")
_HIDDEN = re.compile(f"[{_ZERO}\u202a-\u202e\u2066-\u2069]")
_ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{2,6};|[Zz]ero|[Ss]hy|[Nn]o[Bb]reak|zw|[Ii]nvisible)")
_ALWAYS = re.compile("[\u034f\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_JOINERS = re.compile("(?<=[!-\u058f])[\u200c\u200d]+")  # other scripts are written with them
_IN_NUMBER = re.compile(rf"(?<=[\d.,])[{_ZERO}]+(?=[\d.,])")
_OVERRIDES = "\u202d\u202e"
_REACH = 40  # characters of a word or amount on either side
_AROUND = 200  # characters in which a letter written from the right explains a direction mark
_MOST = 10  # that are told of one article
_LOOKED_AT = 20_000  # of one page


def seen(text: str) -> str:
    """Take out what nobody sees, but for marks of direction and joiners that a script needs."""
    return _IN_NUMBER.sub("", _JOINERS.sub("", _ALWAYS.sub("", text)))


def bare(told: str) -> str:
    """Return words as the article has them, from the text of a ``Dropped`` of this module."""
    return _NAMED.sub("", told)


def hidden(written: str, shown: str) -> list[Dropped]:
    """List the amounts and names of an article in which its page hides characters.

    ``written`` is the page or file as it came, ``shown`` the words of the article. Each hidden
    character is named: ``$7⟨U+200B⟩00``.
    """
    text = html.unescape(written) if _ENTITY.search(written) else written
    if not _HIDDEN.search(text):
        return []
    told = dict.fromkeys((*_split(text, shown), *_turned(text, shown)))
    return [Dropped(text=words, reason=REASON) for words in list(told)[:_MOST]]


def _split(text: str, shown: str) -> Iterator[str]:
    """Give the amounts and capitalised words with something of no width in them."""
    for number, run in enumerate(_RUN.finditer(text)):
        if number == _LOOKED_AT:
            return
        before, after = text[: run.start()][-1:], text[run.end() : run.end() + 1]
        word = _word(text, run.start(), run.end())
        amount = _counts(before) and _counts(after)
        name = before.isalpha() and after.isalpha() and run[0].strip("\u00ad") != ""
        if (amount or (name and word[:1].isupper())) and _RUN.sub("", word) in shown:
            yield _named(word)


def _turned(text: str, shown: str) -> Iterator[str]:
    """Give the words that stand behind a mark of direction for no reason of their script."""
    for number, mark in enumerate(_TURN.finditer(text)):
        if number == _LOOKED_AT:
            return
        end = _END.search(text, mark.end(), mark.end() + _REACH)
        last = end.start() if end else mark.end() + _REACH
        words = text[mark.end() : last].strip()
        if not any(map(str.isalnum, words)) or _HIDDEN.sub("", words) not in shown:
            continue
        around = text[max(0, mark.start() - _AROUND) : mark.end() + _AROUND]
        if mark[0] in _OVERRIDES or not any(map(_from_right, around)):
            yield _named(mark[0] + words)


def _word(text: str, start: int, end: int) -> str:
    """Return the word or amount around a place."""
    first, last = start, end
    while first > start - _REACH and first > 0 and _belongs(text[first - 1]):
        first -= 1
    while last < end + _REACH and last < len(text) and _belongs(text[last]):
        last += 1
    return text[first:last].strip(".,")


def _belongs(character: str) -> bool:
    return character.isalnum() or _counts(character) or _RUN.match(character) is not None


def _counts(character: str) -> bool:
    """Return whether a character can stand within an amount."""
    return bool(character) and (
        character.isnumeric() or character in ".,%" or unicodedata.category(character) == "Sc"
    )


def _from_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def _named(words: str) -> str:
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", words)
