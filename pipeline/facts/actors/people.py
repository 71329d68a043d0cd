"""People that the profile does not know, found by first names, titles, speech and ages.

A name is taken only where something beside it, or its first word, shows that it is a person's.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.facts.actors.context import Candidate, Context
from pipeline.facts.actors.titles import title_words
from pipeline.facts.actors.tokens import Token, is_title_case
from pipeline.facts.actors.words import polish_stem

_MOST_WORDS = 5
_MANY_GIVEN = ("es", "pt")  # languages with several first names before "de" or "da"
_PREFIXES = ("di", "de", "da", "la", "le", "van", "von", "el", "al", "mac", "ben", "du", "del")
_NOUN_CAPITALS = ("de",)  # languages that write every noun with a capital


def find_people(context: Context, repeated: frozenset[str]) -> Iterator[Candidate]:
    """Yield the people of one sentence; ``repeated`` are words that stand alone elsewhere."""
    words = context.tokens
    if is_title_case(words) and context.language not in _NOUN_CAPITALS:
        return
    index = 0
    while index < len(words):
        end = _person_at(context, index, repeated)
        if end is None:
            index += 1
            continue
        start, stop = words[index].start, words[end - 1].end
        if _is_genitive(context, end):
            stop -= 1
        yield Candidate(context.text[start:stop], "person", start, stop)
        index = end


def _is_genitive(context: Context, end: int) -> bool:
    """Say whether a name ends with a German genitive: "Bob Woodwards Buch"."""
    words = context.tokens
    last = words[end - 1].text
    if context.language not in _NOUN_CAPITALS or not last.endswith("s") or end == len(words):
        return False
    return len(last) > 4 and last[-2] != "s" and words[end].joined and words[end].is_capital


def is_first_name(context: Context, token: Token) -> bool:
    """Say whether a word is a first name, of two parts perhaps ("Jean-Luc")."""
    names = context.words.first_names
    lower = token.lower
    if not token.is_name_like or token.is_initial:
        return False
    if lower in names or (context.language == "pl" and polish_stem(lower) in names):
        return True
    return "-" in lower and all(part in names for part in lower.split("-"))


def _person_at(context: Context, index: int, repeated: frozenset[str]) -> int | None:
    """Return the index after the last word of the person whose name begins at a word, or None."""
    token = context.tokens[index]
    if (
        not _is_part(context, token)
        or not context.is_free(token)
        or token.lower in title_words(context.language).honorifics
    ):
        return None
    first = is_first_name(context, token)
    polite = _has_honorific(context, index)
    if not polite and not _begins(context, index, first=first):
        return None
    end = _end_of_name(context, index)
    if _names_a_thing(context, index, end):
        return None
    if polite or (end - index > 1 and _is_shown(context, index, end, repeated, first=first)):
        return end
    return None


def _names_a_thing(context: Context, index: int, end: int) -> bool:
    """Say whether words that look like a name are a street's, a town's or a company's."""
    last = context.tokens[end - 1]
    whole = context.text[context.tokens[index].start : last.end].lower()
    return (
        last.is_initial
        or last.lower in _PREFIXES
        or _is_thing(context, index, end)
        or _is_other(context, end)
        or whole in context.words.places
    )


def _is_shown(
    context: Context, index: int, end: int, repeated: frozenset[str], *, first: bool
) -> bool:
    """Say whether something shows that two or more words are a person's name.

    A common first name does; so do a title or an age beside it. One that is also a word needs
    the surname to stand alone elsewhere; so does a verb of saying behind an unknown name.
    """
    words = context.tokens
    start, stop = words[index].start, words[end - 1].end
    if first and words[index].lower not in context.words.weak:
        return True
    if not first and any(is_first_name(context, t) for t in words[index + 1 : end - 1]):
        return False
    nouns = context.language in _NOUN_CAPITALS
    beside = (
        (context.has_title(start, stop) and (first or context.language != "pl"))
        or context.has_age(stop)
        or (context.follows_speech(start) and not nouns and not first)
    )
    again = words[end - 1].text in repeated
    said = context.precedes_speech(stop) or context.follows_speech(start)
    return beside or (again and (first or (said and not nouns)))


def _begins(context: Context, index: int, *, first: bool) -> bool:
    """Say whether a name can begin at a word: no other name is glued to it from the left."""
    if index == 0 or not context.tokens[index].joined:
        return True
    before = context.tokens[index - 1]
    if not before.is_capital:
        return not _is_announced_thing(context, index)
    if before.lower in context.words.not_after or before.lower in context.words.legal:
        return False
    if context.language in _NOUN_CAPITALS and first:
        return not is_first_name(context, before)
    return (
        before.lower in context.words.stops
        or before.is_upper
        or context.is_title(before)
        or before.lower in title_words(context.language).honorifics
        or before.end in context.known_ends
    )


def _is_announced_thing(context: Context, index: int) -> bool:
    """Say whether a word like "rue" or "prix" stands before a name, also as "prix du"."""
    bare = context.words.not_after
    before = context.tokens[index - 1]
    if before.lower in bare:
        return True
    linked = before.lower in context.words.particles and before.joined and index > 1
    return linked and context.tokens[index - 2].lower in bare


def _has_honorific(context: Context, index: int) -> bool:
    if index == 0 or not context.tokens[index].joined:
        return False
    before = context.tokens[index - 1]
    honorifics = title_words(context.language).honorifics
    return before.lower in honorifics and context.is_free(before)


def _end_of_name(context: Context, index: int) -> int:
    """Return the index after the last word of the name that begins at a word."""
    words = context.tokens
    end = index + 1
    given = is_first_name(context, words[index])
    while end < len(words) and end - index < _MOST_WORDS and words[end].joined:
        if words[end].is_arabic:
            return end + 1
        if _is_part(context, words[end]) and _may_continue(context, index, end, given=given):
            given = given and (words[end].is_initial or is_first_name(context, words[end]))
            end += 1
            continue
        many = context.language in _MANY_GIVEN or end == index + 1 or words[end - 1].is_initial
        after = _after_particles(context, end) if given and many else None
        if after is None:
            break
        return after
    return end


def _may_continue(context: Context, index: int, end: int, *, given: bool) -> bool:
    """Say whether one more capitalised word still belongs to the name."""
    token = context.tokens[end]
    if not context.is_free(token):
        others = context.surnames.get(token.start)
        return others is not None and context.tokens[index].lower not in others
    if end > index + 1 and not given and is_first_name(context, token):
        return False  # "Donalda Trumpa Jared Kushner": somebody else begins
    if context.language in _NOUN_CAPITALS:
        prefix = context.tokens[end - 1].lower in _PREFIXES and end > index + 1
        return given or prefix or end == index + 1
    return True


def _after_particles(context: Context, index: int) -> int | None:
    """Return the index after "von der Leyen", if that stands at a word."""
    words = context.tokens
    for position in range(index, min(index + 3, len(words))):
        token = words[position]
        if not token.joined:
            return None
        if token.is_capital:
            fits = position > index and _is_part(context, token) and context.is_free(token)
            return position + 1 if fits and token.lower not in context.words.places else None
        if token.lower not in context.words.particles or _is_preposition(context, token):
            return None
        if position == index and token.lower in ("der", "den"):
            return None
    return None


def _is_preposition(context: Context, token: Token) -> bool:
    """Say whether a particle means "to the" or "of the" in the sentence's language."""
    return token.lower in {"al", "du", "do", "da", "des", "dei", "del", "della", "av", "la"} and (
        token.lower in context.words.stops and context.language in ("fr", "it", "es", "sv")
    )


def _is_part(context: Context, token: Token) -> bool:
    """Say whether a word can be a part of a person's name."""
    lower = token.lower
    return (
        token.is_name_like
        and lower not in context.words.stops
        and lower not in context.words.things
        and lower not in context.words.announce
        and lower not in context.words.capital_heads
        and lower not in context.words.heads_last
        and (token.is_initial or lower not in title_words(context.language).honorifics)
        and (not context.is_title(token) or is_first_name(context, token))
    )


def _is_thing(context: Context, index: int, end: int) -> bool:
    """Say whether a name is the beginning of a street's, a prize's or a company's name."""
    words = context.tokens
    if end >= len(words) or not words[end].joined:
        return False
    after = words[end]
    if after.lower in context.words.things or after.text[0].isdigit():
        return after.is_capital or after.text[0].isdigit()
    lower = after.lower
    if context.language in _NOUN_CAPITALS:
        return after.text in ("AG", "GmbH", "SE", "Inc", "Stiftung", "Institut")
    is_organisation = lower in context.words.heads_last or lower in context.words.legal
    return after.is_capital and is_organisation and index < end


def _is_other(context: Context, end: int) -> bool:
    """Say whether the last word is a known actor's that is no person."""
    last = context.tokens[end - 1]
    return not context.is_free(last) and last.start not in context.surnames
