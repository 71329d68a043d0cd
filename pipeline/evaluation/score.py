"""Counts of what a digest gives beside what it must, and the scores they make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

KINDS = (
    "money", "dates", "actors", "quotes", "claims", "must", "never", "state", "relevance",
)  # fmt: skip
ALL = "all"


class Counts(NamedTuple):
    """How much was expected, how much was given, and how much of it agrees."""

    expected: int = 0
    given: int = 0
    right: int = 0

    def plus(self, other: Counts) -> Counts:
        """Add two counts."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def score(self) -> float | None:
        """F1 in per cent; None where nothing was expected or given."""
        share = rate(2 * self.right, self.expected + self.given)
        return None if share is None else 100 * share


class Verdict(NamedTuple):
    """What one case says of one kind; ``differences`` are lines for a person to read."""

    kind: str
    counts: Counts
    differences: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What became of one case."""

    name: str
    language: str
    verdicts: tuple[Verdict, ...]

    @property
    def differences(self) -> list[str]:
        """All differences, each with its kind."""
        return [f"{v.kind}: {line}" for v in self.verdicts for line in v.differences]


Scores = dict[str, dict[str, Counts]]  # language ("all" is the last) -> kind -> counts


def rate(part: int, whole: int) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None


def scores(outcomes: Iterable[Outcome]) -> Scores:
    """Add up the counts per language and kind, in the order of the languages and of ``KINDS``."""
    sums: Scores = {}
    for outcome in outcomes:
        for language in (outcome.language, ALL):
            row = sums.setdefault(language, {})
            for verdict in outcome.verdicts:
                row[verdict.kind] = row.get(verdict.kind, Counts()).plus(verdict.counts)
    languages = sorted(sums, key=lambda language: (language == ALL, language))
    return {
        language: {kind: sums[language][kind] for kind in KINDS if kind in sums[language]}
        for language in languages
    }
