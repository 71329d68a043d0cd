"""Flags, doubts and warnings, which records hold in English, in the language of a reader.

A note is recognised by the words that stage or fact reader wrote around what it took from the
article. One that is not among ``NOTES`` is shown as it is, and named as English.
"""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import NamedTuple

from babel import Locale

from pipeline.render.phrases import Phrases

_LONGEST = 2_000  # characters; no note of ours is longer
_DEEPEST = 4  # a note in a note: "shown in the original: no translation passed the checks (…)"


def gettext_noop(text: str) -> str:
    """Return a text as it is: for Babel, which finds here what is looked up later."""
    return text


# What stands in a note: {reason} is a note itself, {notes} are several, {checks}, {state} and
# {language} are named in the reader's language, and all else stays as it is. The first that fits
# counts.
NOTES = (
    # of statements, and why something is withheld
    gettext_noop("shown in the original: {reason}"),
    gettext_noop("no translation passed the checks ({checks})"),
    gettext_noop("the article does not support it ({checks})"),
    gettext_noop("doubtful amount '{words}': {notes}"),
    gettext_noop("condensed from translations ({language} to {other_language})"),
    gettext_noop("condensed in {language}, then translated"),
    gettext_noop("the translation of sentence {number}"),
    gettext_noop("a condensed sentence"),
    gettext_noop("the translation of a condensed sentence"),
    gettext_noop("hidden characters in '{words}'"),
    gettext_noop("hidden characters on the page in '{words}'"),
    gettext_noop("look-alike letters in the address: it is {address}"),
    gettext_noop("look-alike letters in '{words}': {letters}"),
    # of articles
    gettext_noop("the language of the article could not be told"),
    gettext_noop("the language of the article is uncertain: perhaps {language}"),
    gettext_noop("{state}: based on {used} of about {total} paragraphs"),
    gettext_noop("the article hardly concerns the story"),
    gettext_noop("no sentence of the article can stand on its own"),
    gettext_noop("the model is weak in {language}: compare each line with its source"),
    gettext_noop("profile none: the statements are in the language of the article"),
    gettext_noop("not condensed: profile {profile} has no model for it here"),
    gettext_noop("not condensed: the model is not given texts as short as this"),
    gettext_noop("not condensed: the article supports nothing that the model wrote"),
    # of speakers
    gettext_noop("speaker named by the pronoun '{words}'"),
    gettext_noop("named in the sentence before the colon"),
    gettext_noop("speaker of the sentence before"),
    gettext_noop("a verb of saying without a subject"),
    gettext_noop("indirect speech that goes on from the sentence before"),
    # of amounts
    gettext_noop("currency implied by the article's other amounts"),
    gettext_noop("read as the article's other numbers are"),
    gettext_noop(
        "'{words}' is 10^12 by rule, more than the world produces in a year; "
        "read as an anglicism for 10^9"
    ),
    gettext_noop("'{words}' is 10^12 by rule, read as 10^9, an amount that the story knows"),
    gettext_noop("'{words}' is read as 10^9: the article writes 'trillion' for 10^12"),
    gettext_noop(
        "'{words}' is 10^12 by rule; it may stand for 10^9: "
        "the article also gives this number in milliards"
    ),
    gettext_noop(
        "'{words}' is 10^12 by rule; it may stand for 10^9: the article writes 'trillion' for 10^12"
    ),
    gettext_noop(
        "'{words}' is 10^12 by rule; it may stand for 10^9: no company has a result of this size"
    ),
    gettext_noop("'{words}' without a plural, after the symbol, is read as English: 10^9"),
    gettext_noop("{english_name} '{words}' is 10^18 by rule; read as an anglicism for 10^12"),
    gettext_noop("'{words}' may have a decimal or a grouping mark"),
    gettext_noop("'¥' is read as yen; it also stands for yuan"),
    gettext_noop("'{words}' is read as Swiss"),
    gettext_noop("which country's '{words}' is not said"),
    gettext_noop("'{words}' is read as {currency}, the dollar of {country}"),
    gettext_noop("'{words}' is read as {currency}; it stands for {others}"),
    gettext_noop("'{words}' is read as {currency}"),
)


class Told(NamedTuple):
    """A note and the language that it is in."""

    text: str
    language: str


def told(note: str, say: Phrases) -> Told:
    """Return a note in the language of a reader; in English where it cannot be said there."""
    known = say.language != "en" and len(note) <= _LONGEST
    found = _several(note, say, 0) if known else None
    return Told(note, "en") if found is None else Told(found, say.language)


def _several(notes: str, say: Phrases, depth: int) -> str | None:
    """Say notes that are joined by "; ", which may stand in a note too."""
    whole = _one(notes, say, depth)
    end = notes.find("; ")
    while whole is None and end >= 0 and depth < _DEEPEST:
        first = _one(notes[:end], say, depth)
        rest = _several(notes[end + 2 :], say, depth + 1) if first is not None else None
        if first is not None and rest is not None:
            return f"{first}; {rest}"
        end = notes.find("; ", end + 1)
    return whole


def _one(note: str, say: Phrases, depth: int) -> str | None:
    if depth >= _DEEPEST:
        return None
    for text in NOTES:
        values = _held(note, text)
        if values is not None:
            shown = {name: _shown(name, value, say, depth) for name, value in values.items()}
            if None not in shown.values():
                return say(text, **shown)
    return None


def _shown(name: str, value: str, say: Phrases, depth: int) -> str | None:
    """Return what stands in a note as the reader's language has it; None where it cannot."""
    shown: str | None
    match name:
        case "reason":
            shown = _one(value, say, depth + 1)
        case "notes":
            shown = _several(value, say, depth + 1)
        case "checks":
            shown = ", ".join(say.of("check", check) for check in value.split(", "))
        case "state":
            shown = say.of("input state", value)
        case "language" | "other_language":
            shown = say.language_name(value)
        case "english_name":
            shown = say.language_name(_languages().get(value, value))
        case "currency" | "country":
            shown = None if " " in value else value
        case _:
            shown = value
    return shown


@cache
def _languages() -> dict[str, str]:
    """Return the codes of languages by their English names."""
    return {name: code for code, name in Locale("en").languages.items()}


def _held(note: str, text: str) -> dict[str, str] | None:
    """Return what a note holds at the places of a text; None where it is another note."""
    values: dict[str, str] = {}
    name, rest = "", note
    for words, place in _pieces(text):
        if words not in rest:
            return None
        cut = rest.rpartition if place is None else rest.partition
        before, _, rest = cut(words) if words else ("", "", rest)
        if bool(before) != bool(name):
            return None
        values |= {name: before} if name else {}
        name = place or ""
    if bool(rest) != bool(name):
        return None
    return {**values, name: rest} if name else values


@cache
def _pieces(text: str) -> list[tuple[str, str | None]]:
    """Return the words of a text, each with the name of the place behind them."""
    return [(words, place) for words, place, _, _ in Formatter().parse(text)]
