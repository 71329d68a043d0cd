"""Which names are the same actor: full names and surnames, acronyms and what they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.facts.actors.context import Candidate
from pipeline.facts.actors.tokens import Token, tokens
from pipeline.facts.actors.words import is_supported, name_words, polish_stem
from pipeline.records import Sentence

_PREFIX = frozenset(
    {"le", "la", "de", "van", "von", "der", "den", "el", "al", "ben", "bin", "di", "da", "dos"}
    | {"do", "du", "del", "della", "mac", "st"}
)
_GENITIVE = ("de", "sv", "nl", "en", "pl")
_LONGEST = 8  # words of a name
Key = tuple[str, ...]


class Identity(NamedTuple):
    """An unknown actor and the names that it goes by."""

    id: str
    name: str
    type: Literal["person", "organisation", "place"]
    full: frozenset[str]
    short: frozenset[str]


class NamePlace(NamedTuple):
    """Where an actor is named; ``is_full`` is False for a surname."""

    actor_id: str
    start: int
    end: int
    is_full: bool


def identify(
    candidates: Sequence[Candidate], language: str, alone: frozenset[str]
) -> list[Identity]:
    """Merge the candidates of one article into actors, in the order of their first place.

    ``alone`` are the words that stand without a first name somewhere: "Corbyn" tells that
    "Corbyns" is a genitive.
    """
    groups: dict[Key, list[Candidate]] = {}
    for candidate in candidates:
        if len(_parts(candidate.name)) > 1 or candidate.type != "person":
            groups.setdefault(_key(candidate, language), []).append(candidate)
    if language in _GENITIVE:
        groups = _without_genitives(groups, alone)
    surnames = {_fold(_surname(c.name), language): key for key, (c, *_) in groups.items()
                if c.type == "person"}  # fmt: skip
    for candidate in candidates:
        if len(_parts(candidate.name)) == 1 and candidate.type == "person":
            key = surnames.get(_fold(candidate.name, language)) or _key(candidate, language)
            groups.setdefault(key, []).append(candidate)
    by_acronym = {c.short: key for key, group in groups.items() for c in group if c.short}
    used: Counter[str] = Counter()
    return [
        _identity(group, used, language)
        for key, group in sorted(groups.items(), key=lambda item: item[1][0].start)
        if by_acronym.get(group[0].name, key) == key
    ]


def _without_genitives(
    groups: Mapping[Key, list[Candidate]], alone: frozenset[str]
) -> dict[Key, list[Candidate]]:
    """Put "Robert Muellers" to "Robert Mueller"."""
    found: dict[Key, list[Candidate]] = {}
    for key, group in groups.items():
        bare = (*key[:-1], key[-1].removesuffix("s"))
        name = group[0].name
        genitive = group[0].type == "person" and name.endswith("s") and len(key[-1]) > 3
        if genitive and (bare in groups or _surname(name)[:-1] in alone):
            cut = [c._replace(name=c.name.removesuffix("s"), end=c.end - 1) for c in group]
            found.setdefault(bare, []).extend(cut)
            continue
        found.setdefault(key, []).extend(group)
    return found


def _identity(group: list[Candidate], used: Counter[str], language: str) -> Identity:
    full = Counter(c.name for c in group if len(_parts(c.name)) > 1) or Counter(
        c.name for c in group
    )
    kind = group[0].type
    if language == "pl" and kind == "person":
        name = _nominative(min(full, key=lambda n: (len(n), n)))
    else:
        name = min(full, key=lambda n: (-full[n], len(n), n))
    slug = "x-" + _slug(name)
    used[slug] += 1
    actor_id = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
    short = {_surname(n) for n in full if len(_parts(n)) > 1} if kind == "person" else set()
    short |= {_bare_surname(n) for n in full if len(_parts(n)) > 1} if kind == "person" else set()
    other = {c.short for c in group if c.short} | {c.name for c in group}
    return Identity(actor_id, name, kind, frozenset(other), frozenset(short - other - {""}))


def _nominative(name: str) -> str:
    """Undo a Polish case where the first name shows it: "Borisa Johnsona" is Boris Johnson."""
    first, *middle, last = name.split() if " " in name else [name, ""]
    names = name_words("en").first_names
    for ending in ("owi", "em", "a"):
        bare = first.removesuffix(ending)
        oblique = bare != first and last.endswith(ending) and first.lower() not in names
        if oblique and bare.lower() in names:
            return " ".join([bare, *middle, last.removesuffix(ending)])
    return name


def _key(candidate: Candidate, language: str) -> Key:
    """Return what two names of the same actor have in common: first and last word of a person's."""
    parts = _parts(candidate.name)
    if candidate.type != "person":
        name = candidate.name.lower()
        if language == "de":
            name = re.sub(r"(?<=\w{4})e[nrsm]?(?!\w)", "", name)  # "Europäischen Union"
        return (_fold(name, language),)
    if len(parts) == 1:
        return ("person", _fold(parts[0], language))
    return (_fold(parts[0], language), _fold(_surname(candidate.name), language))


def _fold(name: str, language: str) -> str:
    folded = name.lower()
    return " ".join(map(polish_stem, folded.split())) if language == "pl" else folded


def _parts(name: str) -> list[str]:
    return re.split(r"[\s\u00a0\u202f・·]+", name.strip())


def _surname(name: str) -> str:
    """Return the last word of a name with its particles: "von der Leyen", "Le Pen"."""
    parts = _parts(name)
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in _PREFIX:
        start -= 1
    return " ".join(parts[start:])


def _bare_surname(name: str) -> str:
    """Return the surname without particles in lower case: "Villepin"."""
    parts = _surname(name).split()
    while len(parts) > 1 and parts[0].islower():
        parts.pop(0)
    return " ".join(parts)


def _slug(name: str) -> str:
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name.lower()))
    plain = unicodedata.normalize("NFC", plain).replace("ł", "l").replace("ß", "ss")
    return re.sub(r"[\W_]+", "-", plain).strip("-") or "name"


class Forms(NamedTuple):
    """The names to look for: words in a row, and whose they are."""

    full: dict[Key, str]
    short: dict[Key, str]


def forms_of(actors: Iterable[Identity], lowered: frozenset[str], blocked: frozenset[str]) -> Forms:
    """Collect the names of actors; a surname that two share, or that is a word, is left out.

    ``lowered`` are the words that stand somewhere in lower case, ``blocked`` names of others.
    """
    full: dict[Key, str] = {}
    short: dict[Key, str] = {}
    shared: Counter[Key] = Counter()
    for actor in actors:
        for name in sorted(actor.full):
            full.setdefault(_words(name), actor.id)
        for name in actor.short:
            shared[_words(name)] += 1
            short[_words(name)] = actor.id
    for key in list(short):
        word = " ".join(key)
        common = word.lower() in lowered or word.lower() in blocked or len(word) < 2
        if shared[key] > 1 or common or key in full or word.islower():
            del short[key]
    return Forms(full, short)


def _words(name: str) -> Key:
    return tuple(token.text for token in tokens(name, 0, len(name)))


def places_of(
    text: str, sentences: Sequence[Sentence], forms: Forms, first: dict[str, int]
) -> list[NamePlace]:
    """Find where names stand, left to right; surnames count only after ``first``, the full name.

    ``first`` is added to as full names are met.
    """
    found: list[NamePlace] = []
    stems = _stemmed(forms) if any(s.language == "pl" for s in sentences) else None
    for sentence in sentences:
        if not is_supported(sentence.language):
            continue
        words = tokens(text, sentence.start, sentence.end)
        index = 0
        while index < len(words):
            place, count = _place_at(words, index, forms, stems, sentence.language)
            if place is None:
                index += 1
                continue
            if place.is_full:
                first.setdefault(place.actor_id, place.end)
            if place.is_full or place.start >= first.get(place.actor_id, len(text)):
                found.append(place)
            index += count
    return found


def _place_at(
    words: list[Token], index: int, forms: Forms, stems: Forms | None, language: str
) -> tuple[NamePlace | None, int]:
    token = words[index]
    if not (token.is_capital or (index + 1 < len(words) and words[index + 1].is_capital)):
        return None, 1
    for count in range(min(_LONGEST, len(words) - index), 0, -1):
        part = words[index : index + count]
        for key, cut in _keys(part, language):
            for table, is_full in ((forms.full, True), (forms.short, False)):
                if key in table and (is_full or _stands_alone(words, index, count, language)):
                    end = part[-1].end - cut
                    return NamePlace(table[key], token.start, end, is_full), count
        if stems and language == "pl" and part[-1].is_capital:
            stemmed = tuple(polish_stem(t.text) for t in part)
            for table, is_full in ((stems.full, True), (stems.short, False)):
                if stemmed in table and (is_full or _stands_alone(words, index, count, language)):
                    return NamePlace(table[stemmed], token.start, part[-1].end, is_full), count
    return None, 1


def _keys(part: list[Token], language: str) -> list[tuple[Key, int]]:
    """Return the words of a name as written, and without a genitive "s"."""
    key = tuple(token.text for token in part)
    last = part[-1].text
    if language in _GENITIVE and last.endswith("s") and len(last) > 3:
        return [(key, 0), ((*key[:-1], last[:-1]), 1)]
    return [(key, 0)]


def _stands_alone(words: list[Token], index: int, count: int, language: str) -> bool:
    """Say whether a surname is not part of somebody else's name."""
    before = words[index - 1] if index and words[index].joined else None
    after = words[index + count] if index + count < len(words) else None
    lists = name_words(language)
    if before and before.is_name_like and before.lower in lists.first_names and index > 1:
        return False
    if before and (before.lower in lists.not_after or before.is_initial):
        return before.lower == "m."
    if after is None or not after.joined or language == "de":
        return True
    return not (after.is_capital and after.is_name_like and after.lower not in lists.stops)


def _stemmed(forms: Forms) -> Forms:
    def stem(table: dict[Key, str]) -> dict[Key, str]:
        found: dict[Key, str] = {}
        for key, actor_id in table.items():
            found.setdefault(tuple(map(polish_stem, key)), actor_id)
        return found

    return Forms(stem(forms.full), stem(forms.short))
