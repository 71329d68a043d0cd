"""Train the head that weighs an article's sentences (``models/salience.py``), and try it.

    python -m tests.evaluation.salience DATA [--out FILE]

Learnt from: OrangeSum and the fundus pairs of ``make eval-summary``. A sentence is worth the pairs
of words that it shares with what a person wrote, less a price for its length: the derivative of
ROUGE-2 F where that is ``LEVEL``, so that three sentences come out as long as the first three.
Ridge regression, closed form, on what the head sees, reduced to ``DIRECTIONS`` principal
components, beside the score that ``pipeline.stages.select`` gives without a model.

Printed: what three sentences chosen with it have more than the first three in ROUGE-1, -2 and -L,
with 95 % bootstrap intervals, and how long they are beside them. Each article is judged by a head
that was trained on four fifths of the others (``FOLDS``-fold cross-validation). With ``--out`` the
head that was trained on all of them is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from models.backends.causal import CausalScorer, load
from models.card import load_card
from models.device import place_for
from models.protocols import Told
from models.salience import views
from models.weights import ensure
from pipeline.evaluation.report import aligned
from pipeline.stages.select import Candidate, candidates, choose
from pipeline.story import load_story
from tests.evaluation.rouge import interval, pairs_shared, rouge, words
from tests.evaluation.summaries import COUNT, SETS, Pair, read

LAYERS = (12, 18)  # of 18: two thirds of the way up, and the last
LEVEL = 0.085
TYPICAL = 75  # words in three sentences of OrangeSum
DIRECTIONS, PRICE = 256, 10000.0  # principal components, and what a unit of their weight costs
FOLDS = 5
HEAD = ("set", "articles", "ROUGE-1", "ROUGE-2", "ROUGE-L", "length")


class Item(NamedTuple):
    """An article: its sentences that may be shown, what they are worth, what the head sees."""

    pair: Pair
    texts: list[str]
    found: list[Candidate]
    worth: list[float]
    seen: Any


def told(pair: Pair, found: Sequence[Candidate]) -> Told:
    """Return what the model is given."""
    return pair.title, [candidate.sentence.text for candidate in found]


def gather(data: Path, names: Sequence[str], scorer: CausalScorer, sample: int = 0) -> list[Item]:
    """Read the articles, and let the model read them."""
    pairs = [pair for name in names for pair in list(SETS[name](data))[: sample or None]]
    story = load_story("chip-initiative")
    chosen = [
        (pair, draft, candidates(draft.article, draft.sentences, draft.facts, story))
        for pair, draft in read(pairs, "none")
    ]
    chosen = [one for one in chosen if len(one[2]) > COUNT]
    seen = views(
        scorer.engine, LAYERS, [told(pair, found) for pair, _, found in chosen], scorer.progress
    )
    return [
        Item(pair, [s.text for s in draft.sentences], found, worth(pair, found), one)
        for (pair, draft, found), one in zip(chosen, seen, strict=True)
    ]


def worth(pair: Pair, found: Sequence[Candidate]) -> list[float]:
    """Return what each sentence adds to ROUGE-2 F, in per cent, were it one of three."""
    size = TYPICAL + len(words(pair.summary))
    return [
        100 * (2 * pairs_shared(text, pair.summary) - LEVEL * len(words(text))) / size
        for text in (candidate.sentence.text for candidate in found)
    ]


def fit(items: Sequence[Item]) -> Any:
    """Return the weights (F) of what the head sees, in units of the score without a model."""
    import torch

    seen = torch.cat([item.seen for item in items]).double()
    score = torch.tensor([c.score for item in items for c in item.found]).double()[:, None]
    worth_ = torch.tensor([w for item in items for w in item.worth]).double()
    middle, spread = seen.mean(0), seen.std(0) + 1e-6
    scaled = (seen - middle) / spread
    states = len(spread) - 2 * len(LAYERS) - 2
    _, axes = torch.linalg.eigh(scaled[:, :states].T @ scaled[:, :states])  # smallest first
    low = scaled[:, :states] @ axes[:, -DIRECTIONS:]
    size = low.std(0)
    columns = torch.cat([score - score.mean(), scaled[:, states:], low / size], 1)
    price = torch.full((columns.shape[1],), PRICE, dtype=torch.double)
    price[:-DIRECTIONS] = PRICE / 10
    price[0] = 0.0
    left = columns.T @ columns + torch.diag(price)
    weight = torch.linalg.solve(left, columns.T @ (worth_ - worth_.mean()))
    back = axes[:, -DIRECTIONS:] @ (weight[-DIRECTIONS:] / size)
    head = torch.cat([back, weight[1:-DIRECTIONS]]) / spread
    return (head / weight[0]).float()


def gains(item: Item, weight: Any) -> list[float]:
    """Return what the choice has more than the first three (per cent), and its length by theirs."""
    shown = choose(item.found, COUNT, (item.seen @ weight).tolist())
    ours = " ".join(sentence.text for sentence in shown)
    lead = " ".join(item.texts[:COUNT])
    scores = zip(rouge(ours, item.pair.summary), rouge(lead, item.pair.summary), strict=True)
    return [*(100 * (one - other) for one, other in scores), len(ours) / len(lead)]


def crossed(items: Sequence[Item]) -> list[list[float]]:
    """Return the gains of each article, by a head of four fifths of the others."""
    rows: list[list[float]] = [[] for _ in items]
    for fold in range(FOLDS):
        weight = fit([item for i, item in enumerate(items) if i % FOLDS != fold])
        for i in range(fold, len(items), FOLDS):
            rows[i] = gains(items[i], weight)
    return rows


def line(name: str, rows: Sequence[Sequence[float]]) -> list[str]:
    """Return a line of the table."""
    found = [interval([row[part] for row in rows]) for part in range(3)]
    told_ = [f"{one.mean:+.2f} [{one.low:+.2f}, {one.high:+.2f}]" for one in found]
    return [name, str(len(rows)), *told_, f"{sum(row[3] for row in rows) / len(rows):.2f}"]


def main() -> int:
    """Train, try and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--card", default="gemma-3-270m")
    parser.add_argument("--set", action="append", choices=sorted(SETS))
    parser.add_argument("--sample", type=int, default=0, help="articles; 0: all")
    args = parser.parse_args()
    import torch
    from safetensors.torch import save_file

    card = load_card(args.card).model_copy(update={"salience": None})
    scorer = CausalScorer(card, load(ensure(card), place_for()))
    items = gather(args.data, args.set or list(SETS), scorer, args.sample)
    rows = crossed(items)
    table = [list(HEAD)]
    for name in args.set or SETS:
        names = {pair.name for pair in SETS[name](args.data)}
        some = [row for item, row in zip(items, rows, strict=True) if item.pair.name in names]
        table.append(line(name, some))
    print(aligned(table, left=(0,)))
    if args.out:
        save_file({"layers": torch.tensor(LAYERS), "weight": fit(items)}, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
