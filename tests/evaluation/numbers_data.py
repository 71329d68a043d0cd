"""Spelled-out numbers: the tables of number-parser and the cases of text2num (free licences)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.evaluation.amounts import number
from tests.evaluation.score import Expected, Row

TABLES = "numbers-number-parser/data"
CASES = "numbers-text2num/cases.jsonl"


def load_tables(root: Path) -> Iterator[Row]:
    """Yield number-parser's cardinals, English and Spanish; each text is one number."""
    for path in sorted((root / TABLES).glob("*/*.csv")):
        language = path.name[:2]
        if language not in ("en", "es") or "ordinals" in path.parent.name:
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                where = path.relative_to(root).as_posix()
                yield _row("number-parser", language, line["text"], line["number"], where)


def load_cases(root: Path) -> Iterator[Row]:
    """Yield text2num's single numbers in the languages chipwire reads."""
    for line in (root / CASES).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] == "text2num" and case["lang"] in ("de", "en", "es", "fr", "pt"):
            yield _row("text2num", case["lang"], case["text"], str(case["value"]), CASES)


def _row(family: str, language: str, text: str, value: str, source: str) -> Row:
    wanted = frozenset({number(Decimal(value))})
    return Row(
        family=family,
        kind="numbers",
        language=language,
        text=text,
        expected=(Expected(0, len(text), wanted),),
        whole=True,
        source=source,
    )
