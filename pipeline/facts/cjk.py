"""Chinese, Japanese and Korean numerals: digits and characters, counted in myriads.

In: folded text and a position. Out: the numeral that starts there, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, load_table
from pipeline.facts.numerals import EXACT, ONE, ZERO, plus, power, tidy, times

ARABIC = re.compile(r"\d+(?:,\d{3})*(?!\d)(?:[.．]\d+)?|\d+(?:[.．]\d+)?")
LONGEST = 80  # characters in one numeral


@dataclass(frozen=True)
class CjkTables:
    """The numeral characters of one language."""

    digits: dict[str, int]
    small: dict[str, int]
    scales: dict[str, int]
    some: tuple[str, ...]
    more: tuple[str, ...]


@cache
def cjk_tables(language: str) -> CjkTables:
    """Read the numeral characters of ``zh``, ``ja`` or ``ko``."""
    table = load_table(language)
    vague = table["vague"]
    return CjkTables(
        table["digits"],
        table["small"],
        table["scales"],
        tuple(vague["some"]),
        tuple(vague.get("more", ())),
    )


@dataclass
class CjkNumeral:
    """A numeral being read: sections below ten thousand, then myriads."""

    end: int
    value: Decimal = ZERO
    coefficient: Decimal = ZERO
    multiplier: Decimal = ONE
    exponent: int = 0
    arabic: bool = False
    signs: int = 0  # how many numeral characters
    figures: int = 0  # how many of them are digits or arabic numerals
    more: bool = False
    vague: bool = False  # "数十億": not a number after all


class _Sum:
    def __init__(self) -> None:
        self.parts: list[Decimal] = []
        self.section = ZERO
        self.current: Decimal | None = None
        self.first: Decimal | None = None
        self.steps: list[int] = []
        self.simple = True

    def number(self, value: Decimal) -> bool:
        if self.current is not None:
            return False
        self.current = value
        if self.first is None:
            self.first = value
        else:
            self.simple = False
        return True

    def small(self, factor: int) -> None:
        self.section = plus(
            self.section, times(ONE if self.current is None else self.current, Decimal(factor))
        )
        self.current = None
        if self.first is None:
            self.first = Decimal(factor)
        else:
            self.steps.append(len(str(factor)) - 1)

    def scale(self, exponent: int) -> bool:
        value = plus(self.section, self.current or ZERO)
        if value == 0 and self.current is None:
            if not self.parts:
                return False
            self.parts[-1] = times(self.parts[-1], power(exponent))
        else:
            if (
                self.parts
                and self.parts[-1] < times(value, power(exponent))
                and self.parts[-1] < power(exponent)
            ):
                value = plus(value, self.parts.pop())
            self.parts.append(times(value, power(exponent)))
        self.steps.append(exponent)
        self.section, self.current = ZERO, None
        return True

    @property
    def value(self) -> Decimal:
        total = plus(self.section, self.current or ZERO)
        for part in self.parts:
            total = plus(total, part)
        return total


def read_cjk(folded: str, start: int, lexicon: Lexicon) -> CjkNumeral | None:
    """Read the numeral at ``start``: "7兆", "7万亿", "四十九兆九千億", "14억 5천만", "3点5亿"."""
    tables = cjk_tables(lexicon.language)
    total, numeral = _Sum(), CjkNumeral(start)
    position = start
    while position < len(folded) and position - start < LONGEST:
        step = _step(folded, position, total, numeral, lexicon)
        if step is None:
            break
        position = step
        numeral.end = position
    if numeral.end == start:
        return None
    if folded[numeral.end : numeral.end + 1] in tables.more and tables.more:
        numeral.more = True
    numeral.value = tidy(total.value)
    numeral.exponent = max([0, *total.steps])
    numeral.coefficient = numeral.value
    if total.simple and total.first is not None and total.steps:
        multiplier = power(sum(total.steps))
        if times(total.first, multiplier) == numeral.value:
            numeral.coefficient, numeral.multiplier = total.first, multiplier
    return numeral


def _step(  # noqa: PLR0911, PLR0912  # one branch for each kind of sign
    folded: str, position: int, total: _Sum, numeral: CjkNumeral, lexicon: Lexicon
) -> int | None:
    """Take one sign at ``position``; return the place after it, or None at the numeral's end."""
    tables = cjk_tables(lexicon.language)
    sign = folded[position]
    if sign == " " and numeral.signs:
        after = position + 1 + (folded[position + 1 : position + 2] == " ")
        sign = folded[after : after + 1]
        big = sign and (sign in tables.small or sign in tables.scales)
        more_digits = _more_digits(folded, after, total, lexicon)
        if not big and not more_digits:
            return None
        if big and not numeral.arabic:
            return None
        position = after
    if sign.isdecimal():
        match = ARABIC.match(folded, position)
        if not match or len(match.group()) > 40:
            return None
        value = Decimal(match.group().replace(",", "").replace("．", "."))
        if not total.number(tidy(value)):
            return None
        numeral.arabic = True
        numeral.figures += 1
        numeral.signs += 1
        return match.end()
    if sign in tables.digits:
        return _digit_signs(folded, position, total, numeral, tables)
    if sign in tables.small:
        total.small(tables.small[sign])
    elif sign in tables.scales:
        if not total.scale(tables.scales[sign]):
            return None
    elif (
        tables.some
        and sign in tables.some
        and numeral.signs
        and _scale_next(folded, position, tables)
    ):
        numeral.more = sign in tables.more
        numeral.vague = not numeral.more
    elif sign in tables.more and numeral.signs and _scale_next(folded, position, tables):
        numeral.more = True
    else:
        return None
    numeral.signs += 1
    return position + 1


def _more_digits(folded: str, position: int, total: _Sum, lexicon: Lexicon) -> bool:
    """Tell "7천 5백만", "1 億 4 千万" and "1만 2천 345 달러" from "5억 2024년"."""
    match = ARABIC.match(folded, position)
    if not match or total.current is not None or not (total.parts or total.section):
        return False
    tables = cjk_tables(lexicon.language)
    end = match.end()
    if folded[end : end + 2].lstrip(" ")[:1] in {*tables.small, *tables.scales}:
        return True
    return lexicon.language == "ko" and any(
        lexicon.currencies.at(folded, p, glued=True) for p in (end, end + 1)
    )


def _scale_next(folded: str, position: int, tables: CjkTables) -> bool:
    sign = folded[position + 1 : position + 2]
    return sign in tables.scales or sign in tables.small


def _digit_signs(
    folded: str, position: int, total: _Sum, numeral: CjkNumeral, tables: CjkTables
) -> int | None:
    """Read "七", the year "二〇二四" or the decimals of "三点五"."""
    value, end = ZERO, position
    while end < len(folded) and end - position < 20 and folded[end] in tables.digits:
        value = EXACT.add(EXACT.multiply(value, Decimal(10)), Decimal(tables.digits[folded[end]]))
        end += 1
    if folded[end : end + 1] in ("点", "點") and folded[end + 1 : end + 2] in tables.digits:
        end += 1
        decimals = ""
        while end < len(folded) and len(decimals) < 12 and folded[end] in tables.digits:
            decimals += str(tables.digits[folded[end]])
            end += 1
        value = plus(value, Decimal(f"0.{decimals}"))
    if not total.number(value):
        return None
    numeral.figures += 1
    numeral.signs += end - position
    return end
