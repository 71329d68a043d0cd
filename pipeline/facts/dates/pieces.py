"""The pieces of date rules: what ``{d}``, ``{m}``, ``{link}`` stand for, as regular expressions.

``data/dates/shared.toml`` lists them. A piece that means something is a named group; none repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.facts.lexicon import fold

RELATIONS = {"before_last": -2, "last": -1, "this": 0, "next": 1, "after_next": 2}
KANJI = "〇零一二三四五六七八九"
_YEAR = r"(?:1\d|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_COUNT = r"(?<!\d[ \xa0\u202f])[1-9]\d{0,2}(?![\d.,]\d)"  # not the end of "10 000"
_KANJI_DAY = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两兩]"
_FIXED = {
    "dec4": r"(?P<dec>(?:1[5-9]|20)\d0)",
    "dec2": "(?P<dec>[3-9]0)",
    "dec": r"(?P<dec>(?:1[5-9]|20)\d0|[3-9]0)",
    "yy": r"(?P<y>[5-9]\d)",
    "y2d": r"(?P<y>[0-4]\d)",
    "dn": f"(?P<d>{_DAY})",
    "dash": "[-–—〜～~－]",
    "sep": "[-/]",
    "open": " ?[(（]",
    "close": "[)）]",
    "comma": "(?: ?, ?| )",
    "stop": r"(?=\W?$)",
}


def either(words: Iterable[str]) -> str:
    """Return a choice of literal words, the longest first; nothing matches an empty one."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") for w in ordered) + ")" if ordered \
        else "(?!)"  # fmt: skip


def all_words(table: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """Return the folded words of some lists of a table."""
    return [fold(word) for key in keys for word in table.get(key, ())]


def pieces_of(table: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, str]:
    """Return the pattern of each ``{name}`` for the words of a language."""
    end = "" if table.get("glued") else r"(?!\w)"
    meaning = _meanings(table, names, end)
    pieces = {name: rf"(?P<{name}>{pattern})" for name, pattern in meaning.items()} | _FIXED
    for name in ("y", "d", "m", "mm"):
        pieces[f"{name}2"] = rf"(?P<{name}2>{meaning[name]})"
    pieces |= _small_words(table)
    pieces |= _choices(table, names, pieces["the"], end)
    return pieces | _surroundings(table, pieces, end)


def _meanings(table: Mapping[str, Any], names: Mapping[str, Any], end: str) -> dict[str, str]:
    """Return what the groups of the same name match."""
    kanji = bool(table.get("kanji"))
    numeral = rf"|{_KANJI_DAY}" if kanji else ""
    months, seasons = either(names["months"]), either(names["seasons"])
    weekdays = either(names["weekdays"])
    singular = either(names["units"].keys() - set(all_words(table, ["plural_only"])))
    return {
        "y": rf"{_YEAR}(?!\d)" + (rf"|[一二][{KANJI}]{{3}}" if kanji else ""),
        "d": rf"{_DAY}{numeral}|{either(names['day_words'])}{end}",
        "mm": r"(?:1[0-2]|0?[1-9])(?!\d)" + ("|十[一二]?|[一二三四五六七八九]" if kanji else ""),
        "m": rf"{months}{end}",
        "w": rf"{weekdays}{end}",
        "wt": either(names["weekday_tails"]),
        "s": rf"{seasons}{end}",
        "n": rf"{_COUNT}|{either(names['numbers'])}{end}{numeral}",
        "u": rf"{either(names['units'])}{end}",
        "name": rf"(?:{seasons}|{months}|{weekdays}|{singular}){end}",
        "rel": either(all_words(table, RELATIONS)),
        "after": rf"{either(all_words(table, [f'{r}_after' for r in RELATIONS]))}{end}",
        "q": rf"{either(names['parts'])}{end}",
        "phrase": rf"{either(names['phrases'])}{end}{table.get('phrase_end', '')}",
        "decade": either(names["decades"]),
        "c": either(names["centuries"]),
        "half": rf"{either(names['halves'])}{end}",
        "side": either(names["sides"]),
        "yw": either(form for form, unit in names["units"].items() if unit == "year") + end,
        "wk": r"(?:5[0-3]|[1-4]?\d)(?!\d|[.,]\d)",
        "era": either(names["eras"]),
        "ey": r"\d{1,3}|元" + numeral,
        "nth": rf"{either(names['nth'])}{end}",
        "cue": either(all_words(table, ["month_cues"])),
    }


def _choices(
    table: Mapping[str, Any], names: Mapping[str, Any], the: str, end: str
) -> dict[str, str]:
    """Return the pieces that take some of the months, units, weekdays or phrases."""
    days = either([*names["weekdays"], *names["short_weekdays"]])
    relation = (
        "" if table.get("glued") else rf"(?:(?:{the})?{either(all_words(table, RELATIONS))} )?"
    )
    pieces = {
        "clear": rf"(?P<m>{either(all_words(table, ['clear']))}){end}",
        "months": either(names["months"]),
        "mn": f"(?P<m>{either(names['months'])})",
        "ym": rf"(?P<m>{either([*names['months'], *names['short_months']])}{end})",
        "ym2": rf"(?P<m2>{either([*names['months'], *names['short_months']])}{end})",
        "am": f"(?P<m>{either(form for form in names['months'] if form.endswith('.'))})",
        "dw": rf"{relation}(?P<dw>{days}{end})",
        "wd": rf"(?P<dw>{days}{end})",
        "paren": rf"(?:{either(names['weekdays'])}| ?[(（](?P<dw>{days})[)）])",
        "first": rf"{either(w for w, nth in names['nth'].items() if nth < 6)}{end}",
    }
    for name, kinds in (
        ("uw", {"day", "week"}),
        ("ul", {"week", "month", "quarter", "year", "decade"}),
        ("ud", {"decade"}),
    ):
        units = either(form for form, unit in names["units"].items() if unit in kinds)
        pieces[name] = rf"(?P<u>{units}{end})"
    for unit in ("year", "month", "week"):
        whole = either(w for w, code in names["phrases"].items() if code.startswith(unit))
        pieces[f"rel{unit}"] = f"(?P<whole>{whole})"
    return pieces


def _small_words(table: Mapping[str, Any]) -> dict[str, str]:
    """Return the articles, links and other words that mean nothing by themselves."""
    glued = bool(table.get("glued"))
    pieces = {}
    for name in ("the", "link", "part", "approx", "week_of"):
        words = all_words(table, [name])
        pieces[name] = either(w if w[-1] in "'-" or glued else f"{w} " for w in words)
    for name in ("to", "ordinal", "between", "and", "on"):
        pieces[name] = either(all_words(table, [name]))
    space = " ?" if glued else " "
    pieces["to"] = rf"(?: ?[-–—〜～~] ?|{space}{pieces['to']}{space})"
    pieces["week_of"] = f"(?P<week>{pieces['week_of']})"
    return pieces


def _surroundings(table: Mapping[str, Any], pieces: Mapping[str, str], end: str) -> dict[str, str]:
    """Return what must stand behind a date."""
    stops = either(all_words(table, ["after_day"]))
    ordinal, link = f"{pieces['ordinal']}?", f"{pieces['link']}?"
    return {
        "event": rf"(?= {either(all_words(table, ['events']))}(?!\w))",
        "day_end": table.get("day_end", ""),
        "end": rf"(?= ?(?:[,;:!?)»\"”](?!\w)|[.\"”]?[.\"”]?$)| {stops}(?!\w))",
        "and_m": (
            rf"(?={ordinal} {pieces['and']} {pieces['the']}?\d\d?{ordinal} {link}"
            rf"(?P<m>{pieces['months']}){end}(?:,? {link}(?P<y>{_YEAR})(?!\d))?)"
        ),
    }
