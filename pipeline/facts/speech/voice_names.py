"""Who a phrase names: an actor of the story, somebody else, or the one a pronoun stands for.

Pure functions; every answer is made of the source's own words or of a name of the story profile.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.facts.actors.find import NameMatch, find_names
from pipeline.facts.actors.words import name_words
from pipeline.facts.lexicon import load_table
from pipeline.facts.speech.noun_phrases import Phrase, has_capital, words_of
from pipeline.facts.speech.words import UNSPACED, speech
from pipeline.story import Story

_GENITIVE = re.compile(
    r"\b(?:de|du|des|of|to|from|for|with|von|vom|mit|del|della|di|da|do|dos|van|av|avec|con|com|à|"
    r"bij|för|på|od|z|dla|at|chez|bei)\b|\bd['’]",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    r"[A-Z\u00c0-\u00de][\w.&'’-]*"
    r"(?:\s+(?:(?:of|and|the|de|du|des|et|für|und|di|e|y)\s+)?[A-Z\u00c0-\u00de][\w.&'’-]*)*"
)
FULL_NAME = re.compile(
    r"(?<![\w'’])[A-Z\u00c0-\u00de][\w'’-]{1,20}"
    r"(?:\s(?:(?:de|von|van|der|den|di|da|dos|al|bin|el|la|le)\s){0,2}[A-Z\u00c0-\u00de][\w'’-]{1,20})"
    r"{1,2}(?!\w)"
)
_HONORIFIC = re.compile(
    r"氏|さん|様|社長|会長|ＣＥＯ|CEO|最高経営責任者|先生|女士|씨|대표|회장|사장|최고경영자"
)
_CASE = re.compile(r"(?:a|u|owi|em|iem|ie|owie)")  # Polish: "Altmana"
_LOOK_BACK = 1500  # characters in which a pronoun's name is looked for
_NAME_WORDS = 6
GOES_ON = "goes on from the quote before"


class Speaker(NamedTuple):
    """Who says something: the words that name them, and what is doubtful.

    ``start`` and ``end`` are where they stand; for a pronoun where the pronoun stands.
    """

    text: str
    start: int
    end: int
    actor_id: str | None = None
    doubt: str | None = None


def may_be_meant(speaker: Speaker) -> bool:
    """Say whether a later pronoun can stand for a speaker: one with a name, in a few words."""
    if speaker.doubt:
        return False
    if any("\u3040" <= ch <= "\ud7af" for ch in speaker.text):
        return True
    return has_capital(speaker.text) and len(speaker.text.split()) <= _NAME_WORDS


def antecedent(
    text: str,
    pronoun: Phrase,
    story: Story,
    heard: Speaker | None = None,
    persons_of: str = "",
) -> Speaker | None:
    """Return who a pronoun stands for, with a doubt: the last person named or heard before it.

    Without any person of the story it is the last full name, else the last organisation, for which
    "he" and "she" never stand: ``persons_of`` is the language of such a pronoun.
    """
    begin = max(0, pronoun.start - _LOOK_BACK)
    before = text[begin : pronoun.start]
    names = find_names(before, story, short=True)
    people = [n for n in names if story.by_id[n.actor_id].type == "person"]
    doubt = f"speaker named by the pronoun '{text[pronoun.start : pronoun.end].lower()}'"
    last = people[-1] if people else None
    if heard and heard.start < pronoun.start and (not last or heard.start >= begin + last.start):
        return Speaker(heard.text, *pronoun, heard.actor_id, doubt)
    if last is None and (full := _last_full_name(before, names)):
        return Speaker(full, *pronoun, None, doubt)
    if last is None and persons_of:
        titled = _last_titled_name(before, persons_of)
        return Speaker(titled, *pronoun, None, doubt) if titled else None
    last = last or next(
        (n for n in reversed(names) if story.by_id[n.actor_id].type == "organisation"), None
    )
    if last is None:
        return None
    return Speaker(before[last.start : last.end], *pronoun, last.actor_id, doubt)


def _last_full_name(before: str, names: list[NameMatch]) -> str | None:
    """Return the last full name that is nobody's of the story."""
    for start, end in reversed(full_names(before, max(0, len(before) - 600), len(before))):
        if not any(name.start < end and start < name.end for name in names):
            return " ".join(before[start:end].split())
    return None


def _last_titled_name(before: str, language: str) -> str | None:
    """Return the last full name behind a title: "wethouder Marit de Boer"."""
    titles = load_table("titles").get(language, {}).get("titles", [])
    for match in reversed([*FULL_NAME.finditer(before)]):
        word = before[: match.start()].rstrip().rsplit(None, 1)[-1:]
        if word and word[0].lower() in titles:
            return " ".join(match.group().split())
    return None


def persons_of(pronoun: str, language: str) -> str:
    """Return the language where a pronoun of it stands for persons alone, else nothing."""
    return language if pronoun.lower() in speech(language).persons else ""


def full_names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where two or three capitalised words, the first a first name, may be a person's."""
    institutions = _institutions()
    known = name_words("en").first_names
    return [
        match.span()
        for match in FULL_NAME.finditer(text, start, end)
        if match.group().split()[0].lower() in known
        and not any(w.isupper() or w.lower() in institutions for w in match.group().split())
    ]


@cache
def _institutions() -> frozenset[str]:
    return frozenset(load_table("speech/institutions").get("words", []))


def plausible(speaker: Speaker | None, language: str) -> Speaker | None:
    """Return a speaker whose words name somebody: no clause, no pronoun with an adverb.

    Of "Misri said and" and "said Misri" the name is kept.
    """
    if speaker is None or speaker.actor_id or language in UNSPACED:
        return speaker
    words = speech(language)
    if said := words.says.search(speaker.text):
        name = speaker.text[: said.start()].rstrip()
        if name:
            return speaker._replace(text=name, end=speaker.start + len(name))
        name = speaker.text[said.end() :].strip()
        named = has_capital(name) and len(name.split()) <= _NAME_WORDS
        return speaker._replace(text=name, start=speaker.end - len(name)) if named else None
    tokens = re.findall(r"[\w'’]+", speaker.text.lower())
    leads = len(tokens) > 1 and tokens[0] in words.not_first
    torn = speaker.text.count("(") != speaker.text.count(")")
    return None if leads or torn or not words.finite.isdisjoint(tokens) else speaker


def speaker_at(text: str, phrase: Phrase, story: Story) -> Speaker | None:
    """Make a speaker of a noun phrase; it is an actor where the phrase names them and no other.

    "le PDG Sam Altman" is Altman; "un proche d'Altman" and "Altmans Sprecher" are somebody else.
    """
    start, end = phrase
    while start < end and text[start] in " \u00a0\u202f'’-":
        start += 1
    while start < end and text[end - 1] in " \u00a0\u202f'’-":
        end -= 1
    written = text[start:end]
    if not any(ch.isalpha() for ch in written):
        return None
    words = words_of(text, Phrase(start, end))
    for name in reversed(find_names(written, story, short=True)):
        is_person = story.by_id[name.actor_id].type == "person"
        if _is_bare(written, name) or (is_person and _is_head(written, name)):
            return Speaker(words, start, end, name.actor_id)
    return Speaker(words, start, end)


def source_name(speaker: Speaker, language: str, story: Story) -> tuple[str, str | None]:
    """Return the name and actor id of who an attribution rests on.

    "l'agence Bloomberg" and "les estimations d'AMD" are Bloomberg's and AMD's word; "un cadre de
    TSMC" is not TSMC's, so it stays as it is. Names outside the profile are read by their capitals.
    """
    if speaker.actor_id:
        return story.by_id[speaker.actor_id].name, speaker.actor_id
    phrase = speaker.text
    names = find_names(phrase, story)
    for name in names:
        if story.by_id[name.actor_id].role == "source":
            return story.by_id[name.actor_id].name, name.actor_id
    if speech(language).carriers.search(phrase):
        if names:
            return story.by_id[names[0].actor_id].name, names[0].actor_id
        if capitals := _capitalised(phrase):
            return capitals, None
    return phrase, None


def _is_bare(phrase: str, name: NameMatch) -> bool:
    """Say whether a phrase is one name with nothing but a short article before it."""
    before = phrase[: name.start].replace("„", " ").replace("«", " ").replace('"', " ")
    after = phrase[name.end :].strip("'’s “”»\"")
    ended = not after or _HONORIFIC.fullmatch(after) or _CASE.fullmatch(phrase, name.end)
    return len(before.split()) <= 1 and bool(ended)


def _is_head(phrase: str, name: NameMatch) -> bool:
    """Say whether a phrase ends with a name that no preposition makes part of something else."""
    return not phrase[name.end :].strip("'’ ") and not _GENITIVE.search(phrase[: name.start])


def _capitalised(phrase: str) -> str | None:
    """Return the last run of capitalised words: "Securities Industry and Financial Markets".

    One capital at the very beginning is the sentence's, not a name's.
    """
    found = _CAPITALS.finditer(phrase)
    runs = [run.group() for run in found if run.start() or " " in run.group()]
    return runs[-1] if runs else None
