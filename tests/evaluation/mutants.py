"""Do the tests notice when a line of the fact readers or the checks is changed?

    python -m tests.evaluation.mutants [FOLDER or FILE ...] [--sample 300] [--seed 1] [--survivors]

mutmut makes every small change that it knows (mutants) of the folders, by default pipeline/facts
and pipeline/stages/verify; a random sample is judged by the tests that call the changed function.
Prints what became of it, a line for each package or module directly under a folder. Killed: a test
failed; timed out: none came to an end; mypy: ``make lint`` would complain. All three count for the
share. ``--survivors`` adds each change that nobody noticed. What is made lies in mutants/, for
``mutmut show``, ``run`` and ``browse``; each run begins anew.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mutmut.__main__ import _run, collect_source_file_mutation_data, create_mutants
from mutmut.configuration import config
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

FOLDERS = ("pipeline/facts", "pipeline/stages/verify")
MADE = Path("mutants")
HEAD = ("", "mutants", "tried", "killed", "timed out", "mypy", "survived", "no test", "killed %")
TYPES = ["--output", "json", "--disable-error-code", "unused-ignore"]
Tally = Counter[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, judge and count the mutants."""
    asked = _arguments(arguments)
    config().only_mutate = [p if p.endswith(".py") else f"{p}/*" for p in asked.folders]
    config().type_check_command = [sys.executable, "-m", "mypy", *asked.folders, *TYPES]
    with _output_to_stderr():
        names = _made(asked.jobs)
        chosen = sorted(random.Random(asked.seed).sample(names, min(asked.sample, len(names))))
        _run(chosen, asked.jobs)
    fates = _fates(chosen)
    print(_table(names, fates, asked.folders))
    if asked.survivors:
        for name in chosen:
            if fates[name] in ("survived", "no tests"):
                print(f"\n{name}: {fates[name]}\n{get_diff_for_mutant(name)}")
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.mutants")
    parser.add_argument("folders", nargs="*", default=FOLDERS, help="what is changed")
    parser.add_argument("--sample", type=int, default=300, help="how many mutants are judged")
    parser.add_argument("--seed", type=int, default=1, help="another seed takes others")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at a time")
    parser.add_argument("--survivors", action="store_true", help="print what no test noticed")
    return parser.parse_args(arguments)


def _made(jobs: int) -> list[str]:
    """Make all mutants of the folders; return their names."""
    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir()
    copy_src_dir()
    copy_also_copy_files()
    create_mutants(jobs)
    return sorted(_fates(()))


def _fates(names: Sequence[str]) -> dict[str, str]:
    """Return what became of these mutants, or of all."""
    found, _ = collect_source_file_mutation_data(mutant_names=tuple(names))
    return {name: status_by_exit_code[code] for _, name, code in found}


def _table(names: Sequence[str], fates: dict[str, str], folders: Sequence[str]) -> str:
    from pipeline.evaluation.report import aligned  # not before: mutmut loads the changed one

    made = Counter(_row(name, folders) for name in names)
    tallies: defaultdict[str, Tally] = defaultdict(Counter)
    for name, fate in fates.items():
        tallies[_row(name, folders)][fate] += 1
    rows = [_cells(row, made[row], tallies[row]) for row in sorted(made)]
    return aligned([HEAD, *rows, _cells("all", len(names), sum(tallies.values(), Counter()))])


def _row(name: str, folders: Sequence[str]) -> str:
    """Return the line that counts a mutant: "pipeline.facts.dates" for pipeline/facts."""
    module = name.rpartition(".")[0]
    for folder in folders:
        dotted = folder.strip("/").replace("/", ".")
        if module.startswith(f"{dotted}."):
            return f"{dotted}.{module.removeprefix(f'{dotted}.').partition('.')[0]}"
    return module


def _cells(name: str, made: int, tally: Tally) -> list[str]:
    tried = tally.total()
    missed = tally["survived"] + tally["no tests"]
    share = f"{100 * (tried - missed) / tried:.1f}" if tried else "-"
    late, typed = tally["timeout"], tally["caught by type check"]
    killed = tried - missed - late - typed
    counts = (made, tried, killed, late, typed, tally["survived"], tally["no tests"])
    return [name, *map(str, counts), share]


@contextmanager
def _output_to_stderr() -> Iterator[None]:
    """Keep the progress that mutmut prints apart from the result."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    raise SystemExit(main())
