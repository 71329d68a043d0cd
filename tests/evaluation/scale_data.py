"""Sentences with magnitude words and their human translation into English.

Source and translation are read by the same code; what is compared is the large values. A value
with a magnitude word of a million or more on one side must be on the other side, where any value
of a million or more counts. No tolerance: a translator who rounds or changes the unit shows up as
a difference, which ``reasons`` can name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pipeline.evaluation.amounts import number
from pipeline.facts.money.amounts import find_amounts
from pipeline.facts.numbers.find import find_numbers
from tests.evaluation.score import Given, Outcome, Row, judge_sets

FILE = "scale-words/pairs.jsonl"
SUBSET = "scale-words, above 10^6"
MILLION = Decimal(1_000_000)
LANGUAGES = {
    "fra": "fr",
    "deu": "de",
    "spa": "es",
    "ita": "it",
    "por": "pt-PT",
    "por-BR": "pt-BR",
    "nld": "nl",
    "zho": "zh",
    "jpn": "ja",
    "kor": "ko",
    "pol": "pl",
    "hin": "hi",
    "rus": "ru",
    "tur": "tr",
}
ABOVE_A_MILLION = re.compile(
    r"mill?[ij]ard|miljard|milyar|mld|bil|tril|mil ?mil|миллиард|млрд|трилл|[亿億兆조억]|अरब|खरब",
    re.IGNORECASE,
)


def load_pairs(root: Path) -> Iterator[Row]:
    """Yield every pair; those with a word above a million also as a family of their own."""
    for line in (root / FILE).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        language = LANGUAGES.get(case["lang"])
        if not language:
            continue
        here, there = case["source"], case["reference_en"]
        worded = [*large_values(here, language), *large_values(there, "en")]
        silent = all(value.weak for value in worded)
        families = ["scale-words"]
        if any(ABOVE_A_MILLION.search(word) for word in case["scale_src"]):
            families.append(SUBSET)
        for family in families:
            yield Row(
                family=family,
                kind="scale",
                language=language,
                text=here,
                translation=there,
                excluded="no large value on either side" if silent else None,
                source=FILE,
            )


def large_values(text: str, language: str) -> list[Given]:
    """Read the values of a million or more; those without a magnitude word are weak."""
    given: list[Given] = []
    amounts = find_amounts(text, language)
    for a in amounts:
        given += [_given(a.start, a.end, end, a.magnitude) for end in {a.min, a.max}]
    for n in find_numbers(text, language):
        inside = any(a.start < n.end and n.start < a.end for a in amounts)
        if not inside and not n.name:
            given.append(_given(n.start, n.end, n.value, n.magnitude))
    return [g for g in given if Decimal(g.value) >= MILLION]


def compare(row: Row, given: Sequence[Given]) -> Outcome:
    """Compare the values of a source with its translation's."""
    here = [g for g in given if Decimal(g.value) >= MILLION]
    return judge_sets(row, here, large_values(row.translation or "", "en"))


def _given(start: int, end: int, value: Decimal, magnitude: int) -> Given:
    return Given(start, end, number(value), weak=magnitude < 6)
