"""How the words around and inside an amount are read: absurd magnitudes, doubts, qualifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, Phrases, Rule, load_lexicon, load_table
from pipeline.facts.money.context import cue_words
from pipeline.facts.money.items import Item
from pipeline.facts.numbers.numerals import times


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
    two_marks: bool = False  # "7,000" may be 7: the alternatives are the other readings


def plausible_limit(kind: str, currency: str | None) -> Decimal | None:
    """Return the value above which an amount is absurd, in its own currency; None: not known.

    ``kind`` is "world_product", "world_wealth" or "company"; an unsaid currency counts as dollars.
    """
    plausible = load_table("common")["plausible"]
    per_dollar = plausible["per_dollar"].get(currency or "USD")
    return None if per_dollar is None else Decimal(plausible[kind]) * per_dollar


def weighed(amount: Amount, item: Item, lexicon: Lexicon) -> Amount:
    """Refuse absurd readings of the magnitude word and say the doubt."""
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
    wealth = plausible_limit("world_wealth", amount.currency)
    if amount.magnitude == 18 and amount.scale == "long" and wealth and value > wealth:
        doubt = (
            f"{_name(lexicon)} '{_singular(word)}' is 10^18 by rule; read as an anglicism for 10^12"
        )
        return _doubted(amount, times(value, Decimal("0.000001")), doubt, "short")
    if item.number.other is not None and item.number.other != item.number.value:
        other = times(value / item.number.value, item.number.other) if item.number.value else value
        digits = item.number.text.split()[0]
        doubt = f"'{digits}' may have a decimal or a grouping mark"
        return replace(
            amount, doubt=with_doubt(amount.doubt, doubt), alternatives=(other,), two_marks=True
        )
    return amount


def with_doubt(known: str | None, doubt: str) -> str:
    """Add a doubt to those that are known."""
    return f"{known}; {doubt}" if known else doubt


def _doubted(amount: Amount, value: Decimal, doubt: str, scale: Rule) -> Amount:
    return replace(
        amount,
        min=value,
        max=value,
        scale=scale,
        doubt=with_doubt(amount.doubt, doubt),
        alternatives=(amount.min,),
    )


def _name(lexicon: Lexicon) -> str:
    names = {"fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "nl": "Dutch",
             "pl": "Polish", "sv": "Swedish", "pt": "Portuguese"}  # fmt: skip
    return names.get(lexicon.language, lexicon.language)


def _singular(word: str) -> str:
    return word.removesuffix("s") if word.startswith("trillion") else word


def qualified(
    amount: Amount, folded: str, lexicon: Lexicon, earlier: Sequence[Amount] = ()
) -> Amount:
    """Read "jusqu'à", "about", "以上" around the amount; ``earlier`` are the amounts before it."""
    hit = _qualifier(amount, folded, lexicon)
    if hit is None:
        return amount
    phrase, qualifier = hit
    opens = amount.min != amount.max or _leads_on(folded, amount.end, lexicon)
    if opens and phrase in lexicon.table.get("change_from", ()):
        return amount  # "od 5 do 7 mld": where a range starts
    if phrase in lexicon.table.get("limit_or_link", ()) and _ends_change(folded, lexicon, earlier):
        return amount  # "van 45 miljard in 2023 tot 400 miljard in 2027"
    return replace(amount, qualifier=qualifier)


def _qualifier(amount: Amount, folded: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return the phrase that qualifies the amount and what it means."""
    before, after = _qualifier_phrases(lexicon.language)
    glued = lexicon.cjk or "glued_before" in lexicon.table
    stop = amount.start
    for _ in range(3):
        head = folded[max(0, stop - 40) : stop]
        stop -= len(head) - len(head.rstrip(" "))
        hit = before.before(folded, stop, glued=glued)
        if hit:
            return folded[hit[0] : stop], hit[1]
        start = folded.rfind(" ", max(0, stop - 8), stop) + 1
        if not folded[start:stop] or folded[start:stop] not in cue_words(lexicon.language, "the"):
            break
        stop = start
    for position in (amount.end, amount.end + (folded[amount.end : amount.end + 1] == " ")):
        hit = after.at(folded, position, glued=glued)
        if hit:
            return folded[position : hit[0]], hit[1]
    return None


def _leads_on(folded: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether "to" follows: "från 5 miljarder till"."""
    words = folded[end : end + 40].split()
    return any(word in lexicon.table.get("range", ()) for word in words[:3])


def _ends_change(folded: str, lexicon: Lexicon, earlier: Sequence[Amount]) -> bool:
    """Tell whether the amount before this one is where a change starts: "von 45 Milliarden"."""
    if not earlier:
        return False
    head = folded[max(0, earlier[-1].start - 12) : earlier[-1].start].split()
    return bool(head) and head[-1] in lexicon.table.get("change_from", ())


@cache
def _qualifier_phrases(language: str) -> tuple[Phrases, Phrases]:
    table = load_lexicon(language).table
    return (
        Phrases.build(table.get("qualifiers", {})),
        Phrases.build(table.get("qualifiers_after", {})),
    )
