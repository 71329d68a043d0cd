"""Which words make one number: reads tokens from left to right as long as they continue it.

Knows the lexicon and the arithmetic of ``numerals``; ``find`` decides what the result is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, Phrases, load_lexicon
from pipeline.facts.numbers.arabic import are_teen, decades, read_word, year_of
from pipeline.facts.numbers.numerals import (
    DIGIT_RUN,
    ONE,
    Digits,
    WordSum,
    plus,
    split_compound,
    split_digits,
)

WORD = re.compile(r"[^\W\d_]+")
TOKEN = re.compile(rf"{DIGIT_RUN.pattern}|[^\W\d_]+")
BEFORE_POINT = frozenset(" ($£€¥\n")  # before ".75", a fraction without its zero
JOINS = frozenset(("", " ", "  ", "   ", "-", " و", " و ", " وال"))  # the last are Arabic "and"
NO_CENTS = (",-", ",–", ",—", ".-", ".–", ".—")
WORD_LIMIT = 48  # words in one spelled-out number


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    word: str = ""
    digits: Digits | None = None


def read_tokens(folded: str, lexicon: Lexicon) -> list[Token]:
    """Cut folded text into words and numerals of digits; what stands between them is skipped."""
    tokens = _tokens(folded, lexicon)
    return _arabic_tokens(tokens, folded, lexicon) if lexicon.language == "ar" else tokens


def _arabic_tokens(tokens: Sequence[Token], folded: str, lexicon: Lexicon) -> list[Token]:
    """Take the glued letters off the words, and make one word of "ثلاثة عشر"."""
    found: list[Token] = []
    spans = list(decades(lexicon.language).finditer(folded))
    for token in tokens:
        while spans and spans[0].end() <= token.start:
            found.append(_decade(spans.pop(0), lexicon))
        if spans and spans[0].start() <= token.start:
            continue
        if token.digits:
            found.append(token)
            continue
        word = read_word(token.word, lexicon)
        if word is None:
            continue
        last = found[-1] if found else None
        start = token.start + word.start
        beside = last is not None and folded[last.end : start] == " "
        if last and beside and are_teen(last.word, word.text, lexicon):
            found[-1] = Token(last.start, token.end, f"{last.word} {word.text}")
        else:
            found.append(Token(start, token.end, word.text))
    return found + [_decade(match, lexicon) for match in spans]


def _decade(match: re.Match[str], lexicon: Lexicon) -> Token:
    start, end = match.span("all")
    year = Decimal(year_of(match, lexicon.language))
    return Token(start, end, digits=Digits(start, end, year))


def _tokens(folded: str, lexicon: Lexicon) -> list[Token]:
    tokens = []
    ambiguous = "dot_decimal_countries" in lexicon.table and lexicon.country is None
    for match in TOKEN.finditer(folded):
        base = match.start()
        if not folded[base].isdigit():
            tokens.append(Token(base, match.end(), word=match.group()))
            continue
        if lexicon.decimal == "." and _is_fraction(folded, match):
            decimals = Digits(0, len(match.group()), Decimal(f"0.{match.group()}"))
            tokens.append(Token(base - 1, match.end(), digits=decimals))
            continue
        dash = folded.startswith(NO_CENTS, match.end())  # "1.198,-"
        decimal = folded[match.end()] if dash else lexicon.decimal
        for digits in split_digits(match.group(), decimal, ambiguous=ambiguous and not dash):
            tokens.append(Token(base + digits.start, base + digits.end, digits=digits))
    return tokens


def _is_fraction(folded: str, match: re.Match[str]) -> bool:
    """Tell ".75", three quarters, from the end of "$1,000.75" and of "no.75"."""
    start = match.start()
    if folded[start - 1 : start] != "." or not match.group().isdecimal() or start == 0:
        return False
    return match.end() - start <= 6 and (start == 1 or folded[start - 2] in BEFORE_POINT)


class Reader:
    """Feeds the words from token ``i`` on to a ``WordSum`` as long as they continue the number."""

    def __init__(
        self, folded: str, tokens: list[Token], i: int, lexicon: Lexicon, state: WordSum
    ) -> None:
        self.folded, self.tokens, self.first, self.lexicon = folded, tokens, i, lexicon
        self.state = state
        self.last = i
        self.end = tokens[i].end
        self.taken = False  # at least one word
        self.strong = False  # more than an article or a homonym
        self.scale_word = ""

    def run(self) -> None:
        """Read on until a word does not fit."""
        i = self.first
        if self._fraction(i):
            i = self.last + 1
        while i < len(self.tokens) and i - self.first < WORD_LIMIT and self._joined(i):
            if self._and_a_half(i) or self._point(i):
                i = self.last + 1
                continue
            step = self._glue(i)
            if not self._take(i + step):
                break
            i = self.last + 1

    def _joined(self, i: int) -> bool:
        if i == self.first:
            return True
        gap = self.folded[self.tokens[i - 1].end : self.tokens[i].start]
        if gap == "" and not self.tokens[i - 1].digits:
            return False
        return gap in JOINS or (gap in (". ", ".") and self.tokens[i].word in self.lexicon.scales)

    def _glue(self, i: int) -> int:
        """Return 1 where token ``i`` only glues ("vingt et un") and a number word follows."""
        if i == self.first or i + 1 >= len(self.tokens) or not self._joined(i + 1):
            return 0
        word, following = self.tokens[i].word, self.tokens[i + 1]
        glues = word in self.lexicon.glue and not following.digits and not self.state.from_digits
        fills = word in self.lexicon.table.get("fillers", ()) and self.state.current is not None
        return int(glues or (fills and following.word in self.lexicon.scales))

    def _take(self, i: int) -> bool:
        token = self.tokens[i]
        trial = self.state.copy()
        if token.digits:
            if i > self.first and not self._smaller_scale_follows(i):
                return False
            taken = not token.digits.dotted and trial.add_digits(token.digits.value)
            strong = True
        else:
            taken, strong = self._take_word(trial, i)
        if not taken:
            return False
        self.state = trial
        self.taken, self.strong = True, self.strong or strong
        self.last, self.end = i, token.end
        return True

    def _take_word(self, trial: WordSum, i: int) -> tuple[bool, bool]:
        lexicon, token = self.lexicon, self.tokens[i]
        word = token.word
        scale = lexicon.scales.get(word)
        if self._in_percent(token.start):
            return False, False
        if scale:
            taken = trial.add_scale(scale, alone=word in lexicon.alone)
            if taken:
                self.scale_word = word
            return taken, True
        if word in lexicon.units:
            stray = self.state.groups and trial.current is None and not self._scale_follows(i)
            return not stray and trial.add_unit(lexicon.units[word]), word not in lexicon.weak
        if word in lexicon.hundreds:
            if (trial.current or ONE) > lexicon.table.get("most_hundreds", 99):
                return False, True
            if not word.startswith("cent"):  # "3 hundred", but "50 cents"
                trial.from_digits = False
            return trial.add_hundred(alone=word in lexicon.alone), True
        long_enough = lexicon.compound and len(word) >= 6
        return long_enough and self._take_compound(trial, word), True

    def _take_compound(self, trial: WordSum, word: str) -> bool:
        lexicon = self.lexicon
        atoms = split_compound(word, lexicon) or [""]
        if atoms[0] in lexicon.glue:  # Italian "eventi" is not "e venti"
            return False
        for atom in atoms:
            if atom in lexicon.glue:
                continue
            if atom in lexicon.units:
                taken = trial.add_unit(lexicon.units[atom])
            elif atom in lexicon.hundreds:
                taken = trial.add_hundred(alone=True)
            else:
                taken = atom in lexicon.scales and trial.add_scale(lexicon.scales[atom], alone=True)
            if not taken:
                return False
        return True

    def _scale_follows(self, i: int) -> bool:
        """Tell "deux milliards un million" from "$7 billion a year"."""
        if self.tokens[i].word not in self.lexicon.weak:
            return True
        i += 1
        if i >= len(self.tokens) or not self._joined(i):
            return False
        word = self.tokens[i].word
        return word in self.lexicon.scales or word in self.lexicon.hundreds

    def _in_percent(self, start: int) -> bool:
        """Tell whether the word at ``start`` is the "cent" of "pour cent"."""
        tail = self.folded[max(0, start - 5) : start]
        return tail.endswith(("pour ", "por ", "per ", "p. ", "في ال", "بال"))

    def _smaller_scale_follows(self, i: int) -> bool:
        """Tell "1 milliard 200 millions" from "7 milliards 2024"."""
        if not self.state.groups or i + 1 >= len(self.tokens):
            return False
        scale = self.lexicon.scales.get(self.tokens[i + 1].word)
        return (
            scale is not None and scale.exponent < self.state.groups[-1][1] and self._joined(i + 1)
        )

    def _advance(self, end: int) -> None:
        while self.last + 1 < len(self.tokens) and self.tokens[self.last + 1].start < end:
            self.last += 1
        self.end, self.strong = end, True

    def _fraction(self, i: int) -> bool:
        """Read "half a" and "three quarters of a" before a magnitude word."""
        hit = _fractions(self.lexicon.language).at(self.folded, self.tokens[i].start)
        if not hit:
            return False
        after = next((t for t in self.tokens[i : i + 5] if t.start >= hit[0]), None)
        gap = self.folded[hit[0] : after.start] if after else "?"
        if after is None or gap not in JOINS or after.word not in self.lexicon.scales:
            return False
        self.state.current = Decimal(hit[1])
        self.last = i
        self._advance(hit[0])
        return True

    def _and_a_half(self, i: int) -> bool:
        if i == self.first:
            return False
        hit = _phrases(self.lexicon, "and_a_half").at(self.folded, self.tokens[i].start)
        if not hit or (self.state.current is None and self._is_scale_at(hit[0])):
            return False  # "un miliardo e mezzo milione"
        if not self.state.add_half():
            return False
        self.last = i
        self._advance(hit[0])
        return True

    def _is_scale_at(self, position: int) -> bool:
        word = WORD.match(self.folded, position + 1)
        return word is not None and word.group() in self.lexicon.scales

    def _point(self, i: int) -> bool:
        """Read "point five" after number words."""
        if (
            not _phrases(self.lexicon, "point").at(self.folded, self.tokens[i].start)
            or self.state.current is None
        ):
            return False
        decimals, k = "", i + 1
        while k < len(self.tokens) and k - i < 12 and self._joined(k):
            value = self.lexicon.units.get(self.tokens[k].word)
            if value is None or value >= 10:
                break
            decimals += str(value)
            k += 1
        if not decimals or self.state.from_digits:
            return False
        self.state.current = plus(self.state.current, Decimal(f"0.{decimals}"))
        self.last, self.end, self.strong = k - 1, self.tokens[k - 1].end, True
        return True


@cache
def _phrases_of(language: str, country: str | None, key: str) -> Phrases:
    return Phrases.build({key: list(load_lexicon(language, country).words(key))})


@cache
def _fractions(language: str) -> Phrases:
    lexicon = load_lexicon(language)
    halves = list(lexicon.table.get("half", ()))
    return Phrases.build({"0.5": halves, **lexicon.table.get("fractions", {})})


def _phrases(lexicon: Lexicon, key: str) -> Phrases:
    return _phrases_of(lexicon.language, lexicon.country, key)
