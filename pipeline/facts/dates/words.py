"""The date words of each language, compiled from ``data/dates/<language>.toml``.

A rule is a template such as ``"[{w}, ]{d} [{link}]{m} {y}"``: ``[...]`` may be missing, ``(a|b)``
is a choice, ``~`` is a space or none, the mention starts at ``^`` where there is one, and
``{name}`` stands for a piece (``pieces``). Rules repeat nothing, so they are linear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from pipeline.facts.dates.pieces import KANJI, RELATIONS, all_words, either, pieces_of
from pipeline.facts.dates.tables import date_table, letters_of
from pipeline.facts.lexicon import fold, load_lexicon, load_table

PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2")
SENSES = ("ignore", "rules", "ago", "later", "later_ahead", "back", "forward")
_TOKEN = re.compile(r"(\{\w+\}|[\[\]()|~^])")
_SYNTAX = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "~": " ?", "^": "(?P<span>"}


class Rule(NamedTuple):
    """One compiled template; ``needs`` names the kinds of words it cannot do without."""

    pattern: re.Pattern[str]
    sense: str
    needs: frozenset[str]


class DateWords(NamedTuple):
    """The words of one language, and its rules."""

    months: dict[str, int]
    short_months: dict[str, int]
    weekdays: dict[str, int]
    weekday_tails: dict[str, int]
    short_weekdays: dict[str, int]
    day_words: dict[str, int]
    nth: dict[str, int]
    seasons: dict[str, int]
    units: dict[str, str]
    relations: dict[str, int]
    numbers: dict[str, int]
    parts: dict[str, str]
    decades: dict[str, int]
    centuries: dict[str, int]
    halves: dict[str, int]
    sides: dict[str, str]
    phrases: dict[str, str]
    eras: dict[str, int]
    capitals: frozenset[str]
    lower: frozenset[str]
    kinds: dict[str, re.Pattern[str]]
    ahead: re.Pattern[str]
    past: re.Pattern[str]
    last: re.Pattern[str]  # where it is glued to a month: Korean, Chinese, Japanese
    day_cue: re.Pattern[str]
    fraction_of: re.Pattern[str]
    clause_end: re.Pattern[str]
    future_cue: re.Pattern[str]
    future_after: re.Pattern[str]
    rules: tuple[Rule, ...]
    table: dict[str, Any]


@cache
def date_words(base: str) -> DateWords | None:
    """Return the date words of a language, or None where there is no table for it."""
    table = date_table(base)
    if not table:
        return None
    names = {
        "months": _numbered(table, "months", 1),
        "short_months": _without_stop(_numbered(table, "months", 1)),
        "weekdays": _numbered(table, "weekdays", 0),
        "weekday_tails": _numbered(table, "weekday_tails", 0),
        "short_weekdays": _numbered(table, "short_weekdays", 0),
        "day_words": _day_words(base, table),
        "nth": _numbered(table, "nth", 1),
        "seasons": _flipped(table, "seasons"),
        "units": _flipped(table, "units"),
        "parts": {part.lower(): part for part in PARTS} | _flipped(table, "parts"),
        "decades": _flipped(table, "decades"),
        "centuries": _flipped(table, "centuries"),
        "halves": _flipped(table, "halves"),
        "sides": _flipped(table, "sides"),
        "eras": {fold(k): int(v) for k, v in table.get("eras", {}).items()},
        "phrases": _phrases(table),
        "numbers": _numbers(base, table),
        "relations": {
            fold(w): n for name, n in RELATIONS.items()
            for key in (name, f"{name}_after") for w in table.get(key, ())
        },
    }  # fmt: skip
    pieces = pieces_of(table, names)
    glued = bool(table.get("glued"))
    left, right = _edges(table)
    rules = [
        _rule(template, sense, pieces, left, right)
        for sense in SENSES
        for template in [*table.get(sense, ()), *_shared(table, sense)]
    ]
    soon = either(all_words(table, ["future_cues", "next"]))
    kinds = {kind: names[key] for kind, key in _KINDS.items()}
    return DateWords(
        **names,
        capitals=frozenset(map(fold, table.get("capitals", ()))),
        lower=frozenset(map(fold, table.get("lower", ()))),
        kinds={kind: re.compile(either(words)) for kind, words in kinds.items()},
        ahead=_ahead(table),
        past=_past(table),
        last=re.compile(either(all_words(table, ["last"]) if glued else ())),
        day_cue=re.compile(rf"(?<!\w)(?P<cue>{_day_cues(table, names)}),?(?: |(?<='))$"),
        fraction_of=re.compile(rf" (?:{either(all_words(table, ['fraction_of']))})(?!\w)"),
        clause_end=re.compile(pieces["end"]),
        future_cue=re.compile(rf"(?<!\w){soon} ?{pieces['the']}?$"),
        future_after=re.compile(
            rf" {either(all_words(table, ['next_after']))}{'' if glued else _END}"
        ),
        rules=tuple(rules),
        table=table,
    )  # fmt: skip


def _day_cues(table: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    return either([*all_words(table, ["day_cues"]), *names["weekdays"], *names["short_weekdays"]])


def _ahead(table: Mapping[str, Any]) -> re.Pattern[str]:
    words = either(all_words(table, ["ahead"]))
    return re.compile(words if table.get("glued") else rf"(?<!\w){words}{_END}")


def _past(table: Mapping[str, Any]) -> re.Pattern[str]:
    """Return what finds a word of ``past``, or a word with one of its endings ("-ed")."""
    words = [fold(word) for word in table.get("past", ())]
    if table.get("glued"):
        return re.compile(either(words))
    endings = either(word[1:] for word in words if word[0] == "-")
    whole = either(word for word in words if word[0] != "-")
    return re.compile(rf"(?<!\w)(?:{whole}|\w{{2,16}}{endings}){_END}")


_END = r"(?!\w)"
_GLUED_LEFT = rf"(?<!\d)(?<!\d[.,])(?<![数數几幾何十百千{KANJI}])"  # "几十年前" is no decade
_KINDS = {
    "m": "months", "w": "weekdays", "phrase": "phrases", "u": "units", "q": "parts",
    "c": "centuries",
}  # fmt: skip


def _shared(table: Mapping[str, Any], sense: str) -> list[str]:
    family = table.get("family")
    shared: list[str] = load_table("dates/shared").get(family, {}).get(sense, []) if family else []
    return shared


def _numbered(table: Mapping[str, Any], key: str, first: int) -> dict[str, int]:
    rows = enumerate(table.get(key, ()), first)
    return {fold(form): number for number, forms in rows for form in forms.split("|")}


def _without_stop(months: Mapping[str, int]) -> dict[str, int]:
    """Return the short names of months without their full stop: "aug" of "aug."."""
    return {
        form[:-1]: number
        for form, number in months.items()
        if form.endswith(".") and form[:-1] not in months
    }


def _flipped(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return form -> meaning of a table that lists the forms of each meaning."""
    rows = table.get(key, {}).items()
    return {
        fold(form): int(meaning) if meaning.isdecimal() else meaning
        for meaning, forms in rows for form in forms.split("|")
    }  # fmt: skip


def _phrases(table: Mapping[str, Any]) -> dict[str, str]:
    """Return the phrases; where words are glued to each other, also without their spaces."""
    phrases = {fold(k): v for k, v in table.get("phrases", {}).items()}
    if table.get("glued"):
        phrases |= {phrase.replace(" ", ""): code for phrase, code in phrases.items()}
    return phrases


def _day_words(base: str, table: Mapping[str, Any]) -> dict[str, int]:
    """Return the days of the month in words; some languages also count them: "cinco de mayo"."""
    words = _numbers(base, table) if table.get("day_numbers") else {}
    return {w: v for w, v in words.items() if 1 < v < 32} | _flipped(table, "day_words")


def _numbers(base: str, table: Mapping[str, Any]) -> dict[str, int]:
    letters = letters_of(base)
    units = {word.translate(letters): value for word, value in load_lexicon(base).units.items()}
    whole = {w: int(v) for w, v in units.items() if v == int(v) and 0 < v <= 100}
    return whole | {fold(w): int(v) for w, v in table.get("numbers", {}).items()}


def _edges(table: Mapping[str, Any]) -> tuple[str, str]:
    """Return what may not stand before and after a date.

    Glued words have letters behind them (Korean), or on both sides (Chinese, Japanese).
    """
    glued, separated = bool(table.get("glued")), bool(table.get("separated"))
    left = r"(?<![\w$€£¥#])(?<!\d[.,/])" if separated or not glued else _GLUED_LEFT
    right = r"(?!\d)" if glued else r"(?!\w)(?![.,:]\d)"
    return left + str(table.get("prefix", "")), right


def _rule(template: str, sense: str, pieces: Mapping[str, str], left: str, right: str) -> Rule:
    body, seen = "", set()
    for token in _TOKEN.split(template if "^" in template else "^" + template):
        if token.startswith("{"):
            name = token[1:-1]
            piece = pieces[name]
            body += re.sub(r"\?P<\w+>", "?:", piece) if name in seen else piece
            seen.add(name)
        else:
            body += _SYNTAX.get(token) or re.escape(fold(token)).replace(r"\ ", " ")
    required = template
    while "[" in required:  # what is optional is not needed
        required, before = re.sub(r"\[[^\[\]]*\]", "", required), required
        if required == before:
            break
    found = {name.rstrip("2") for name in re.findall(r"\{(\w+)\}", required)}
    needs = found & _KINDS.keys() | ({"digit"} if found & {"y", "wk"} else set())
    if "(" in required:
        needs = set()
    return Rule(re.compile(f"{left}{body}){right}"), sense, frozenset(needs))
