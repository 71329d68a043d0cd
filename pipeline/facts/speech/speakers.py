"""Who speaks: reads the name or noun phrase beside a verb of saying.

Shared by quotes and claims. Pure functions; offsets are into the text that is passed in.
"""

from __future__ import annotations

import re

from pipeline.facts.actors.find import find_names
from pipeline.facts.speech.noun_phrases import Phrase, has_capital, phrase_after, phrase_before
from pipeline.facts.speech.voice_names import (
    FULL_NAME,
    Speaker,
    antecedent,
    persons_of,
    speaker_at,
)
from pipeline.facts.speech.words import Speech, speech
from pipeline.story import Story

_NO_SUBJECT = re.compile(
    r"(?:^|[\s'’])(?:l|le|la|les|un|une|se|s|si|sich|ne|n|não|no|non|not|a|o|os|as|el|los|las|il|lo|"
    r"gli|i|der|die|das|des|dem|den|ein|eine|the|an|y|en|que|qu|het|een|niet|att|inte|nie|się|że|her|his|their|its|our|my)"
    r"['’]?$",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"\w{3,}(?:mente|amment|emment)", re.IGNORECASE)
# After a quote, or behind an adverbial that begins the sentence, the verb comes first.
_INVERTS = re.compile(r"[»“”\"」],?$")
_OBJECT = re.compile(r"\s*(?:que\b|qu['’]|dass\b|che\b|dat\b|że\b|att\b|:|[«“\"„])")  # said that …
_APPOSED = re.compile(r"([^,]{1,60}),[^,]{1,80},")  # "Paul Rey, head of the group,"
_RELATED = re.compile(r"[^,]{1,60}, wh(?:ich|o|ose) [^,]{1,80},")  # "Nvidia, which buys them,"
INVERTED = re.compile(r"-(?:t-)?(ils?|elles?|on)(?!\w)", re.IGNORECASE)  # "confie-t-elle"
_WORD = re.compile(r"[ \u00a0]([^\W\d_]{1,20})(?!\w)")
_FRONT = re.compile(r"[^,;:«»“”\"„\n]{1,80}$")
_LAST_CAPITALS = re.compile(
    r"(?<!\w)[A-Z\u00c0-\u00de][\w.'’-]{1,30}(?: [A-Z\u00c0-\u00de][\w.'’-]{1,30}){0,4}$"
)


def speaker_after(
    text: str, start: int, language: str, story: Story, heard: Speaker | None = None
) -> Speaker | None:
    """Read the subject behind a verb of saying: "la ministre", "une source proche de X".

    Of "notre invitée, la physicienne Jeanne Morel" it is the part with the name. ``heard`` is who
    spoke last, for a pronoun.
    """
    phrase = phrase_after(text, start, language)
    if phrase and text.startswith(", ", phrase.end):
        apposition = phrase_after(text, phrase.end + 2, language)
        if apposition and _names_better(text, phrase, apposition):
            return speaker_at(text, apposition, story)
    return source_after(text, start, language, story, heard)


def source_after(
    text: str, start: int, language: str, story: Story, heard: Speaker | None = None
) -> Speaker | None:
    """Read the noun phrase behind "selon"; what a comma parts from it is the sentence's subject."""
    phrase = phrase_after(text, start, language)
    if phrase is None:
        return None
    words = speech(language)
    opening = re.split(r"[\s'’]", text[phrase.start : phrase.end].lower(), maxsplit=1)[0]
    if opening in words.pronouns:
        pronoun = Phrase(phrase.start, phrase.start + len(opening))
        return antecedent(text, pronoun, story, heard, persons_of(opening, language))
    if opening in words.relatives and opening not in words.articles:
        return None
    outlet = _outlet_at(text, phrase, story)
    return _speaker_in(text, outlet or _named_part(text, phrase, words), language, story)


def _named_part(text: str, phrase: Phrase, words: Speech) -> Phrase:
    """Return a phrase up to where its name ends: "Według Altmana pierwsze zakłady ruszą"."""
    tokens = list(re.finditer(r"\S+", text[phrase.start : phrase.end]))
    named = False
    for place, token in enumerate(tokens if words.name_links else []):
        word = token.group()
        follows = "".join(after.group()[0] for after in tokens[place + 1 : place + 2])
        if named and word[0].islower() and not (word in words.name_links and follows.isupper()):
            return Phrase(phrase.start, phrase.start + tokens[place - 1].end())
        named = named or word[0].isupper()
    return phrase


def _outlet_at(text: str, phrase: Phrase, story: Story) -> Phrase | None:
    """Return the news source of the story that a phrase begins with: "Według Reutersa Altman"."""
    written = text[phrase.start : phrase.end]
    for name in find_names(written, story)[:1]:
        opens = len(written[: name.start].split()) <= 1
        if opens and story.by_id[name.actor_id].role == "source":
            return Phrase(phrase.start + name.start, phrase.start + name.end)
    return None


def _names_better(text: str, phrase: Phrase, apposition: Phrase) -> bool:
    """Say whether it is the apposition that names: "le ministre de la Défense, Paul Rey"."""
    if not has_capital(text[apposition.start : apposition.end]):
        return False
    if not has_capital(text[phrase.start : phrase.end]):
        return True
    return text[phrase.start].islower() and bool(
        FULL_NAME.fullmatch(text, apposition.start, apposition.end)
    )


def _speaker_in(text: str, phrase: Phrase, language: str, story: Story) -> Speaker | None:
    """Make a speaker of a phrase, unless it is made of adverbs and function words alone."""
    words = speech(language)
    small = words.connectives | words.ends | words.times | words.relatives
    tokens = text[phrase.start : phrase.end].lower().split()
    if all(word in small or _ADVERB.fullmatch(word) for word in tokens):
        return None
    return speaker_at(text, phrase, story)


def speaker_before(
    text: str, end: int, language: str, story: Story, heard: Speaker | None = None
) -> Speaker | None:
    """Read the subject that ends at ``end``, just before a verb of saying.

    A personal pronoun is resolved to the last person named before it, and says so in ``doubt``;
    a relative one ("qui", "who") may stand for anything and is not.
    """
    words = speech(language)
    phrase = _subject(text, end, words)
    if phrase is None:
        return None
    written = text[phrase.start : phrase.end]
    tokens = written.lower().split()
    last = tokens[-1]
    if last in words.relatives or written.lower() in words.relatives:
        return None
    if last in words.pronouns:
        pronoun = Phrase(phrase.end - len(last), phrase.end)
        return antecedent(text, pronoun, story, heard, persons_of(last, language))
    if _NO_SUBJECT.search(written):
        return None
    return _speaker_in(text, phrase, language, story)


def said_cues(text: str, start: int, end: int, language: str) -> list[re.Match[str]]:
    """Return the verbs of saying between two offsets: no "Schreiben" or "States"."""
    return [
        cue
        for cue in speech(language).says.finditer(text, start, end)
        if cue.start() == start or not cue.group()[0].isupper()
    ]


def speaker_of(
    text: str, cue: re.Match[str], start: int, language: str, story: Story, heard: Speaker | None
) -> Speaker | None:
    """Read who says it, before the verb, or after it where the sentence is inverted.

    ``start`` is where the sentence begins.
    """
    if inverted := INVERTED.match(text, cue.end()):
        return antecedent(text, Phrase(*inverted.span(1)), story, heard)
    words = speech(language)
    following = _WORD.match(text, cue.end())
    if words.links and following and following[1].lower() in words.pronouns:  # "dazu sagte sie"
        person = persons_of(following[1], language)
        return antecedent(text, Phrase(*following.span(1)), story, heard, person)
    before = text[max(start, cue.start() - 200) : cue.start()].rstrip()
    sure = not before or bool(_INVERTS.search(before))
    if sure or _is_inserted(text, before, cue, language) or _begins_with_adverb(before, language):
        found = speaker_after(text, cue.end(), language, story, heard)
        if found or sure:
            return found
    found = speaker_before(text, cue.start(), language, story, heard)
    if found is None or found.start < start or _in_subclause(text, found, cue, language):
        return None
    return found


def _in_subclause(text: str, found: Speaker, cue: re.Match[str], language: str) -> bool:
    """Say whether a verb ends a subordinate clause: ", das Englisch zur Amtssprache erklärt,"."""
    words = speech(language)
    if not words.links or text[cue.end() : cue.end() + 1] not in (",", ".", ";"):
        return False
    opening = found.text.split()[0].lower()
    after_comma = text[max(0, found.start - 2) : found.start].strip() == ","
    return after_comma and opening in words.relatives | words.connectives


def _is_inserted(text: str, before: str, cue: re.Match[str], language: str) -> bool:
    """Say whether a comma parts what is said from "said X"; in "X, the minister, said" it does not.

    English says so in this order only where a name follows, or a few words and a stop.
    """
    if not before.endswith(",") or _OBJECT.match(text, cue.end()):
        return False
    if _RELATED.fullmatch(before) or (_APPOSED.fullmatch(before) and FULL_NAME.search(before)):
        return False
    if language != "en":
        return True
    phrase = phrase_after(text, cue.end(), language)
    return phrase is not None and (
        text[phrase.start].isupper() or text[phrase.end : phrase.end + 1] in ("", ",", ".", ";")
    )


def _begins_with_adverb(before: str, language: str) -> bool:
    """Say whether a preposition or word of time begins the clause: "Am Montag sagte X"."""
    front = _FRONT.search(before)
    if language == "en" or front is None:
        return False
    tokens = front.group().lower().split()
    words = speech(language)
    if not tokens or tokens[0] in words.articles | words.pronouns or tokens[-1] in words.pronouns:
        return False
    fronts = (words.ends | words.times) - words.relatives - words.passives - words.auxiliaries
    return tokens[0] in fronts and not words.connectives.intersection(tokens[1:2])


def _subject(text: str, end: int, words: Speech) -> Phrase | None:
    """Return the phrase before a verb without auxiliaries and words of time; None in a passive."""
    phrase = phrase_before(text, end)
    if phrase is None:
        return None
    tokens = list(re.finditer(r"\S+", text[phrase.start : phrase.end]))
    lowered = [token.group().lower() for token in tokens]
    for place, word in enumerate(lowered):
        if place and word in words.auxiliaries:
            tokens, lowered = tokens[:place], lowered[:place]
            break
    if words.passives.intersection(lowered if words.links else lowered[-3:]):
        return None
    while tokens and lowered[-1] in words.times and lowered[-1] not in words.pronouns:
        tokens.pop()
        lowered.pop()
    if not tokens:
        return None
    end = phrase.start + tokens[-1].end()
    if not _begins_small(lowered, words):
        return Phrase(phrase.start, end)
    run = _LAST_CAPITALS.search(text, phrase.start, end)  # "In Berlin Paul Rey said"
    return Phrase(*run.span()) if run and run.start() > phrase.start else None


def _begins_small(lowered: list[str], words: Speech) -> bool:
    """Say whether a phrase begins with a preposition or conjunction, so is no subject."""
    small = (words.ends | words.connectives | words.relatives) - words.articles - words.pronouns
    return len(lowered) > 1 and lowered[0] in small
