"""The words by which names are told from other words, read from ``data/names.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from pipeline.facts.lexicon import load_table

CAPITAL = (
    "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0104\u0106\u010c\u0110\u0118\u011e\u0130\u0141\u0143"
    "\u0150\u015a\u015e\u0160\u0170\u0179\u017b\u017d"
)
SPACELESS = ("ja", "zh", "ko")


class NameWords(NamedTuple):
    """The word lists of one language with an alphabet; all in lower case, but for names."""

    first_names: frozenset[str]
    weak: frozenset[str]
    particles: frozenset[str]
    legal: frozenset[str]
    stops: frozenset[str]
    not_after: frozenset[str]
    things: frozenset[str]
    heads_last: frozenset[str]
    heads_first: frozenset[str]
    capital_heads: frozenset[str]
    announce: frozenset[str]
    links: tuple[tuple[str, ...], ...]  # each the words of one link, the longest first
    ages: frozenset[str]
    acronyms: frozenset[str]
    no_acronyms: frozenset[str]
    places: frozenset[str]  # countries in this language, and well-known towns


def is_supported(language: str) -> bool:
    """Say whether unknown names of a language with an alphabet are looked for."""
    return language in load_table("names") and language not in SPACELESS


@cache
def name_words(language: str) -> NameWords:
    """Return the word lists of a language that ``is_supported``."""
    tables = load_table("names")
    own, shared = tables[language], tables["shared"]
    first = {word for names in tables["first_names"].values() for word in names.split()}
    return NameWords(
        first_names=frozenset(first | ({_stem(w) for w in first} if language == "pl" else set())),
        weak=_words(shared, "weak"),
        particles=_words(shared, "particles"),
        legal=_words(shared, "legal"),
        stops=_words(own, "stops"),
        not_after=_words(own, "not_after"),
        things=_words(own, "things") | _words(tables["en"], "things"),
        heads_last=_words(own, "heads_last"),
        heads_first=_words(own, "heads_first"),
        capital_heads=_words(own, "capital_heads"),
        announce=_words(own, "announce"),
        links=tuple(
            tuple(re.findall(r"\w+", link))
            for link in sorted(own.get("links", []), key=len, reverse=True)
        ),
        ages=frozenset(own.get("ages", [])),
        acronyms=frozenset(shared["acronyms"].split()),
        no_acronyms=frozenset(shared["no_acronyms"].split()),
        places=frozenset(shared["places"]) | territories(language),
    )


@cache
def territories(language: str) -> frozenset[str]:
    """Return the names of countries in a language, in lower case (CLDR)."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(name.lower() for code, name in names.items() if code.isalpha())


@cache
def well_known() -> dict[str, tuple[str, ...]]:
    """Map the first word of each well-known organisation's name to the whole names."""
    shared = load_table("names")["shared"]
    found: dict[str, list[str]] = {}
    for name in sorted({*shared["media"], *shared["organisations"]}, key=len, reverse=True):
        found.setdefault(re.findall(r"\w+", name)[0], []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def polish_stem(word: str) -> str:
    """Cut a Polish case ending off a name, so that "Tuska" and "Tuskowi" are one."""
    return _stem(word)


_POLISH_ENDING = re.compile(
    r"(?<=\w{3})(?:owi|iem|em|iego|ego|iemu|emu|iej|ej|im|ym|ą|ę|ie|a|u|y|i|e|o)$"
)


def _stem(word: str) -> str:
    return _POLISH_ENDING.sub("", word)


def _words(table: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(table.get(key, "").split())
