"""Large numbers that are money though nobody says of which currency: "He will pay 600 million."

The currency is that of the amount before, in the sentence or the one before it, or the only one of
the article. Such a number stands alone, in a sentence with a word of money that counts nothing
else, and its doubt says that the currency is implied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.facts.lexicon import Lexicon, fold, load_lexicon
from pipeline.facts.money.amounts import counts_noun, stands_alone
from pipeline.facts.money.context import counts_things, cue_words, talks_of_money
from pipeline.facts.money.doubts import Found
from pipeline.facts.money.readings import Amount, qualified
from pipeline.facts.numbers.find import Number
from pipeline.records import Sentence

_LEAST = Decimal(1_000_000)
_RANGE = 16  # characters between the ends of a range: "between 6 and 7 million"
_WORDS = re.compile(r"[^\W\d_]+")
CURRENCY_IMPLIED = "currency implied by the article's other amounts"


def add_implied(
    sentences: Sequence[Sentence],
    found: list[list[Found]],
    numbers: Sequence[Sequence[Number]],
    country: str | None,
) -> None:
    """Add the amounts of each sentence whose currency stands in the article's other amounts."""
    only = {item.amount.currency for line in found for item in line} - {None}
    near: str | None = None  # the last currency of the sentence before
    for sentence, line, read in zip(sentences, found, numbers, strict=True):
        here = [item.amount for item in line if item.amount.currency]
        currency = near or (next(iter(only)) if len(only) == 1 else None)
        near = here[-1].currency if here else None
        more = _implied(sentence, line, read, currency, country)
        if more:
            line[:] = sorted([*line, *more], key=lambda item: item.amount.start)
            near = currency


def _implied(
    sentence: Sentence,
    line: Sequence[Found],
    numbers: Sequence[Number],
    currency: str | None,
    country: str | None,
) -> list[Found]:
    large = [n for n in numbers if n.word and n.value >= _LEAST and not n.percent]
    if currency is None or line or not large:
        return []
    lexicon, folded = load_lexicon(sentence.language, country), fold(sentence.text)
    if lexicon.cjk or not _is_about_money(folded, lexicon):
        return []
    if any(counts_noun(folded, number.end, lexicon) for number in large):
        return []
    return [
        Found(sentence, qualified(_amount(number, currency), folded, lexicon))
        for number in large
        if stands_alone(folded, number.end, lexicon)
        and not any(_is_beside(number, other) for other in numbers)
        and not counts_things(folded, number.start, lexicon)
    ]


def _is_beside(number: Number, other: Number) -> bool:
    gap = max(number.start, other.start) - min(number.end, other.end)
    return number != other and 0 <= gap < _RANGE


def _is_about_money(folded: str, lexicon: Lexicon) -> bool:
    paid = cue_words(lexicon.language, "payment_cues")
    return talks_of_money(folded, lexicon) or not paid.isdisjoint(_WORDS.findall(folded))


def _amount(number: Number, currency: str) -> Amount:
    return Amount(
        text=number.text,
        start=number.start,
        end=number.end,
        min=number.value,
        max=number.value,
        currency=currency,
        scale=number.scale,
        doubt=CURRENCY_IMPLIED,
        magnitude=number.magnitude,
        word=number.word,
        inherited=True,
    )
