"""The libraries that could do the same work, each behind one function: a row in, facts out.

They are asked as their own documentation asks them and get every fair chance: their names for
units are mapped, an exception is no answer. A library that is not installed is left out.
"""

from __future__ import annotations

import importlib.util
import json
import re
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.evaluation.amounts import money, number
from tests.evaluation.edtf import covered
from tests.evaluation.score import Given, Row
from tests.evaluation.units import units, values

Reader = Callable[[Row], list[Given]]

ENGLISH_DIGITS = frozenset(("en", "hi", "zh", "ja", "ko"))
SYMBOL_SPACE = re.compile(r"(?<=[$€£¥]) (?=\d)")
DIGITS = re.compile(r"(\d+(?:[.,]\d+)*)(?: (10{3,}))?(?!\d)")


@dataclass(frozen=True)
class Library:
    """One library for one kind of fact; ``languages`` is None where it needs none."""

    name: str
    kinds: tuple[str, ...]
    read: Reader
    languages: frozenset[str] | None = None
    module: str = ""

    def serves(self, row: Row) -> bool:
        """Tell whether the library says it can read such a row."""
        known = self.languages is None or row.language.split("-")[0] in self.languages
        return row.kind in self.kinds and known

    def answer(self, row: Row) -> list[Given]:
        """Read the row; a failure of the library is no answer."""
        try:
            return self.read(row)
        except Exception:  # noqa: BLE001  # whatever a library throws at a row
            return []


def available() -> list[Library]:
    """Return the libraries that are installed."""
    return [lib for lib in LIBRARIES if importlib.util.find_spec(lib.module or lib.name)]


def _price_parser(row: Row) -> list[Given]:
    from price_parser import Price

    hint, text = json.loads(row.hint) if row.hint else (None, row.text)
    price = Price.fromstring(text, currency_hint=hint)
    if price.amount is None:
        return []
    codes = units("price-parser", price.currency) if price.currency else ["?"]
    return _money(row, 0, len(row.text), codes or [], price.amount, price.amount)


def _quantulum(row: Row) -> list[Given]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import parser

    given: list[Given] = []
    glued = SYMBOL_SPACE.sub("", row.text)  # "$ 5" means nothing to it, "$5" does
    for quantity in parser.parse(glued, lang="en_US"):
        name = quantity.unit.name.partition(" per ")[0]
        codes = units("quantulum3", name)
        if codes:
            middle = _decimal(quantity.value)
            spread = _decimal(quantity.uncertainty or 0)
            start, end = (_place(row.text, place) for place in quantity.span)
            given += _money(row, start, end, codes, middle - spread, middle + spread)
    return given


def _place(text: str, position: int) -> int:
    """Return where a position of the text without those spaces stands in ``text``."""
    for match in SYMBOL_SPACE.finditer(text):
        position += match.start() < position
    return position


def _number_parser(row: Row) -> list[Given]:
    from number_parser import parse, parse_number

    if row.whole:
        value = parse_number(row.text, language=row.language)
        return [] if value is None else [Given(0, len(row.text), number(Decimal(value)))]
    return _digits(row, parse(row.text, language=row.language.split("-")[0]))


def _text2num(row: Row) -> list[Given]:
    from text_to_num import alpha2digit, text2num

    language = row.language.split("-")[0]
    if row.whole:
        value = text2num(row.text.lower(), language)
        return [Given(0, len(row.text), number(Decimal(str(value))))]
    return _digits(row, alpha2digit(row.text, language))


def _dateparser(row: Row) -> list[Given]:
    """Search for moments; one gets credit for the month or year it lies in, where that is meant."""
    base = datetime.fromisoformat(row.reference)
    settings = {"RELATIVE_BASE": base}
    language = row.language.split("-")[0]
    if row.whole:
        from dateparser import parse

        moment = parse(row.text, languages=[language], settings=settings)
        return [_day(row, 0, len(row.text), moment)] if moment else []
    from dateparser.search import search_dates

    given: list[Given] = []
    place = 0
    for text, moment in search_dates(row.text, languages=[language], settings=settings) or []:
        start = max(row.text.find(text, place), 0)
        place = start + len(text)
        given.append(_day(row, start, place, moment))
    return given


def _day(row: Row, start: int, end: int, moment: datetime) -> Given:
    day = moment.date().isoformat()
    spans = (covered(part) for part in (day, day[:7], day[:4]))
    wanted = frozenset().union(*(e.values for e in row.expected))
    return Given(start, end, next((s for s in spans if s in wanted), covered(day)))


def _digits(row: Row, text: str) -> list[Given]:
    """Read the digits of a text whose words a library has turned into digits.

    "12 1000000" is what number-parser makes of "12 million": the product is meant.
    """
    given: list[Given] = []
    comma = row.language.split("-")[0] not in ENGLISH_DIGITS
    for match in DIGITS.finditer(text):
        digits, power = match[1], Decimal(match[2] or 1)
        plain = digits.replace(".", "").replace(",", ".") if comma else digits.replace(",", "")
        with suppress(InvalidOperation):
            given.append(Given(0, len(row.text), number(Decimal(plain) * power)))
    return given


def _money(
    row: Row, start: int, end: int, codes: list[str], low: Decimal, high: Decimal
) -> list[Given]:
    """Give a library the reading of its unit that the row wants, where there is one."""
    readings = sorted(values(codes, low, high)) or [money(low, high, None)]
    wanted = frozenset().union(*(e.values for e in row.expected))
    return [Given(start, end, next((r for r in readings if r in wanted), readings[0]))]


def _decimal(value: Any) -> Decimal:
    return Decimal(format(value, ".15g"))


LIBRARIES = (
    Library("price-parser", ("money",), _price_parser, module="price_parser"),
    Library("quantulum3", ("money",), _quantulum, frozenset({"en"})),
    Library(
        "number-parser",
        ("numbers", "scale"),
        _number_parser,
        frozenset({"en", "es", "hi", "ru"}),
        module="number_parser",
    ),
    Library(
        "text2num",
        ("numbers", "scale"),
        _text2num,
        frozenset({"en", "fr", "es", "pt", "de", "nl", "it"}),
        module="text_to_num",
    ),
    Library("dateparser", ("dates",), _dateparser),
)
