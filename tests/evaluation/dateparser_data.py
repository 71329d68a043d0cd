"""Dates of dateparser's own tests (BSD-3-Clause), as far as they can be mapped surely.

Its tests give a missing day or month the day of the base, so only texts with a year are kept of
its searches; of its translations those that are a day, a month and a year in English, or one step
("1 day ago") from the day of reference.
"""

from __future__ import annotations

import ast
import calendar
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.evaluation.edtf import covered
from tests.evaluation.score import Expected, Row

FILE = "dates-dateparser/cases.jsonl"
SERVED = frozenset("fr en de es it pt nl pl sv ja zh ko ar".split())  # noqa: SIM905
MOMENT = re.compile(
    r"(?:datetime\.)?datetime\((?P<y>\d+), (?P<m>\d+), (?P<d>\d+)(?P<time>(?:, \d+)*)"
)
PAIR = re.compile(r"\((?P<text>'(?:[^'\\]|\\.)*'), " + MOMENT.pattern + r"\)\)")
MONTHS = [name.lower() for name in calendar.month_name[1:]]
REFERENCE = date(2014, 9, 1)
MONTH = "|".join(MONTHS)
FULL = re.compile(
    rf"(?<![\w:])(?:(?P<d>\d\d?) (?P<m>{MONTH})|(?P<m2>{MONTH}) (?P<d2>\d\d?)),? "
    r"(?P<y>(?:19|20)\d\d)(?![\w:])"
)
STEP = re.compile(r"(?P<ahead>in )?(?P<n>\d+) (?P<unit>day|week|month|year)s?(?P<ago> ago)?")


def load(root: Path) -> Iterator[Row]:
    """Yield searches in sentences and single expressions with their language."""
    for line in (root / FILE).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        arguments = case["args"]
        if len(arguments) < 3 or arguments[0] not in SERVED or not isinstance(arguments[1], str):
            continue
        if case["file"] == "test_search.py":
            expected, excluded = _searched(arguments[1], str(arguments[2]))
            yield _row("dateparser search", case, expected, excluded, "2000-01-01")
        elif case["test"] in ("test_translation", "test_freshness_translation"):
            values = _translated(str(arguments[2]))
            wanted = (Expected(0, len(arguments[1]), values, arguments[2]),) if values else ()
            excluded = None if values else "not a day, month or year alone"
            yield _row("dateparser", case, wanted, excluded, REFERENCE.isoformat())


def _row(
    family: str,
    case: dict[str, Any],
    expected: tuple[Expected, ...],
    excluded: str | None,
    reference: str,
) -> Row:
    return Row(
        family=family,
        kind="dates",
        language=case["args"][0],
        text=case["args"][1],
        expected=expected,
        excluded=excluded,
        reference=reference,
        whole=family == "dateparser",
        source=FILE,
    )


def _translated(english: str) -> frozenset[str]:
    """Read dateparser's normal form; a step of months may mean the day or the whole month."""
    if match := FULL.search(english):
        month = MONTHS.index(match["m"] or match["m2"]) + 1
        day = int(match["d"] or match["d2"])
        return frozenset({covered(f"{match['y']}-{month:02d}-{day:02d}")})
    match = STEP.fullmatch(english)
    if not match or bool(match["ahead"]) == bool(match["ago"]):
        return frozenset()
    return _steps(match["unit"], int(match["n"]) * (1 if match["ahead"] else -1))


def _steps(unit: str, n: int) -> frozenset[str]:
    if unit in ("day", "week"):
        day = REFERENCE + timedelta(days=n * (7 if unit == "week" else 1))
        monday = day - timedelta(days=day.weekday())
        sunday = monday + timedelta(days=6)
        week = {f"{monday.isoformat()}/{sunday.isoformat()}"} if unit == "week" else set()
        return frozenset({covered(day.isoformat())} | week)
    months = REFERENCE.year * 12 + REFERENCE.month - 1 + n * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    stem = f"{year:04d}-{month + 1:02d}"
    values = {covered(stem), covered(f"{stem}-{REFERENCE.day:02d}")}
    return frozenset(values | ({covered(stem[:4])} if unit == "year" else set()))


def _searched(text: str, answer: str) -> tuple[tuple[Expected, ...], str | None]:
    expected: list[Expected] = []
    pairs = list(PAIR.finditer(answer))
    if not pairs or len(pairs) != answer.count("datetime.datetime("):
        return (), "an answer that is not a list of days"
    place = 0
    for match in pairs:
        found = str(ast.literal_eval(match["text"]))
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        if str(year) not in found or any(int(n) for n in re.findall(r"\d+", match["time"])):
            return (), "without a year, or with a time"
        place = max(text.find(found, place), 0)
        rest = found.replace(str(year), "", 1)
        full, part = f"{year:04d}-{month:02d}-{day:02d}", f"{year:04d}"
        if re.search(r"\d", rest):
            value = covered(full)
        elif re.search(r"[^\W\d_]{3,}|月", rest) and rest.strip() != "de":
            value = covered(full[:7])
        else:
            value = covered(part)
        expected.append(Expected(place, place + len(found), frozenset({value}), found))
        place += len(found)
    return tuple(expected), None
