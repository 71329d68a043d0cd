"""Makes condensed statements out of real sentences: faithful ones, and ones with a planted error.

Every maker takes a ``Draft`` (a faithful statement and where it comes from) and a random source and
returns a broken statement, or None where there is nothing to break. Some errors are planted in
French and English only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from tests.evaluation.errors import change_digit, drop_negation, drop_speaker, pick, swap

Maker = Callable[["Draft", Random], str | None]


class Draft(NamedTuple):
    """A faithful statement, the sentences it was made of by index, and the texts around it."""

    text: str
    made_of: tuple[int, ...]
    sentences: Sequence[str]
    others: Sequence[str]  # sentences of other articles
    language: str


_LEADING = re.compile(
    r"(?:Dans|En|Après|Depuis|Pour|Lors|Avec|Pendant|Outre|Malgré|In|After|On|At|During|Since|With|"
    r"For|Despite|As) [^,;:\"«»“”]{4,70}, (?=[\w])"
)
_BRACKETS = re.compile(r" ?[(（][^()（）]{2,80}[)）]")
_RELATIVE = re.compile(
    r", (?:qui|dont|où|which|who|whose|where) [^,.;:\"«»“”()]{5,90}(?:,(?= )|(?=\.$))"
)
_APPOSITION = {
    "fr": re.compile(r", (?:(?:un|une|le|la) |l')[^,.;:\"«»“”()]{4,60},(?= )"),
    "en": re.compile(r", (?:an?|the) [^,.;:\"«»“”()]{4,60},(?= )"),
}
_OPENERS = {
    "fr": "Le La Les L' Un Une Des Il Elle Ils Elles On Ce Cette Ces Dans En Au Aux Pour Par Sur "
    "Son Sa Ses Leur Leurs D' De Du Après Avant Mais",
    "en": "The A An It He She They We This That These Those In On At His Her Its Their By From "
    "With After Before There But As For",
}
_AND = {
    "fr": " et ", "en": " and ", "de": " und ", "es": " y ", "it": " e ", "pt": " e ", "nl": " en ",
    "pl": " i ", "sv": " och ", "ar": "، ", "ko": " 그리고 ", "ja": "、そして", "zh": "，而且",
}  # fmt: skip
_UNSPACED = ("ja", "zh")
_STOP = (".", "。")


def is_usable(sentence: str, language: str) -> bool:
    """Say whether a line is a whole sentence of a usual length."""
    words = len(sentence) // 3 if language in _UNSPACED else len(sentence.split())
    return 7 <= words <= 45 and sentence.endswith(_STOP)


def drafts(
    sentences: Sequence[str], others: Sequence[str], language: str
) -> Iterator[tuple[str, Draft]]:
    """Yield faithful statements with their kind: clauses cut, two sentences merged, both."""
    usable = [i for i, s in enumerate(sentences) if is_usable(s, language)]
    for index in usable:
        short = _cut(sentences[index], language)
        if short != sentences[index] and len(short) > 35:
            yield "cut", Draft(short, (index,), sentences, others, language)
    for first in usable[::2]:
        second = first + 1
        if second not in usable or sentences[first] == sentences[second]:
            continue
        pair = sentences[first], sentences[second]
        made_of = (first, second)
        for kind, text in (
            ("merged", _merge(*pair, language)),
            ("cut and merged", _merge(*(_cut(s, language) for s in pair), language)),
            ("reordered", f"{pair[1]} {_cut(pair[0], language)}"),
        ):
            yield kind, Draft(text, made_of, sentences, others, language)


def _cut(sentence: str, language: str) -> str:
    """Cut brackets, relative clauses, appositions and a leading adverbial."""
    text = _LEADING.sub("", sentence, count=1) if _LEADING.match(sentence) else sentence
    patterns = [_BRACKETS]
    if language in _APPOSITION:
        patterns += [_RELATIVE, _APPOSITION[language]]
    for pattern in patterns:
        text = pattern.sub("", text, count=1)
    return text[:1].upper() + text[1:]


def _merge(first: str, second: str, language: str) -> str:
    opener = re.match(r"[^\W\d_]+'?", second)
    if opener and opener.group() in _OPENERS.get(language, "").split():
        second = second[0].lower() + second[1:]
    return first.rstrip(".。") + _AND[language] + second


_FIGURE = re.compile(r"(?<![A-Za-z\d.,/:-])\d+(?:[.,]\d+)*(?![A-Za-z\d/:-]|[.,]\d)")
_SCALE = re.compile(r"(?<=[\d\w] )(?:milliers|millions?|milliards?|thousand|billions?|trillion)\b")
_SCALES = {
    "milliers": "millions", "million": "milliard", "millions": "milliards", "milliard": "million",
    "milliards": "millions", "thousand": "million", "billion": "million", "trillion": "billion",
    "billions": "millions",
}  # fmt: skip
_MILLION_EN = {"million": "billion", "millions": "billions"}
_NAME = re.compile(r"(?<=[a-zé,] )[A-ZÉ][a-zéèêïç]{3,}\b")
_STRANGERS = [
    "Merkel", "Obama", "Berlusconi", "Suzuki", "Kowalski", "Fernandez", "Netanyahu", "Mandela",
    "Nairobi", "Varsovie", "Chicago", "Kyoto", "Toronto", "Nigeria", "Vietnam", "Toyota",
    "Siemens", "Pfizer",
    "Unilever", "Vodafone", "Volkswagen", "Starbucks",
]  # fmt: skip
_CALENDARS = [
    words.split()
    for words in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "January February March April June July August September October November December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    )
]
_RELATIVE_DAYS = {
    "hier": "demain", "la semaine dernière": "la semaine prochaine",
    "l'an dernier": "l'an prochain",
    "le mois dernier": "le mois prochain", "yesterday": "tomorrow", "last week": "next week",
    "last year": "next year", "last month": "next month", "next year": "last year",
}  # fmt: skip
_NOT = {
    "fr": re.compile(r"\b(n['’]|ne )((?:[a-zéèêà]+)(?:-t-il|-t-elle)?) (?:pas|plus|jamais) "),
    "en": re.compile(r" not\b| never\b|n['’]t\b"),
    "de": re.compile(r" nicht\b"),
    "es": re.compile(r" no\b"),
    "it": re.compile(r" non\b"),
    "pt": re.compile(r" não\b"),
    "nl": re.compile(r" niet\b"),
    "pl": re.compile(r" nie\b"),
    "sv": re.compile(r" inte\b"),
}
_PLAIN = {
    "fr": re.compile(r"(?<![\w'’-])(est|sont|était|ont|a|sera|avait|va|peut|doit)(?= [a-z])"),
    "en": re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|can|could)\b(?= [a-z])"),
}
_SOFT = {
    "serait": "est", "seraient": "sont", "aurait": "a", "auraient": "ont", "pourrait": "peut",
    "pourraient": "peuvent", "devrait": "doit", "would": "will", "could": "will", "might": "will",
    "reportedly ": "", "allegedly ": "",
}  # fmt: skip
_SAID = re.compile(
    r"^(?:Selon|D'après|According to) [^,]{3,70}, "
    r"|, (?:selon|d'après|according to) [^,.]{3,60}(?=[,.])"
    r"|,[\"»”]? (?:a|ont) (?:déclaré|indiqué|précisé|affirmé|annoncé|expliqué|estimé) "
    r"[^,.]{3,60}(?=\.)"
    r"|,[\"”]? (?:he|she|they|[A-Z][\w.]+(?: [A-Z][\w.]+){0,3}) (?:said|added)(?=\.)"
)


def number(draft: Draft, random: Random) -> str | None:
    """One digit of a figure changes."""
    return change_digit(_FIGURE, draft.text, random)


def numbers_swapped(draft: Draft, random: Random) -> str | None:
    """A figure is replaced with another one of the same sentences."""
    match = pick(_FIGURE, draft.text, random)
    ours = {m.group() for i in draft.made_of for m in _FIGURE.finditer(draft.sentences[i])}
    others = sorted(ours - {match.group()}) if match else []
    return swap(draft.text, match, random.choice(others)) if match and others else None


def scale(draft: Draft, random: Random) -> str | None:
    """Millions become billions."""
    pattern = (
        _SCALE if draft.language == "fr" else re.compile(_SCALE.pattern + r"|(?<=\d )million\b")
    )
    match = pick(pattern, draft.text, random)
    if match is None:
        return None
    table = _SCALES if draft.language == "fr" else _SCALES | _MILLION_EN
    return swap(draft.text, match, table[match.group()])


def currency(draft: Draft, random: Random) -> str | None:
    """Euros become dollars, and the other way round."""
    match = pick(re.compile(r"\b(?:euros|dollars)\b"), draft.text, random)
    return swap(draft.text, match, "yen" if match[0] == "euros" else "euros") if match else None


def name(draft: Draft, random: Random) -> str | None:
    """A person, place or company becomes one of which the article does not speak."""
    match = pick(_NAME, draft.text, random)
    article = " ".join(draft.sentences)
    calendar = {word for row in _CALENDARS for word in row}
    strangers = [stranger for stranger in _STRANGERS if stranger not in article]
    if match is None or match.group() in calendar or match.group().lower() in article:
        return None
    return swap(draft.text, match, random.choice(strangers))


def name_of_article(draft: Draft, random: Random) -> str | None:
    """A name becomes another one of the same article, which its sentences do not have."""
    match = pick(_NAME, draft.text, random)
    article = " ".join(draft.sentences)
    origin = " ".join(draft.sentences[i] for i in draft.made_of)
    names = {m.group() for m in _NAME.finditer(article)}
    names = {n for n in names if n.lower() not in article and n not in origin}
    calendar = {word for row in _CALENDARS for word in row}
    names -= calendar
    if match is None or not names or match.group().lower() in article or match.group() in calendar:
        return None
    return swap(draft.text, match, random.choice(sorted(names)))


def day(draft: Draft, random: Random) -> str | None:
    """A month, a weekday or "last week" becomes another one."""
    for words in _CALENDARS:
        match = pick(re.compile(rf"\b(?:{'|'.join(words)})\b"), draft.text, random)
        if match:
            return swap(draft.text, match, random.choice([w for w in words if w != match.group()]))
    match = pick(re.compile(rf"\b(?:{'|'.join(_RELATIVE_DAYS)})\b"), draft.text, random)
    return swap(draft.text, match, _RELATIVE_DAYS[match.group()]) if match else None


def negation_dropped(draft: Draft, random: Random) -> str | None:
    """A not is lost."""
    match = pick(_NOT[draft.language], draft.text, random) if draft.language in _NOT else None
    if match is None:
        return None
    if draft.language == "fr":
        return swap(draft.text, match, f"{match[2]} ")
    return drop_negation(draft.text, match)


def negation_added(draft: Draft, random: Random) -> str | None:
    """A plain verb is negated."""
    match = pick(_PLAIN[draft.language], draft.text, random) if draft.language in _PLAIN else None
    if match is None or any(m.start() <= match.end() + 12 and match.start() - 12 <= m.end()
                            for m in _NOT[draft.language].finditer(draft.text)):  # fmt: skip
        return None
    if draft.language == "en":
        return swap(draft.text, match, match.group() + " not")
    verb = match.group()
    return swap(draft.text, match, ("n'" if verb[0] in "aeéo" else "ne ") + verb + " pas")


def hearsay(draft: Draft, random: Random) -> str | None:
    """The only conditional of a statement is lost."""
    found = list(re.finditer(rf"\b(?:{'|'.join(_SOFT)})\b ?", draft.text))
    if len(found) != 1:
        return None
    word = found[0].group()
    new = _SOFT.get(word, _SOFT.get(word.strip(), "")) + " " * (word.strip() in _SOFT)
    return swap(draft.text, found[0], new)


def attribution(draft: Draft, random: Random) -> str | None:
    """Who says so is lost."""
    return drop_speaker(draft.text, _SAID)


def other_article(draft: Draft, random: Random) -> str | None:
    """A sentence of another article."""
    return random.choice(draft.others) if draft.others else None


def half_of_another(draft: Draft, random: Random) -> str | None:
    """The second half is that of a sentence of another article."""
    if not draft.others:
        return None
    if draft.language in _UNSPACED:
        other = random.choice(draft.others)
        return draft.text[: len(draft.text) // 2] + other[len(other) // 2 :]
    ours, theirs = draft.text.split(), random.choice(draft.others).split()
    return " ".join([*ours[: len(ours) // 2], *theirs[len(theirs) // 2 :]])


ERRORS: dict[str, Maker] = {
    "number": number, "scale": scale, "currency": currency, "name": name, "date": day,
    "negation dropped": negation_dropped, "negation added": negation_added, "hearsay": hearsay,
    "attribution": attribution, "other article": other_article, "half of another": half_of_another,
    "numbers swapped": numbers_swapped, "name of article": name_of_article,
}  # fmt: skip
