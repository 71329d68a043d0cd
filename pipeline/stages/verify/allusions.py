"""Numbers that a text only alludes to: "the second", "a decade", "Louis XVI", "two centuries"."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pipeline.facts.lexicon import fold
from pipeline.facts.numbers.find import Number

_UNSPACED = ("ja", "zh", "ko", "ar")
_ROMAN = re.compile(r"(?<!\w)[IVX]{1,6}(?![A-Z])")
_VALUES = {"I": 1, "V": 5, "X": 10}
_TIMES = re.compile(r"[ -](decade|centur|dozen|millenni)")
_UNITS = {"decade": 10, "centur": 100, "dozen": 12, "millenni": 1000}
_FRACTIONS = {"¼": "25", "½": "5", "¾": "75"}
_FRACTION = re.compile(r"(?:(?<!\d)(?P<whole>\d{1,9}) ?)?(?P<part>[¼½¾])")
_POLISH_TENS = {
    "dwudziest": 20, "trzydziest": 30, "czterdziest": 40, "pięćdziesi": 50, "sześćdziesi": 60,
    "siedemdziesi": 70, "osiemdziesi": 80, "dziewięćdziesi": 90,
}  # fmt: skip
_POLISH_ONES = {
    "jedno": 1, "pierwsz": 1, "dwu": 2, "drug": 2, "trz": 3, "czter": 4, "czwart": 4, "pię": 5,
    "pią": 5, "sześ": 6, "szóst": 6, "siedm": 7, "siódm": 7, "ośm": 8, "ósm": 8, "dziewię": 9,
    "dziewią": 9,
}  # fmt: skip
_POLISH = re.compile(  # "czterdziestodwuletni" (aged 42), "trzydziesty czwarty" (34th)
    rf"(?<!\w)(?P<ten>{'|'.join(_POLISH_TENS)})"
    rf"(?:(?:o|ęcio)(?P<one>{'|'.join(_POLISH_ONES)})?\w*?(?:letni|tysięczn|procentow|minutow|osobow)"
    rf"|\w{{1,4}} (?P<next>{'|'.join(_POLISH_ONES)}))"
)
_POINT = ("en", "ja", "zh", "ko", "ar")  # languages that write 29.75, not 29,75


def alluded(text: str, language: str, numbers: Sequence[Number]) -> Counter[Decimal]:
    """Count the values that a text alludes to; ``numbers`` are those it names.

    Of a word that stands for several ("quarter", "fourth") each is counted.
    """
    folded = fold(text)
    found: Counter[Decimal] = Counter()
    for pattern, value in _words(language.partition("-")[0]):
        if count := len(pattern.findall(folded)):
            found[value] += count
    for numeral in _ROMAN.findall(text):
        found[_read_roman(numeral)] += 1
    if language[:2] == "pl":
        for written in _POLISH.finditer(folded):
            one = written["one"] or written["next"]
            found[Decimal(_POLISH_TENS[written["ten"]] + (_POLISH_ONES[one] if one else 0))] += 1
    for number in numbers:
        if match := _TIMES.match(folded, number.end):
            found[number.value * _UNITS[match[1]]] += 1
    return found


def _read_roman(text: str) -> Decimal:
    """Return the value of a Roman numeral of I, V and X."""
    digits = [_VALUES[sign] for sign in text]
    after = [*digits[1:], 0]
    return Decimal(sum(-d if d < a else d for d, a in zip(digits, after, strict=True)))


def with_decimals(text: str, language: str) -> str:
    """Write vulgar fractions as decimals: "29¾" -> "29.75"."""
    point = "." if language.partition("-")[0] in _POINT else ","
    return _FRACTION.sub(lambda m: f"{m['whole'] or '0'}{point}{_FRACTIONS[m['part']]}", text)


@cache
def _words(language: str) -> list[tuple[re.Pattern[str], Decimal]]:
    path = files("pipeline.stages").joinpath("data/allusions.toml")
    row = tomllib.loads(path.read_text(encoding="utf-8")).get(language, {})
    forms = [(Decimal(n), words) for n, words in enumerate(row.get("ordinals", ()), start=2)]
    for entry in row.get("others", ()):
        value, _, words = entry.partition(" ")
        forms.append((Decimal(value), words))
    spaced = language not in _UNSPACED
    return [
        (re.compile("|".join(_body(word, spaced=spaced) for word in words.split("/"))), value)
        for value, words in forms
    ]


def _body(word: str, *, spaced: bool) -> str:
    body = re.escape(fold(word.removesuffix("*"))).replace(r"\ ", r"\s")
    if not spaced:
        return body
    return rf"(?<!\w){body}" + ("" if word.endswith("*") else r"(?!\w)")
