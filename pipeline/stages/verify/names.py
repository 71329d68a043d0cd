"""Are the names of a translation those of its source?"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from pipeline.facts.actors import find_names
from pipeline.story import Story

_SIMILAR = 72  # of 100: "Taiwanese" beside "taïwanais" is 78, "Nvidia" beside "Broadcom" is 14
_NAME_WITH_DIGIT = re.compile(r"(?<![\w.,])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[A-Z][\w-]*\w")
_CAPITALISED = re.compile(r"(?<![\w'’])[A-Z\u00c0-\u00de][\w’'-]*[^\W\d_](?!\w)")
_WORD = re.compile(r"[^\W\d_][\w’']*")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|e|º|ª)$", re.IGNORECASE)


def names_kept(
    source: str, candidate: str, source_language: str, target_language: str, story: Story
) -> bool:
    """Say whether a candidate names the same actors as its source, and nobody else.

    Actors of the story are compared by identity, in any script; names with digits (H100, GPT-4) to
    the letter; other capitalised words of an English candidate must resemble some word of the
    source, or be the English name of a place, month or day that the source names.
    """
    ours = {match.actor_id for match in find_names(candidate, story, short=True)}
    theirs = {match.actor_id for match in find_names(source, story, short=True)}
    if ours != theirs:
        return False
    if _with_digits(source) != _with_digits(candidate):
        return False
    return target_language != "en" or not _invented(source, candidate, source_language, story)


def _with_digits(text: str) -> set[str]:
    return {
        re.sub(r"\W|_", "", name).lower().rstrip("s")
        for name in _NAME_WITH_DIGIT.findall(text)
        if not _ORDINAL.match(name)
    }


def _invented(source: str, candidate: str, source_language: str, story: Story) -> list[str]:
    """Return capitalised words of an English candidate that nothing in the source accounts for."""
    words = [word.lower() for word in _WORD.findall(source)]
    if not any(_is_latin(word) for word in words) or _is_title_case(candidate):
        return []  # names are transliterated, or every word has a capital: nothing to compare
    known = [match[1:] for match in find_names(candidate, story, short=True)]
    exonyms = _exonyms(source_language)
    lowered = source.lower()
    invented = []
    for match in _CAPITALISED.finditer(candidate):
        start, end = match.span()
        if _begins_sentence(candidate, start) or any(a <= start < b for a, b in known):
            continue
        word = re.sub(r"(?:['’]s?|-.*)$", "", match.group()).lower()
        if word in _title_words() or any(part in lowered for part in exonyms.get(word, ())):
            continue
        if not any(_alike(word, other) for other in words):
            invented.append(candidate[start:end])
    return invented


def _is_title_case(text: str) -> bool:
    """Say whether nearly all longer words have a capital, as in a headline."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _alike(word: str, other: str) -> bool:
    if other.startswith(word[:4]) and len(word) >= 4:
        return True
    other = re.sub(r"^[dlnsjqc]['’]", "", other)
    return fuzz.ratio(word, other) >= _SIMILAR


def _begins_sentence(text: str, start: int) -> bool:
    return not text[:start].strip() or bool(
        re.search(r"[.!?:…][\s\"“”'’«(]*$|[\"“«]$", text[:start])
    )


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250"


@cache
def _title_words() -> frozenset[str]:
    table = files("pipeline.stages").joinpath("data/english-title-words.txt")
    lines = table.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=16)
def _exonyms(language: str) -> dict[str, tuple[str, ...]]:
    """Map words of English place, month and day names to those names in a language (CLDR)."""
    from babel import Locale, UnknownLocaleError

    english = Locale("en")
    try:
        other = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, set[str]] = {}

    def pair(ours: str, theirs: str) -> None:
        for word in re.findall(r"[^\W\d_][\w’'-]*", ours):
            found.setdefault(word.lower(), set()).add(theirs.lower())

    for code, name in english.territories.items():
        pair(name, other.territories.get(code, name))
    for code, name in english.languages.items():
        if len(code) == 2:
            pair(name, other.languages.get(code, name))
    for kind in ("wide", "abbreviated"):
        for index, name in english.months["format"][kind].items():
            pair(name, other.months["format"]["wide"][index])
        for index, name in english.days["format"][kind].items():
            pair(name, other.days["format"]["wide"][index])
    return {word: tuple(sorted(names)) for word, names in found.items()}
