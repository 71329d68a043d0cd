"""Do the sentences that a statement rests on hold its numbers, names and dates?

One-sided, unlike the comparison of a translation: a statement may leave facts out, but may not
have any of its own. Both sides are in one language, so values and names are compared outright.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.facts.actors.find import find_names
from pipeline.facts.actors.words import CAPITAL, is_supported, name_words
from pipeline.facts.dates.find import find_dates
from pipeline.facts.lexicon import fold, load_lexicon
from pipeline.facts.money.amounts import Amount, find_amounts
from pipeline.facts.numbers.find import Number, find_numbers
from pipeline.records import Sentence
from pipeline.stages.verify.clock import find_moments
from pipeline.stages.verify.intervals import holds
from pipeline.stages.verify.likeness import plain
from pipeline.stages.verify.overlap import WIDE, Word, read_text
from pipeline.stages.verify.proper_nouns import proper_nouns, transliterated
from pipeline.story import Story

_SMALL = Decimal(12)  # up to here a number in words may be an article or a turn of phrase
_SOME_DAY = "2024-02-14"  # any day does, as long as all texts are reckoned from it
_AROUND = 3  # words of content on each side that say which number of a text this is
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_ACRONYM = re.compile(rf"(?<!\w)[{CAPITAL}]{{2,20}}(?!\w)")
_CODED = re.compile(
    r"(?<![A-Za-z0-9.,-])[A-Za-z][A-Za-z-]{0,30}\d[A-Za-z0-9-]{0,30}"
)  # H100, GPT-4
_CAPITALISED = re.compile(rf"(?<=\w )[{CAPITAL}][^\W\d_]{{2,}}|(?<=\w-)[{CAPITAL}][^\W\d_]{{2,}}")
_WORDS = re.compile(r"[^\W\d_]+")


class Facts(NamedTuple):
    """The hard facts of one text."""

    numbers: tuple[tuple[Number, frozenset[str]], ...]  # each with the words around it
    amounts: tuple[Amount, ...]
    dates: tuple[tuple[str, str], ...]  # EDTF value and folded text
    actors: frozenset[tuple[str, str]]  # identity and folded text


@lru_cache(maxsize=1024)
def read_facts(text: str, language: str, story: Story) -> Facts:
    """Read the numbers, amounts, dates and actors of the story in a text."""
    numbers = find_numbers(text, language)
    words = read_text(text, language).words
    dates = find_dates([Sentence.alone(text, language)], _SOME_DAY)
    return Facts(
        tuple((number, _around(number, text, words)) for number in numbers),
        tuple(find_amounts(text, language, numbers=numbers)),
        tuple((mention.value, fold(mention.text)) for mention in dates),
        frozenset(
            (match.actor_id, fold(text[match.start : match.end]))
            for match in find_names(text, story, short=True)
        ),
    )


def _around(number: Number, text: str, words: Sequence[Word]) -> frozenset[str]:
    """Return the words of content around a number, and the words of any kind just beside it."""
    first = bisect_right(words, number.start, key=lambda word: word.end)
    last = bisect_left(words, number.end, key=lambda word: word.start)
    before = [word.key for word in words[max(0, first - _AROUND) : first]]
    after = [word.key for word in words[last : last + _AROUND]]
    previous = _WORDS.findall(text[max(0, number.start - 20) : number.start])[-1:]
    following = _WORDS.findall(text[number.end : number.end + 20])[:1]
    beside = [*(f"{word} <" for word in previous), *(f"> {word}" for word in following)]
    return frozenset((*before, *after, *beside))


def numbers_held(statement: str, evidence: Sequence[str], language: str, story: Story) -> bool:
    """Say whether every amount and number of a statement stands in its evidence, by value.

    An amount keeps its currency and its "up to" or "more than"; a number stands beside a word that
    it also has there. Small numbers in words are free.
    """
    ours = read_facts(statement, language, story)
    theirs = [read_facts(text, language, story) for text in evidence]
    known = [pair for facts in theirs for pair in facts.numbers]
    amounts = [amount for facts in theirs for amount in facts.amounts]
    if not all(_has_amount(amount, amounts, known) for amount in ours.amounts):
        return False
    scales = {scale for text in evidence for scale in _scales(text, language)}
    if not set(_scales(statement, language)) <= scales:
        return False
    return all(
        _has_number(number, around, known)
        for number, around in ours.numbers
        if not _is_free(number)
    )


def _scales(text: str, language: str) -> list[int]:
    """Return the powers of ten of the magnitude words of a text: 9 for "des milliards"."""
    table = load_lexicon(language).scales
    words = [match.group() for match in _WORDS.finditer(fold(text))]
    forms = [form for word in words for form in (word, word.removesuffix("s")) if form in table]
    return [table[form].exponent for form in forms]


def _is_free(number: Number) -> bool:
    digits = any(char.isdecimal() for char in number.text)
    return number.name or (not digits and number.value <= _SMALL)


def _has_number(
    number: Number, around: frozenset[str], known: Sequence[tuple[Number, frozenset[str]]]
) -> bool:
    """Find a number by value, in the place of the evidence that has most of the words around it."""
    same, other = -1, 0
    for theirs, words in known:
        shared = len(around & words)
        if (theirs.value, theirs.percent) == (number.value, number.percent):
            same = max(same, shared)
        else:
            other = max(other, shared)
    return same >= 0 and same >= other


def _has_amount(
    amount: Amount, amounts: Iterable[Amount], known: Sequence[tuple[Number, frozenset[str]]]
) -> bool:
    """Find an amount by value, currency and qualifier; one whose currency is unsaid by value."""
    unsaid = amount.inherited or amount.currency is None
    if unsaid and any(amount.max == number.value for number, _ in known):
        return True
    return any(
        (amount.min, amount.max) == (other.min, other.max)
        and (unsaid or amount.currency == other.currency)
        and amount.qualifier == other.qualifier
        for other in amounts
    )


def dates_held(statement: str, evidence: Sequence[str], language: str, story: Story) -> bool:
    """Say whether every date of a statement stands in its evidence, as it is or more exactly."""
    moments = {moment for text in evidence for moment in _moments(text, language)}
    if not _moments(statement, language) <= moments:
        return False
    theirs = [date for text in evidence for date in read_facts(text, language, story).dates]
    folded = [fold(text) for text in evidence]
    return all(
        any(_stands_in(words, text) for text in folded)
        or any(value == other or holds(value, other) for other, _ in theirs)
        for value, words in read_facts(statement, language, story).dates
    )


def _moments(text: str, language: str) -> set[tuple[str, int]]:
    """Return the months, centuries, decades and times of day that a text names."""
    return {
        (moment.kind, moment.value)
        for moment in find_moments(text, language)
        if moment.kind != "month" or language != "en" or text[moment.start].isupper()
    }


def _stands_in(words: str, text: str) -> bool:
    """Say whether some words stand in a text, cut off by no letter or digit."""
    return re.search(rf"(?<![^\W_]){re.escape(words)}(?![^\W_])", text) is not None


def missing_names(
    statement: str, evidence: Sequence[str], article: str, language: str, story: Story
) -> list[str]:
    """Return the names of a statement that its evidence lacks: actors of the story, proper nouns.

    The first word of a sentence, which always has a capital, is no name where the article has it
    in lower case or the language's lists have it among the words that open sentences.
    """
    joined = fold(" ".join(evidence))
    ours = read_facts(statement, language, story)
    held = {actor for text in evidence for actor, _ in read_facts(text, language, story).actors}
    named = {actor: text for actor, text in sorted(ours.actors) if not _stands_in(text, joined)}
    missing = [actor for actor in named if actor not in held]
    missing += [name for name in _CODED.findall(statement) if not _stands_in(fold(name), joined)]
    if language[:2] in (*WIDE, "ar"):
        runs = {fold(name) for name in _LATIN.findall(statement)}
        if language[:2] in ("ja", "zh"):
            runs |= {fold(run) for run in transliterated(statement, language)}
        return missing + sorted(run for run in runs if run not in joined)
    words = _WORDS.findall(" ".join(evidence))
    exact = {plain(word) for word in words}
    capitalised = {plain(word) for word in words if word[0].isupper()}
    dates = {plain(word) for _, text in ours.dates for word in _WORDS.findall(text)}
    return missing + [
        name
        for name in _proper_names(statement, article, language)
        if name not in exact | dates and not any(_one_name(name, word) for word in capitalised)
    ]


def _proper_names(statement: str, article: str, language: str) -> list[str]:
    """Return the plain words of a text that are names; acronyms and parts of names as well."""
    lowered = {plain(word) for word in _WORDS.findall(article) if word[0].islower()}
    names = {plain(word) for word in _CAPITALISED.findall(statement)}
    names |= {plain(word) for word in _ACRONYM.findall(statement)}
    for noun in proper_nouns(statement, language):
        if not (noun.first and (noun.word in lowered or _opens(noun.word, language))):
            names.add(noun.word)
    return sorted(names)


def _opens(word: str, language: str) -> bool:
    return is_supported(language) and word in name_words(language).stops


def _one_name(name: str, word: str) -> bool:
    """Say whether a plain name is a word of the evidence in another case, or part of it."""
    if len(name) > 4 and name in word:
        return True
    common = next((i for i, (a, b) in enumerate(zip(name, word, strict=False)) if a != b), None)
    shorter = min(len(name), len(word))
    kept = shorter if common is None else common
    needed = 3 if shorter == 3 else max(4, shorter - 2)
    return kept >= needed and max(len(name), len(word)) - kept <= (1 if shorter == 3 else 3)
