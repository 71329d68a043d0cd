"""Compare what a reader gives with what a row of test data expects.

Values are compared as strings that mean one thing: ``75000000 USD``, ``10..20 EUR``, ``2024-02``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.evaluation.score import rate


@dataclass(frozen=True)
class Expected:
    """One fact a row asks for: its place and every value that counts as right."""

    start: int
    end: int
    values: frozenset[str]
    label: str = ""  # how the data writes it


@dataclass(frozen=True)
class Given:
    """One fact a reader found; ``weak`` ones may match, and need not where sets are compared."""

    start: int
    end: int
    value: str
    weak: bool = False


@dataclass(frozen=True)
class Row:
    """One row of test data, ready to be read.

    ``excluded`` says why a row cannot be judged; ``whole`` that only the text as a whole is
    meant, so that places are not compared. ``hint`` is text a library may use beside ``text``.
    """

    family: str
    kind: str
    language: str
    text: str
    expected: tuple[Expected, ...] = ()
    country: str | None = None
    reference: str = ""  # the day "yesterday" is reckoned from
    excluded: str | None = None
    whole: bool = False
    hint: str | None = None
    translation: str | None = None
    source: str = ""  # file of the row

    @property
    def id(self) -> str:
        """Return a hash of the file and the text: rows are named without being copied."""
        return hashlib.sha256(f"{self.source}\n{self.text}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Outcome:
    """What one reader made of one row."""

    row: Row
    given: tuple[Given, ...]
    expected: int
    found: int  # expected facts that were given
    right: int  # given facts that were expected
    missing: tuple[Expected, ...] = ()
    extra: tuple[Given, ...] = ()

    @property
    def exact(self) -> bool:
        """Tell whether the row was read without any difference."""
        return self.found == self.expected and self.right == len(self.given)


@dataclass
class Tally:
    """Sums over rows."""

    rows: int = 0
    expected: int = 0
    given: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0
    answered: int = 0
    failures: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more row."""
        self.rows += 1
        self.expected += outcome.expected
        self.given += len(outcome.given)
        self.found += outcome.found
        self.right += outcome.right
        self.exact += outcome.exact
        self.answered += bool(outcome.given)
        if not outcome.exact:
            self.failures.append(outcome)

    @property
    def precision(self) -> float | None:
        """Share of the given facts that were right; None where nothing was given."""
        return rate(self.right, self.given)

    @property
    def recall(self) -> float | None:
        """Share of the expected facts that were found; None where nothing was expected."""
        return rate(self.found, self.expected)

    @property
    def exact_rate(self) -> float | None:
        """Share of the rows without any difference; None where there are no rows."""
        return rate(self.exact, self.rows)


def judge(row: Row, given: Sequence[Given]) -> Outcome:
    """Match the given facts with the expected ones, each at most once, the leftmost first."""
    left = list(given)
    missing: list[Expected] = []
    for wanted in row.expected:
        match = next((g for g in left if _is(row, wanted, g)), None)
        if match is None:
            missing.append(wanted)
        else:
            left.remove(match)
    return Outcome(
        row=row,
        given=tuple(given),
        expected=len(row.expected),
        found=len(row.expected) - len(missing),
        right=len(given) - len(left),
        missing=tuple(missing),
        extra=tuple(left),
    )


def judge_sets(row: Row, here: Sequence[Given], there: Sequence[Given]) -> Outcome:
    """Compare the values of a source with those of its translation, wherever they stand."""
    wanted = sorted({g.value for g in there if not g.weak})
    given = sorted({g.value for g in here if not g.weak})
    mine, theirs = {g.value for g in here}, {g.value for g in there}
    missing = tuple(Expected(0, 0, frozenset({v}), v) for v in wanted if v not in mine)
    extra = tuple(Given(0, 0, v) for v in given if v not in theirs)
    return Outcome(
        row=row,
        given=tuple(Given(0, 0, v) for v in given),
        expected=len(wanted),
        found=len(wanted) - len(missing),
        right=len(given) - len(extra),
        missing=missing,
        extra=extra,
    )


def _is(row: Row, wanted: Expected, given: Given) -> bool:
    overlaps = row.whole or (given.start < wanted.end and wanted.start < given.end)
    return overlaps and given.value in wanted.values
