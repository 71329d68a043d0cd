"""Money of a whole article: amounts with exact places, values and doubts, and vague mentions.

Each sentence is read by the rules of its own language (``amounts``); what the other amounts of the
article say about a doubtful one is weighed in ``money_doubts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.facts.lexicon import fold, load_lexicon
from pipeline.facts.money.amounts import find_amounts, stands_alone
from pipeline.facts.money.doubts import Found, resolve_doubts
from pipeline.facts.money.implied import add_implied
from pipeline.facts.money.readings import Amount
from pipeline.facts.money.render import render_money
from pipeline.facts.money.vague import find_vague
from pipeline.facts.numbers.find import Number, find_numbers
from pipeline.records import Mention, Money, Sentence


class MoneyFacts(NamedTuple):
    """The money of an article: amounts with a value, and mentions without one."""

    valued: list[Money]
    vague: list[Mention]


def find_money(
    sentences: Sequence[Sentence],
    *,
    target: str,
    country: str | None = None,
    expected: Sequence[Decimal] = (),
) -> MoneyFacts:
    """Return the money of an article's sentences, in order, with article offsets.

    ``target`` is the language of ``Money.rendered``; ``country`` (ISO 3166) is where the page is
    from, if known: it decides whose dollar "dollars" is, and the scale of Portuguese. ``expected``
    are amounts that the story is known to be about: they help to choose where words are doubtful.
    """
    numbers = [find_numbers(s.text, s.language, country) for s in sentences]
    found = [
        [Found(s, a) for a in find_amounts(s.text, s.language, country, numbers=read)]
        for s, read in zip(sentences, numbers, strict=True)
    ]
    _add_repeats(sentences, found, numbers, country)
    add_implied(sentences, found, numbers, country)
    resolved = resolve_doubts(sentences, [item for line in found for item in line], expected)
    vague = [mention for s, line in zip(sentences, found, strict=True)
             for mention in _vague(s, line, country)]  # fmt: skip
    return MoneyFacts([_money(item, target) for item in resolved], vague)


def _vague(sentence: Sentence, found: Sequence[Found], country: str | None) -> list[Mention]:
    taken = [(item.amount.start, item.amount.end) for item in found]
    return [
        Mention(
            text=sentence.text[start:end],
            start=sentence.start + start,
            end=sentence.start + end,
            sentence=sentence.index,
        )
        for start, end in find_vague(sentence.text, sentence.language, taken, country)
    ]


def _money(found: Found, target: str) -> Money:
    sentence, amount = found
    return Money(
        text=amount.text,
        start=sentence.start + amount.start,
        end=sentence.start + amount.end,
        sentence=sentence.index,
        min=amount.min,
        max=amount.max,
        currency=amount.currency,
        scale=amount.scale,
        doubt=amount.doubt,
        alternatives=list(amount.alternatives),
        rendered=render_money(amount.min, amount.max, amount.currency, target),
        qualifier=amount.qualifier,
    )


def _add_repeats(
    sentences: Sequence[Sentence],
    found: list[list[Found]],
    numbers: Sequence[Sequence[Number]],
    country: str | None,
) -> None:
    """Add "Ces 7 billions ..." where the article says "7 billions de dollars" elsewhere."""
    known: dict[tuple[Decimal, str], Amount] = {}
    for _, amount in (item for line in found for item in line):
        if amount.magnitude >= 9 and amount.currency and amount.min == amount.max:
            for value in (amount.min, *amount.alternatives):
                known.setdefault((value, amount.word), amount)
    if not known:
        return
    for sentence, line, read in zip(sentences, found, numbers, strict=True):
        more = _repeats(sentence, line, read, known, country)
        if more:
            line[:] = sorted([*line, *more], key=lambda item: item.amount.start)


def _repeats(
    sentence: Sentence,
    line: Sequence[Found],
    numbers: Sequence[Number],
    known: dict[tuple[Decimal, str], Amount],
    country: str | None,
) -> list[Found]:
    models = [(n, known[n.value, n.word]) for n in numbers if (n.value, n.word) in known]
    if not models:
        return []
    lexicon, folded = load_lexicon(sentence.language, country), fold(sentence.text)
    taken = bytearray(len(sentence.text))
    for _, amount in line:
        taken[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
    return [
        Found(sentence, replace(model, text=number.text, start=number.start, end=number.end,
                                qualifier=None, inherited=True))
        for number, model in models
        if not number.percent and not any(taken[number.start : number.end])
        and stands_alone(folded, number.end, lexicon)
    ]  # fmt: skip
