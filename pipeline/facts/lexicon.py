"""The words of one language for numbers and money, read once from ``data/*.toml``.

Knows nothing about text: it only turns tables that a linguist can correct into look-ups.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import Any, Literal

from pipeline.facts.word_forms import currency_forms, teen_units

Rule = Literal["long", "short", "local"]
Table = dict[str, Any]

LETTER_CLASSES: dict[int, Any] = {ord("’"): "'", ord("ʼ"): "'", ord("‑"): "-", ord("‐"): "-"}
SPACES = " \u00a0\u202f\u2009\u2007\u2008\u3000"
LETTER_CLASSES |= {ord(space): " " for space in SPACES}
LETTER_CLASSES |= str.maketrans("أإآٱىیةک،٫٬٪", "ااااييهك,.,%")  # spelling varies in Arabic
VOWEL_SIGNS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
LETTER_CLASSES |= {ord(sign): "\u0640" for sign in VOWEL_SIGNS}  # as if the letter were stretched
LETTER_CLASSES |= {zero + i: str(i) for zero in (0x660, 0x6F0) for i in range(10)}
LONG_NAME = 4  # characters of "刚果法郎"
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LETTER_CLASSES |= {ord(mark): " " for mark in DIRECTIONS}  # marks of writing direction


def fold(text: str) -> str:
    """Lower-case ``text`` and make quotes, hyphens, spaces and Arabic plain; same length."""
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


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that are read: those with a table, named by their ISO 639 code."""
    files = (resources.files("pipeline.facts") / "data").iterdir()
    names = (PurePath(file.name) for file in files)
    return tuple(sorted(n.stem for n in names if n.suffix == ".toml" and len(n.stem) < 4))


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
                found.setdefault(fold(phrase[0]), []).append((fold(phrase), meaning))
        for entries in found.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return cls(found)

    def at(self, folded: str, position: int, *, glued: bool = False) -> tuple[int, str] | None:
        """Return ``(end, meaning)`` of the longest phrase at ``position``, or None.

        ``glued`` allows a letter right after the phrase (scripts without spaces).
        """
        for phrase, meaning in self.by_first.get(folded[position : position + 1], ()):
            end = position + len(phrase)
            if folded.startswith(phrase, position) and (glued or _ends_at(folded, end, phrase)):
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


def word_end(folded: str, position: int) -> int:
    """Return where a word that goes on at ``position`` ends, vowel signs included."""
    while position < len(folded) and unicodedata.category(folded[position])[0] in "LM":
        position += 1
    return position


def _ends_at(folded: str, end: int, phrase: str) -> bool:
    """Tell whether a word ends here; the "c" of "$ c'est" does not."""
    if not phrase[-1].isalnum():
        return True
    follows = folded[end : end + 1]
    return not follows.isalnum() and not (follows == "'" and phrase[-2:-1] == " ")


@dataclass(frozen=True)
class Scale:
    """A magnitude word: 10 ** exponent, under a rule; ``currency`` for words like ``mdd``.

    ``dual`` words mean two where no number stands before them: "مليارا دولار".
    """

    exponent: int
    rule: Rule | None
    currency: str | None = None
    dual: bool = False


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
    stems: dict[str, Scale]
    stem_units: dict[str, Decimal]
    stem_currencies: Phrases
    bare_currencies: Phrases
    not_currencies: Phrases
    percent: Phrases
    table: Table

    def currency_word(self, folded: str, position: int) -> tuple[int, str] | None:
        """Return ``(end, meaning)`` of the currency word at ``position``: not the 元 of 元素."""
        if self.not_currencies.at(folded, position, glued=True):
            return None
        if self.stems:
            return self._currency_stem(folded, position)
        hit = self.currencies.at(folded, position, glued=self.cjk)
        bare = self.bare_currencies.at(folded, position, glued=True)
        if hit or not bare:
            return hit
        after = folded[bare[0] : bare[0] + 1]
        free = not after.isalpha() or after in self.table.get("digits", ())
        return bare if free or folded.startswith(self.words("after_bare"), bare[0]) else None

    def _currency_stem(self, folded: str, position: int) -> tuple[int, str] | None:
        """Return the currency word whose beginning is known: "dolarlık", "долларов"."""
        hit = self.stem_currencies.at(folded, position, glued=True)
        return (word_end(folded, hit[0]), hit[1]) if hit else None

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


def _units(table: Table) -> dict[str, Decimal]:
    words = {**table.get("units", {}), **teen_units(table)}
    return {fold(word): Decimal(value) for word, value in words.items()}


@cache
def load_lexicon(language: str, country: str | None = None) -> Lexicon:
    """Return the lexicon of ``language`` (a tag such as ``fr`` or ``pt-PT``).

    An unknown language gets the digits, symbols and codes that all languages share.
    """
    base, region = split_tag(language)
    country = country.upper() if country else region
    common = load_table("common")
    other: Table = common["other_languages"].get(base, {})
    table = load_table(base) if base in languages() else {}
    rule: Rule = table.get("rule", "short")
    scales = _scales(common["scales"], "short") if not table.get("cjk") else {}
    scales |= _scales(table.get("scales", {}), rule)
    scales |= _scales(table.get("long_scales", {}), "long")
    duals = _scales(table.get("dual_scales", {}), rule)
    scales |= {word: replace(scale, dual=True) for word, scale in duals.items()}
    if table and base != "en" and not table.get("cjk"):  # English words in translated text
        for word, exponent in (("million", 6), ("billion", 9), ("trillion", 12)):
            scales.setdefault(word, Scale(exponent, "short"))
    decimal = (table or other).get("decimal", ".")
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
        units=_units(table) | {fold(w): Decimal(1) for w in articles},
        hundreds=frozenset(map(fold, table.get("hundreds", {}))),
        scales=scales,
        money_scales=_scales(common["money_abbreviations"], "short")
        | (_scales(common["scales"], "short") if table.get("cjk") else {})
        | _scales(table.get("money_abbreviations", {}), rule),
        glue=frozenset(table.get("and", ())),
        weak=articles | frozenset(map(fold, table.get("weak", ()))),
        alone=frozenset(map(fold, table.get("alone", ()))),
        symbols=Phrases.build(common["symbols"]),
        codes=frozenset(common["codes"]["iso"].split()),
        currencies=Phrases.build(_currency_words(base, table)),
        stems=_scales(other.get("scales", {}), "short"),
        stem_units=_units(other),
        stem_currencies=Phrases.build(other.get("currencies", {})),
        bare_currencies=Phrases.build(table.get("bare_currencies", {})),
        not_currencies=Phrases.build({"": list(table.get("not_currencies", ()))}),
        percent=Phrases.build({"%": ["%", "％", "‰", *table.get("percent", ())]}),
        table=table,
    )


def _currency_words(base: str, table: Table) -> dict[str, list[str]]:
    """All currency words: the table's come first, CLDR's plain names fill the gaps."""
    words: dict[str, list[str]] = {k: list(v) for k, v in table.get("currencies", {}).items()}
    for code, phrases in currency_forms(table).items():
        words.setdefault(code, []).extend(phrases)
    for code, phrases in table.get("subunits", {}).items():
        words[f"{code}/100"] = list(phrases)
    for code, phrases in table.get("slang_currencies", {}).items():
        words[code] = list(phrases)
    for code, phrases in table.get("weak_currencies", {}).items():
        words[f"{code}?"] = list(phrases)
    if not table:
        return words
    from babel.numbers import get_currency_name

    taken = {fold(p) for phrases in words.values() for p in phrases}
    codes = load_table("common")["codes"]
    for code in (*codes["cldr"].split(), *codes["cldr_with_country"].split()):
        names = {fold(get_currency_name(code, n, locale=base)) for n in (None, 1, 2, 5)} - taken
        if table.get("cjk"):
            names |= {name.replace(" ", "") for name in names}
        if code in codes["cldr_with_country"]:  # a lone word may be another country's, or no money
            long = LONG_NAME if table.get("cjk") else 99  # no spaces there
            names = {name for name in names if " " in name or "-" in name or len(name) >= long}
        words.setdefault(code, []).extend(sorted(n for n in names if len(n) > 1))
        taken |= names
    return words
