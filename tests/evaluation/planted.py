"""Breaks real English translations on purpose: one error of a known kind in each.

Every maker takes a reference translation and a random source and returns a broken copy, or None
where the sentence has nothing to break. What they change is what a model gets wrong: magnitudes,
figures, currencies, names, dates, negation, hedges, speakers, or the form of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from tests.evaluation.errors import change_digit, drop_negation, drop_speaker, pick, swap

Maker = Callable[["Pair", Random], str | None]


class Pair(NamedTuple):
    """A source sentence, its human translation into English, and the texts around them."""

    source: str
    reference: str
    others: Sequence[str] = ()  # other English sentences of the same set
    lower: frozenset[str] = frozenset()  # words that the set also writes in lower case


_SCALES = ["thousand", "million", "billion", "trillion"]
_SCALE = re.compile(r"(?<=[\d\w] )(?:thousand|million|billion|trillion)s?\b|(?<=\d)(?:bn|tn|m|k)\b")
_SHORT = {"bn": "m", "m": "bn", "tn": "bn", "k": "m"}
_GROUPED = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
_FIGURE = re.compile(r"(?<![\w.,/:-])\d+(?:[.,]\d+)*(?![\w/:-]|[.,]\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?! ?[.!?]$)")
_MONTHS = ["January", "February", "March", "April", "June", "July", "August", "September",
           "October", "November", "December"]  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_STRANGERS = [
    "Merkel", "Obama", "Macron", "Berlusconi", "Jackson", "Suzuki", "Kowalski", "Fernandez",
    "Clinton", "Netanyahu", "Mandela", "Berlin", "Boston", "Nairobi", "Warsaw", "Chicago", "Kyoto",
    "Lisbon", "Toronto", "Brazil", "Nigeria", "Denmark", "Vietnam", "Peru", "Toyota", "Siemens",
    "Pfizer", "Unilever", "Boeing", "Vodafone", "Telefonica", "Huawei", "Volkswagen", "Starbucks",
]  # fmt: skip
_RELATIVE = {
    "yesterday": "tomorrow", "tomorrow": "yesterday", "last week": "next week",
    "last year": "next year", "next year": "last year", "last month": "next month",
    "next month": "last month", "next week": "last week", "this year": "last year",
    "this week": "next week", "last night": "tomorrow night",
}  # fmt: skip
_NOT = re.compile(r" not\b| never\b|n['’]t\b")
_PLAIN = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|can|could|should)\b(?! not|n['’]t)"
)
_SOFT = re.compile(r"\b(?:could|might|may|allegedly|reportedly|apparently|supposedly)\b ?")
_SAID = re.compile(
    r"(?:^According to [^,]{3,60}, |, according to [^,.]{3,60}(?=[,.])"
    r"|,[\"”]? (?:he|she|they|[A-Z][\w.]+(?: [A-Z][\w.]+){0,3})"
    r" (?:said|added|told [\w ]{3,20})(?=\.))"
)


def scale_word(pair: Pair, random: Random) -> str | None:
    """Million becomes billion, bn becomes m."""
    match = pick(_SCALE, pair.reference, random)
    if match is None:
        return None
    word = match.group()
    if word in _SHORT:
        return swap(pair.reference, match, _SHORT[word])
    plural = "s" if word.endswith("s") else ""
    others = [other for other in _SCALES if other != word.removesuffix("s")]
    return swap(pair.reference, match, random.choice(others) + plural)


def scale_dropped(pair: Pair, random: Random) -> str | None:
    """The magnitude word is lost."""
    match = pick(re.compile(r"(?<=\d) (?:million|billion|trillion)\b"), pair.reference, random)
    return swap(pair.reference, match, "") if match else None


def scale_figure(pair: Pair, random: Random) -> str | None:
    """12,000 becomes 12,000,000 or 12."""
    match = pick(_GROUPED, pair.reference, random)
    if match is None:
        return None
    figure = match.group()
    new = figure + ",000" if random.random() < 0.5 else figure.rpartition(",")[0]
    return swap(pair.reference, match, new)


def figure(pair: Pair, random: Random) -> str | None:
    """One digit of a figure changes."""
    return change_digit(_FIGURE, pair.reference, random)


def figure_dropped(pair: Pair, random: Random) -> str | None:
    """A figure of two or more digits is lost."""
    pattern = re.compile(r"(?<![\w.,$£€-])\d{2,}(?:[.,]\d+)* (?=[a-z])")
    match = pick(pattern, pair.reference, random)
    return swap(pair.reference, match, "") if match else None


def currency(pair: Pair, random: Random) -> str | None:
    """Dollars become euros."""
    match = pick(re.compile(r"[$£€](?=\d)"), pair.reference, random)
    if match:
        return swap(pair.reference, match, random.choice([s for s in "$£€" if s != match[0]]))
    match = pick(re.compile(r"\b(?:dollars|euros|pounds)\b"), pair.reference, random)
    if match is None:
        return None
    return swap(pair.reference, match, "euros" if match[0] != "euros" else "yen")


def name(pair: Pair, random: Random) -> str | None:
    """A person, place or company becomes another one."""
    calendar = {*_MONTHS, *_DAYS}
    found = [
        m
        for m in _NAME.finditer(pair.reference)
        if m.group() not in calendar
        and m.group().lower() not in pair.lower
        and (m.group() in pair.source or not re.search("[a-z]{5}", pair.source))
    ]
    strangers = [stranger for stranger in _STRANGERS if stranger not in pair.reference]
    return swap(pair.reference, random.choice(found), random.choice(strangers)) if found else None


def date(pair: Pair, random: Random) -> str | None:
    """A month, a weekday or "last week" becomes another one."""
    for words in (_MONTHS, _DAYS):
        match = pick(re.compile(rf"\b(?:{'|'.join(words)})\b"), pair.reference, random)
        if match:
            others = [word for word in words if word != match.group()]
            return swap(pair.reference, match, random.choice(others))
    match = pick(re.compile(rf"\b(?:{'|'.join(_RELATIVE)})\b"), pair.reference, random)
    return swap(pair.reference, match, _RELATIVE[match.group()]) if match else None


def negation_dropped(pair: Pair, random: Random) -> str | None:
    """The only not of a sentence is lost."""
    found = list(_NOT.finditer(pair.reference))
    if len(found) != 1 or re.search(r"\b(?:no|nor|none|nothing|without)\b", pair.reference, re.I):
        return None
    return drop_negation(pair.reference, found[0])


def negation_added(pair: Pair, random: Random) -> str | None:
    """A plain sentence is negated."""
    if _NOT.search(pair.reference) or re.search(r"\bno\b", pair.reference, re.I):
        return None
    match = pick(_PLAIN, pair.reference, random)
    return swap(pair.reference, match, match.group() + " not") if match else None


def modality(pair: Pair, random: Random) -> str | None:
    """Might becomes will, reportedly is lost."""
    found = list(_SOFT.finditer(pair.reference))
    if len(found) != 1:
        return None
    word = found[0].group().strip()
    new = "will " if word in ("could", "might", "may") else ""
    return swap(pair.reference, found[0], new)


def attribution(pair: Pair, random: Random) -> str | None:
    """Who says so is lost."""
    return drop_speaker(pair.reference, _SAID)


def truncated(pair: Pair, random: Random) -> str | None:
    """The second half is lost, the full stop is kept."""
    words = pair.reference.split()
    if len(words) < 14:
        return None
    return " ".join(words[: len(words) // 3]).rstrip(",;:") + "."


def cut_off(pair: Pair, random: Random) -> str | None:
    """The text stops in mid-sentence."""
    words = pair.reference.split()
    return " ".join(words[: -max(3, len(words) // 4)]).rstrip(".,;:") if len(words) > 11 else None


def loop(pair: Pair, random: Random) -> str | None:
    """The end is said over and over."""
    words = pair.reference.rstrip(".").split()
    return " ".join(words + words[-4:] * 3) + "." if len(words) > 6 else None


def untranslated(pair: Pair, random: Random) -> str | None:
    """The source comes back as it is."""
    return pair.source


def half_translated(pair: Pair, random: Random) -> str | None:
    """The second half is still in the source language."""
    ours, theirs = pair.reference.split(), pair.source.split()
    if len(ours) < 12:
        return None
    rest = theirs[len(theirs) // 2 :] if len(theirs) > 6 else [pair.source[len(pair.source) // 2 :]]
    return " ".join([*ours[: len(ours) // 2], *rest])


def leak(pair: Pair, random: Random) -> str | None:
    """The prompt's next label comes out."""
    return f"{pair.reference} French: {pair.source}" if random.random() < 0.5 else (
        f"English: {pair.reference}"
    )  # fmt: skip


def other_sentence(pair: Pair, random: Random) -> str | None:
    """Something else is said."""
    return random.choice(pair.others) if pair.others else None


def added_sentence(pair: Pair, random: Random) -> str | None:
    """A second sentence is made up."""
    return f"{pair.reference} {random.choice(pair.others)}" if pair.others else None


SCALE_ERRORS: dict[str, Maker] = {
    "scale word": scale_word, "scale dropped": scale_dropped, "scale of figure": scale_figure,
}  # fmt: skip
OTHER_ERRORS: dict[str, Maker] = {
    "figure": figure, "figure dropped": figure_dropped, "currency": currency, "name": name,
    "date": date, "negation dropped": negation_dropped, "negation added": negation_added,
    "modality": modality, "attribution": attribution, "truncated": truncated, "cut off": cut_off,
    "loop": loop, "untranslated": untranslated, "half translated": half_translated, "leak": leak,
    "other sentence": other_sentence, "added sentence": added_sentence,
}  # fmt: skip
