"""Who speaks: reads the name or noun phrase beside a verb of saying.

Shared by quotes and claims. Pure functions; every answer is made of the source's own words or of a
name of the story profile.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.facts.actors import NameMatch, find_names
from pipeline.facts.speech import Speech, speech
from pipeline.story import Story

_CLAUSE_END = re.compile(r"[,;:.!?()«»“”\"„「」–—、，。：；！？（）\n]")
_NO_STOP = re.compile(r"\b(?:[A-Z]|\d{1,2}|Mr|Mrs|Ms|Dr|M|Mme|Sr|Sra)\.$")
_NAME_IN_MARKS = re.compile(r"[„“\"«]\s?([^„“\"”«»]{1,40}?)\s?[“”\"»]")
_TOPIC = re.compile(r"(?:^|[。\n])\s*([^、。「」\n]{2,40}?)(?:は|が|은|는|이|가)(?=[^。]*$)")
_NO_SUBJECT = re.compile(
    r"(?:^|[\s'’])(?:l|le|la|les|un|une|se|s|si|sich|ne|n|não|no|non|not|a|o|os|as|el|los|las|il|lo|"
    r"gli|i|der|die|das|des|dem|den|ein|eine|the|an|y|en|que|qu)['’]?$",
    re.IGNORECASE,
)
_CHINESE_SPEAKER = re.compile(
    r"(?:人士|发言人\w{0,8}|官员|分析师\w{0,6}|总裁\w{0,4}|该报|公司|社)$"
)
_MAX_WORDS = 12
_MAX_UNSPACED = 24  # characters of a speaker's phrase in Chinese or Japanese
_GENITIVE = re.compile(
    r"\b(?:de|du|des|of|to|from|for|with|von|vom|mit|del|della|di|da|do|dos|van|av|avec|con|com|à)\b"
    r"|\bd['’]",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    r"[A-Z\u00c0-\u00de][\w.&'’-]*"
    r"(?:\s+(?:(?:of|and|the|de|du|des|et|für|und|di|e|y)\s+)?[A-Z\u00c0-\u00de][\w.&'’-]*)*"
)
_LEADING = re.compile(
    r"^(?:que|qu['’]|mais|et|or|car|that|but|and|als|dass|und|aber|y|pero|e|ma|mas|lorsque|quand|"
    r"alors que|tandis que|comme|when|while|as|wie|come|como)\s+",
    re.IGNORECASE,
)


class Speaker(NamedTuple):
    """Who says something: the words that name them, their actor id, and what is doubtful."""

    text: str
    actor_id: str | None = None
    doubt: str | None = None


def speaker_after(text: str, start: int, language: str, story: Story) -> Speaker | None:
    """Read the noun phrase that begins at ``start``: "la ministre", "une source proche de X".

    Of "notre invitée, la physicienne Jeanne Morel" it is the part with the name.
    """
    phrase = noun_phrase_after(text, start, language)
    place = text.find(phrase, start) + len(phrase) if phrase else start
    if phrase and not _has_capital(phrase) and text[place : place + 2] == ", ":
        apposition = noun_phrase_after(text, place + 2, language)
        if _has_capital(apposition):
            return named(apposition, story)
    return named(phrase, story)


def speaker_before(text: str, end: int, language: str, story: Story) -> Speaker | None:
    """Read the subject that ends at ``end``, just before a verb of saying.

    A personal pronoun is resolved to the last person named before it, and says so in ``doubt``;
    a relative one ("qui", "who") may stand for anything and is not.
    """
    head = text[:end].rstrip()
    if language in ("ja", "ko"):
        topic = _TOPIC.search(head)
        return named(topic.group(1), story) if topic else None
    phrase = _subject(head)
    if language == "zh" and not _CHINESE_SPEAKER.search(phrase) and not find_names(phrase, story):
        return None
    words = speech(language)
    last = phrase.split()[-1].lower() if phrase else ""
    if last in words.relatives or phrase.lower() in words.relatives:
        return None
    if last in words.pronouns:
        return antecedent(head[: -len(last)], last, story)
    if last in words.times or _NO_SUBJECT.search(phrase):
        return None
    return named(phrase, story)


def _subject(head: str) -> str:
    """Return the phrase that ends a text; of a name and its apposition, the name.

    "Jeanne Morel, porte-parole du groupe," and "le patron de TSMC, CC Wei," name the same way.
    """
    if not head.endswith(","):
        return _last_phrase(head)
    inserted = _last_phrase(head[:-1])
    before = _last_phrase(head[: len(head) - 1 - len(inserted)].rstrip().removesuffix(","))
    if _is_name(inserted) and not _is_name(before):
        return inserted
    return before or inserted


def _has_capital(phrase: str) -> bool:
    return any(word[0].isupper() for word in re.split(r"[\s'’]", phrase) if word)


def _is_name(phrase: str) -> bool:
    words = phrase.split()
    return 0 < len(words) <= 5 and all(word[0].isupper() or len(word) <= 3 for word in words)


def antecedent(before: str, pronoun: str, story: Story) -> Speaker | None:
    """Return the last person named before a pronoun, else the last organisation."""
    names = find_names(before, story, short=True)
    people = [n for n in names if story.by_id[n.actor_id].type == "person"]
    chosen = people or [n for n in names if story.by_id[n.actor_id].type == "organisation"]
    if not chosen:
        return None
    last = chosen[-1]
    doubt = f"speaker named by the pronoun '{pronoun}'"
    return Speaker(before[last.start : last.end], last.actor_id, doubt)


def named(phrase: str, story: Story) -> Speaker | None:
    """Make a speaker of a noun phrase; it is an actor where the phrase names them and no other.

    "le PDG Sam Altman" is Altman; "un proche d'Altman" and "Altmans Sprecher" are somebody else.
    """
    phrase = phrase.strip(" \u00a0\u202f'’-")
    if not phrase or not any(ch.isalpha() for ch in phrase):
        return None
    for name in reversed(find_names(phrase, story, short=True)):
        is_person = story.by_id[name.actor_id].type == "person"
        if _is_bare(phrase, name) or (is_person and _is_head(phrase, name)):
            return Speaker(phrase, name.actor_id)
    return Speaker(phrase)


def attributed(phrase: str, language: str, story: Story) -> str | None:
    """Reduce the phrase of an attribution to a name where it only carries that name's word.

    "l'agence Bloomberg" and "les estimations d'AMD" are Bloomberg's and AMD's word; "un cadre de
    TSMC" is not TSMC's, so it stays as it is. Names outside the profile are read by their capitals.
    """
    speaker = named(phrase, story)
    if speaker is None:
        return None
    if speaker.actor_id:
        return story.by_id[speaker.actor_id].name
    names = find_names(phrase, story)
    sources = [n for n in names if story.by_id[n.actor_id].role == "source"]
    if sources:
        return story.by_id[sources[0].actor_id].name
    if speech(language).carriers.search(phrase):
        if names:
            return story.by_id[names[0].actor_id].name
        if capitals := _capitalised(phrase):
            return capitals
    return speaker.text


def noun_phrase_after(text: str, start: int, language: str) -> str:
    """Return the words from ``start`` to the end of their phrase."""
    window = _NAME_IN_MARKS.sub(r"\1", text[start : start + 200])
    end = _CLAUSE_END.search(window)
    while end and end.group() == "." and _NO_STOP.search(window[: end.end()]):
        end = _CLAUSE_END.search(window, end.end())
    words = speech(language)
    kept: list[str] = []
    for word in window[: end.start() if end else None].split():
        if not kept and word.lower() in words.times:
            continue
        if kept and _ends_phrase(word, words, kept):
            break
        kept.append(word)
    return " ".join(kept[:_MAX_WORDS])


def _ends_phrase(word: str, words: Speech, kept: list[str]) -> bool:
    bare = word.lower()
    if bare in words.ends or bare[0].isdigit():
        return True
    return len(kept) > 1 and bool(words.says.fullmatch(bare))


def _last_phrase(head: str) -> str:
    """Return what stands between the last clause boundary and the end, at most a few words."""
    window, start = head[-300:], 0
    for boundary in _CLAUSE_END.finditer(window):
        if boundary.group() != "." or not _NO_STOP.search(window[: boundary.end()]):
            start = boundary.end()
    phrase = _LEADING.sub("", window[start:].strip())
    short = len(phrase.split()) <= _MAX_WORDS
    if any("\u3040" <= ch <= "\u9fff" for ch in phrase):
        short = len(phrase) <= _MAX_UNSPACED
    return phrase if short else ""


def _is_bare(phrase: str, name: NameMatch) -> bool:
    """Say whether a phrase is one name with nothing but a short article before it."""
    return len(phrase[: name.start].split()) <= 1 and not phrase[name.end :].strip("'’s ")


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
