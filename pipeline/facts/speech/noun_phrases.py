"""The noun phrase beside a verb of saying: where it begins and where it ends.

Pure functions over text; all offsets are into the text that is passed in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.facts.speech.words import Speech, speech

CLAUSE_END = re.compile(r"[,;:.!?()\[\]«»“”\"„‹›「」『』–—|、，。：；！？（）\n]")
_NO_STOP = re.compile(r"\b(?:[A-Z]|\d{1,2}|Mr|Mrs|Ms|Dr|M|Mme|Sr|Sra|St|Jr|Prof|Hr|Fr)\.$")
_NAME_IN_MARKS = re.compile(r"([„“\"«]\s?)([^„“\"”«»\n]{1,40}?)(\s?[“”\"»])")
_LEADING = re.compile(
    r"(?:que|qu['’]|mais|et|or|car|that|but|and|als|dass|und|aber|y|pero|e|ma|mas|lorsque|quand|"
    r"alors que|tandis que|comme|when|while|as|which|wie|come|como|en|maar|och|men|ale|"
    r"where|because|although|though|où|puisque|wo|weil|obwohl|während|donde|porque|aunque|mientras|"
    r"dove|perché|mentre|onde|embora|enquanto|waar|omdat|terwijl|där|eftersom|medan|gdzie|ponieważ)"
    r"\s+",
    re.IGNORECASE,
)
_OF = frozenset(
    ("de", "du", "des", "di", "del", "della", "of", "von", "van", "da", "do", "dos", "av")
)
_AND = frozenset(("and", "et", "und", "y", "e", "en", "och", "oraz"))
_WINDOW_AFTER = 200  # characters looked at behind a verb
_WINDOW_BEFORE = 300
MAX_WORDS = 12
_MAX_UNSPACED = 24  # characters of a phrase in Chinese or Japanese


class Phrase(NamedTuple):
    """Where a phrase begins and ends."""

    start: int
    end: int


def words_of(text: str, phrase: Phrase) -> str:
    """Return the words of a phrase with single blanks and without quotation marks."""
    return " ".join(re.sub(r"[„“”\"«»]", " ", text[phrase.start : phrase.end]).split())


def phrase_after(text: str, start: int, language: str) -> Phrase | None:
    """Return the noun phrase that begins at ``start``: "la ministre", "une source proche de X".

    Words of time are skipped, and so is the outlet in "a déclaré à l'AFP la ministre". A name in
    marks ("die „Financial Times“") belongs to its phrase.
    """
    window = _NAME_IN_MARKS.sub(_unmarked, text[start : start + _WINDOW_AFTER])
    end = CLAUSE_END.search(window)
    while end and end.group() == "." and _NO_STOP.search(window, max(0, end.end() - 6), end.end()):
        end = CLAUSE_END.search(window, end.end())
    words = speech(language)
    tokens = list(re.finditer(r"\S+", window[: end.start() if end else None]))
    first = _first_token([token.group().lower() for token in tokens], tokens, words)
    kept: list[re.Match[str]] = []
    for place in range(first, min(len(tokens), first + MAX_WORDS)):
        if kept and _ends_phrase(tokens, place, kept, words):
            break
        kept.append(tokens[place])
    while len(kept) > 1 and kept[-1].group().lower() in words.links | _OF:  # "führte X aus"
        kept.pop()
    if not kept:
        return None
    opening = kept[0].group().lower()
    none = words.ends | words.passives | words.possessives | words.links
    if opening in none - words.articles - words.pronouns:
        return None
    return Phrase(start + kept[0].start(), start + kept[-1].end())


def _unmarked(match: re.Match[str]) -> str:
    """Blank out quotation marks, so that offsets stay."""
    return " " * len(match[1]) + match[2] + " " * len(match[3])


def _unmarked_name(match: re.Match[str]) -> str:
    """Blank out the marks of a name: up to four words, the first with a capital."""
    name = match[2][:1].isupper() and len(match[2].split()) <= 4
    return _unmarked(match) if name else match.group()


def _first_token(lowered: list[str], tokens: list[re.Match[str]], words: Speech) -> int:
    """Return the place of the word a phrase begins with, behind words of time and the outlet."""
    place = 0
    while place < len(tokens) and lowered[place] in words.times:
        if lowered[place] in words.articles and tokens[place + 1 : place + 2]:
            following = lowered[place + 1]
            if following not in words.times:
                break
        place += 1
    if place < len(tokens) and lowered[place] in words.tells:
        outlet = place + 1
        while outlet < len(tokens) and not has_capital(tokens[outlet].group()):
            outlet += 1
        begin = outlet + 1
        if begin < len(tokens) and lowered[begin] not in words.ends - words.articles:
            return begin
    return place


def _ends_phrase(
    tokens: list[re.Match[str]], place: int, kept: list[re.Match[str]], words: Speech
) -> bool:
    word = tokens[place].group()
    bare = word.lower()
    before = kept[-1].group()
    if bare in words.ends:
        following = tokens[place + 1].group().lower() if place + 1 < len(tokens) else ""
        if bare in _AND and following and tokens[place + 1].group()[0].isupper():
            return False  # "adviser and author Ann Rey"
        named = any(has_capital(token.group()) for token in kept)
        joins = bare in words.joins and following and following not in words.times
        return bool(named or not joins or following[0].isdigit())
    if bare[0].isdigit():
        return before.lower() not in ("de", "di")  # "la mujer de 35 años"
    if bare.startswith(("qu'", "qu’")):
        return True
    if words.links and before[0].isupper() and word[0].islower() and bare not in words.links:
        opens_with_preposition = kept[0].group().lower() in ("mit", "med", "met")
        return not opens_with_preposition
    return len(kept) > 1 and bool(words.says.fullmatch(bare))


def phrase_before(text: str, end: int) -> Phrase | None:
    """Return the phrase that ends at ``end``; of a name and its apposition, the name.

    "Jeanne Morel, porte-parole du groupe," and "le patron de TSMC, CC Wei," name the same way, and
    so does "Nvidia, which buys most of them,".
    """
    start = max(0, end - _WINDOW_BEFORE)
    head = _NAME_IN_MARKS.sub(_unmarked_name, text[start:end]).rstrip()
    if not head.endswith(","):
        return _shifted(_last_phrase(head, len(head)), start)
    phrases: list[Phrase] = []
    place = len(head)
    while place and head[place - 1] == "," and len(phrases) < 5:
        phrase = _last_phrase(head, place - 1)
        if phrase is None:
            break
        phrases.append(phrase)
        place = len(head[: phrase.start].rstrip().removesuffix(" which"))
    for number, phrase in enumerate(phrases):
        if _is_name(head[phrase.start : phrase.end]):
            return _shifted(phrase, start)
        if number == 1 and len(phrases) == 2:
            return _shifted(phrase, start)
    return _shifted(phrases[-1] if phrases else None, start)


def _last_phrase(head: str, end: int) -> Phrase | None:
    """Return what stands between the last clause boundary and the end, at most a few words."""
    start = 0
    for boundary in CLAUSE_END.finditer(head, 0, end):
        stop = boundary.end()
        if boundary.group() != "." or not _NO_STOP.search(head, max(0, stop - 6), stop):
            start = stop
    while start < end and head[start].isspace():
        start += 1
    if leading := _LEADING.match(head, start, end):
        start = leading.end()
    phrase = head[start:end].rstrip()
    if any("\u3040" <= ch <= "\u9fff" for ch in phrase):
        short = len(phrase) <= _MAX_UNSPACED
    else:
        short = len(phrase.split()) <= MAX_WORDS
    return Phrase(start, start + len(phrase)) if phrase and short else None


def _shifted(phrase: Phrase | None, by: int) -> Phrase | None:
    return Phrase(phrase.start + by, phrase.end + by) if phrase else None


def has_capital(phrase: str) -> bool:
    """Say whether a word of a phrase begins with a capital, behind blanks or apostrophes."""
    return any(word[0].isupper() for word in re.split(r"[\s'’]", phrase) if word)


def _is_name(phrase: str) -> bool:
    words = phrase.split()
    capitals = [word[0].isupper() for word in words]
    small = all(len(word) <= 3 for word, big in zip(words, capitals, strict=True) if not big)
    return any(capitals) and len(words) <= 5 and small
