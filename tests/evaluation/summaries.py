"""Do the sentences that chipwire chooses tell what a person's summary tells?

    python -m tests.evaluation.summaries DATA [--sample N] [--profile embedded] [--set orangesum]

DATA holds ``sum-orangesum`` (French articles and their abstracts) and ``extraction-fundus``
(articles and standfirsts of publishers in many languages). Three sentences of each article are
chosen: by chipwire, the first three, by TextRank (Mihalcea and Tarau 2004), and at random. Printed
are ROUGE F scores in per cent, the mean difference to the first three with its 95 % bootstrap
interval, and the share of sentences with a number or a name that the article lacks. The embedded
model's head was trained on these articles: ``tests/evaluation/salience.py`` measures it fairly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from models import load_scorer
from pipeline.config import Settings
from pipeline.digest import Digester
from pipeline.evaluation.report import aligned
from pipeline.records import Article, Page, Source
from pipeline.stages.assemble import Draft
from pipeline.stages.load import Models
from pipeline.stages.page import make_page
from pipeline.story import load_story
from tests.evaluation.rouge import Rouge, interval, rouge, words

COUNT = 3  # sentences chosen by each
WAYS = ("lead-3", "TextRank", "random", "chipwire")
HEAD = ("set", "articles", "choice", "R-1", "to lead-3", "R-2", "to lead-3", "R-L", "to lead-3",
        "foreign")  # fmt: skip
_DAMPING, _ROUNDS = 0.85, 30  # of PageRank
_DETAIL = re.compile(r"\d+|(?<=[^\W_] )[^\W\d_]{3,}")


class Pair(NamedTuple):
    """An article and what a person wrote about it."""

    name: str
    language: str
    title: str
    text: str
    summary: str


class Judged(NamedTuple):
    """What a way of choosing got for one article; ``foreign``: statements with a strange detail."""

    score: Rouge
    foreign: int
    shown: int


def orangesum(data: Path) -> Iterator[Pair]:
    """Return the articles of OrangeSum with their abstracts."""
    path = data / "sum-orangesum" / "abstract_valid.jsonl"
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        yield Pair(row["id"], "fr", row["title"], row["article"], row["summary"])


def fundus(data: Path) -> Iterator[Pair]:
    """Return articles with a standfirst that is not part of their text."""
    path = data / "extraction-fundus" / "articles.jsonl"
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row["summary"] and row["body"] and row["lang"]:
            pair = Pair(row["html"], row["lang"], row["title"] or "", row["body"], row["summary"])
            if " ".join(words(pair.summary)) not in " ".join(words(pair.text)):
                yield pair


def is_tuned_on(pair: Pair) -> bool:
    """Say whether an article is of the half that the weights of ``select`` were tried on."""
    return int(hashlib.md5(pair.name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


SETS = {"orangesum": orangesum, "fundus": fundus}


class Shelf:
    """Gives the articles of a set to a ``Digester`` in place of the network."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = {pair.name: pair for pair in pairs}

    def fetch(self, source: Source) -> Page:
        """Return a page that names its article."""
        return make_page(source, source.location.encode())

    def extract(self, page: Page) -> Article:
        """Return the article as the set has it."""
        pair = self.pairs[page.source.location]
        paragraphs = pair.text.count("\n") + 1
        return Article(
            title=pair.title,
            text=pair.text,
            declared_language=pair.language,
            paragraphs_used=paragraphs,
            paragraphs_total=paragraphs,
        )


def read(pairs: Sequence[Pair], profile: str) -> list[tuple[Pair, Draft]]:
    """Let chipwire choose; articles it refuses, and those with too little to choose, are left out.

    A summary has no use for a story, but chipwire always has one: the one it comes with.
    """
    shelf = Shelf(pairs)
    settings = Settings.model_validate({"select": {"short": COUNT}, "digest": {"length": "short"}})
    scorer = load_scorer(profile)
    digester = Digester(
        settings,
        load_story("chip-initiative"),
        shelf,
        load=lambda: Models(scorer=scorer),
        extract=shelf.extract,
    )
    drafts = [digester.read(Source(location=pair.name, kind="file")) for pair in pairs]
    kept = [
        (pair, draft)
        for pair, draft in zip(pairs, drafts, strict=True)
        if isinstance(draft, Draft) and len(draft.sentences) > COUNT
    ]
    digester.finish([draft for _, draft in kept])
    return [(pair, draft) for pair, draft in kept if draft.shown]


def chosen(pair: Pair, draft: Draft) -> dict[str, list[str]]:
    """Return the sentences that each way chooses."""
    texts = [sentence.text for sentence in draft.sentences]
    count = len(draft.shown)
    lots = sorted(Random(pair.name).sample(range(len(texts)), count))
    return {
        "lead-3": texts[:count],
        "TextRank": [texts[i] for i in textrank(texts, count)],
        "random": [texts[i] for i in lots],
        "chipwire": [sentence.text for sentence in draft.shown],
    }


def textrank(sentences: Sequence[str], count: int) -> list[int]:
    """Return the places of the sentences that PageRank over shared words puts first, in order."""
    bags = [set(words(sentence)) for sentence in sentences]
    size = range(len(bags))
    near = [[_near(bags[i], bags[j]) if i != j else 0.0 for j in size] for i in size]
    out = [sum(row) or 1.0 for row in near]
    ranks = [1.0] * len(bags)
    for _ in range(_ROUNDS):
        ranks = [
            1 - _DAMPING + _DAMPING * sum(ranks[j] * near[j][i] / out[j] for j in size)
            for i in size
        ]
    return sorted(sorted(size, key=lambda i: (-ranks[i], i))[:count])


def _near(one: set[str], two: set[str]) -> float:
    scale = math.log(len(one) or 1) + math.log(len(two) or 1)
    return len(one & two) / scale if scale else 0.0


def strange(statement: str, article: str) -> bool:
    """Say whether a statement has a number, or a name within a sentence, that the article lacks."""
    details = {d for d in _DETAIL.findall(statement) if d[0].isdigit() or d[0].isupper()}
    return not details <= set(re.findall(r"\d+|[^\W\d_]+", article))


def judge(pair: Pair, draft: Draft) -> dict[str, Judged]:
    """Compare what each way chose with what a person wrote."""
    return {
        way: Judged(
            rouge(" ".join(texts), pair.summary),
            sum(strange(text, draft.article.text) for text in texts),
            len(texts),
        )
        for way, texts in chosen(pair, draft).items()
    }


def lines(name: str, rows: Sequence[dict[str, Judged]]) -> list[list[str]]:
    """Return a line of the table for each way of choosing."""
    out = []
    for way in WAYS:
        line = [name, str(len(rows)), way]
        for part in range(3):
            ours = [100 * row[way].score[part] for row in rows]
            lead = [100 * row[WAYS[0]].score[part] for row in rows]
            line.append(f"{sum(ours) / len(ours):.2f}")
            found = interval([a - b for a, b in zip(ours, lead, strict=True)])
            line.append(
                "" if way == WAYS[0] else f"{found.mean:+.2f} [{found.low:+.2f}, {found.high:+.2f}]"
            )
        share = sum(row[way].foreign for row in rows) / sum(row[way].shown for row in rows)
        out.append([*line, f"{share:.1%}"])
    return out


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="articles of each set; 0: all")
    parser.add_argument("--seed", type=int, default=0, help="which articles the sample has")
    parser.add_argument("--held-out", action="store_true", help="articles not used for tuning")
    parser.add_argument("--profile", default="none", choices=("none", "embedded", "gpu"))
    parser.add_argument("--set", action="append", choices=sorted(SETS))
    parser.add_argument("--languages", action="store_true", help="a table for each language too")
    args = parser.parse_args()
    table: list[list[str]] = [list(HEAD)]
    for name in args.set or SETS:
        try:
            pairs = [p for p in SETS[name](args.data) if not (args.held_out and is_tuned_on(p))]
        except FileNotFoundError as exc:
            print(f"no file {exc.filename}: give the folder of the data sets", file=sys.stderr)
            return 2
        if args.sample:
            pairs = Random(args.seed).sample(pairs, min(args.sample, len(pairs)))
        rows = [(pair.language, judge(pair, draft)) for pair, draft in read(pairs, args.profile)]
        table += lines(name, [row for _, row in rows])
        for language in sorted({code for code, _ in rows}) if args.languages else ():
            table += lines(f"{name} {language}", [row for code, row in rows if code == language])
    print(aligned(table, left=(0, 2)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
