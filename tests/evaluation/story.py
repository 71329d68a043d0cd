"""Are articles that tell one event put together, and others kept apart?

    python -m tests.evaluation.story [--pairs]

The labelled set lies in ``story_set``: a file for each event, with short articles in six languages
written for it. The score is B-cubed (Bagga and Baldwin 1998): for each article how many of those
beside it belong there (precision), and how many that belong there are beside it (recall).
"""

from __future__ import annotations

import html
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.briefing.clusters import cluster, similarities
from pipeline.briefing.copies import first_copies
from pipeline.briefing.reading import Read, read
from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Source
from pipeline.stages.fetch import FakeFetcher
from pipeline.story import load_story

FOLDER = Path(__file__).parent / "story_set"
GOAL = 0.85


class Labelled(NamedTuple):
    """One article of the set: its event, a name, and its page."""

    event: str
    name: str
    page: bytes


class BCubed(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def labelled() -> list[Labelled]:
    """Read the set, the events in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["articles"]
        for number, row in enumerate(rows):
            name = f"https://{row['language']}.example/{path.stem}-{number}"
            found.append(Labelled(path.stem, name, page(**row)))
    return found


def page(**row: str) -> bytes:
    """Return an article's page: ``language``, ``published``, ``title``, ``text``."""
    words = {key: html.escape(str(value)) for key, value in row.items()}
    return (
        f'<html lang="{words["language"]}"><head><title>{words["title"]}</title>'
        f'<meta property="article:published_time" content="{words["published"]}"></head>'
        f"<body><article><h1>{words['title']}</h1><p>{words['text']}</p></article></body></html>"
    ).encode()


def read_all(articles: Sequence[Labelled]) -> list[Read]:
    """Digest the articles without a model, and take the digests apart."""
    story = load_story("chip-initiative")
    pages = {article.name: article.page for article in articles}
    digester = Digester(load_settings(profile="none"), story, FakeFetcher(pages.__getitem__))
    results = digester.digest([Source(location=a.name, kind="url") for a in articles])
    return [read(result, story) for result in results if isinstance(result, Digest)]


def b_cubed(gold: Sequence[str], groups: Sequence[Sequence[int]]) -> BCubed:
    """Score groups of indices against the label of each index."""
    precision = recall = 0.0
    for group in groups:
        for one in group:
            right = sum(gold[other] == gold[one] for other in group)
            precision += right / len(group)
            recall += right / gold.count(gold[one])
    return BCubed(precision / len(gold), recall / len(gold))


def clustered(reads: Sequence[Read]) -> list[list[int]]:
    """Group the articles as a briefing does."""
    return cluster(reads, first_copies([r.digest.article.text for r in reads]))


def main() -> int:
    """Print the score, and each group that holds more than one event or not all of its own."""
    articles = labelled()
    reads = read_all(articles)
    if len(reads) != len(articles):
        print(f"only {len(reads)} of {len(articles)} articles could be digested")
        return 1
    gold = [article.event for article in articles]
    groups = clustered(reads)
    score = b_cubed(gold, groups)
    languages = {r.source.language for r in reads}
    print(f"{len(articles)} articles, {len(languages)} languages, {len(set(gold))} events")
    print(f"{len(groups)} clusters found")
    print(f"B-cubed precision {score.precision:.3f} recall {score.recall:.3f} F1 {score.f1:.3f}")
    for group in groups:
        events = {gold[i] for i in group}
        if len(events) > 1 or len(group) < gold.count(gold[group[0]]):
            print("  " + ", ".join(articles[i].name.removeprefix("https://") for i in group))
    if "--pairs" in sys.argv:
        likeness = similarities(reads)
        own = [likeness[i, j] for i in range(len(gold)) for j in range(i) if gold[i] == gold[j]]
        others = [likeness[i, j] for i in range(len(gold)) for j in range(i) if gold[i] != gold[j]]
        print(f"least alike of one event {min(own):.2f}, likest of two {max(others):.2f}")
    return int(score.f1 < GOAL)


if __name__ == "__main__":
    sys.exit(main())
