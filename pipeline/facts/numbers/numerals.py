"""The value of one numeral: grouped digits, number words, CJK numerals. Pure arithmetic on strings.

Knows nothing about where in a text a number stands; ``find`` finds them.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import SPACES, Lexicon, Scale, load_lexicon

MAX_DIGITS = 60  # longer strings of digits are keys and hashes, not numbers
EXACT = Context(prec=400)  # nothing that MAX_DIGITS and the scale words allow is rounded
DIGIT_RUN = re.compile(rf"\d+(?:[.,'’{SPACES}]\d+)*")
ONE, HALF, ZERO = Decimal(1), Decimal("0.5"), Decimal(0)


def power(exponent: int) -> Decimal:
    """Return 10 ** exponent, written without an exponent."""
    return Decimal("1" + "0" * exponent)


def times(value: Decimal, factor: Decimal) -> Decimal:
    """Multiply exactly and normalise: no exponent, no trailing zeros after the point."""
    return tidy(EXACT.multiply(value, factor))


def plus(left: Decimal, right: Decimal) -> Decimal:
    """Add exactly."""
    return tidy(EXACT.add(left, right))


def tidy(value: Decimal) -> Decimal:
    """Return the same number with neither an exponent nor idle zeros."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


class Digits(NamedTuple):
    """A numeral of digits: offsets into the run, value, and what else it could mean."""

    start: int
    end: int
    value: Decimal
    other: Decimal | None = None  # "7,000" where a comma is a decimal mark: 7000 or 7
    dotted: bool = False  # 22.01.2024, 1.2.3: a date, a version, an address
    decimals: int = 0


def split_digits(run: str, decimal: str, *, ambiguous: bool = False) -> list[Digits]:
    """Read a run of digits and separators as numerals, from left to right.

    ``decimal`` is the language's decimal mark. "1 234,5", "1.234,5", "1'234.5", "12,34,567" and
    "7.000" are read by the usual rules of grouping. ``ambiguous`` says that both marks are in use
    (Spanish): then a lone group of three digits after the decimal mark keeps its other reading.
    """
    pieces = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\d+", run)]
    marks = [run[pieces[i][2]] for i in range(len(pieces) - 1)]
    found: list[Digits] = []
    i = 0
    while i < len(pieces):
        last, numeral = _read_numeral(pieces, marks, i, decimal, ambiguous)
        if numeral is None:  # an enumeration: 1,2,3
            found += [_digits(pieces, k, k, k) for k in range(i, last + 1)]
        else:
            found.append(numeral)
        i = last + 1
    return found


def _kind(mark: str) -> str:
    return " " if mark in SPACES else "'" if mark == "’" else mark


def _group_end(pieces: list[tuple[str, int, int]], marks: list[str], i: int, mark: str) -> int:
    """Index of the last piece that continues piece ``i`` in groups of three behind ``mark``."""
    head = pieces[i][0]
    if len(head) > 3 or (head[0] == "0" and len(pieces) > 1):
        return i
    last = i
    while last < len(marks) and _kind(marks[last]) == mark and len(pieces[last + 1][0]) == 3:
        last += 1
    return last


def _read_numeral(  # noqa: PLR0911  # one return for each way of writing
    pieces: list[tuple[str, int, int]], marks: list[str], i: int, decimal: str, ambiguous: bool
) -> tuple[int, Digits | None]:
    start = pieces[i][1]
    if i == len(marks):
        return i, _digits(pieces, i, i, i)
    mark = _kind(marks[i])
    chain = i
    while mark in ".," and chain < len(marks) and marks[chain] == mark:
        chain += 1
    last = _group_end(pieces, marks, i, mark)
    if mark == "," and last < chain and _is_indian(pieces[i : chain + 1]):
        last = chain
    elif mark in ".," and last < chain and (chain - i > 1):
        if mark == ",":
            return chain, None
        return chain, Digits(start, pieces[chain][2], ZERO, dotted=True)
    follows = marks[last] if last < len(marks) else ""
    if last > i:
        fraction = follows in ("." if mark == "," else "," if mark == "." else ".,") and follows
        if fraction and not _chains(marks, last):
            return last + 1, _digits(pieces, i, last, last + 1)
        if last == i + 1 and mark == decimal:
            return last, _lone_group(pieces, i, ambiguous)
        return last, _digits(pieces, i, last, last)
    if mark in ".,":
        return i + 1, _digits(pieces, i, i, i + 1)
    return i, _digits(pieces, i, i, i)


def _chains(marks: list[str], i: int) -> bool:
    return i + 1 < len(marks) and marks[i + 1] == marks[i]


def _is_indian(pieces: list[tuple[str, int, int]]) -> bool:
    texts = [p[0] for p in pieces]
    return (
        len(texts) > 2
        and len(texts[0]) <= 2
        and len(texts[-1]) == 3
        and all(len(t) == 2 for t in texts[1:-1])
    )


def _lone_group(pieces: list[tuple[str, int, int]], i: int, ambiguous: bool) -> Digits:
    """Read "7,000" or "1,234" where the comma is the decimal mark."""
    as_decimal = _digits(pieces, i, i, i + 1)
    grouped = _digits(pieces, i, i + 1, i + 1)
    if pieces[i + 1][0] == "000" and pieces[i][0] != "0":  # nobody writes three idle decimals
        return grouped._replace(other=as_decimal.value)
    if ambiguous and pieces[i][0] != "0":
        return as_decimal._replace(other=grouped.value)
    return as_decimal


def _digits(pieces: list[tuple[str, int, int]], first: int, last: int, fraction: int) -> Digits:
    whole = "".join(p[0] for p in pieces[first : last + 1])
    rest = pieces[fraction][0] if fraction > last else ""
    if len(whole) + len(rest) > MAX_DIGITS:
        return Digits(pieces[first][1], pieces[fraction][2], ZERO, dotted=True)
    value = tidy(Decimal(f"{whole}.{rest}" if rest else whole))
    return Digits(pieces[first][1], pieces[fraction][2], value, decimals=len(rest))


class WordSum:
    """Adds up number words one after the other: ``add`` tells whether a word can continue.

    ``coefficient`` times ``multiplier`` is the value of simple numbers ("7 000" and 10^9), which
    tells what "5 000 et 7 000 milliards" gives to its first half.
    """

    def __init__(self, *, french: bool, reversed_tens: bool) -> None:
        """Set the counting habits: 4 x 20 and 60 + 10 in French, "einundzwanzig" in German."""
        self.french = french
        self.reversed_tens = reversed_tens
        self.groups: list[tuple[Decimal, int]] = []  # (value, exponent of its scale word)
        self.current: Decimal | None = None
        self.from_digits = False
        self.scaled_digits = False  # "1.7 million": no words may be added
        self.coefficient = ZERO
        self.multiplier = ONE
        self.rule: Scale | None = None

    def copy(self) -> WordSum:
        """Return an independent copy, to try a word that may not fit."""
        twin = WordSum(french=self.french, reversed_tens=self.reversed_tens)
        twin.__dict__.update(self.__dict__, groups=list(self.groups))
        return twin

    @property
    def value(self) -> Decimal:
        """The sum so far."""
        total = self.current or ZERO
        for value, _ in self.groups:
            total = plus(total, value)
        return total

    def add_digits(self, value: Decimal) -> bool:
        """Take a numeral in digits; it can only open a group."""
        if self.current is not None:
            return False
        self.current, self.from_digits = value, True
        return True

    def add_unit(self, value: Decimal) -> bool:
        """Take a word below a thousand."""
        current = self.current
        if current is None:
            self.current, self.from_digits = value, False
            return not self.scaled_digits
        if self.from_digits or current != int(current) or not value:
            return False
        if self.french and value == 20 and current % 100 == 4:
            self.current = current - 4 + 80
            return True
        tens = current % 100
        fits = (
            (value < 10 and tens >= 20 and tens % 10 == 0)
            or (value < 100 and tens == 0)
            or (self.french and tens in (60, 80) and 10 <= value < 20)
            or (self.french and tens == 10 and 7 <= value < 10)
            or (self.reversed_tens and 0 < tens < 10 and 20 <= value < 100 and value % 10 == 0)
        )
        if fits:
            self.current = current + value
        return fits

    def add_hundred(self, *, alone: bool) -> bool:
        """Take "hundred": it multiplies what is below a hundred; ``alone`` it may be a hundred."""
        if self.current is None and not alone:
            return False
        if self.from_digits or (self.current is not None and not 0 < self.current < 100):
            return False
        self.current = (self.current or ONE) * 100
        self.from_digits = False
        return True

    def add_scale(self, scale: Scale, *, alone: bool = False) -> bool:
        """Take a magnitude word: it multiplies all smaller groups before it."""
        smaller = ZERO
        kept = list(self.groups)
        popped = 0
        while kept and kept[-1][1] < scale.exponent:
            smaller = plus(smaller, kept.pop()[0])
            popped += 1
        if kept and kept[-1][1] == scale.exponent:
            return False
        if self.current is None and not popped and not alone:
            return False
        if scale.dual and self.current is None and not popped:
            self.current = Decimal(2)
        self.scaled_digits = self.scaled_digits or self.from_digits
        base = plus(smaller, ONE if self.current is None and not popped else self.current or ZERO)
        if popped == 1 and self.current is None:
            self.multiplier = times(self.multiplier, power(scale.exponent))
        else:
            self.coefficient, self.multiplier = base, power(scale.exponent)
        if kept:
            self.coefficient, self.multiplier = ZERO, ONE
        self.groups = [*kept, (times(base, power(scale.exponent)), scale.exponent)]
        self.current = None
        self.from_digits = False
        if self.rule is None or scale.exponent >= self.rule.exponent:
            self.rule = scale
        return True

    def add_half(self) -> bool:
        """Take "and a half" after a word: half of the last magnitude."""
        if self.current is not None:
            self.current = plus(self.current, HALF)
            return True
        if not self.groups:
            return False
        value, exponent = self.groups[-1]
        self.groups[-1] = (plus(value, times(HALF, power(exponent))), exponent)
        self.coefficient, self.multiplier = ZERO, ONE
        return True


def split_compound(word: str, lexicon: Lexicon) -> list[str] | None:
    """Cut "siebentausendfünfhundert" into its number words; None if it is not one."""
    if len(word) > 60:
        return None
    atoms = _atoms((lexicon.language, lexicon.country))
    tails: list[list[str] | None] = [None] * len(word) + [[]]
    for i in range(len(word) - 1, -1, -1):
        for size in range(min(len(word) - i, 16), 0, -1):
            tail = tails[i + size]
            if tail is not None and word[i : i + size] in atoms:
                tails[i] = [word[i : i + size], *tail]
                break
    return tails[0]


@cache
def _atoms(lexicon_key: tuple[str, str | None]) -> frozenset[str]:
    lexicon = load_lexicon(*lexicon_key)
    thousands = {w for w, s in lexicon.scales.items() if s.exponent == 3 and len(w) > 3}
    return frozenset(lexicon.units) | lexicon.hundreds | thousands | lexicon.glue
