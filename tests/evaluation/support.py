"""How good is find_support? Condensed statements must be kept, ones with a planted error withheld.

    python -m tests.evaluation.support DATA [--language fr] [--half first] [--show KIND]

DATA holds ``sum-orangesum/abstract_valid.jsonl`` (French articles) and ``mt-train`` (its NTREX
lines run on as news, in English and the other languages). Statements are made by code: see
``condensed``. Prints the share of faithful statements kept, how often the evidence is exactly what
they were made of, the share of broken ones withheld, and what each threshold would give.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipeline.stages.segment import split
from pipeline.stages.verify.support import verify_condensed
from pipeline.story import Story, load_story
from tests.evaluation.condensed import ERRORS, Draft, drafts, is_usable
from tests.evaluation.verify import CODES

_WINDOW = 20  # lines of NTREX that are taken as one article
_PER_ARTICLE = 6  # statements of one article at most


class Judged(NamedTuple):
    """One statement and what was found; ``error`` is "" for a faithful one."""

    kind: str
    error: str
    share: float
    failed: tuple[str, ...]
    exact: bool


def read_articles(data: Path, language: str) -> list[list[str]]:
    """Return articles as lists of sentences."""
    if language == "fr":
        path = data / "sum-orangesum" / "abstract_valid.jsonl"
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        texts = (row["article"].replace("\n", " ") for row in rows)
        return [[text[start:end] for start, end in split(text, "fr")] for text in texts]
    code = "fra" if language == "en" else next(c for c, name in CODES.items() if name == language)
    if not (data / "mt-train" / f"ntrex.{code}-eng.tsv").is_file():
        code = "arb"  # the other code of Arabic
    path = data / "mt-train" / f"ntrex.{code}-eng.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()
    lines = [row.split("\t")[language == "en"] for row in rows if row.count("\t") == 1]
    return [lines[i : i + _WINDOW] for i in range(0, len(lines) - _WINDOW + 1, _WINDOW)]


def statements(articles: list[list[str]], language: str) -> Iterator[tuple[str, str, Draft]]:
    """Yield kind, error ("" for none) and statement; a broken one for each error that fits."""
    for number, sentences in enumerate(articles):
        random = Random(number)
        others = [s for s in articles[number - 1] if is_usable(s, language)]
        made = list(drafts(sentences, others, language))
        for kind, draft in random.sample(made, min(_PER_ARTICLE, len(made))):
            yield kind, "", draft
            for error, maker in ERRORS.items():
                broken = maker(draft, random)
                if broken and broken != draft.text:
                    yield kind, error, draft._replace(text=broken)


def judge(articles: list[list[str]], language: str, story: Story, show: str) -> Iterator[Judged]:
    """Judge every statement; print the ones that go wrong as ``show`` asks."""
    for kind, error, draft in statements(articles, language):
        checks, support = verify_condensed(
            draft.text, draft.sentences, language=language, story=story
        )
        failed = tuple(checks.failed)
        exact = support.sentences == draft.made_of
        if show in ((error,) if error else ("alarms", *failed)) and bool(failed) != bool(error):
            _print(draft, failed, support.share)
        elif show == "evidence" and not error and not failed and not exact:
            _print(draft, support.sentences, support.share)
        yield Judged(kind, error, support.share, failed, exact)


def _print(draft: Draft, found: tuple[object, ...], share: float) -> None:
    print(f"{found} {share:.2f} made of {draft.made_of}\n  {draft.text}")
    print("".join(f"    {draft.sentences[i]}\n" for i in draft.made_of))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.1%} of {whole}" if whole else "      -"


def report(language: str, judged: list[Judged]) -> None:
    """Print the tables of one language."""
    good = [j for j in judged if not j.error]
    bad = [j for j in judged if j.error]
    kept = [j for j in good if not j.failed]
    passed = sum(not j.failed for j in bad)
    print(f"{language}: kept {_share(len(kept), len(good))}, exact evidence "
          f"{_share(sum(j.exact for j in kept), len(kept))}, withheld "
          f"{_share(len(bad) - passed, len(bad))}; precision of 'supported' "
          f"{_share(len(kept), len(kept) + passed)}")  # fmt: skip
    for kind in sorted({j.kind for j in good}):
        rows = [j for j in good if j.kind == kind]
        ours = [j for j in rows if not j.failed]
        exact = _share(sum(j.exact for j in ours), len(ours))
        print(f"  {kind:17} kept {_share(len(ours), len(rows))}, exact evidence {exact}")
    alarms = Counter(name for j in good for name in j.failed)
    print("  checks that failed on faithful ones:", dict(alarms.most_common()))
    for error in ERRORS:
        rows = [j for j in bad if j.error == error]
        print(f"  {error:17} withheld {_share(sum(bool(j.failed) for j in rows), len(rows))}")
    mixed = [j for j in bad if j.error in ("other article", "half of another")]
    print("  share at least   faithful   other content")
    for step in range(8, 20):
        line = step / 20
        above = [sum(j.share >= line for j in rows) / max(1, len(rows)) for rows in (good, mixed)]
        print(f"  {line:14.2f} {above[0]:10.1%} {above[1]:15.1%}")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--language", action="append")
    parser.add_argument("--half", choices=("first", "second"), default="second")
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--show", default="", help="alarms, a check, an error or evidence")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"no folder {args.data}: give the folder of the data sets", file=sys.stderr)
        return 2
    story = load_story("chip-initiative")
    for language in args.language or ("fr", "en"):
        articles = read_articles(args.data, language)
        middle = len(articles) // 2
        half = articles[:middle] if args.half == "first" else articles[middle:]
        report(language, list(judge(half[: args.articles], language, story, args.show)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
