"""How each language prints a number with its magnitude and currency, from ``[render]`` tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from pipeline.facts.lexicon import Table, fold, load_lexicon, load_table, split_tag
from pipeline.facts.numbers.numerals import power, tidy, times

MAX_DECIMALS = 3  # "1.234 trillion" is still read; longer values are printed in full
VOWELS = frozenset("aeiouéh")


class Written(NamedTuple):
    """A number as printed, its magnitude word, and which plural form goes with it (0: one)."""

    number: str
    unit: str = ""
    form: int = 1


@dataclass(frozen=True)
class Style:
    """The printing habits of one language."""

    language: str
    table: Table
    units: tuple[tuple[Any, ...], ...]
    decimal: str
    prefers_symbols: bool
    ambiguous: bool  # comma and point both are decimal marks somewhere

    @property
    def join(self) -> str:
        """What stands between the ends of a range."""
        return str(self.table["join"])

    @property
    def joins_units(self) -> bool:
        """Whether a range says its magnitude once: "5 à 7 billions"."""
        return not self.table.get("symbols")

    @property
    def join_full(self) -> str:
        """The same where each end has its own unit and currency."""
        return str(self.table.get("join_full", self.join))

    def scaled(self, value: Decimal) -> Written:
        """Print with the largest magnitude word that needs no long fraction."""
        if "myriads" in self.table:
            return self._myriads(value)
        for exponent, *forms in self.units:
            if value < power(exponent):
                continue
            coefficient = _divided(value, exponent)
            if _decimals(coefficient) <= MAX_DECIMALS:
                form = self._form(coefficient)
                return Written(self._figures(coefficient), forms[min(form, len(forms) - 1)], form)
        return self.full(value)

    def full(self, value: Decimal) -> Written:
        """Print all digits."""
        figures = self._figures(value)
        if _decimals(value) == 1 and "myriads" not in self.table:
            figures += "0"  # $40.50
        if self.ambiguous and _decimals(value) == 3:
            figures += "0"  # "1,234" might be grouped
        return Written(figures, "", self._form(value))

    def _myriads(self, value: Decimal) -> Written:
        steps = self.table["myriads"]
        smallest = power(steps[-1][0])
        if value < smallest:
            return self.full(value)
        if self.table.get("decimals"):
            exponent, word = next(step for step in steps if value >= power(step[0]))
            coefficient = _divided(value, exponent)
            if _decimals(coefficient) <= 2:
                return Written(self._ungrouped(coefficient) + word)
        if value != value.to_integral_value() or value >= power(steps[0][0] + 8):
            return self.full(value)
        text, rest = "", value
        for exponent, word in (*steps, (0, "")):
            part, rest = divmod(rest, power(exponent))
            if part:
                text += (
                    self._ungrouped(tidy(part)) + word + self.table.get("space", "") * bool(word)
                )
        return Written(text.rstrip())

    def _ungrouped(self, value: Decimal) -> str:
        return format(value, "f")

    def _form(self, value: Decimal) -> int:
        """Choose one, few, many or fraction; English-like languages know one and many."""
        if self.language == "pl":
            return _polish_form(value)
        if self.language == "ar":
            return _arabic_form(value)
        below = self.table.get("one_below")
        if value == 1 or (below and below > 1 and 0 <= value < below):
            return 0
        return 1

    def _figures(self, value: Decimal) -> str:
        whole, _, fraction = format(value, "f").partition(".")
        if len(whole) >= self.table.get("group_from", 4):
            head = len(whole) % 3
            groups = [whole[:head]] * bool(head)
            groups += [whole[i : i + 3] for i in range(head, len(whole), 3)]
            whole = self.table.get("group", ",").join(groups)
        return f"{whole}{self.decimal}{fraction}" if fraction else whole

    def with_currency(self, written: Written, code: str | None) -> str:
        """Add the currency in house style: "$7 trillion", "7 billones de dólares"."""
        number = " ".join(filter(None, (written.number, written.unit)))
        if code is None:
            return number
        symbol = self._symbol(code) if self.prefers_symbols else None
        if symbol:
            return f"{symbol}{number}"
        forms = self.table.get("currencies", {}).get(code) or self._cldr_forms(code)
        if "myriads" in self.table:
            space = self.table.get("space", "")
            return f"{number}{space}{forms[0]}" if forms else f"{number}{space or ' '}{code}"
        if self.language == "en":
            return f"{code} {number}"
        return self._named(written, number, forms, code)

    def _named(self, written: Written, number: str, forms: list[str] | None, code: str) -> str:
        link = ""
        if written.unit and "of" in self.table:
            link = self.table["of"]
        if not forms:
            return f"{number} {code}" if not link else f"{number} {link}{code}"
        form = written.form
        if written.unit:
            form = len(forms) - 2 if len(forms) > 2 else 1
        word = forms[min(form, len(forms) - 1)]
        if link and word[0].lower() in VOWELS and "of_vowel" in self.table:
            link = self.table["of_vowel"]
        return f"{number} {link}{word}"

    def _cldr_forms(self, code: str) -> list[str] | None:
        """Return CLDR's name of a currency that the table does not name, in each plural form."""
        counts = self.table.get("cldr_counts")
        if not counts or code not in load_lexicon(self.language).codes:
            return None
        forms = [currency_name(code, self.language, count) for count in counts]
        if self.table.get("lower_names"):  # CLDR writes "Schwedische Kronen"
            forms = [f[0].lower() + f[1:] if " " in f else f for f in forms]
        return forms

    def with_code(self, written: Written, code: str | None) -> str:
        """Add the ISO code behind the number: plain, and always read back."""
        return " ".join(filter(None, (written.number, written.unit, code)))

    def _symbol(self, code: str) -> str | None:
        symbols = self.table.get("symbols")
        if isinstance(symbols, dict):
            return symbols.get(code)
        from babel.numbers import get_currency_symbol

        symbol = str(get_currency_symbol(code, locale=self.language))
        known = load_table("common")["symbols"].get(code, [])
        if code == "JPY" or fold(symbol) in known:
            return symbol
        return None


@cache
def currency_name(code: str, language: str, count: float) -> str:
    """Return CLDR's name of a currency beside a count: "couronnes suédoises"."""
    from babel.numbers import get_currency_name

    return str(get_currency_name(code, count, locale=language))


def _divided(value: Decimal, exponent: int) -> Decimal:
    return times(value, Decimal((0, (1,), -exponent)))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _arabic_form(value: Decimal) -> int:
    """CLDR plural rules for Arabic: one, three to ten, the rest, eleven to ninety-nine."""
    last = int(value) % 100
    if value == 1:
        return 0
    if value != value.to_integral_value() or last < 3:
        return 2
    return 1 if last <= 10 else 3


def _polish_form(value: Decimal) -> int:
    """CLDR plural rules for Polish: one, few, many, fraction."""
    if value != value.to_integral_value():
        return 3
    if value == 1:
        return 0
    last, tens = int(value) % 10, int(value) % 100
    return 1 if 2 <= last <= 4 and not 12 <= tens <= 14 else 2


@cache
def load_style(language: str, country: str | None = None) -> Style:
    """Return the style of a language tag; English for a language without a table."""
    base, region = split_tag(language)
    country = country.upper() if country else region
    table = load_table(base)
    if "render" not in table:
        base, table = "en", load_table("en")
    render = table["render"]
    decimal = table.get("decimal", ".")
    if country in table.get("dot_decimal_countries", ()):  # Mexico writes 7,500.5
        render, decimal = {**render, "group": ","}, "."
    portugal = base == "pt" and country == "PT"
    units = render.get("units_PT") if portugal else None
    return Style(
        language=base,
        table=render,
        units=tuple(tuple(unit) for unit in units or render.get("units", ())),
        decimal=decimal,
        ambiguous="dot_decimal_countries" in table,
        prefers_symbols=bool(render.get("symbols")) and not portugal,
    )
