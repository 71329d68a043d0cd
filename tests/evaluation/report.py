"""The tables that `make eval-facts` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.evaluation.report import aligned
from tests.evaluation.reasons import Reason, explain
from tests.evaluation.score import Outcome, Tally

HEAD = (
    "data", "language", "rows", "left out", "precision", "recall", "exact", "label", "scope",
    "unexplained", "best library", "precision", "recall", "exact",
)  # fmt: skip


def line(
    name: tuple[str, str], left_out: int, ours: Tally, best: tuple[str, Tally] | None
) -> list[str]:
    """Return the cells of one line: chipwire, then the best library on the same rows.

    Between them stands why rows are not exact: the label, chipwire's scope, or not explained.
    """
    causes = Counter(explain(outcome).cause for outcome in ours.failures)
    cells = [*name, str(ours.rows), str(left_out), *_rates(ours)]
    cells += [str(causes[cause]) for cause in ("label", "scope", "unexplained")]
    return cells + ([best[0], *_rates(best[1])] if best else ["-", "-", "-", "-"])


def table(lines: Iterable[Sequence[str]]) -> str:
    """Align the cells; numbers to the right."""
    return aligned([HEAD, *lines], left=(0, 1, 10))


def differences(failures: Sequence[Outcome], examples: int = 0) -> str:
    """Count why rows differ, per language and data, with some examples of each reason."""
    groups: dict[tuple[str, str, Reason], list[Outcome]] = {}
    for outcome in failures:
        row = outcome.row
        groups.setdefault((row.language, row.family, explain(outcome)), []).append(outcome)
    out = []
    for (language, family, reason), outcomes in sorted(groups.items()):
        out.append(
            f"{language:6}{family:20}{len(outcomes):5}  {reason.cause:12}{reason.name}".rstrip()
        )
        for outcome in outcomes[:examples]:
            out += _example(outcome)
    return "\n".join(out) or "none"


def _example(outcome: Outcome) -> list[str]:
    row = outcome.row
    wanted = " | ".join("/".join(sorted(e.values)) for e in outcome.missing)
    extra = " | ".join(g.value for g in outcome.extra)
    return [
        f"    [{row.id}] {row.text.strip()}",
        *([f"        translation: {row.translation}"] if row.translation else []),
        f"        missed: {wanted or '-'}    given instead: {extra or '-'}",
    ]


def _rates(tally: Tally) -> list[str]:
    rates = (tally.precision, tally.recall, tally.exact_rate)
    return ["-" if rate is None else f"{100 * rate:.1f}" for rate in rates]
