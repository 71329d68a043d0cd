"""Train the head that weighs an article's sentences (``models/salience.py``).

    python -m tests.evaluation.salience DATA --out FILE

Learnt from: the half of OrangeSum and of the fundus pairs that ``make eval-summary --held-out``
leaves out. A sentence is worth the pairs of words that it shares with what a person wrote, less a
price for its length: the derivative of ROUGE-2 F where that is ``LEVEL``, so that three sentences
come out nearly as long as the first three (94 %). Ridge regression, closed form, on what the head sees, reduced to
``DIRECTIONS`` principal components, beside the score that ``pipeline.stages.select`` gives without
a model. Printed: in ``FOLDS``-fold cross-validation, what three sentences chosen by both have more
than the first three in ROUGE-1, -2 and -L, with 95 % bootstrap intervals.
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
from pipeline.stages.select import Candidate, candidates, choose
from pipeline.story import load_story
from tests.evaluation.rouge import interval, pairs_shared, rouge, words
from tests.evaluation.summaries import COUNT, SETS, Pair, is_tuned_on, read

LAYERS = (12, 18)  # of 18: two thirds of the way up, and the last
LEVEL = 0.09
TYPICAL = 75  # words in three sentences of OrangeSum
DIRECTIONS, PRICE = 256, 10000.0  # principal components, and what a unit of their weight costs
FOLDS = 5


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
    pairs = [pair for name in names for pair in SETS[name](data) if is_tuned_on(pair)]
    story = load_story("chip-initiative")
    chosen = [
        (pair, draft, candidates(draft.article, draft.sentences, draft.facts, story))
        for pair, draft in read(pairs[: sample or None], "none")
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


def gains(items: Sequence[Item], weight: Any) -> list[list[float]]:
    """Return what the choice has more than the first three, in per cent, for each article."""
    rows = []
    for item in items:
        shown = choose(item.found, COUNT, (item.seen @ weight).tolist())
        ours = rouge(" ".join(sentence.text for sentence in shown), item.pair.summary)
        lead = rouge(" ".join(item.texts[:COUNT]), item.pair.summary)
        rows.append([100 * (a - b) for a, b in zip(ours, lead, strict=True)])
    return rows


def crossed(items: Sequence[Item]) -> str:
    """Fit on four fifths, try on the fifth, for all fifths."""
    rows: list[list[float]] = []
    for fold in range(FOLDS):
        rows += gains(
            items[fold::FOLDS], fit([x for i, x in enumerate(items) if i % FOLDS != fold])
        )
    found = [interval([row[part] for row in rows]) for part in range(3)]
    return ", ".join(f"{one.mean:+.2f} [{one.low:+.2f}, {one.high:+.2f}]" for one in found)


def main() -> int:
    """Train, try and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--card", default="gemma-3-270m")
    parser.add_argument("--set", action="append", choices=sorted(SETS))
    parser.add_argument("--sample", type=int, default=0, help="articles; 0: all")
    args = parser.parse_args()
    import torch
    from safetensors.torch import save_file

    card = load_card(args.card).model_copy(update={"salience": None})
    scorer = CausalScorer(card, load(ensure(card), place_for()))
    items = gather(args.data, args.set or list(SETS), scorer, args.sample)
    print(f"{len(items)} articles; ROUGE-1, -2, -L over the first {COUNT}: {crossed(items)}")
    save_file({"layers": torch.tensor(LAYERS), "weight": fit(items)}, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
