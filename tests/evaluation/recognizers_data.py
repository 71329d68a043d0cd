"""Money and numbers of Recognizers-Text (MIT): its language specifications as rows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.evaluation.amounts import number
from tests.evaluation.score import Expected, Row
from tests.evaluation.units import units, values

FOLDER = "numbers-recognizers"
LANGUAGES = {
    "English": "en",
    "French": "fr",
    "German": "de",
    "Spanish": "es",
    "SpanishMexican": "es-MX",
    "Italian": "it",
    "Portuguese": "pt-BR",
    "Dutch": "nl",
    "Swedish": "sv",
    "Chinese": "zh",
    "Japanese": "ja",
    "Korean": "ko",
    "Arabic": "ar",
    "Hindi": "hi",
    "Turkish": "tr",
}
DECIMAL_COMMA = frozenset(("fr", "de", "es", "it", "pt-BR", "nl", "sv", "tr"))


def load_money(root: Path) -> Iterator[Row]:
    """Yield the rows of all ``CurrencyModel.json``."""
    for path, language, case in _cases(root, "NumberWithUnit", "CurrencyModel.json"):
        expected: list[Expected] = []
        excluded = "the spec does not give the value" if case.get("IgnoreResolution") else None
        for result in case["Results"]:
            resolution = result.get("Resolution") or {}
            value = printed(resolution.get("value"), language)
            unit = resolution.get("isoCurrency") or resolution.get("unit") or ""
            codes = units("recognizers", unit)
            if codes is None:
                excluded = f"unit not in the table: {unit}"
            elif not codes:
                excluded = "unit without an ISO 4217 code"
            elif value is not None:  # "dollars" alone is no amount
                start, end = span(case["Input"], result)
                expected.append(Expected(start, end, values(codes, value, value), unit))
        yield Row(
            family="recognizers",
            kind="money",
            language=language,
            text=case["Input"],
            expected=tuple(expected),
            excluded=excluded,
            source=path,
        )


def load_numbers(root: Path) -> Iterator[Row]:
    """Yield the rows of all ``NumberModel.json``."""
    for path, language, case in _cases(root, "Number", "NumberModel.json"):
        expected: list[Expected] = []
        excluded = "the spec does not give the value" if case.get("IgnoreResolution") else None
        for result in case["Results"]:
            value = printed((result.get("Resolution") or {}).get("value"), language)
            start, end = span(case["Input"], result)
            if value is None:
                excluded = "the spec does not give the value"
            else:
                label = (result.get("Resolution") or {}).get("subtype", "")
                expected.append(Expected(start, end, frozenset({number(value)}), label))
        yield Row(
            family="recognizers",
            kind="numbers",
            language=language,
            text=case["Input"],
            expected=tuple(expected),
            excluded=excluded,
            source=path,
        )


def printed(value: str | None, language: str) -> Decimal | None:
    """Read a value as the culture of the spec prints it: French ``20000,15``."""
    if value is None:
        return None
    if language in DECIMAL_COMMA and re.search(r",\d", value):
        value = value.replace(".", "").replace(",", ".")
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def span(text: str, result: dict[str, Any]) -> tuple[int, int]:
    """Return where a result stands; one without offsets, or with wrong ones, is searched for."""
    name = str(result.get("Text", "")).strip()
    start, end = int(result.get("Start", -1)), int(result.get("End", -1)) + 1
    if 0 <= start < end <= len(text) and _same(text[start:end], name):
        return start, end
    found = text.lower().find(name.lower())
    return (found, found + len(name)) if found >= 0 and name else (0, len(text))


def _same(first: str, second: str) -> bool:
    first, second = (unicodedata.normalize("NFKC", text).lower() for text in (first, second))
    return first.strip() == second.strip()


def _cases(root: Path, folder: str, name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in sorted((root / FOLDER / folder).glob(f"*/{name}")):
        language = LANGUAGES.get(path.parent.name)
        if language:
            where = path.relative_to(root).as_posix()
            for case in json.loads(path.read_text(encoding="utf-8-sig")):
                yield where, language, case
