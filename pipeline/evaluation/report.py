"""Scores as a table, and as records for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pipeline.evaluation.score import ALL, KINDS, Outcome, Scores


def aligned(rows: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> str:
    """Align the cells of a table under a rule below its head; numbers to the right."""
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    text = [
        "  ".join(_pad(cell, width, left=i in left) for i, (cell, width) in enumerate(cells))
        for cells in (list(zip(row, widths, strict=True)) for row in rows)
    ]
    return "\n".join([text[0], "-" * _width(text[0]), *text[1:]])


def score_table(outcomes: Sequence[Outcome], sums: Scores) -> str:
    """Return one line a language: how many cases, and the score of each kind in per cent."""
    kinds = [kind for kind in KINDS if kind in sums.get(ALL, {})]
    rows = [["", "cases", *kinds]]
    for language, row in sums.items():
        cases = sum(language in (ALL, outcome.language) for outcome in outcomes)
        scores = [row[kind].score if kind in row else None for kind in kinds]
        cells = ["-" if score is None else f"{score:.1f}" for score in scores]
        rows.append([language, str(cases), *cells])
    return aligned(rows)


def difference_lines(outcomes: Iterable[Outcome]) -> list[str]:
    """Return what differs from the gold, case by case."""
    return [
        line
        for outcome in outcomes
        if outcome.differences
        for line in (outcome.name, *(f"  {text}" for text in outcome.differences))
    ]


def as_data(outcomes: Iterable[Outcome], sums: Scores) -> dict[str, Any]:
    """Return everything as plain data: the scores, and each case with its differences."""
    return {
        "scores": {
            language: {
                kind: {**counts._asdict(), "score": _rounded(counts.score)}
                for kind, counts in row.items()
            }
            for language, row in sums.items()
        },
        "cases": [
            {"name": o.name, "language": o.language, "differences": o.differences} for o in outcomes
        ],
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(cell: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(cell))
    return cell + space if left else space + cell
