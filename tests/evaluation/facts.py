"""Score chipwire's fact readers on public test data, beside the best library for the same rows.

    python -m tests.evaluation.facts DATA [--kind money] [--language fr] [--differences 5]

DATA is a folder with the data sets; none of them is part of this repository.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.evaluation import (
    dateparser_data,
    dates_data,
    duckling_data,
    numbers_data,
    price_data,
    readers,
    recognizers_data,
    report,
    scale_data,
)
from tests.evaluation.libraries import Library, Reader, available
from tests.evaluation.score import Given, Outcome, Row, Tally, judge

Load = Callable[[Path], Iterator[Row]]


@dataclass(frozen=True)
class Kind:
    """One kind of fact: where its rows come from, chipwire's reader and how answers are judged."""

    loaders: tuple[Load, ...]
    read: Reader
    judge: Callable[[Row, list[Given]], Outcome] = judge


KINDS = {
    "money": Kind(
        (
            recognizers_data.load_money,
            duckling_data.load_money,
            price_data.load_prices,
            price_data.load_sentences,
        ),
        readers.read_money,
    ),
    "scale": Kind((scale_data.load_pairs,), readers.read_scale, scale_data.compare),
    "numbers": Kind(
        (recognizers_data.load_numbers, numbers_data.load_tables, numbers_data.load_cases),
        readers.read_numbers,
    ),
    "dates": Kind(
        (dates_data.load_recognizers, dates_data.load_duckling, dateparser_data.load),
        readers.read_dates,
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0 when they could be made, 2 when there is no data."""
    options = _options(arguments)
    if not options.data.is_dir():
        line = f"no test data at {options.data}: name its folder, make eval-facts EVAL=FOLDER"
        print(line, file=sys.stderr)
        return 2
    libraries = [] if options.no_libraries else available()
    for kind in [options.kind] if options.kind else KINDS:
        rows = _rows(kind, options.data, options.language)
        print(f"{kind}: {len(rows)} rows ...", file=sys.stderr)
        _print_kind(kind, rows, libraries, options.differences)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.evaluation.facts", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the data sets")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--language", help="a language tag: fr")
    parser.add_argument(
        "--differences", type=int, default=0, metavar="N", help="print N examples of each reason"
    )
    parser.add_argument("--no-libraries", action="store_true", help="score chipwire alone: faster")
    return parser.parse_args(arguments)


def _rows(kind: str, root: Path, language: str | None) -> list[Row]:
    rows: list[Row] = []
    for load in KINDS[kind].loaders:
        try:
            rows += load(root)
        except FileNotFoundError as error:
            print(f"left out: no {error.filename}", file=sys.stderr)
    return [row for row in rows if language in (None, row.language, row.language.split("-")[0])]


def _print_kind(kind: str, rows: list[Row], libraries: list[Library], examples: int) -> None:
    lines, failures = [], []
    left_out = Counter(_name(row) for row in rows if row.excluded)
    for name in sorted({_name(row) for row in rows}, key=_order):
        judged = [row for row in rows if _name(row) == name and not row.excluded]
        ours = tally(judged, KINDS[kind], KINDS[kind].read)
        lines.append(report.line(name, left_out[name], ours, _best(judged, KINDS[kind], libraries)))
        failures += ours.failures if name[0] != scale_data.SUBSET else []
    lines += _sums(kind, [row for row in rows if row.family != scale_data.SUBSET], libraries)
    print(f"\n{kind}\n\n{report.table(lines)}")
    reasons = Counter(row.excluded for row in rows if row.excluded)
    print("\nleft out: " + ("; ".join(f"{n} x {r}" for r, n in reasons.most_common()) or "none"))
    print(f"\ndifferences\n\n{report.differences(failures, examples)}")


def _sums(kind: str, rows: list[Row], libraries: list[Library]) -> list[list[str]]:
    """Return one line per language that has more than one source of rows."""
    lines = []
    for language in sorted({row.language.split("-")[0] for row in rows}):
        mine = [row for row in rows if row.language.split("-")[0] == language]
        judged = [row for row in mine if not row.excluded]
        if len({row.family for row in judged}) > 1:
            ours = tally(judged, KINDS[kind], KINDS[kind].read)
            best = _best(judged, KINDS[kind], libraries)
            left_out = len(mine) - len(judged)
            lines.append(report.line(("all", language), left_out, ours, best))
    return lines


def tally(rows: Iterable[Row], kind: Kind, read: Reader) -> Tally:
    """Read and judge all rows."""
    sums = Tally()
    for row in rows:
        sums.add(kind.judge(row, read(row)))
    return sums


def _best(rows: list[Row], kind: Kind, libraries: list[Library]) -> tuple[str, Tally] | None:
    """Return the library with most exact rows, on all of ``rows``."""
    found = []
    for library in libraries:
        if rows and all(library.serves(row) for row in rows):
            found.append((library.name, tally(rows, kind, library.answer)))
    return max(found, key=lambda pair: (pair[1].exact, pair[1].found), default=None)


def _name(row: Row) -> tuple[str, str]:
    return row.family, row.language


def _order(name: tuple[str, str]) -> tuple[str, str]:
    return name


if __name__ == "__main__":
    sys.exit(main())
