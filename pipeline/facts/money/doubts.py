"""What an article's other amounts say about a doubtful one: long or short scale, mark or group.

The rule of the language holds unless there is a reason; the doubt and the other readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import fold, load_lexicon
from pipeline.facts.money.readings import Amount, plausible_limit, with_doubt
from pipeline.facts.numbers.numerals import times
from pipeline.records import Sentence

BILLION = re.compile(r"billi?on|bilion|biljo|bilione|billón")
GROUPS_BY_COMMA = re.compile(r"\d,\d{3}(?:,\d{3}|\.\d)|\d\.\d\d? ?(?:%|mil|bill|mdd|mdp|dól)")
GROUPS_BY_POINT = re.compile(r"\d\.\d{3}(?:\.\d{3}|,\d)|\d,\d\d?(?![\d.,])")
THOUSANDTH = Decimal("0.001")


class Found(NamedTuple):
    """An amount and the sentence it stands in."""

    sentence: Sentence
    amount: Amount


class Context(NamedTuple):
    """What the whole article tells about its amounts."""

    sure: frozenset[Decimal]  # values without a doubt
    expected: frozenset[Decimal]  # values the story is known to be about
    milliards: frozenset[Decimal]  # values given in 10^9
    trillions: frozenset[Decimal]  # 10^12 written "trillion": the writer counts in the short scale
    english: bool  # ... and no company has results as large as its billions would be
    comma_groups: bool | None  # in "7,000": True a grouping mark, False a decimal mark


def resolve_doubts(
    sentences: Sequence[Sentence], found: Sequence[Found], expected: Iterable[Decimal] = ()
) -> list[Found]:
    """Return the amounts with their doubts weighed by the article and by ``expected`` values."""
    amounts = [amount for _, amount in found]
    trillions = {a.max for a in amounts if a.doubt and a.magnitude == 18}
    marked = {item.sentence.language for item in found if item.amount.two_marks}
    context = Context(
        frozenset(v for a in amounts if not a.doubt for v in (a.min, a.max)),
        frozenset(expected),
        frozenset(a.min for a in amounts if a.magnitude == 9),
        frozenset(trillions),
        bool(trillions) and any(map(_is_absurd_result, found)),
        _comma_groups([s.text for s in sentences if s.language in marked]) if marked else None,
    )
    return [item._replace(amount=_resolved(item, context)) for item in found]


def _resolved(found: Found, context: Context) -> Amount:
    amount = found.amount
    if amount.two_marks:
        return _marked(amount, context)
    return _billion(found, context) if _is_long_billion(amount) else amount


def _is_long_billion(amount: Amount) -> bool:
    long = amount.magnitude == 12 and amount.scale == "long" and not amount.alternatives
    return long and BILLION.match(amount.word) is not None


def _comma_groups(texts: Sequence[str]) -> bool | None:
    """Say what a comma does in numbers of the article that leave no doubt."""
    by_comma = any(GROUPS_BY_COMMA.search(text) for text in texts)
    by_point = any(GROUPS_BY_POINT.search(text) for text in texts)
    return by_comma if by_comma != by_point else None


def _marked(amount: Amount, context: Context) -> Amount:
    """Choose between 7 and 7,000: by equal values first, then by how other numbers are written."""
    values, others = {amount.min, amount.max}, set(amount.alternatives)
    known = context.sure | context.expected
    if bool(values & known) != bool(others & known):
        swap = bool(others & known)
    elif context.comma_groups is None:
        return amount
    else:
        swap = context.comma_groups != (amount.max > max(others))
    if not swap or (amount.min != amount.max and len(others) < 2):  # two ends
        return amount
    doubt = with_doubt(amount.doubt, "read as the article's other numbers are")
    return replace(
        amount, min=min(others), max=max(others), doubt=doubt, alternatives=tuple(sorted(values))
    )


def _billion(found: Found, context: Context) -> Amount:
    """Doubt a long-scale "billion" where the article or the story gives a reason to.

    The rule (10^12) holds unless the value is more than the world produces in a year, or the story
    knows it as 10^9, or the whole article counts as English does: "trillion" for 10^12, and
    companies with results in billions. It is kept but doubted beside such a "trillion" alone,
    where the same number is also given in milliards, and as a company's result.
    """
    amount = found.amount
    low, high = times(amount.min, THOUSANDTH), times(amount.max, THOUSANDTH)
    product = plausible_limit("world_product", amount.currency)
    known = amount.max in context.expected
    absurd = product is not None and amount.max > product
    if absurd or (high in context.expected and not known):
        reason = (
            "more than the world produces in a year; read as an anglicism for 10^9"
            if absurd
            else "read as 10^9, an amount that the story knows"
        )
        doubt = with_doubt(amount.doubt, f"'{amount.word}' is 10^12 by rule, {reason}")
        return replace(
            amount, min=low, max=high, scale="short", doubt=doubt, alternatives=(amount.max,)
        )
    reason = ""
    trillion = bool(context.trillions) and amount.max not in context.trillions
    if trillion and context.english:
        doubt = f"'{amount.word}' is read as 10^9: the article writes 'trillion' for 10^12"
        return replace(
            amount,
            min=low,
            max=high,
            scale="short",
            doubt=with_doubt(amount.doubt, doubt),
            alternatives=(amount.max,),
        )
    if known and not trillion:
        return amount
    if low in context.milliards:
        reason = "the article also gives this number in milliards"
    elif trillion:
        reason = "the article writes 'trillion' for 10^12"
    elif _is_absurd_result(found):
        reason = "no company has a result of this size"
    if not reason:
        return amount
    doubt = f"'{amount.word}' is 10^12 by rule; it may stand for 10^9: {reason}"
    return replace(amount, doubt=with_doubt(amount.doubt, doubt), alternatives=(high,))


@cache
def _company_flows(language: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in load_lexicon(language).words("company_flows"))
    return re.compile(rf"\b(?:{words or '(?!)'})\b")


def _is_absurd_result(found: Found) -> bool:
    """Say whether a long-scale billion is a company's result that no company ever had."""
    sentence, amount = found
    limit = plausible_limit("company", amount.currency)
    large = limit is not None and _is_long_billion(amount) and amount.max >= limit
    return large and _is_company_flow(sentence, amount)


def _is_company_flow(sentence: Sentence, amount: Amount) -> bool:
    """Tell "une perte de 1,9 billion": a result of one firm stands just before the amount."""
    head = fold(sentence.text[max(0, amount.start - 60) : amount.start])
    return _company_flows(sentence.language).search(head) is not None
