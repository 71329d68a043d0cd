"""How good is verify? Real translations must pass, the same ones with a planted error must not.

    python -m tests.evaluation.verify FOLDER [--language fr] [--lines 1:400] [--show KIND]

FOLDER holds ``ntrex.<lang>.txt`` files aligned by line with ``ntrex.eng.txt``, or
``ntrex.<lang>-eng.tsv`` files with both sides. Prints, for each language, the share of references
that fail a check (false alarms) and the share of planted errors that are caught (recall).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipeline.stages.verify import Basis, verify
from pipeline.story import Story, load_story
from tests.evaluation.planted import OTHER_ERRORS, SCALE_ERRORS, Maker, Pair

CODES = {
    "arb": "ar", "deu": "de", "fra": "fr", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl",
    "pol": "pl", "por": "pt", "spa": "es", "swe": "sv", "zho": "zh",
}  # fmt: skip
_AROUND = 12  # lines before and after that belong to the same article, or nearly
UNCOUNTED = {"terms"}  # the story's glossary says nothing about other news
_LOWER = re.compile(r"\b[a-z]{3,}\b")


class Tally(NamedTuple):
    """What verify said about one language."""

    alarms: Counter[str]  # checks that failed on references; "" counts the lines with any
    lines: int
    caught: Counter[str]
    planted: Counter[str]


def read_pairs(folder: Path, code: str, lines: slice) -> list[tuple[str, str]]:
    """Return (source, English reference) pairs of one language."""
    plain = folder / f"ntrex.{code}.txt"
    if plain.is_file():
        sources = plain.read_text(encoding="utf-8").splitlines()
        references = (folder / "ntrex.eng.txt").read_text(encoding="utf-8").splitlines()
        return list(zip(sources, references, strict=True))[lines]
    rows = []
    for path in sorted(folder.glob(f"ntrex.{code}-eng.tsv")):
        rows += [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row[0], row[1]) for row in rows if len(row) == 2][lines]


def judge(
    pairs: list[tuple[str, str]],
    language: str,
    story: Story,
    makers: dict[str, Maker],
    show: str = "",
) -> Tally:
    """Count false alarms on the references and catches of planted errors."""
    references = [reference for _, reference in pairs]
    lower = frozenset(word for r in references for word in _LOWER.findall(r))
    tally = Tally(Counter(), len(pairs), Counter(), Counter())
    for number, (source, reference) in enumerate(pairs):
        around = pairs[max(0, number - _AROUND) : number + _AROUND]
        context = "\n".join(line for line, _ in around)
        failed = _failed(source, reference, language, story, context)
        tally.alarms.update(failed or ())
        tally.alarms[""] += bool(failed)
        if failed and show in ("alarms", *failed):
            print(f"{failed}\n  {source}\n  {reference}")
        random = Random(number)
        others = references[:number] + references[number + 1 :]
        pair = Pair(source, reference, others, lower)
        for kind, maker in makers.items():
            broken = maker(pair, random)
            if broken is None or broken == reference:
                continue
            tally.planted[kind] += 1
            if _failed(source, broken, language, story, context):
                tally.caught[kind] += 1
            elif show == kind:
                print(f"missed {kind}\n  {source}\n  {broken}")
    return tally


def _failed(source: str, candidate: str, language: str, story: Story, context: str) -> list[str]:
    checks = verify(source, candidate, Basis(language, "en", story, context=context))
    return [name for name in checks.failed if name not in UNCOUNTED]


def share(tally: Tally, kinds: dict[str, Maker]) -> float:
    """Return the mean share caught over all planted errors of some kinds."""
    planted = sum(tally.planted[kind] for kind in kinds)
    return sum(tally.caught[kind] for kind in kinds) / planted if planted else 1.0


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", action="append")
    parser.add_argument("--lines", default=":")
    parser.add_argument("--kind", action="append", help="plant only errors of this kind")
    parser.add_argument("--show", default="")
    args = parser.parse_args()
    start, _, end = args.lines.partition(":")
    lines = slice(int(start or 0), int(end) if end else None)
    if not args.folder.is_dir():
        print(f"no folder {args.folder}: give the folder of the parallel texts", file=sys.stderr)
        return 2
    story = load_story("chip-initiative")
    makers = {**SCALE_ERRORS, **OTHER_ERRORS}
    makers = {k: m for k, m in makers.items() if args.kind is None or k in args.kind}
    total = Tally(Counter(), 0, Counter(), Counter())
    print(f"{'':4}{'false alarms':>13}{'scale':>8}{'other':>8}  checks that failed on references")
    for code, language in CODES.items():
        if args.language and language not in args.language:
            continue
        pairs = read_pairs(args.folder, code, lines)
        if not pairs:
            continue
        tally = judge(pairs, language, story, makers, args.show)
        total = Tally(*(a + b for a, b in zip(total, tally, strict=True)))
        _print(language, tally)
    _print("all", total)
    for kind in (*SCALE_ERRORS, *OTHER_ERRORS):
        if total.planted[kind]:
            caught = total.caught[kind] / total.planted[kind]
            print(f"{kind:18}{caught:7.1%} of {total.planted[kind]}")
    return 0


def _print(language: str, tally: Tally) -> None:
    reasons = ", ".join(f"{name} {n}" for name, n in tally.alarms.most_common() if name)
    print(
        f"{language:4}{tally.alarms[''] / max(tally.lines, 1):13.1%}"
        f"{share(tally, SCALE_ERRORS):8.1%}{share(tally, OTHER_ERRORS):8.1%}  {reasons}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
