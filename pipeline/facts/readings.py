"""How the words around and inside an amount are read: absurd magnitudes, doubts, qualifiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipeline.facts.currencies import Currency
from pipeline.facts.lexicon import Lexicon, Phrases, Rule, load_lexicon, load_table
from pipeline.facts.numbers import Number
from pipeline.facts.numerals import times

DETERMINERS = ("les ", "los ", "las ", "the ", "i ", "os ", "as ", "de ", "die ", "den ", "des ")


@dataclass(frozen=True)
class Amount:
    """An amount of money in a sentence; ``sentence[start:end] == text``, qualifier excluded."""

    text: str
    start: int
    end: int
    min: Decimal
    max: Decimal
    currency: str | None = None
    scale: Rule | None = None
    qualifier: str | None = None
    doubt: str | None = None
    alternatives: tuple[Decimal, ...] = ()
    magnitude: int = 0  # exponent of the magnitude word, as written
    word: str = ""  # that word, folded
    inherited: bool = False  # the currency stands elsewhere in the sentence


@dataclass(frozen=True)
class Item:
    """A number that may be money, with what stands around it."""

    number: Number
    start: int
    end: int
    value: Decimal
    before: Currency | None
    after: Currency | None
    scale: Rule | None
    magnitude: int

    @property
    def currency(self) -> Currency | None:
        if self.before and self.after and self.before.generic:
            return self.after
        return self.before or self.after


def weighed(amount: Amount, item: Item, lexicon: Lexicon) -> Amount:
    """Refuse absurd readings of the magnitude word and say the doubt."""
    plausible = load_table("common")["plausible"]
    major = amount.currency is None or amount.currency in plausible["major"]
    value, word = amount.min, amount.word
    english = (
        word in ("billion", "trillion")
        and lexicon.language in ("fr", "de")
        and item.number.coefficient >= 2
        and item.before is not None
    )
    if english and word == "billion":
        doubt = f"'{word}' without a plural, after the symbol, is read as English: 10^9"
        return _doubted(amount, times(value, Decimal("0.001")), doubt, "short")
    if (
        amount.magnitude == 18
        and amount.scale == "long"
        and major
        and value > plausible["world_wealth"]
    ):
        doubt = (
            f"{_name(lexicon)} '{_singular(word)}' is 10^18 by rule; read as an anglicism for 10^12"
        )
        return _doubted(amount, times(value, Decimal("0.000001")), doubt, "short")
    if item.number.other is not None and item.number.other != item.number.value:
        other = times(value / item.number.value, item.number.other) if item.number.value else value
        digits = item.number.text.split()[0]
        return replace(
            amount, doubt=f"'{digits}' may have a decimal or a grouping mark", alternatives=(other,)
        )
    return amount


def _doubted(amount: Amount, value: Decimal, doubt: str, scale: Rule) -> Amount:
    return replace(
        amount, min=value, max=value, scale=scale, doubt=doubt, alternatives=(amount.min,)
    )


def _name(lexicon: Lexicon) -> str:
    names = {"fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "nl": "Dutch",
             "pl": "Polish", "sv": "Swedish", "pt": "Portuguese"}  # fmt: skip
    return names.get(lexicon.language, lexicon.language)


def _singular(word: str) -> str:
    return word.removesuffix("s") if word.startswith("trillion") else word


def qualified(amount: Amount, folded: str, lexicon: Lexicon) -> Amount:
    """Read "jusqu'à", "about", "以上" around the amount."""
    before, after = _qualifier_phrases(lexicon.language)
    glued = lexicon.cjk
    stop = amount.start
    for _ in range(3):
        head = folded[max(0, stop - 40) : stop]
        stop -= len(head) - len(head.rstrip(" "))
        hit = before.before(folded, stop, glued=glued)
        if hit:
            return replace(amount, qualifier=hit[1])
        tail = folded[max(0, stop - 4) : stop] + " "
        step = next((d for d in DETERMINERS if tail.endswith(" " + d)), None)
        if step is None:
            break
        stop -= len(step) - 1
    position = amount.end + (folded[amount.end : amount.end + 1] == " ")
    hit = after.at(folded, amount.end, glued=glued) or after.at(folded, position, glued=glued)
    return replace(amount, qualifier=hit[1]) if hit else amount


@cache
def _qualifier_phrases(language: str) -> tuple[Phrases, Phrases]:
    table = load_lexicon(language).table
    return (
        Phrases.build(table.get("qualifiers", {})),
        Phrases.build(table.get("qualifiers_after", {})),
    )
