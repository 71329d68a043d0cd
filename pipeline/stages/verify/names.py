"""Are the names of a translation those of its source?"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.facts.actors.find import find_names
from pipeline.facts.actors.words import is_supported, name_words
from pipeline.stages.verify.likeness import alike, derived, plain, related
from pipeline.stages.verify.proper_nouns import (
    NOUNS_HAVE_CAPITALS,
    ProperNoun,
    proper_nouns,
    transliterated,
)
from pipeline.stages.verify.sounds import HEARD, heard
from pipeline.stages.verify.witnesses import is_attested
from pipeline.story import Story

_CODE = re.compile(
    r"(?<![A-Za-z\d.,-])(?!WW[12])([A-Z]{1,6}(?=-?\d)|[A-Z][a-z]{1,9}(?=\d)|Covid(?=-))-?(\d[A-Z\d]{0,9})"
)  # H100, GPT-4, H5N1
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f’'-]+")
_MANY = 200  # names of a text that are looked at, so that time grows linearly
_INVENTED = (
    2  # without a context, one name that only the translation has may be a mere spelling out
)

# Below the first score a name is not heard in a text of another script; below the second it is not
# where a name of the text is heard nowhere in the translation. One of 50 to 100 true names fails
# (NTREX and FLORES training lines).
_UNHEARD = {"ja": (0.0, 0.0), "zh": (0.5, 1.0), "ko": (0.4, 0.4), "ar": (-0.2, -0.2)}
_HEARD_BACK = 1.8  # the score from which a name of the text is heard in the translation
_KNOWN = 2.0  # the score from which a name is heard in the context, which is long


def names_kept(
    source: str,
    candidate: str,
    source_language: str,
    target_language: str,
    story: Story,
    context: str = "",
) -> bool:
    """Say whether a candidate names the same actors as its source, and nobody in their place.

    Actors of the story are compared by identity, in any script. Names with digits (H100, GPT-4) may
    be left out, but not be added or become others. Of other names one may be left out, as a pronoun
    may stand for it, or be spelt out; but none may stand in for another, and none may be new to the
    whole ``context``.
    """
    if _actors_without(source, candidate, target_language, story):
        return False
    if _actors_without(candidate, source, source_language, story):
        return False
    if not _codes_kept(candidate, source):
        return False
    return not strangers(source, candidate, source_language, target_language, context)


def _actors_without(text: str, other: str, language: str, story: Story) -> set[str]:
    """Return the actors of a text of whom the other text, of some language, has no name.

    A name that is alike in both is no actor: "Amazonas" beside "Amazon", the river.
    """
    theirs = {match.actor_id for match in find_names(other, story, short=True)}
    return {
        match.actor_id
        for match in find_names(text, story)
        if match.actor_id not in theirs
        and not _is_named(text[match.start : match.end], other, language)
    }


def _is_named(name: str, text: str, language: str) -> bool:
    words = [plain(word) for word in _LATIN.findall(name)]
    return bool(words) and all(_is_among(word, text, language) for word in words)


def strangers(
    source: str, candidate: str, source_language: str, target_language: str, context: str = ""
) -> list[str]:
    """Return the names of a candidate that its source and context cannot account for.

    Where the source's script is another, a name must be heard in it, or in the context. In Latin
    script a name that may be a common word, that the context has, or that is alone where there is
    no context, counts only where a name of the source is lost.
    """
    if source_language in HEARD:
        words = _unheard(source, candidate, source_language, target_language)
        return [word for word in words if not _is_known(word, context, source_language)]
    small, names = _by_case(source)
    new = [
        name
        for name in proper_nouns(candidate, target_language)[:_MANY]
        if not _is_among(name.word, source, source_language)
        and not (target_language == "en" and is_attested(name.word, source, source_language))
        and not (
            source_language == "en"
            and any(related(other, name.word, target_language) for other in small | names)
        )
    ]
    if not new:
        return []
    sure = list(dict.fromkeys(name.word for name in new if name.sure))
    invented = [word for word in sure if not _is_among(word, context, source_language)]
    enough = 1 if context else _INVENTED
    if len(invented) >= enough or (context and source_language in NOUNS_HAVE_CAPITALS):
        return invented
    words, words_out = _words(source), _words(candidate)
    begins = any(name.first and name.sure for name in new)
    common = _by_case(context)[0] | _opening_words(source_language)
    lost = any(
        _is_lost(name, words, words_out, source_language)
        for name in proper_nouns(source, source_language)[:_MANY]
        if not name.first or (begins and name.word not in common)
    )
    return [name.word for name in new] if lost else []


def _opening_words(language: str) -> frozenset[str]:
    """Return the words of a language that open sentences with a capital, and are no names."""
    return name_words(language).stops if is_supported(language) else frozenset()


def _unheard(source: str, candidate: str, source_language: str, target_language: str) -> list[str]:
    """Return the names of a candidate that are not heard in a source of another script."""
    least, enough = _UNHEARD[source_language]
    scores = {
        name.word: heard(name.word, source, source_language)
        for name in proper_nouns(candidate, target_language)[:_MANY]
        if name.sure
        and not _is_written(name.word, source, source_language)
        and not (target_language == "en" and is_attested(name.word, source, source_language))
    }
    unheard = [word for word, score in scores.items() if score < enough]
    if not unheard or min(scores.values()) < least:
        return [word for word in unheard if scores[word] < least]
    named = {
        plain(word) for word in _WORD.findall(candidate) if len(word) > 3 and word[0].isupper()
    }
    words = sorted(named.difference(unheard))
    runs = transliterated(source, source_language)
    lost = any(
        not any(
            related(word, run, source_language) or heard(word, run, source_language) >= _HEARD_BACK
            for word in words
        )
        for run in runs
    )
    return unheard if lost else []


def _is_known(word: str, context: str, language: str) -> bool:
    """Say whether a name stands plainly in a context of another script."""
    return _is_written(word, context, language) or heard(word, context, language) >= _KNOWN


def _is_among(word: str, text: str, language: str) -> bool:
    """Say whether an English name stands in a source text, as a name or in a word made of it."""
    if _is_written(word, text, language):
        return True
    return language in HEARD and heard(word, text, language) >= _UNHEARD[language][0]


def _is_written(word: str, text: str, language: str) -> bool:
    """Say whether a text has a name in Latin letters, or has what it is called in its language."""
    small, names = _by_case(text)
    if any(alike(word, other) for other in names) or any(derived(word, other) for other in small):
        return True
    others = (text,) if language in HEARD else (*names, *small)
    return any(related(word, other, language) for other in others)


@lru_cache(maxsize=64)
def _by_case(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the plain words of a text in small letters, and those with a capital."""
    found = {part for word in _LATIN.findall(text) for part in (word, *word.split("-")) if part}
    small = {plain(part) for part in found if part[0].islower() and "'" not in part[:3]}
    return frozenset(small), frozenset(plain(part) for part in found) - small


def _is_lost(name: ProperNoun, words: list[str], words_out: list[str], language: str) -> bool:
    """Say whether a source's name is not in the translation, or not as often."""
    count = words_out.count(name.word)
    if count:
        return count < words.count(name.word)
    return not any(alike(name.word, w) or related(w, name.word, language) for w in words_out)


def _words(text: str) -> list[str]:
    parts = (part for word in _WORD.findall(text) for part in {word, *word.split("-")})
    return [plain(part) for part in parts if part]


def _codes_kept(text: str, other: str) -> bool:
    """Say whether the names with digits of a text are in the other: H100, GPT-4, F1.

    One letter and digits may be written out: "F1" as "Formel 1".
    """
    return all(_has_code(other, *code) for code in sorted(set(_CODE.findall(text)))[:_MANY])


def _has_code(text: str, letters: str, rest: str) -> bool:
    spelt = r"[ -]?".join(map(re.escape, re.findall(r"[A-Za-z]+|\d+", letters + rest)))
    if re.search(rf"(?<![A-Za-z\d]){spelt}(?!\d)", text, re.IGNORECASE):
        return True
    word = rf"(?<!\w){letters}[^\W\d_]*[\s-]?{re.escape(rest)}(?!\d)"
    return len(letters) == 1 and re.search(word, text, re.IGNORECASE) is not None
