"""The date words of each language, compiled from ``data/dates/<language>.toml``.

A rule is a template such as ``"[{w}, ]{d} [{link}]{m} {y}"``: ``[...]`` may be missing, ``(a|b)``
is a choice, ``~`` is a space or none, the mention starts at ``^`` where there is one, and
``{name}`` stands for the words of a list below. Rules repeat nothing, so they are linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from pipeline.facts.dates.tables import date_table, letters_of
from pipeline.facts.lexicon import fold, load_lexicon, load_table

YEAR = r"(?:1\d|20)\d\d"
UNITS = ("day", "weekend", "week", "month", "quarter", "year", "decade")
RELATIONS = {"before_last": -2, "last": -1, "this": 0, "next": 1, "after_next": 2}
SENSES = ("ignore", "rules", "ago", "later", "later_ahead", "back", "forward")
_TOKEN = re.compile(r"(\{\w+\}|[\[\]()|~^])")
_SYNTAX = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "~": " ?", "^": "(?P<span>"}
_KANJI = "〇零一二三四五六七八九"
_KANJI_DAY = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两兩]"


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
    phrases: dict[str, str]
    eras: dict[str, int]
    capitals: frozenset[str]
    lower: frozenset[str]
    kinds: dict[str, re.Pattern[str]]
    ahead: re.Pattern[str]
    future_cue: re.Pattern[str]
    future_after: re.Pattern[str]
    rules: tuple[Rule, ...]
    table: dict[str, Any]


def either(words: Iterable[str]) -> str:
    """Return a choice of literal words, the longest first; nothing matches an empty one."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") for w in ordered) + ")" if ordered \
        else "(?!)"  # fmt: skip


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
        "parts": _flipped(table, "parts"),
        "decades": _flipped(table, "decades"),
        "eras": {fold(k): int(v) for k, v in table.get("eras", {}).items()},
        "phrases": _phrases(table),
        "numbers": _numbers(base, table),
        "relations": {
            fold(w): n for name, n in RELATIONS.items()
            for key in (name, f"{name}_after") for w in table.get(key, ())
        },
    }  # fmt: skip
    pieces = _pieces(table, names)
    glued = bool(table.get("glued"))
    left, right = _edges(table)
    rules = [
        _rule(template, sense, pieces, left, right)
        for sense in SENSES
        for template in [*table.get(sense, ()), *_shared(table, sense)]
    ]
    soon = either(_all(table, ["future_cues", "next"]))
    kinds = {kind: names[key] for kind, key in _KINDS.items()}
    return DateWords(
        **names,
        capitals=frozenset(map(fold, table.get("capitals", ()))),
        lower=frozenset(map(fold, table.get("lower", ()))),
        kinds={kind: re.compile(either(words)) for kind, words in kinds.items()},
        ahead=re.compile(rf"(?<!\w){either(map(fold, table.get('ahead', ())))}"
                         + ("" if glued else r"(?!\w)")),
        future_cue=re.compile(rf"(?<!\w){soon} ?{pieces['the']}?$"),
        future_after=re.compile(rf" {either(_all(table, ['next_after']))}{'' if glued else _END}"),
        rules=tuple(rules),
        table=table,
    )  # fmt: skip


_END = r"(?!\w)"
_KINDS = {"m": "months", "w": "weekdays", "phrase": "phrases", "u": "units", "q": "parts"}


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


def _pieces(table: Mapping[str, Any], names: dict[str, Any]) -> dict[str, str]:
    """Return the pattern of each ``{name}``; those that mean something are named groups."""
    glued = bool(table.get("glued"))
    end = "" if glued else r"(?!\w)"
    numeral = rf"|{_KANJI_DAY}" if table.get("kanji") else ""
    months = either(names["months"])
    nouns = {"m": months, "w": either(names["weekdays"]), "s": either(names["seasons"])}
    forms = {fold(f) for key in ("units",) for fs in table.get(key, {}).values()
             for f in fs.split("|")}  # fmt: skip
    plural = {fold(f) for f in table.get("plural_only", ())}
    singular = either(forms - plural)
    kanji_year = rf"|[一二][{_KANJI}]{{3}}" if table.get("kanji") else ""
    meaning = {
        "y": rf"{YEAR}(?!\d){kanji_year}",
        "d": rf"(?:3[01]|[12]\d|0?[1-9])(?!\d){numeral}|{either(names['day_words'])}{end}",
        "mm": rf"(?:1[0-2]|0?[1-9])(?!\d){'|十[一二]?|[一二三四五六七八九]' if numeral else ''}",
        "m": rf"{months}{end}",
        "w": rf"{nouns['w']}{end}",
        "wt": either(names["weekday_tails"]),
        "s": rf"{nouns['s']}{end}",
        "n": rf"\d{{1,3}}(?![\d.,]\d)|{either(names['numbers'])}{end}{numeral}",
        "u": rf"{either(forms)}{end}",
        "name": rf"(?:{nouns['s']}|{nouns['m']}|{nouns['w']}|{singular}){end}",
        "rel": rf"{either(_all(table, RELATIONS))}",
        "after": rf"{either(_all(table, [f'{r}_after' for r in RELATIONS]))}{end}",
        "q": rf"{either(names['parts'])}{end}",
        "phrase": rf"{either(names['phrases'])}{end}{table.get('phrase_end', '')}",
        "decade": rf"{either(names['decades'])}",
        "era": either(names["eras"]),
        "ey": r"\d{1,3}|元" + numeral,
        "nth": rf"{either(names['nth'])}{end}",
        "cue": either(map(fold, table.get("month_cues", ()))),
    }
    pieces = {name: rf"(?P<{name}>{pattern})" for name, pattern in meaning.items()}
    for name in ("y", "d", "m", "mm"):
        pieces[f"{name}2"] = rf"(?P<{name}2>{meaning[name]})"
    pieces["dec4"], pieces["dec2"] = r"(?P<dec>(?:1[5-9]|20)\d0)", "(?P<dec>[3-9]0)"
    pieces["yy"], pieces["y2d"] = r"(?P<y>[5-9]\d)", r"(?P<y>[0-4]\d)"
    pieces["dash"] = "[-–—〜～~－]"
    pieces["dec"] = r"(?P<dec>(?:1[5-9]|20)\d0|[3-9]0)"
    pieces["clear"] = rf"(?P<m>{either(map(fold, table.get('clear', ())))}){end}"
    pieces["months"] = months
    for unit in ("year", "month", "week"):
        whole = either(w for w, code in names["phrases"].items() if code.startswith(unit))
        pieces[f"rel{unit}"] = f"(?P<whole>{whole})"
    for name in ("the", "link", "part", "approx", "week_of"):
        spaced = [w if w[-1] in "'-" or glued else f"{w} " for w in table.get(name, ())]
        pieces[name] = either(map(fold, spaced))
    for name in ("to", "ordinal", "between", "and", "on"):
        pieces[name] = either(map(fold, table.get(name, ())))
    pieces["to"] = (
        r"(?: ?[-–—〜～~] ?|" + (" ?" if glued else " ") + pieces["to"] + (" ?)" if glued else " )")
    )
    days = either([*names["weekdays"], *names["short_weekdays"]])
    pieces["week_of"] = f"(?P<week>{pieces['week_of']})"
    pieces["dw"] = rf"(?P<dw>{days}{end})"
    pieces["paren"] = rf"(?:{either(names['weekdays'])}| ?[(（](?P<dw>{days})[)）])"
    pieces["first"] = rf"{either(w for w, nth in names['nth'].items() if nth < 6)}{end}"
    decades = [form for form, unit in names["units"].items() if unit == "decade"]
    pieces["ud"] = rf"(?P<u>{either(decades)}{end})"
    pieces["event"] = rf"(?= {either(map(fold, table.get('events', ())))}(?!\w))"
    pieces["sep"] = "[-/]"
    pieces["open"], pieces["close"] = " ?[(（]", "[)）]"
    pieces["day_end"] = table.get("day_end", "")
    pieces["ym"] = rf"(?P<m>{either([*names['months'], *names['short_months']])}{end})"
    pieces["comma"] = "(?: ?, ?| )"
    stops = either(map(fold, table.get("after_day", ())))
    pieces["end"] = rf"(?= ?(?:[,.;:!?)»]|$)| {stops}(?!\w))"
    return pieces


def _all(table: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    return [fold(word) for key in keys for word in table.get(key, ())]


def _edges(table: Mapping[str, Any]) -> tuple[str, str]:
    """Return what may not stand before and after a date.

    Glued words have letters behind them (Korean), or on both sides (Chinese, Japanese).
    """
    glued, separated = bool(table.get("glued")), bool(table.get("separated"))
    left = r"(?<![\w$€£¥#])(?<!\d[.,/])" if separated or not glued else r"(?<!\d)(?<!\d[.,])"
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
    needs = found & {"m", "w", "phrase", "u", "q"} | ({"digit"} if "y" in found else set())
    if "(" in required:
        needs = set()
    return Rule(re.compile(f"{left}{body}){right}"), sense, frozenset(needs))
