"""The words of one language for numbers and money, read once from ``data/*.toml``.

Knows nothing about text: it only turns tables that a linguist can correct into look-ups.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

Rule = Literal["long", "short", "local"]
Table = dict[str, Any]

LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "sv", "zh")
LETTER_CLASSES = {ord("’"): "'", ord("ʼ"): "'", ord("‑"): "-", ord("‐"): "-"}
SPACES = " \u00a0\u202f\u2009\u2007\u2008\u3000"
LETTER_CLASSES |= {ord(space): " " for space in SPACES}


def fold(text: str) -> str:
    """Lower-case ``text`` and make quotes, hyphens and spaces plain; the length never changes."""
    text = text.translate(LETTER_CLASSES)
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def load_table(name: str) -> Table:
    """Return the TOML table ``data/<name>.toml``, or an empty one where there is none."""
    path = resources.files("pipeline.facts") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def split_tag(language: str) -> tuple[str, str | None]:
    """Split a language tag: ``pt-BR`` -> ``("pt", "BR")``, ``zh-Hant-TW`` -> ``("zh", "TW")``."""
    parts = language.replace("_", "-").split("-")
    region = next((p.upper() for p in parts[1:] if len(p) == 2 and p.isalpha()), None)
    return parts[0].lower(), region


@dataclass(frozen=True)
class Phrases:
    """Phrases that can be looked up at a place in folded text, the longest first."""

    by_first: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def build(cls, table: dict[str, list[str]]) -> Phrases:
        """Make the look-up from ``{meaning: [phrase, ...]}``."""
        found: dict[str, list[tuple[str, str]]] = {}
        for meaning, phrases in table.items():
            for phrase in phrases:
                found.setdefault(phrase[0], []).append((fold(phrase), meaning))
        for entries in found.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return cls(found)

    def at(self, folded: str, position: int, *, glued: bool = False) -> tuple[int, str] | None:
        """Return ``(end, meaning)`` of the longest phrase at ``position``, or None.

        ``glued`` allows a letter right after the phrase (scripts without spaces).
        """
        for phrase, meaning in self.by_first.get(folded[position : position + 1], ()):
            end = position + len(phrase)
            if folded.startswith(phrase, position) and (
                glued or not phrase[-1].isalnum() or end == len(folded) or not folded[end].isalnum()
            ):
                return end, meaning
        return None

    def before(self, folded: str, position: int, *, glued: bool = False) -> tuple[int, str] | None:
        """Return ``(start, meaning)`` of the longest phrase that ends at ``position``, or None."""
        best: tuple[int, str] | None = None
        for start in range(max(0, position - 24), position):
            for phrase, meaning in self.by_first.get(folded[start], ()):
                if start + len(phrase) != position or not folded.startswith(phrase, start):
                    continue
                free = start == 0 or not (folded[start - 1].isalnum() and phrase[0].isalnum())
                if (glued or free) and best is None:
                    best = (start, meaning)
        return best


@dataclass(frozen=True)
class Scale:
    """A magnitude word: 10 ** exponent, under a rule; ``currency`` for words like ``mdd``."""

    exponent: int
    rule: Rule | None
    currency: str | None = None


@dataclass(frozen=True)
class Lexicon:
    """What ``numbers`` and ``amounts`` must know of a language."""

    language: str
    country: str | None
    known: bool
    decimal: str
    rule: Rule
    cjk: bool
    compound: bool
    units: dict[str, Decimal]
    hundreds: frozenset[str]
    scales: dict[str, Scale]
    money_scales: dict[str, Scale]
    glue: frozenset[str]
    weak: frozenset[str]
    alone: frozenset[str]
    symbols: Phrases
    codes: frozenset[str]
    currencies: Phrases
    percent: Phrases
    table: Table

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of phrases, or the words of a string of words, folded."""
        value = self.table.get(key, [])
        return tuple(fold(w) for w in (value.split() if isinstance(value, str) else value))


def _scales(table: dict[str, Any], rule: Rule) -> dict[str, Scale]:
    scales = {}
    for word, value in table.items():
        exponent, _, currency = str(value).partition(" ")
        scales[fold(word)] = Scale(
            int(exponent), rule if int(exponent) > 3 else None, currency or None
        )
    return scales


@cache
def load_lexicon(language: str, country: str | None = None) -> Lexicon:
    """Return the lexicon of ``language`` (a tag such as ``fr`` or ``pt-PT``).

    An unknown language gets the digits, symbols and codes that all languages share.
    """
    base, region = split_tag(language)
    country = country.upper() if country else region
    table = load_table(base) if base in LANGUAGES else {}
    common = load_table("common")
    rule: Rule = table.get("rule", "short")
    scales = _scales(common["scales"], "short") if not table.get("cjk") else {}
    scales |= _scales(table.get("scales", {}), rule)
    scales |= _scales(table.get("long_scales", {}), "long")
    if table and base != "en" and not table.get("cjk"):  # English words in translated text
        for word, exponent in (("million", 6), ("billion", 9), ("trillion", 12)):
            scales.setdefault(word, Scale(exponent, "short"))
    decimal = table.get("decimal", ".")
    if country in table.get("dot_decimal_countries", ()):
        decimal = "."
    articles = frozenset(table.get("articles", ()))
    return Lexicon(
        language=base,
        country=country,
        known=bool(table),
        decimal=decimal,
        rule=rule,
        cjk=table.get("cjk", False),
        compound=table.get("compound", False),
        units={fold(w): Decimal(v) for w, v in table.get("units", {}).items()}
        | {fold(w): Decimal(1) for w in articles},
        hundreds=frozenset(table.get("hundreds", {})),
        scales=scales,
        money_scales=_scales(common["money_abbreviations"], "short")
        | _scales(table.get("money_abbreviations", {}), rule),
        glue=frozenset(table.get("and", ())),
        weak=articles | frozenset(table.get("weak", ())),
        alone=frozenset(table.get("alone", ())),
        symbols=Phrases.build(common["symbols"]),
        codes=frozenset(common["codes"]["iso"].split()),
        currencies=Phrases.build(_currency_words(base, table)),
        percent=Phrases.build({"%": ["%", "％", "‰", *table.get("percent", ())]}),
        table=table,
    )


def _currency_words(base: str, table: Table) -> dict[str, list[str]]:
    """All currency words: the table's come first, CLDR's plain names fill the gaps."""
    words: dict[str, list[str]] = {k: list(v) for k, v in table.get("currencies", {}).items()}
    for code, phrases in table.get("subunits", {}).items():
        words[f"{code}/100"] = list(phrases)
    for code, phrases in table.get("weak_currencies", {}).items():
        words[f"{code}?"] = list(phrases)
    if not table:
        return words
    from babel.numbers import get_currency_name

    taken = {fold(p) for phrases in words.values() for p in phrases}
    for code in load_table("common")["codes"]["cldr"].split():
        names = {fold(get_currency_name(code, n, locale=base)) for n in (None, 1, 2, 5)} - taken
        words.setdefault(code, []).extend(sorted(n for n in names if len(n) > 1))
        taken |= names
    return words
