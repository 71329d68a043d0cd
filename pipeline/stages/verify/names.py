"""Are the names of a translation those of its source?"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.facts.actors.find import find_names
from pipeline.stages.verify.likeness import alike, derived, plain, related, sounds_in
from pipeline.stages.verify.proper_nouns import ProperNoun, proper_nouns, transliterated
from pipeline.story import Story

_NAME_WITH_DIGIT = re.compile(r"(?<![\w.,])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[A-Z][\w-]*\w")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|e|º|ª)$", re.IGNORECASE)
_INVENTED = 2  # names that only the translation has: so many are no mere spelling out

_NOUNS_HAVE_CAPITALS = ("de", "lb")  # which of them are names cannot be told

# How much of 100 a name must sound like a run of another script, so that one of 20 to 50 true
# names fails (NTREX training lines; ``_LOST``: where the source's names can be told from words).
_NEW = {"ja": 60, "zh": 60, "ko": 55, "ar": 45}
_LOST = {"ja": 60, "zh": 60}


def names_kept(
    source: str,
    candidate: str,
    source_language: str,
    target_language: str,
    story: Story,
    context: str = "",
) -> bool:
    """Say whether a candidate names the same actors as its source, and nobody in their place.

    Actors of the story are compared by identity, in any script; names with digits (H100, GPT-4) to
    the letter. Of other names one may be left out, as a pronoun may stand for it, or be spelt out;
    but none may stand in for another, and none may be new to the whole ``context``.
    """
    if _actors(source, story) - _actors(candidate, story, short=True):
        return False
    if _actors(candidate, story) - _actors(source, story, short=True):
        return False
    if _with_digits(source) != _with_digits(candidate):
        return False
    return not strangers(source, candidate, source_language, target_language, context)


def _actors(text: str, story: Story, *, short: bool = False) -> set[str]:
    return {match.actor_id for match in find_names(text, story, short=short)}


def strangers(
    source: str, candidate: str, source_language: str, target_language: str, context: str = ""
) -> list[str]:
    """Return the names of a candidate that its source and context cannot account for."""
    if source_language in _NEW:
        return _strange_sounds(source, candidate, source_language, target_language)
    words, words_out = _words(source), _words(candidate)
    new = [
        name
        for name in proper_nouns(candidate, target_language)
        if not _is_among(name.word, source, source_language)
    ]
    if not new:
        return []
    if len({name.word for name in new}) >= _INVENTED and not context:
        return [name.word for name in new]
    if context:
        invented = [n.word for n in new if not _is_among(n.word, context, source_language)]
        if invented or source_language in _NOUNS_HAVE_CAPITALS:
            return invented
    begins = any(name.first for name in new)
    lost = any(
        _is_lost(name, words, words_out, source_language)
        for name in proper_nouns(source, source_language)
        if begins or not name.first
    )
    return [name.word for name in new] if lost else []


def _is_among(word: str, text: str, language: str) -> bool:
    """Say whether an English name stands in a source text, as a name or in a word made of it."""
    small, names = _by_case(text)
    return (
        any(alike(word, other) for other in names)
        or any(derived(word, other) for other in small)
        or any(related(word, other, language) for other in (*names, *small))
    )


@lru_cache(maxsize=64)
def _by_case(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the plain words of a text in small letters, and those with a capital."""
    found = {part for word in _WORD.findall(text) for part in (word, *word.split("-")) if part}
    small = {plain(part) for part in found if part[0].islower() and "'" not in part[:3]}
    return frozenset(small), frozenset(plain(part) for part in found) - small


def _is_lost(name: ProperNoun, words: list[str], words_out: list[str], language: str) -> bool:
    """Say whether a source's name is not in the translation, or not as often."""
    count = words_out.count(name.word)
    if count:
        return count < words.count(name.word)
    return not any(alike(name.word, w) or related(w, name.word, language) for w in words_out)


def _strange_sounds(
    source: str, candidate: str, source_language: str, target_language: str
) -> list[str]:
    runs = transliterated(source, source_language)
    lowered = source.lower()
    new = [
        name.word
        for name in proper_nouns(candidate, target_language)
        if name.word not in lowered
        and not sounds_in(name.word, runs, _NEW[source_language])
        and not related(name.word, source, source_language)
    ]
    if not new or source_language not in _LOST:
        return new
    words = [word for word in _words(candidate) if len(word) > 2]
    lost = any(
        not any(sounds_in(word, [run], _LOST[source_language]) for word in words) for run in runs
    )
    return new if lost else []


def _words(text: str) -> list[str]:
    parts = (part for word in _WORD.findall(text) for part in {word, *word.split("-")})
    return [plain(part) for part in parts if part]


def _with_digits(text: str) -> set[str]:
    return {
        re.sub(r"\W|_", "", name).lower().rstrip("s")
        for name in _NAME_WITH_DIGIT.findall(text)
        if not _ORDINAL.match(name)
    }
