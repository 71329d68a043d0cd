"""Which words of a sentence are proper nouns: of Latin script, or transliterated."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.stages.verify.likeness import plain

_CAPITALISED = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de][\w’'-]*[^\W\d_](?!\w)")
_ACRONYM = re.compile(r"PhD|[A-Z]{2,6}(?:s|['’]s|-[A-Z]+)?$|I['’]|\w+n['’]t$")  # GOP, ATMs, I'm
_ABBREVIATED = re.compile(r"\. ?[A-Z\u00c0-\u00de]")  # "Sen. Flake"
_INITIAL = re.compile(r"(?:^|\W)[A-Z][a-z]{0,4}\.$")  # "M. Adam"
_ARTICLES = frozenset(  # of other languages, in names: "Der Spiegel", "Los Angeles"
    (
        "das", "del", "della", "dem", "den", "der", "des", "det", "die", "dos", "gli", "het",
        "las", "les", "los", "van", "von",
    )
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?:…][\s\"“”'’«(]*$|[\"“«„–-]\s?$")
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$"
)
_NOUN_ENDING = re.compile(  # of words of learning that no list has: "speciation", "dynasty"
    r".{3}(?:ations?|isms?|ists?|ology|ologists?|ological|ities|ments?|ness|ships?|asty|asties|ables?"
    r"|ically|ography|ographic|ometry|onomy|saur(?:us|s)?|pithecus|ways|holders?|makers?)$"
)
_LONG_WORD = 8  # letters that make the end of a word a word: "bio-logical", not "new-castle"
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "ly", "er", "r")
_BRITISH = (  # spellings, where the lists have the American ones
    ("our", "or"), ("tre", "ter"), ("isation", "ization"), ("ise", "ize"), ("yse", "yze"),
    ("ence", "ense"), ("ogue", "og"), ("lled", "led"), ("lling", "ling"), ("aeo", "eo"),
)  # fmt: skip


NOUNS_HAVE_CAPITALS = ("de", "lb")  # languages where names cannot be told from other nouns


class ProperNoun(NamedTuple):
    """A proper noun, plain; ``first`` in its sentence, where any word has a capital.

    Not ``sure`` where it may be a common word: "Gothic", "Mason", "Crossties" that begins.
    """

    word: str
    first: bool
    sure: bool = True


def proper_nouns(text: str, language: str) -> list[ProperNoun]:
    """Return the capitalised words of a text that are proper nouns, as far as can be told.

    English knows its common words; of other languages every capitalised word is one, though
    none that begins a sentence, and none in German, is sure.
    """
    found = []
    title = _is_title_case(text)
    for match in _CAPITALISED.finditer(text):
        word = plain(match.group())
        short = len(word) <= 5 and _ABBREVIATED.match(text, match.end())
        if len(word) < 3 or word in _ARTICLES or short or _ACRONYM.match(match.group()):
            continue
        first = _begins_sentence(text, match.start())
        if language != "en":
            found.append(ProperNoun(word, first, not first and language not in NOUNS_HAVE_CAPITALS))
            continue
        frequent, rare = _english_words()
        stems = _stems(word)
        if not stems.isdisjoint(frequent) or _CALENDAR.match(word):
            continue
        seldom = not stems.isdisjoint(rare)
        if not (seldom and (first or title)):
            common = _NOUN_ENDING.search(word) or _is_compound(word, first=first)
            sure = not seldom and not common
            found.append(ProperNoun(word, first, sure))
    return found


def _is_title_case(text: str) -> bool:
    """Say whether nearly all longer words have a capital, as in a headline."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def transliterated(text: str, language: str) -> list[str]:
    """Return the runs of a text that may be foreign names: katakana, hangul words, …"""
    pattern = _runs().get(language)
    return pattern.findall(text) if pattern else []


def _begins_sentence(text: str, start: int) -> bool:
    head = text[max(0, start - 40) : start]
    if _INITIAL.search(head.rstrip()):
        return False
    return not head.strip() or bool(_SENTENCE_END.search(head))


def _stems(word: str) -> set[str]:
    """Return what a word may be a form of, British words also as Americans spell them."""
    spelt = {word, *(word.replace(*pair) for pair in _BRITISH)}
    stems = {form.removesuffix(ending) for form in spelt for ending in _ENDINGS}
    return stems | {word.removesuffix("ing") + "e", word.removesuffix("ies") + "y"}


def _is_compound(word: str, *, first: bool) -> bool:
    """Say whether an English word is made of common ones: "crossties", "neurobiological"."""
    frequent, rare = _english_words()
    if any(word[cut:] in frequent for cut in range(3, len(word) - _LONG_WORD + 1)):
        return True
    return first and any(
        (word[:cut] in frequent or word[:cut] in rare)
        and not _stems(word[cut:]).isdisjoint(frequent)
        for cut in range(3, len(word) - 2)
    )


@cache
def _english_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return frequent and rare common words."""
    frequent, _, rare = _table("english-words").partition("\n# rare\n")
    titles = _words(_table("english-title-words"))
    return _words(frequent) | titles, _words(rare)


@cache
def _runs() -> dict[str, re.Pattern[str]]:
    signs = "".join(_words(_table("chinese-name-signs")))
    return {
        "ja": re.compile(r"[ァ-ヺー]{3,}"),
        "zh": re.compile(f"[{signs}]{{3,}}"),
        "ko": re.compile(r"[\uac00-\ud7af]{2,}"),
        "ar": re.compile(r"[\u0620-\u06ff]{3,}"),
    }


def _table(name: str) -> str:
    return files("pipeline.stages").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")


def _words(table: str) -> frozenset[str]:
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
