"""Money of a whole article: amounts with exact places, values and doubts, and vague mentions.

Each sentence is read by the rules of its own language (``amounts``). What the other amounts of the
article say about a doubtful magnitude word is weighed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.facts.amounts import find_amounts, stands_alone
from pipeline.facts.lexicon import fold, load_lexicon, load_table
from pipeline.facts.numbers import find_numbers
from pipeline.facts.numerals import times
from pipeline.facts.readings import Amount
from pipeline.facts.render_money import render_money
from pipeline.facts.vague import find_vague
from pipeline.records import Mention, Money, Sentence

BILLION = re.compile(r"billi?on|bilion|biljo|bilione|billón")


class MoneyFacts(NamedTuple):
    """The money of an article: amounts with a value, and mentions without one."""

    valued: list[Money]
    vague: list[Mention]


class _Found(NamedTuple):
    sentence: Sentence
    amount: Amount


def find_money(
    sentences: Sequence[Sentence], *, target: str, country: str | None = None
) -> MoneyFacts:
    """Return the money of an article's sentences, in order, with article offsets.

    ``target`` is the language of ``Money.rendered``; ``country`` (ISO 3166) is where the page is
    from, if known: it decides whose dollar "dollars" is, and the scale of Portuguese.
    """
    found = [
        _Found(sentence, amount)
        for sentence in sentences
        for amount in find_amounts(sentence.text, sentence.language, country)
    ]
    found = _with_repeats(sentences, found, country)
    found = _weigh(found)
    vague = []
    for sentence in sentences:
        taken = [(f.amount.start, f.amount.end) for f in found if f.sentence is sentence]
        for start, end in find_vague(sentence.text, sentence.language, taken, country):
            vague.append(_mention(sentence, start, end))
    return MoneyFacts([_money(item, target) for item in found], vague)


def _mention(sentence: Sentence, start: int, end: int) -> Mention:
    return Mention(
        text=sentence.text[start:end],
        start=sentence.start + start,
        end=sentence.start + end,
        sentence=sentence.index,
    )


def _money(found: _Found, target: str) -> Money:
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


def _with_repeats(
    sentences: Sequence[Sentence], found: list[_Found], country: str | None
) -> list[_Found]:
    """Add "Ces 7 billions ..." where the article says "7 billions de dollars" elsewhere."""
    known: dict[tuple[Decimal, str], Amount] = {}
    for _, amount in found:
        if amount.magnitude >= 9 and amount.currency and amount.min == amount.max:
            known.setdefault((amount.min, amount.word), amount)
            for other in amount.alternatives:
                known.setdefault((other, amount.word), amount)
    if not known:
        return found
    more = list(found)
    for sentence in sentences:
        taken = [f.amount for f in found if f.sentence is sentence]
        lexicon = load_lexicon(sentence.language, country)
        folded = fold(sentence.text)
        for number in find_numbers(sentence.text, sentence.language, country):
            model = known.get((number.value, number.word))
            free = not any(a.start < number.end and number.start < a.end for a in taken)
            if model and free and not number.percent and stands_alone(folded, number.end, lexicon):
                more.append(_Found(sentence, _repeat(number.text, number.start, number.end, model)))
    return sorted(more, key=lambda f: (f.sentence.start, f.amount.start))


def _repeat(text: str, start: int, end: int, model: Amount) -> Amount:
    return replace(model, text=text, start=start, end=end, qualifier=None, inherited=True)


def _weigh(found: list[_Found]) -> list[_Found]:
    """Doubt a long-scale "billion" where the article gives a reason to.

    The rule (10^12) holds unless the value is more than the world produces in a year. It is kept
    but doubted beside a "trillion" that only the short scale explains, where the same number is
    also given in milliards, and as a company's loss or revenue.
    """
    short_trillion = any(
        a.doubt and a.magnitude == 18 for _, a in found
    )  # the writer counts in the short scale
    milliards = {a.min for _, a in found if a.magnitude == 9}
    return [f._replace(amount=_weigh_one(f, short_trillion, milliards)) for f in found]


def _weigh_one(found: _Found, short_trillion: bool, milliards: set[Decimal]) -> Amount:
    sentence, amount = found
    if amount.magnitude != 12 or amount.scale != "long" or amount.doubt:
        return amount
    if not BILLION.match(amount.word):
        return amount
    plausible = load_table("common")["plausible"]
    major = amount.currency is None or amount.currency in plausible["major"]
    low, high = times(amount.min, Decimal("0.001")), times(amount.max, Decimal("0.001"))
    if major and amount.max > plausible["world_product"]:
        return replace(
            amount,
            min=low,
            max=high,
            scale="short",
            doubt=f"'{amount.word}' is 10^12 by rule, more than the world produces in a year; "
            "read as an anglicism for 10^9",
            alternatives=(amount.max,),
        )
    reason = ""
    if low in milliards:
        reason = "the article also gives this number in milliards"
    elif short_trillion:
        reason = "the article writes 'trillion' for 10^12"
    elif major and amount.max >= plausible["company"] and _is_company_flow(sentence, amount):
        reason = "no company has a result of this size"
    if not reason:
        return amount
    doubt = f"'{amount.word}' is 10^12 by rule; it may stand for 10^9: {reason}"
    return replace(amount, doubt=doubt, alternatives=(high,))


def _is_company_flow(sentence: Sentence, amount: Amount) -> bool:
    """Tell "une perte de 1,9 billion": a result of one firm stands just before the amount."""
    words = load_lexicon(sentence.language).words("company_flows")
    head = fold(sentence.text[max(0, amount.start - 60) : amount.start])
    return any(re.search(rf"\b{re.escape(word)}\b", head) for word in words)
