"""Days, months, years and spans of whole days: Recognizers-Text and duckling.

Values are compared as the days they cover (``edtf``). Rows that ask for a time of day, a duration
or something that repeats are left out, and so are rows without one resolved value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.evaluation import duckling_data
from tests.evaluation.edtf import covered, half_open
from tests.evaluation.recognizers_data import LANGUAGES, span
from tests.evaluation.score import Expected, Row

RECOGNIZERS = "dates-recognizers/DateTime"
SERVED = frozenset(("fr", "en", "de", "es", "it", "pt-BR", "nl", "zh", "ja", "ko", "ar"))
SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
OPEN_ENDED = "a span with one open end"


def load_recognizers(root: Path) -> Iterator[Row]:
    """Yield the rows of ``DateTimeModel.json`` that ask for days or spans of whole days."""
    for path in sorted((root / RECOGNIZERS).glob("*/DateTimeModel.json")):
        language = LANGUAGES.get(path.parent.name)
        if language not in SERVED:
            continue
        for case in json.loads(path.read_text(encoding="utf-8-sig")):
            expected, excluded = _expected(case)
            reference = (case.get("Context") or {}).get("ReferenceDateTime", "")[:10]
            yield Row(
                family="recognizers",
                kind="dates",
                language=language,
                text=case["Input"],
                expected=expected,
                reference=reference or "2016-11-07",
                excluded=excluded or (None if reference else _relative(case["Input"], expected)),
                source=path.relative_to(root).as_posix(),
            )


def _expected(case: dict[str, Any]) -> tuple[tuple[Expected, ...], str | None]:
    expected: list[Expected] = []
    if case.get("IgnoreResolution"):
        return (), "the spec does not give the value"
    for result in case["Results"]:
        name = str(result.get("TypeName") or result.get("Typename")).rpartition(".")[2]
        if name not in ("date", "daterange"):
            return (), "asks for a time, a duration or a repetition"
        resolution = result.get("Resolution")
        values = resolution.get("values") if isinstance(resolution, dict) else None
        wanted = frozenset().union(*(_values(value) for value in values or []))
        if OPEN_ENDED in wanted:
            return (), OPEN_ENDED
        if not wanted:
            return (), "without a resolved value"
        start, end = span(case["Input"], result)
        expected.append(Expected(start, end, wanted, (values or [{}])[0].get("timex", "")))
    return tuple(expected), None


def _values(value: dict[str, str]) -> frozenset[str]:
    """Turn one resolution into the days it covers.

    The specs leave the end out; of "from 3 to 12 May" (a triple) they so leave the 12th out, and
    of "March to May" the May, where a reader may include it: both count.
    """
    timex = value.get("timex") or ""
    if season := SEASON.fullmatch(timex):
        return frozenset({f"{season[1]}-{SEASONS[season[2]]}"})
    if "start" in value and "end" in value:
        start, end = value["start"], value["end"]
        found = {half_open(start, end)}
        if timex.startswith("("):
            found.add(covered(f"{start}/{end}"))
            found |= {covered(f"{start}/{end[:7]}")} if end.endswith("-01") else set()
            found |= {covered(f"{start}/{end[:4]}")} if end.endswith("-01-01") else set()
        return frozenset(days for days in found if days)
    if "start" in value or "end" in value:
        return frozenset({OPEN_ENDED})
    day = value.get("value") or ""
    return frozenset({covered(day)} if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ())


def _relative(text: str, expected: tuple[Expected, ...]) -> str | None:
    """Say why a row without a day to reckon from is left out: its years are not in the text."""
    said = all(any(value[:4] in text for value in wanted.values) for wanted in expected)
    return None if said else "no day is given to reckon from"


DUCKLING_TIME = re.compile(
    r"\(datetime \((\d+), (\d+), (\d+), 0, 0, 0\) (Day|Week|Month|Quarter|Year)\)"
)
DUCKLING_SPAN = re.compile(
    r"\(datetimeInterval \(\((\d+), (\d+), (\d+), 0, 0, 0\), \((\d+), (\d+), (\d+), 0, 0, 0\)\) "
    r"(?:Day|Week|Month|Quarter|Year)\)"
)


def load_duckling(root: Path) -> Iterator[Row]:
    """Yield duckling's expressions for whole days, weeks, months, years and spans of days."""
    for language, country, case in duckling_data.cases(root, "Time"):
        value = _duckling_value(case["expr"])
        values = frozenset({value, _season(value)} - {None}) if value else frozenset()
        text = case["text"]
        yield Row(
            family="duckling",
            kind="dates",
            language=language,
            country=country,
            text=text,
            expected=(Expected(0, len(text), values, case["expr"]),) if value else (),
            excluded=None if value else "asks for a time, a holiday or an open span",
            reference="2013-02-12",
            whole=True,
            source=case["file"],
        )


def _duckling_value(expression: str) -> str | None:
    if match := DUCKLING_TIME.fullmatch(expression):
        year, month, day = (int(group) for group in match.groups()[:3])
        first = f"{year:04d}-{month or 1:02d}-{day or 1:02d}"
        return {
            "Day": covered(first),
            "Week": _days(first, 7),
            "Month": covered(first[:7]),
            "Quarter": covered(f"{first[:7]}/{year:04d}-{(month or 1) + 2:02d}"),
            "Year": covered(first[:4]),
        }[match[4]]
    if match := DUCKLING_SPAN.fullmatch(expression):
        ends = [int(group) or 1 for group in match.groups()]
        start, end = (f"{e[0]:04d}-{e[1]:02d}-{e[2]:02d}" for e in (ends[:3], ends[3:]))
        return half_open(start, end)
    return None


def _season(days: str) -> str | None:
    """Return the season that duckling's astronomic days mean: 21 June to 23 September."""
    first, last = (date.fromisoformat(end) for end in days.split("/"))
    starts = {3: "21", 6: "22", 9: "23", 12: "24"}
    fits = first.month in starts and first.day >= 19 and 80 <= (last - first).days <= 100
    return f"{first.year:04d}-{starts[first.month]}" if fits else None


def _days(first: str, count: int) -> str | None:
    try:
        end = date.fromisoformat(first) + timedelta(days=count)
    except ValueError:
        return None
    return half_open(first, end.isoformat())
