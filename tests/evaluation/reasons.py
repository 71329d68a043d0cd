"""Why rows differ: the reasons of ``differences.toml``, by a rule or by the row's hash."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pipeline.facts.lexicon import load_lexicon
from tests.evaluation.date_reasons import DATE_RULES
from tests.evaluation.scale_data import large_values
from tests.evaluation.score import Outcome

Rule = Callable[[Outcome], bool]


class Reason(NamedTuple):
    """Why a row differs, and whether the data (``label``) or chipwire (``scope``) is the cause."""

    name: str
    cause: Literal["label", "scope", "unexplained"]


UNEXPLAINED = Reason("", "unexplained")


def explain(outcome: Outcome) -> Reason:
    """Return the first reason that holds for a row, else ``UNEXPLAINED``."""
    for reason in _reasons():
        if _holds(reason, outcome):
            return Reason(reason["name"], reason.get("cause", "scope"))
    return UNEXPLAINED


def _all_match(pattern: str, outcome: Outcome) -> bool:
    """Tell whether there are missing facts, and the pattern is found in the words of each."""
    places = [outcome.row.text[e.start : e.end] for e in outcome.missing]
    return bool(places) and all(re.search(pattern, place) for place in places)


@cache
def _reasons() -> tuple[dict[str, Any], ...]:
    path = Path(__file__).with_name("differences.toml")
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["reason"])


def _holds(reason: dict[str, Any], outcome: Outcome) -> bool:
    row = outcome.row
    labels = {wanted.label for wanted in outcome.missing}
    language = row.language.split("-")[0]
    return (
        row.kind in reason.get("kind", [row.kind])
        and row.family in reason.get("family", [row.family])
        and language in reason.get("language", [language])
        and ("label" not in reason or bool(labels & set(reason["label"])))
        and ("text" not in reason or re.search(reason["text"], row.text) is not None)
        and ("pattern" not in reason or _all_match(reason["pattern"], outcome))
        and ("rows" not in reason or row.id in reason["rows"])
        and ("rule" not in reason or RULES[reason["rule"]](outcome))
    )


def _sign(outcome: Outcome) -> bool:
    """The label is negative and the same amount without its sign was given."""
    given = {g.value for g in outcome.extra}
    return bool(outcome.missing) and all(
        any(value.startswith("-") and value[1:] in given for value in wanted.values)
        for wanted in outcome.missing
    )


def _one_of_several(outcome: Outcome) -> bool:
    """What was expected is one of several amounts, or one end of the range, that were given."""
    wanted = {v for e in outcome.row.expected for v in e.values}
    ends = {
        f"{end} {currency}"
        for g in outcome.given
        for span, currency in [g.value.split(" ")]
        for end in span.split("..")
    }
    return bool(wanted & ends)


def _rare_currency(outcome: Outcome) -> bool:
    """No code that is missing is one that chipwire knows."""
    known = load_lexicon(outcome.row.language).codes | {"?"}
    codes = {v.rpartition(" ")[2] for e in outcome.missing for v in e.values}
    return bool(codes) and not codes & known


def _other_script(outcome: Outcome) -> bool:
    """The currency of the label is written in letters other than Latin ones."""
    letters = [sign for e in outcome.missing for sign in e.label if sign.isalpha()]
    return any(not unicodedata.name(sign, "").startswith("LATIN") for sign in letters)


def _two_ends(outcome: Outcome) -> bool:
    """A range was expected and exactly its two ends were given."""
    given = {g.value for g in outcome.extra}
    ends = [
        {f"{end} {value.rpartition(' ')[2]}" for end in value.rpartition(" ")[0].split("..")}
        for e in outcome.missing
        for value in e.values
        if ".." in value
    ]
    return given in ends


def _float(outcome: Outcome) -> bool:
    """The same digits up to the fourteenth were given."""
    pairs = zip(outcome.missing, outcome.extra, strict=False)
    return len(outcome.missing) == len(outcome.extra) > 0 and all(
        any(_digits(v) == _digits(g.value) for v in e.values) for e, g in pairs
    )


def _digits(value: str) -> tuple[str, str]:
    number, _, currency = value.partition(" ")
    return f"{Decimal(number.partition('..')[0]):.13e}", currency


def _bracketed(outcome: Outcome) -> bool:
    """All that differs stands in brackets on its side."""
    row = outcome.row
    here = _in_brackets(row.text, row.language)
    there = _in_brackets(row.translation or "", "en")
    differ = [next(iter(e.values)) in there for e in outcome.missing]
    return all(differ + [g.value in here for g in outcome.extra])


def _in_brackets(text: str, language: str) -> set[str]:
    inside = re.findall(r"[(（]([^()（）]*)[)）]", text)
    return {given.value for part in inside for given in large_values(part, language)}


def _rounded(outcome: Outcome) -> bool:
    """Every value that differs has one within 5 % on the other side."""
    missing = [Decimal(next(iter(e.values))) for e in outcome.missing]
    extra = [Decimal(g.value) for g in outcome.extra]
    pairs = [(a, b) for a in missing for b in extra if abs(a - b) <= max(a, b) / 20]
    return {a for a, _ in pairs} == set(missing) and {b for _, b in pairs} == set(extra)


def _fraction(outcome: Outcome) -> bool:
    """The label is a fraction, or has decimals that no digits of the text show."""
    text = outcome.row.text
    return any(
        e.label == "fraction"
        or ("." in next(iter(e.values)) and not re.search(r"[.,，．・]\d", text[e.start : e.end]))
        for e in outcome.missing
    )


def _only_more(outcome: Outcome) -> bool:
    return not outcome.missing


RULES: dict[str, Rule] = {
    **DATE_RULES,
    "sign": _sign,
    "one_of_several": _one_of_several,
    "rare_currency": _rare_currency,
    "other_script": _other_script,
    "two_ends": _two_ends,
    "float": _float,
    "bracketed": _bracketed,
    "rounded": _rounded,
    "fraction": _fraction,
    "only_more": _only_more,
}
