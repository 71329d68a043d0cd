"""Names that the story profile does not have: found, merged into actors, and found again."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.facts.actors.cjk import find_cjk_names
from pipeline.facts.actors.context import Candidate, Context, context_of
from pipeline.facts.actors.identities import Identity, NamePlace, forms_of, identify, places_of
from pipeline.facts.actors.organisations import find_organisations, find_sure
from pipeline.facts.actors.people import find_people
from pipeline.facts.actors.tokens import tokens
from pipeline.facts.actors.words import SPACELESS, is_supported, name_words
from pipeline.records import Sentence
from pipeline.story import Story

_Span = tuple[int, int]


class UnknownNames(NamedTuple):
    """The actors outside the profile and where they are named.

    ``places`` also has surnames of the story's people; ``instead`` are spans where another
    person's full name holds what looks like an alias of the profile ("Jack Altman"), or where a
    namesake is meant.
    """

    by_id: dict[str, Identity]
    places: list[NamePlace]
    instead: list[_Span]


def find_unknown(
    text: str, sentences: Sequence[Sentence], story: Story, known: Sequence[NamePlace]
) -> UnknownNames:
    """Find the actors of a text that the story does not know; ``known`` are its own names."""
    candidates, alone = _candidates(text, sentences, story, known)
    language = Counter(s.language for s in sentences).most_common(1)
    identities = identify(candidates, language[0][0] if language else "und", alone)
    owners = {name: actor.id for actor in reversed(identities) for name in actor.full}
    first = {place.actor_id: place.end for place in reversed(known)}
    lowered = _lowered(text, sentences)
    forms = forms_of(
        [*identities, *_story_people(story, first)], lowered, _taken_words(story, sentences)
    )
    direct = [
        NamePlace(owners[c.name], c.start, c.end, is_full=True)
        for c in candidates
        if c.name in owners
    ]
    again = places_of(text, sentences, forms, first)
    instead = [
        (c.start, c.end)
        for c in candidates
        if c.type == "person" and any(c.start < p.start and p.end == c.end for p in _near(known, c))
    ]
    free = [
        place
        for place in (*direct, *again)
        if (place.start, place.end) in instead or not _near(known, place)
    ]
    people = {actor.id for actor in identities if actor.type == "person"}
    others = _namesakes(text, story, known, [p for p in direct if p.actor_id in people])
    free += others
    instead += [(place.start, place.end) for place in others]
    return UnknownNames({actor.id: actor for actor in identities}, free, instead)


def _namesakes(
    text: str, story: Story, known: Sequence[NamePlace], full: Sequence[NamePlace]
) -> list[NamePlace]:
    """Return the surnames that look like the story's and are another's: "Robert Altman", "Altman".

    They are, where the text never names the story's own person in another way, and the other one
    in full before. ``full`` are the full names of people outside the profile.
    """
    found: list[NamePlace] = []
    own: dict[str, list[NamePlace]] = {}
    for place in known:
        if story.by_id[place.actor_id].type == "person":
            own.setdefault(place.actor_id, []).append(place)
    for places in own.values():
        names = {text[place.start : place.end].lower() for place in places}
        holders = [p for p in full if text[p.start : p.end].lower().endswith(tuple(names))]
        alone = [p for p in places if not any(h.start < p.start < h.end for h in holders)]
        first = holders[0].end if len(names) == 1 and holders else len(text)
        if all(place.start >= first for place in alone):
            found += [
                place._replace(actor_id=holders[0].actor_id, is_full=False) for place in alone
            ]
    return found


def _near(known: Sequence[NamePlace], place: Candidate | NamePlace) -> list[NamePlace]:
    """Return the known names that overlap a place, by bisection."""
    low, high = 0, len(known)
    while low < high:
        middle = (low + high) // 2
        if known[middle].end <= place.start:
            low = middle + 1
        else:
            high = middle
    found = []
    while low < len(known) and known[low].start < place.end:
        found.append(known[low])
        low += 1
    return found


def _candidates(
    text: str, sentences: Sequence[Sentence], story: Story, known: Sequence[NamePlace]
) -> tuple[list[Candidate], frozenset[str]]:
    """Collect candidates of all sentences, without overlaps, and the words that stand alone."""
    given = {
        actor.id: frozenset(n.split()[0].lower() for n in (actor.name, *actor.aliases))
        for actor in story.actors
        if actor.type == "person"
    }
    surnames = {
        p.start: given[p.actor_id]
        for p in known
        if p.actor_id in given and text[p.start : p.end].isalpha()
    }
    contexts: list[Context] = []
    found: list[Candidate] = []
    position = 0
    for sentence in sentences:
        if sentence.language in SPACELESS:
            found += _free(find_cjk_names(text, sentence), known)
            continue
        if not is_supported(sentence.language):
            continue
        while position < len(known) and known[position].end <= sentence.start:
            position += 1
        stop = position
        while stop < len(known) and known[stop].start < sentence.end:
            stop += 1
        spans = [(p.start, p.end) for p in known[position:stop]]
        contexts.append(context_of(text, sentence, spans, surnames))
    repeated = _repeated(contexts)
    for context in contexts:
        sure = _chosen(find_sure(context))
        others = [
            *find_organisations(context, {c.start for c in sure}),
            *find_people(context, repeated),
        ]
        found += _chosen([*sure, *(c for c in others if c.type != "person" or not _meets(c, sure))])
    return sorted(found, key=lambda c: (c.start, -c.end)), repeated


def _meets(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    index = bisect_left(others, candidate.end, key=lambda other: other.start)
    return index > 0 and others[index - 1].end > candidate.start


def _free(candidates: Iterable[Candidate], known: Sequence[NamePlace]) -> list[Candidate]:
    return _chosen([c for c in candidates if not _near(known, c)])


def _chosen(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the longest of candidates that overlap; of two as long, the organisation."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end, c.type == "person")):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end - candidate.start > kept[-1].end - kept[-1].start:
            kept[-1] = candidate
    return kept


def _repeated(contexts: Sequence[Context]) -> frozenset[str]:
    """Return the capitalised words that stand alone somewhere inside a sentence."""
    found = set()
    for context in contexts:
        words = context.tokens
        for index, token in enumerate(words):
            after = words[index + 1] if index + 1 < len(words) else None
            alone = not (token.joined and index and words[index - 1].is_capital)
            alone = alone and not (after and after.joined and after.is_capital)
            if index and alone and token.is_name_like:
                found.add(token.text)
    return frozenset(found)


def _lowered(text: str, sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return the words that stand somewhere in lower case, and those that never are names."""
    found = set()
    for sentence in sentences:
        if is_supported(sentence.language):
            found |= {
                t.text for t in tokens(text, sentence.start, sentence.end) if t.text.islower()
            }
    for language in {s.language for s in sentences if is_supported(s.language)}:
        found |= name_words(language).stops
    return frozenset(found)


def _taken_words(story: Story, sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return names, in lower case, that a surname must not be taken for."""
    names = {n.lower() for a in story.actors for n in (a.name, *a.aliases, *a.exact, *a.short)}
    for language in {s.language for s in sentences if is_supported(s.language)}:
        names |= name_words(language).places
    return frozenset(names)


def _story_people(story: Story, first: dict[str, int]) -> list[Identity]:
    """Return the story's people whose full name is met, for their surnames."""
    found = []
    for actor in story.actors:
        parts = actor.name.split()
        if actor.type == "person" and actor.id in first and len(parts) > 1 and not actor.short:
            surname = parts[-1]
            if surname not in actor.aliases:
                found.append(
                    Identity(actor.id, actor.name, "person", frozenset(), frozenset({surname}))
                )
    return found
