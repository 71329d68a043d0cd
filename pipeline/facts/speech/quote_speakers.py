"""The speaker of a quote, in scripts with spaces: after it, before it, or behind a colon."""

from __future__ import annotations

import re

from pipeline.facts.actors.find import find_names
from pipeline.facts.speech.noun_phrases import Phrase
from pipeline.facts.speech.speakers import (
    said_cues,
    source_after,
    speaker_after,
    speaker_before,
    speaker_of,
)
from pipeline.facts.speech.voice_names import (
    FULL_NAME,
    Speaker,
    antecedent,
    full_names,
    persons_of,
    speaker_at,
)
from pipeline.facts.speech.words import speech
from pipeline.records import Sentence
from pipeline.story import Story

_INVERTED = re.compile(
    r"(?:(?:s['’]|l['’])?[^\W\d_]{1,20}\s)?(?:s['’]|l['’]|m['’])?[^\W\d_]{1,20}-(?:t-)?"
    r"(?P<pronoun>ils?|elles?|on)(?!\w)",
    re.IGNORECASE,
)  # "a-t-il déclaré", "dit-elle", "s'est-il exclamé"
# One lower-case word between a quote and a name is a verb of saying, known or not: "sourit X".
_VERB = re.compile(
    r"(?:s['’])?(?P<verb>[^\W\d_A-Z]{3,20}) (?=(?:[^\W\d_]{1,15},?[ '’]){0,7}[A-Z\u00c0-\u00de])"
)
_GAP = re.compile(r"[\s\u00a0\u202f]*[,.!?…]?[\s\u00a0\u202f]*[,–—-]?[\s\u00a0\u202f]*")
_CLAUSE = re.compile(r"(?:[^.;:!?«“\"„”»\n]|(?<=\b[A-Z])\.){1,140}")
_SUBJECT = 8  # words of a subject before its verb
_REACH = 300  # characters of a sentence looked at before a quote
_ARTICLE = re.compile(
    r"(?:le|la|les|un|une|il|lo|el|los|las|una|o|os|as|the|an?|der|die|das|ein|eine|de|het|een|en|ett)"
    r"\s|[lL]['’]",
    re.IGNORECASE,
)
_NO_VERB_UNKNOWN = ("en", "pl", "ar")  # languages in which one unknown word is no verb of saying


def speaker_beside(
    text: str, quote: tuple[int, int], at: Sentence, story: Story, heard: Speaker | None
) -> tuple[Speaker | None, bool]:
    """Return who says the quote between two offsets (marks included), and whether it is reported.

    A verb of saying without a subject ("…», añadió.") reports, and leaves the speaker open.
    """
    start = quote[0]
    before = text[max(at.start, start - _REACH) : start].rstrip()
    colon = before.endswith(":")
    if colon and (told := _from_before(text, start, at, story, heard)):
        return told, True
    following, reported = _from_following(text, quote, at, story, heard)
    if following or (reported and not colon):
        return following, True
    if colon:
        found = _from_colon(text, start, at, story, heard)
        return found or _named_before_colon(text, start, at, story, heard), True
    preceding = _from_before(text, start, at, story, heard)
    return preceding, preceding is not None


def _from_following(
    text: str, quote: tuple[int, int], at: Sentence, story: Story, heard: Speaker | None
) -> tuple[Speaker | None, bool]:
    """Read "…», a déclaré X", "…," X said, "…», a-t-il dit"."""
    start, outer_end = quote
    gap = _GAP.match(text, outer_end)
    place = gap.end() if gap else outer_end
    if "\n" in text[outer_end:place]:
        return None, False
    words = speech(at.language)
    stopped = "." in text[outer_end - 2 : place]
    if stopped and text[place : place + 1].isupper():
        return None, False
    if inverted := _INVERTED.match(text, place):
        pronoun = Phrase(*inverted.span("pronoun"))
        return _pronoun(text, pronoun, start, at, story, heard), True
    for pattern in (words.says, words.openers, words.inserts):
        cue = pattern.match(text, place)
        if cue and not (pattern is words.inserts and place == outer_end):
            read = source_after if pattern is words.openers else speaker_after
            found = read(text, cue.end(), at.language, story, heard)
            if found or pattern is words.says:
                return found, True
    verb = None if at.language in _NO_VERB_UNKNOWN else _VERB.match(text, place)
    if verb and not _is_small(verb["verb"].lower(), at.language):
        return speaker_after(text, verb.end(), at.language, story, heard), True
    return _from_clause(text, start, place, at, story, heard)


def _from_clause(
    text: str, start: int, place: int, at: Sentence, story: Story, heard: Speaker | None
) -> tuple[Speaker | None, bool]:
    """Read "…," X of the ministry said."""
    words = speech(at.language)
    clause = _CLAUSE.match(text, place)
    said = said_cues(text, place, clause.end(), at.language) if clause else []
    if not said or text[place : place + 1] in "'’":
        return None, False
    parts = text[place : said[0].start()].split(",")
    if len(parts) > 1 and FULL_NAME.fullmatch(parts[1].strip()):  # "her deputy, Paul Rey, said"
        place += len(parts[0]) + 1 + len(parts[1]) - len(parts[1].lstrip())
        parts = [parts[1].strip()]
    subject = parts[0].rstrip()
    tokens = subject.lower().split()
    while tokens and (tokens[-1] in words.auxiliaries or tokens[-1] in words.times):
        tokens.pop()
        subject = subject.rsplit(None, 1)[0] if tokens else ""
    if not tokens or len(tokens) > _SUBJECT or words.passives.intersection(tokens):
        return None, False
    if len(tokens) == 1 and tokens[0] in words.relatives:
        return None, True
    phrase = Phrase(place, place + len(subject))
    if len(tokens) == 1 and tokens[0] in words.pronouns:
        return _pronoun(text, phrase, start, at, story, heard), True
    begins_small = tokens[0] not in words.articles and _is_small(tokens[0], at.language)
    if begins_small or words.relatives.intersection(tokens[1:]) - words.articles:
        return None, False
    return speaker_at(text, phrase, story), True


def _is_small(word: str, language: str) -> bool:
    words = speech(language)
    return word in words.connectives or word in words.ends or word in words.relatives


def _pronoun(
    text: str,
    pronoun: Phrase,
    quote_start: int,
    at: Sentence,
    story: Story,
    heard: Speaker | None,
) -> Speaker | None:
    """Resolve a pronoun behind a quote to somebody named before the quote."""
    word = text[pronoun.start : pronoun.end].lower()
    place = Phrase(quote_start, quote_start)
    found = antecedent(text, place, story, heard, persons_of(word, at.language))
    if found is None:
        return None
    return found._replace(
        start=pronoun.start, end=pronoun.end, doubt=f"speaker named by the pronoun '{word}'"
    )


def _from_before(
    text: str, start: int, at: Sentence, story: Story, heard: Speaker | None
) -> Speaker | None:
    """Read "X a déclaré que …", "Selon X, …", "X zufolge" in the words before the quote."""
    words = speech(at.language)
    begin = max(at.start, start - _REACH)
    if said := said_cues(text, begin, start, at.language):
        found = speaker_of(text, said[-1], begin, at.language, story, heard)
        return found if found and found.start < start else None
    if openers := list(words.openers.finditer(text, begin, start)):
        found = source_after(text, openers[-1].end(), at.language, story, heard)
        return found if found and found.end <= start else None
    if after_cue := words.after.search(text, begin, start):
        return speaker_before(text, after_cue.start(), at.language, story, heard)
    return None


def _from_colon(
    text: str, start: int, at: Sentence, story: Story, heard: Speaker | None
) -> Speaker | None:
    """Read "X : «…»": a name, or a few words behind an article."""
    begin = max(at.start, start - _REACH)
    match = re.search(r"([^.!?:,;\n]{2,80})[\s\u00a0\u202f]*:[\s\u00a0\u202f]*$", text[begin:start])
    if not match:
        return None
    phrase = Phrase(begin + match.start(1), begin + match.end(1))
    tokens = match.group(1).split()
    if not tokens or len(tokens) > _SUBJECT or _is_small(tokens[0].lower(), at.language):
        return None
    if len(tokens) == 2 and tokens[0].lower() in speech(at.language).pronouns:
        pronoun = Phrase(phrase.start, phrase.start + len(tokens[0]))
        return antecedent(text, pronoun, story, heard, persons_of(tokens[0], at.language))
    if not (_ARTICLE.match(match.group(1)) or all(w[0].isupper() or len(w) <= 3 for w in tokens)):
        return None
    return speaker_at(text, phrase, story)


def _named_before_colon(
    text: str, start: int, at: Sentence, story: Story, heard: Speaker | None
) -> Speaker | None:
    """Read "Paul Rey sees it as hard: «…»", with a doubt: the one person the sentence names."""
    begin = max(at.start, start - _REACH)
    before = text[begin:start]
    opening = re.match(r"\w+", before)
    if opening and opening.group().lower() in speech(at.language).pronouns:
        pronoun = Phrase(begin, begin + opening.end())
        return antecedent(text, pronoun, story, heard, persons_of(opening.group(), at.language))
    people = [
        (begin + name.start, begin + name.end)
        for name in find_names(before, story, short=True)
        if story.by_id[name.actor_id].type == "person"
    ]
    people = people or full_names(text, begin, start)
    if len({text[a:b] for a, b in people}) != 1:
        return None
    found = speaker_at(text, Phrase(*people[0]), story)
    return found._replace(doubt="named in the sentence before the colon") if found else None


def speaker_in_sentence_before(
    text: str, before: Sentence, story: Story, heard: Speaker | None
) -> Speaker | None:
    """Read who speaks in the sentence before a quote that is a sentence itself, with a doubt."""
    cues = said_cues(text, before.start, before.end, before.language)
    if not cues:
        return None
    found = speaker_of(text, cues[-1], before.start, before.language, story, heard)
    if found is None or found.end > before.end:
        return None
    return found._replace(doubt=found.doubt or "speaker of the sentence before")
