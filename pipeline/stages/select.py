"""Select the sentences that tell the story.

A sentence's score adds up six views of it, each between 0 and 1: where it stands, how central its
words are to the article, how many it shares with the title, which facts it holds, how much it
concerns the story, and, where a model is there, how much that finds it tells. An article of another
story is told as its writer began it: there place, title and the model count, and its amounts, which
are not the story's, do not. Sentences are then taken
one by one, best first, each paying for what it repeats of those already taken (maximal marginal
relevance, Carbonell and Goldstein 1998), and put back into the article's order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.facts.money.implied import CURRENCY_IMPLIED
from pipeline.records import Article, Facts, Sentence
from pipeline.stages.relevance import LITTLE, relevance
from pipeline.story import Story


class _Weights(NamedTuple):
    """What each view counts."""

    position: float
    centrality: float
    title: float
    facts: float
    story: float
    model: float


_OF_STORY = _Weights(position=0.25, centrality=0.10, title=0.0, facts=0.35, story=0.10, model=0.20)
# Tried on half of OrangeSum and of the pairs of `make eval-summary`; docs/models.md.
_OF_OTHERS = _Weights(position=1.2, centrality=0.2, title=2.0, facts=0.0, story=0.2, model=1.0)
_REPETITION = 0.5
_SHORTEST, _LONGEST = 25, 600  # characters; a third of that in scripts without spaces
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ENDED = re.compile(r"[.!?…。！？؟]\s*+(?:[\"'”’»“)\]」』]++\s*+)?$")
_Bag = Counter[str]


class Candidate(NamedTuple):
    """A sentence that may be shown, its score without the model's view, and what that counts."""

    sentence: Sentence
    score: float
    words: _Bag
    model: float


def candidates(
    article: Article, sentences: Sequence[Sentence], facts: Facts, story: Story
) -> list[Candidate]:
    """Score the sentences that can stand on their own: whole ones, in the article's language."""
    bags = [_bag(sentence.text) for sentence in sentences]
    weights = _inverse_frequency(bags)
    title = Counter({w: n for w, n in _bag(article.title or "").items() if w in weights})
    own = relevance(article, facts, story).score >= LITTLE
    counts = _OF_STORY if own else _OF_OTHERS
    whole: _Bag = Counter()
    for bag in bags:
        whole.update(bag)
    found = []
    for sentence, bag in zip(sentences, bags, strict=True):
        if not _can_stand(sentence, article.language) or _is_in_notice(sentence, article):
            continue
        position = math.exp(-4.0 * sentence.index / max(1, len(sentences)))
        score = (
            counts.position * position
            + counts.centrality * _cosine(bag, whole, weights)
            + counts.title * _cosine(bag, title, weights)
            + counts.facts * _fact_value(sentence, facts)
            + counts.story * _story_value(sentence, facts, story)
        )
        found.append(Candidate(sentence, score, bag, counts.model))
    return found


def choose(
    found: Sequence[Candidate], count: int, model_scores: Sequence[float] | None = None
) -> list[Sentence]:
    """Take ``count`` sentences, in the article's order.

    ``model_scores`` are one number a candidate, higher is better, on any scale.
    """
    views = _scaled(model_scores) if model_scores else [0.0] * len(found)
    scores = [c.score + c.model * view for c, view in zip(found, views, strict=True)]
    taken: list[int] = []
    left = set(range(len(found)))
    while left and len(taken) < count:
        best = max(left, key=lambda i: (_net(i, found, scores, taken), -i))
        taken.append(best)
        left.discard(best)
    return [found[index].sentence for index in sorted(taken)]


def _net(
    index: int, found: Sequence[Candidate], scores: Sequence[float], taken: list[int]
) -> float:
    repeats = max((_overlap(found[index].words, found[i].words) for i in taken), default=0.0)
    return scores[index] - _REPETITION * repeats


def _can_stand(sentence: Sentence, language: str | None) -> bool:
    """Tell whole sentences of the article from headings, scraps and foreign insertions."""
    if sentence.language != language:
        return False
    if _is_half_quoted(sentence.text):
        return False
    length = len(sentence.text) * (3 if _UNSPACED.search(sentence.text) else 1)
    return _SHORTEST <= length <= _LONGEST and bool(_ENDED.search(sentence.text))


def _is_in_notice(sentence: Sentence, article: Article) -> bool:
    """Say whether a sentence is of a correction notice: it repeats what was wrong."""
    return any(note.start <= sentence.start < note.end for note in article.corrections)


def _is_half_quoted(text: str) -> bool:
    """Say whether a quotation begins before a sentence or goes on after it."""
    low, left, right = (text.count(mark) for mark in "„“”")
    curly = low == left + right if low else (left == right if left else right % 2 == 0)
    return not curly or text.count("«") != text.count("»") or text.count("「") != text.count("」")


def _fact_value(sentence: Sentence, facts: Facts) -> float:
    """Weigh the facts of a sentence: amounts first, then quotes, attribution and dates.

    A denial that names an actor of the story weighs more than any amount.
    """
    index = sentence.index
    amounts = [money for money in facts.money if money.sentence == index]
    value = 0.6 * any(money.doubt != CURRENCY_IMPLIED for money in amounts) or 0.2 * bool(amounts)
    value += 0.2 * any(money.sentence == index for money in facts.money_vague)
    value += 0.25 * any(quote.sentence == index for quote in facts.quotes)
    value += 0.25 * any(claim.sentence == index and claim.attributed_to for claim in facts.claims)
    if any(claim.sentence == index and claim.modality == "denied" for claim in facts.claims):
        value += 1.0 if _known_in(sentence, facts) else 0.25
    value += 0.1 * any(date.sentence == index for date in facts.dates)
    return min(1.0, value)


def _story_value(sentence: Sentence, facts: Facts, story: Story) -> float:
    named = _known_in(sentence, facts)
    core = sum(story.by_id[actor].core for actor in named if actor in story.by_id)
    value = 0.4 * min(1, core) + 0.15 * len(named) + 0.15 * len(story.facets_in(sentence.text))
    return min(1.0, value)


def _known_in(sentence: Sentence, facts: Facts) -> set[str]:
    """Return the ids of the story's actors that a sentence names."""
    return {
        actor.id
        for actor in facts.actors
        if actor.known and any(mention.sentence == sentence.index for mention in actor.mentions)
    }


def _bag(text: str) -> _Bag:
    """Count a text's words of three letters or more, or its character pairs without spaces."""
    words = [
        word.lower() for word in re.findall(r"[^\W\d_]{3,}", text) if not _UNSPACED.search(word)
    ]
    runs = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]{2,}", text)
    return Counter(words + [run[i : i + 2] for run in runs for i in range(len(run) - 1)])


def _inverse_frequency(bags: Sequence[_Bag]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for bag in bags:
        seen.update(bag.keys())
    return {word: math.log(1 + len(bags) / count) for word, count in seen.items()}


def _cosine(bag: _Bag, whole: _Bag, weights: dict[str, float]) -> float:
    dot = sum(n * whole[word] * weights[word] ** 2 for word, n in bag.items())
    ours = math.sqrt(sum((n * weights[word]) ** 2 for word, n in bag.items()))
    theirs = math.sqrt(sum((n * weights[word]) ** 2 for word, n in whole.items()))
    return dot / (ours * theirs) if dot else 0.0


def _overlap(one: _Bag, other: _Bag) -> float:
    shared = sum((one & other).values())
    return shared / max(1, min(sum(one.values()), sum(other.values())))


def _scaled(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]
