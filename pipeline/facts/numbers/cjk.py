"""Chinese, Japanese and Korean numerals: digits and characters, counted in myriads.

In: folded text and a position. Out: the numeral that starts there, or None. ``cjk_numbers`` decides
which of them are numbers in a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, load_table
from pipeline.facts.numbers.cjk_sum import MyriadSum
from pipeline.facts.numbers.numerals import EXACT, ONE, ZERO, plus, power, tidy, times

ARABIC = re.compile(
    r"[０-９]{1,3}(?:，[０-９]{3}){1,9}(?!\d)(?:[.．]\d+)?"
    r"|\d+(?:,\d{3}){0,12}(?!\d)(?:[.．・]\d+)?|\d+(?:[.．・]\d+)?"
)
MARKS = str.maketrans({"．": ".", "・": ".", ",": None, "，": None})
LONGEST = 80  # characters in one numeral


@dataclass(frozen=True)
class CjkTables:
    """The numeral characters of one language."""

    digits: dict[str, int]
    small: dict[str, int]
    scales: dict[str, int]
    some: tuple[str, ...]
    more: tuple[str, ...]
    points: tuple[str, ...]
    pair_of_digits: bool  # "三五" may be 35
    next_place: bool  # "一万三" is 13000, not 10003


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
        tuple(table["points"]),
        table.get("pair_of_digits", False),
        table.get("next_place", False),
    )


@dataclass
class CjkNumeral:
    """A numeral that was read, from ``start`` to ``end`` of the folded text."""

    start: int
    end: int
    value: Decimal = ZERO
    coefficient: Decimal = ZERO
    multiplier: Decimal = ONE
    exponent: int = 0  # of its largest myriad
    arabic: bool = False
    signs: int = 0  # how many numeral characters
    figures: int = 0  # how many of them are digits or arabic numerals
    more: bool = False  # "100多"
    vague: bool = False  # "数十億", "十几", "三四": not one number
    ordinal: bool = False
    percent: bool = False
    worded: bool = False  # other languages say it in words: a month, a part


class _Reader:
    """Takes one sign after the other as long as they continue the numeral."""

    def __init__(self, folded: str, start: int, lexicon: Lexicon) -> None:
        self.folded, self.lexicon = folded, lexicon
        self.tables = cjk_tables(lexicon.language)
        self.total = MyriadSum()
        self.numeral = CjkNumeral(start, start)
        self.last_place = 0  # exponent of the last unit, for "一万三"

    def run(self) -> CjkNumeral | None:
        numeral, position = self.numeral, self.numeral.start
        while position < len(self.folded) and position - numeral.start < LONGEST:
            step = self._step(position)
            if step is None:
                break
            numeral.end = position = step
        if numeral.end == numeral.start:
            return None
        self._close()
        return numeral

    def _close(self) -> None:
        numeral, total = self.numeral, self.total
        after = self.folded[numeral.end : numeral.end + 1]
        if after and after in self.tables.more:  # "5亿多美元"
            numeral.more = True
            money = self.lexicon.currency_word(self.folded, numeral.end + 1)
            numeral.end += money is not None
        elif after and after in self.tables.some and not numeral.arabic:
            numeral.vague = True
        numeral.value = tidy(total.value)
        numeral.exponent = max([0, *total.steps])
        numeral.coefficient = numeral.value
        if total.simple and total.first is not None and total.steps:
            multiplier = power(sum(total.steps))
            if times(total.first, multiplier) == numeral.value:
                numeral.coefficient, numeral.multiplier = total.first, multiplier

    def _step(self, position: int) -> int | None:
        """Take one sign at ``position``; return the place after it, or None at the end."""
        sign = self.folded[position]
        if sign == " ":
            after = self._after_blank(position)
            if after is None:
                return None
            position, sign = after, self.folded[after]
        if sign.isdecimal():
            return self._arabic(position)
        if sign in self.tables.digits:
            return self._digits(position)
        if sign in self.tables.points and self.numeral.signs and self.total.current is None:
            return self._decimals(position)
        if not self._unit(sign, position):
            return None
        self.numeral.signs += 1
        return position + 1

    def _unit(self, sign: str, position: int) -> bool:
        """Take 十, 万 or the 多 of "100多亿"."""
        tables = self.tables
        if sign in tables.small:
            self.last_place = len(str(tables.small[sign])) - 1
            return self.total.small(tables.small[sign])
        if sign in tables.scales:
            self.last_place = tables.scales[sign]
            return self._is_scale(position) and self.total.scale(tables.scales[sign])
        return bool(self.numeral.signs) and self._some(sign, position)

    def _some(self, sign: str, position: int) -> bool:
        """Take the "多" of "100多亿" and the "几" of "二十几亿"."""
        tables, after = self.tables, self.folded[position + 1 : position + 2]
        if not after or not (after in tables.scales or after in tables.small):
            return False
        if sign in tables.more:
            self.numeral.more = True
            return True
        self.numeral.vague = self.numeral.vague or sign in tables.some
        return sign in tables.some

    def _after_blank(self, position: int) -> int | None:
        """Place after the blank inside "14억 5천만" and "48.2 万", None where the numeral ends."""
        if not self.numeral.signs:
            return None
        after = position + 1 + (self.folded[position + 1 : position + 2] == " ")
        sign = self.folded[after : after + 1]
        if not sign:
            return None
        big = sign in self.tables.scales or sign in self.tables.small
        if self.numeral.arabic and big:
            return after
        joins = self._spelled_part(after) or self._more_digits(after)
        return after if joins else None

    def _spelled_part(self, position: int) -> bool:
        """Tell the rest of "이십만 이천", "二十 億" and "400 多万"."""
        sign, following = self.folded[position], self.folded[position + 1 : position + 2]
        before_unit = following in self.tables.scales or following in self.tables.small
        if self.lexicon.language != "ko":
            return sign in self.tables.scales or (sign in self.tables.more and before_unit)
        total = self.total
        open_part = bool(total.parts) and total.current is None and not total.section
        return open_part and before_unit and sign in self.tables.digits and not self.numeral.arabic

    def _more_digits(self, position: int) -> bool:
        """Tell "7천 5백만", "1 億 4 千万" and "1만 2천 345 달러" from "5억 2024년"."""
        match = ARABIC.match(self.folded, position)
        total = self.total
        if not match or total.current is not None or not (total.parts or total.section):
            return False
        end = match.end()
        sign = self.folded[end : end + 2].lstrip(" ")[:1]
        if sign and (sign in self.tables.small or sign in self.tables.scales):
            return True
        lexicon = self.lexicon
        return lexicon.language == "ko" and any(
            lexicon.currencies.at(self.folded, p, glued=True) for p in (end, end + 1)
        )

    def _is_scale(self, position: int) -> bool:
        """Tell the trillion of "4조 원" from the "조" of "4 조각"."""
        sign = self.folded[position]
        if sign not in self.lexicon.table.get("doubtful_scales", ()):
            return True
        rest = self.folded[position + 1 : position + 12].lstrip(" ")
        glued = rest == self.folded[position + 1 : position + 12]
        if not rest or rest[0].isdecimal() or not rest[0].isalpha():
            return self.folded[position - 1 : position] != " " or not rest or rest[0].isdecimal()
        if rest[0] in self.tables.digits or rest[0] in self.tables.small:
            return rest[1:2] in self.tables.small or rest[1:2] in self.tables.scales
        if self.lexicon.currencies.at(rest, 0, glued=True):
            return True
        return glued and sign != "경" and rest.startswith(self.lexicon.words("after_ellipsis"))

    def _arabic(self, position: int) -> int | None:
        match = ARABIC.match(self.folded, position)
        if not match or len(match.group()) > 40:
            return None
        text, end = match.group(), match.end()
        if "・" in text and self.lexicon.language != "ja":
            end = position + text.index("・")
            text = text[: text.index("・")]
        if not self.total.number(tidy(Decimal(text.translate(MARKS)))):
            return None
        self.numeral.arabic = True
        self.numeral.figures += 1
        self.numeral.signs += 1
        return end

    def _digits(self, position: int) -> int | None:
        """Read "七", the year "二〇二四" or the decimals of "三点五"."""
        numeral, tables = self.numeral, self.tables
        end = position
        while end < len(self.folded) and end - position < 20 and self.folded[end] in tables.digits:
            end += 1
        run = [tables.digits[sign] for sign in self.folded[position:end]]
        if numeral.arabic and not self._may_mix(end):
            return None
        value = ZERO
        for digit in run:
            value = EXACT.add(EXACT.multiply(value, Decimal(10)), Decimal(digit))
        if len(run) > 1 and run[0] != 0 and (numeral.signs or not self._is_positional(run)):
            numeral.vague = True
        if not self.total.number(value):
            return None
        numeral.figures += 1
        numeral.signs += end - position
        decimals = self._decimals(end)
        if decimals is not None:
            end = decimals
        elif len(run) == 1 and tables.next_place and self.last_place > 1:
            self._next_place(end, value)
        return end

    def _may_mix(self, end: int) -> bool:
        """Tell "3万四千" from the particle of "10만이"."""
        sign = self.folded[end : end + 1]
        if self.lexicon.language != "ko":
            return True
        return bool(sign) and (sign in self.tables.small or sign in self.tables.scales)

    def _is_positional(self, run: list[int]) -> bool:
        """Tell the year "二〇二四" from "三四" (three or four)."""
        if len(run) == 2 and not (self.tables.pair_of_digits or 0 in run):
            return False
        return len(run) > 2 or run[1] != run[0] + 1

    def _decimals(self, position: int) -> int | None:
        """Add the decimals of "三点五"; None where no decimals stand at ``position``."""
        tables, folded = self.tables, self.folded
        position += folded[position : position + 1] == " "
        if folded[position : position + 1] not in tables.points:
            return None
        end = position + 1 + (folded[position + 1 : position + 2] == " ")
        decimals = ""
        while end < len(folded) and len(decimals) < 12 and folded[end] in tables.digits:
            decimals += str(tables.digits[folded[end]])
            end += 1
        clock = folded.startswith(("分", "十", "百", "半"), end)  # 三点五十分 is a time
        if not decimals or clock:
            return None
        self.numeral.signs += end - position
        self.numeral.figures += 1
        self.total.current = plus(self.total.current or ZERO, Decimal(f"0.{decimals}"))
        self.total.simple = self.total.simple and self.total.first is not None
        if not self.total.steps:
            self.total.first = self.total.current
        return end

    def _next_place(self, end: int, digit: Decimal) -> None:
        """Read "一万三" as 13000: a last digit counts the place below."""
        sign = self.folded[end : end + 1]
        if sign and (sign in self.tables.small or sign in self.tables.scales):
            return
        self.total.current = times(digit, power(self.last_place - 1))


def read_cjk(folded: str, start: int, lexicon: Lexicon) -> CjkNumeral | None:
    """Read the numeral at ``start``: "7兆", "7万亿", "四十九兆九千億", "14억 5천만"."""
    return _Reader(folded, start, lexicon).run()
