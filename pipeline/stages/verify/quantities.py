"""Lengths, weights and other measures: the same in another unit, or not.

"85 mph" may become "136 km/h"; "85 km/h" may not. Units are those of CLDR, by Babel.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.facts.lexicon import Phrases, fold, load_lexicon
from pipeline.facts.numbers.find import Number

if TYPE_CHECKING:
    from babel import Locale

_HEAT_ROUNDED = Decimal("1.6")  # degrees Celsius
_DEGREES = "temperature-generic"  # Celsius or Fahrenheit is not said
_DASHES = ("-", "–", "—", "~", "〜", "～")
_LINKS = (
    "to", "and", "et", "a", "à", "und", "bis", "y", "e", "en", "tot", "i", "do", "och", "till",
    "から", "至", "到", "에서",
)  # fmt: skip
_HEIGHT = re.compile(r"(?<!\w)(\d)-foot-(\d{1,2})(?!\w)")  # "a 6-foot-6 forward"
_HEIGHT_SPAN = 9  # characters from the feet to the inches
_ONE = re.compile(r"(?<!\w)(?P<half>half )?an? ")
_ROUNDED = Decimal("0.22")  # converted measures are rounded: an inch of rain is 2 centimetres
_CLOSE = Decimal("0.07")  # ... and less so where both have two digits or more


class Quantity(NamedTuple):
    """A measure in a text: what it measures, how much, and where its numbers begin."""

    dimension: str
    unit: str
    value: Decimal
    size: Decimal
    places: tuple[int, ...]


def find_quantities(text: str, language: str, numbers: Sequence[Number]) -> list[Quantity]:
    """Return the measures of a text; ``numbers`` are those of the text that are no money.

    "2 to 4 inches" are two measures, "six metres (18 feet)" is one.
    """
    folded = fold(text)
    lexicon = load_lexicon(language)
    units = _units(lexicon.language)
    links = {*_DASHES, *_LINKS, *lexicon.table.get("range", ())}
    found: list[Quantity] = []
    after: Quantity | None = None
    for number in reversed(numbers):
        place = number.end + (folded[number.end : number.end + 1] in (" ", "-"))
        hit = units.at(folded, place, glued=lexicon.cjk)
        unit = hit[1] if hit and not number.percent else ""
        gap = folded[number.end : after.places[0]].strip() if after else " "
        if not unit and after and gap in links:
            unit = after.unit
        after = _quantity(unit, number.value, number.start) if unit else None
        if after:
            found.append(after)
    if lexicon.language == "en":
        found = [*_in_words(folded, units), *found]
    return _without_conversions(found[::-1])


def _quantity(unit: str, value: Decimal, place: int) -> Quantity:
    factor = Decimal(_table()["sizes"][unit])
    dimension = "length" if unit.startswith("speed") else unit.partition("-")[0]
    return Quantity(dimension, unit, value, value * factor, (place,))


def _in_words(folded: str, units: Phrases) -> list[Quantity]:
    """Read "a mile", "half an inch" and "6-foot-6"."""
    found = []
    for match in _HEIGHT.finditer(folded):
        inches = Decimal(match[1]) * 12 + Decimal(match[2])
        places = (match.start(1), match.start(2))
        found.append(_quantity("length-inch", inches, match.start())._replace(places=places))
    for match in _ONE.finditer(folded):
        if hit := units.at(folded, match.end()):
            value = Decimal("0.5") if match["half"] else Decimal(1)
            found.append(_quantity(hit[1], value, match.start()))
    return found


def _without_conversions(found: list[Quantity]) -> list[Quantity]:
    """Make one of "45 miles (72 kilometres)", and of feet and inches."""
    kept: list[Quantity] = []
    for quantity in found:
        twin = kept[-1] if kept else None
        if twin and _is_height(twin, quantity):
            inches = twin.value * 12 + quantity.value
            merged = _quantity("length-inch", inches, twin.places[0])
            kept[-1] = merged._replace(places=twin.places + quantity.places)
        elif twin and twin.unit != quantity.unit and _same(twin, quantity):
            kept[-1] = twin._replace(places=twin.places + quantity.places)
        else:
            kept.append(quantity)
    return kept


def _is_height(feet: Quantity, inches: Quantity) -> bool:
    """Tell "6 feet 6 inches", which is one measure."""
    close = inches.places[0] - feet.places[-1] <= _HEIGHT_SPAN
    return (
        close and (feet.unit, inches.unit) == ("length-foot", "length-inch") and inches.value < 12
    )


def agreeing(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> set[str]:
    """Return the dimensions in which each measure of one side has its like on the other."""
    dimensions = {quantity.dimension for quantity in (*ours, *theirs)}
    return {name for name in dimensions if _pair_up(_of(ours, name), _of(theirs, name))}


def is_mistaken(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Say whether a figure was kept and its unit was not: 137 km/h are not 137 mph."""
    return any(
        quantity.value == other.value
        and quantity.dimension == other.dimension
        and not any(_same(quantity, each) for each in theirs)
        for quantity in ours
        for other in theirs
    )


def _of(quantities: Sequence[Quantity], dimension: str) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.dimension == dimension]


def _pair_up(ours: list[Quantity], theirs: list[Quantity]) -> bool:
    left = list(theirs)
    for quantity in ours:
        match = next((other for other in left if _same(quantity, other)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _same(ours: Quantity, theirs: Quantity) -> bool:
    if ours.dimension != theirs.dimension:
        return False
    if ours.unit == theirs.unit and (ours.unit != _DEGREES or ours.value == theirs.value):
        return ours.value == theirs.value
    if ours.dimension == "temperature":
        if ours.value == theirs.value and _DEGREES in (ours.unit, theirs.unit):
            return True
        return _same_heat(ours.size, theirs.size) or _same_heat(theirs.size, ours.size)
    rounded = _ROUNDED if min(_digits(ours.value), _digits(theirs.value)) < 2 else _CLOSE
    return abs(ours.size - theirs.size) <= rounded * max(ours.size, theirs.size)


def _digits(value: Decimal) -> int:
    """Return how many digits of a figure count: two of 620 and 0.62."""
    return len(value.normalize().as_tuple().digits)


def _same_heat(fahrenheit: Decimal, celsius: Decimal) -> bool:
    """Compare as temperatures and as differences: "20 degrees warmer"."""
    difference = fahrenheit * 5 / 9
    readings = (difference, difference - Decimal(160) / 9)
    return any(abs(reading - celsius) <= _HEAT_ROUNDED for reading in readings)


@cache
def _units(language: str) -> Phrases:
    """Return the names of the units in a language and in English."""
    from babel import Locale, UnknownLocaleError

    try:
        locales = [Locale.parse(language), Locale("en")]
    except (UnknownLocaleError, ValueError):
        locales = [Locale("en")]
    table: dict[str, list[str]] = {}
    for unit in _table()["sizes"]:
        names = {name for locale in locales for name in _names(unit, locale)}
        table[unit] = sorted(name for name in names if len(name) > 1 or language == "ja")
    table["length-meter"] = [*table["length-meter"], "m"]
    for unit, words in _table().get(language, {}).items():
        table[unit].extend(words)
    return Phrases.build(table)


def _names(unit: str, locale: Locale) -> Iterator[str]:
    """Yield what stands behind a number: "km", "kilomètre", "kilomètres"."""
    from babel.units import format_unit

    for length in ("long", "short", "narrow"):
        for number in (1, 2, 5):
            text = fold(format_unit(number, unit, length, locale=locale))
            head, _, name = text.partition(str(number))
            if not head and name.strip():
                yield name.strip()


@cache
def _table() -> dict[str, dict[str, Any]]:
    path = files("pipeline.stages").joinpath("data/units.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
