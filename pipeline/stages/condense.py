"""Condense: let a model shorten and merge sentences, and keep what these sentences support.

Map-reduce: a long text goes to the model in parts of like length, cut between sentences, within
what the model reads. What it wrote is verified sentence by sentence against the text; while more
sentences pass than are wanted, they are condensed once more. A part that is too short is not given
to the model: it would invent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from models.protocols import Reach, Summariser
from models.text import join
from pipeline.facts.money.find import find_money
from pipeline.records import Checks, Money, Sentence
from pipeline.stages.segment import split
from pipeline.stages.verify import verify_condensed
from pipeline.story import Story

_ROUNDS = 3  # what is still too much then is thinned out
_SLACK = 0.95  # of what a model reads: tokens of a joined text differ from the sum of its sentences
_CLOSERS = "\"'”’»›)]）」』】〉》 "
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟")
Report = Callable[[int, int], None]


class Text(NamedTuple):
    """What is to be condensed: sentences of one language (ISO 639-1), in order.

    ``money`` are the amounts of each sentence, as they were found in the article.
    """

    sentences: Sequence[str]
    language: str
    money: Sequence[Sequence[Money]]


class Line(NamedTuple):
    """A sentence that a model wrote, and the sentences of its text that support it, by number.

    These are none where ``checks`` failed.
    """

    text: str
    checks: Checks
    support: tuple[int, ...]


class Condensed(NamedTuple):
    """What became of a text. ``asked`` is False where it is too short for the model."""

    lines: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()
    asked: bool = False


def condense(
    texts: Sequence[Text], summariser: Summariser, most: int, story: Story, report: Report
) -> list[Condensed]:
    """Condense texts, each to ``most`` sentences or fewer; the order is kept.

    The model must know their languages. ``report(done, total)`` is called after every round. What
    comes out for a text does not depend on the others.
    """
    found = [Condensed() for _ in texts]
    given = [tuple(text.sentences) for text in texts]
    waiting = list(range(len(texts)))
    for _ in range(_ROUNDS):
        written = _written({i: given[i] for i in waiting}, texts, summariser)
        waiting = []
        for index, sentences in written.items():
            judged = [_judged(sentence, texts[index], story) for sentence in sentences]
            found[index] = _after(found[index], judged)
            passed = tuple(line.text for line in found[index].lines)
            if len(passed) > most and passed != given[index]:
                waiting.append(index)
            given[index] = passed
        report(len(texts) - len(waiting), len(texts))
        if not waiting:
            break
    return [one._replace(lines=_spread(one.lines, most)) for one in found]


def _written(
    given: Mapping[int, Sequence[str]], texts: Sequence[Text], summariser: Summariser
) -> dict[int, list[str]]:
    """Ask for summaries of all texts, one batch a language; none for those that are too short."""
    written: dict[int, list[str]] = {}
    for language in sorted({texts[index].language for index in given}):
        reach = summariser.reach(language)
        numbers = [index for index in given if texts[index].language == language]
        parts = [
            (index, part)
            for index in numbers
            for part in _parts(given[index], summariser.count(given[index], language), reach)
        ]
        answers = summariser.summarise([join(part, language) for _, part in parts], language)
        for (index, _), summaries in zip(parts, answers, strict=True):
            mine = written.setdefault(index, [])
            mine += [s for one in summaries for s in _sentences(one, language)]
    return {index: list(dict.fromkeys(written[index])) for index in sorted(written)}


def _parts(sentences: Sequence[str], counts: Sequence[int], reach: Reach) -> list[list[str]]:
    """Cut a text into as few parts as the model can read, of like length, between sentences.

    Left out are sentences longer than the model reads, and parts shorter than it may be given.
    """
    room = int(reach.most * _SLACK)
    fitting = [i for i, count in enumerate(counts) if count <= room]
    sizes = [counts[i] for i in fitting]
    least = len(_cuts(sizes, room))
    low, high = max([*sizes, sum(sizes) // max(1, least)], default=0), room
    while low < high:  # the smallest budget that needs no more parts
        middle = (low + high) // 2
        low, high = (low, middle) if len(_cuts(sizes, middle)) <= least else (middle + 1, high)
    places = [*_cuts(sizes, low), len(sizes)]
    return [
        [sentences[fitting[i]] for i in range(start, end)]
        for start, end in pairwise(places)
        if sum(sizes[start:end]) >= reach.least
    ]


def _cuts(sizes: Sequence[int], budget: int) -> list[int]:
    """Return where each part begins if every part takes as many sentences as fit."""
    begins: list[int] = []
    held = 0
    for place, size in enumerate(sizes):
        if not begins or held + size > budget:
            begins.append(place)
            held = 0
        held += size
    return begins


def _sentences(summary: str, language: str) -> list[str]:
    """Cut a summary into sentences. DistilBART writes a blank before a full stop or a comma."""
    text = " ".join(summary.split()).replace(" .", ".").replace(" ,", ",")
    return [text[start:end] for start, end in split(text, language)]


def _judged(sentence: str, text: Text, story: Story) -> Line:
    """Verify a sentence that the model wrote; a copy of one of the text needs no more proof."""
    if sentence in text.sentences:
        return Line(sentence, Checks(), (text.sentences.index(sentence),))
    checks, support = verify_condensed(
        sentence, text.sentences, language=text.language, story=story
    )
    amounts = find_money([Sentence.alone(sentence, text.language)], target=text.language).valued
    theirs = [money for index in support.sentences for money in text.money[index]]
    failed = {}
    if not all(any(_equal(one, other) for other in theirs) for one in amounts):
        failed["numbers"] = False
    if not sentence.rstrip(_CLOSERS).endswith(_ENDS):
        failed["length"] = False  # the model was cut short
    checks = checks.model_copy(update=failed)
    return Line(sentence, checks, () if checks.failed else support.sentences)


def _equal(one: Money, other: Money) -> bool:
    same = one.currency == other.currency or None in (one.currency, other.currency)
    return same and (one.min, one.max) == (other.min, other.max)


def _after(before: Condensed, judged: Sequence[Line]) -> Condensed:
    """Add a round: what passed takes the place of what passed before, if anything did."""
    passed = tuple(line for line in judged if not line.checks.failed)
    refused = tuple(line for line in judged if line.checks.failed)
    return Condensed(passed or before.lines, before.refused + refused, asked=True)


def _spread(lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    """Take ``most`` lines, from all parts of the text alike."""
    if len(lines) <= most:
        return tuple(lines)
    return tuple(lines[place * len(lines) // most] for place in range(most))
