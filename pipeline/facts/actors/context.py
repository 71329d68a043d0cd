"""One sentence as the finders of names see it: its words, and what stands beside a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pipeline.facts.actors.titles import title_spans, titles_beside
from pipeline.facts.actors.tokens import Token, tokens
from pipeline.facts.actors.words import NameWords, name_words
from pipeline.facts.speech.words import speech
from pipeline.records import Sentence

_AGE = re.compile(r",\s(?:aged\s)?\d{1,2}(?=[,.)]|\s|-)|\s\(\d{2}\)")
_BARE_AGE = re.compile(r",\s\d{2}(?=[,.])|\s\(\d{2}\)")


class Candidate(NamedTuple):
    """A name that the profile does not have, at one place of the text."""

    name: str
    type: Literal["person", "organisation", "place"]
    start: int
    end: int
    short: str | None = None  # another name in the same breath: "SIFMA"


class Context(NamedTuple):
    """A sentence with everything that the finders ask of it; offsets are the text's."""

    text: str
    sentence: Sentence
    language: str
    tokens: list[Token]
    words: NameWords
    titles: list[tuple[int, int]]
    says_starts: frozenset[int]
    says_ends: frozenset[int]
    taken: frozenset[int]  # starts of words that belong to a known actor
    known_ends: frozenset[int]
    surnames: dict[int, frozenset[str]]  # words that are a known person's, and their first names

    def is_free(self, token: Token) -> bool:
        """Say whether a word belongs to nobody yet."""
        return token.start not in self.taken

    def follows_speech(self, start: int) -> bool:
        """Say whether a verb of saying, or "selon", stands right before a place."""
        return start - 1 in self.says_ends

    def precedes_speech(self, end: int) -> bool:
        """Say whether a verb of saying stands right after a place."""
        return end + 1 in self.says_starts

    def has_age(self, end: int) -> bool:
        """Say whether an age stands right after a place: ", 43," or "(43)"."""
        if _BARE_AGE.match(self.text, end, self.sentence.end):
            return True
        match = _AGE.match(self.text, end, self.sentence.end)
        rest = self.text[match.end() : match.end() + 12].lstrip(" -\u00a0") if match else ""
        return rest.lower().startswith(tuple(self.words.ages))

    def has_title(self, start: int, end: int) -> bool:
        """Say whether a job title stands beside a name."""
        base = self.sentence.start
        name = start - base, end - base
        return bool(titles_beside(self.sentence.text, name, self.titles, {}, self.language))

    def is_title(self, token: Token) -> bool:
        """Say whether a word is (the end of) a job title."""
        start, end = token.start - self.sentence.start, token.end - self.sentence.start
        index = bisect_right(self.titles, end, key=lambda span: span[0]) - 1
        if index < 0:
            return False
        first, last = self.titles[index]
        return end <= last and (first <= start or end == last)  # "Sunderland-ledaren"


def context_of(
    text: str,
    sentence: Sentence,
    known: Iterable[tuple[int, int]],
    surnames: dict[int, frozenset[str]],
) -> Context:
    """Read a sentence in a language that ``is_supported``; ``known`` are its known names."""
    language = sentence.language
    words = tokens(text, sentence.start, sentence.end)
    base = sentence.start
    verbs = speech(language)
    said = [m.span() for m in verbs.says.finditer(sentence.text)]
    openers = [m.end() for m in verbs.openers.finditer(sentence.text)]
    spans = sorted(known)
    taken, index = set(), 0
    for word in words:
        while index < len(spans) and spans[index][1] <= word.start:
            index += 1
        if index < len(spans) and spans[index][0] < word.end:
            taken.add(word.start)
    return Context(
        text=text,
        sentence=sentence,
        language=language,
        tokens=words,
        words=name_words(language),
        titles=title_spans(sentence.text, language),
        says_starts=frozenset(base + start for start, _ in said),
        says_ends=frozenset(base + end for end in (*openers, *(end for _, end in said))),
        taken=frozenset(taken),
        known_ends=frozenset(end for _, end in spans),
        surnames=surnames,
    )
