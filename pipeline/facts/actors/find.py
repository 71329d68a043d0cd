"""Actors: the people and organisations of an article, found by their names.

``find_names`` knows the story's names alone; ``find_actors`` also finds names that the profile
does not have, and says what each actor does and what their titles are. Pure functions over text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.facts.actors.identities import NamePlace
from pipeline.facts.actors.roles import Named, find_roles
from pipeline.facts.actors.titles import title_spans, titles_beside
from pipeline.facts.actors.unknown import UnknownNames, find_unknown
from pipeline.records import Actor, ActorRole, Mention, Sentence
from pipeline.story import WORD_START, Story, StoryActor, bounded


class NameMatch(NamedTuple):
    """A name in a text: whose it is, and where."""

    actor_id: str
    start: int
    end: int


def find_names(text: str, story: Story, *, short: bool = False) -> list[NameMatch]:
    """Return the names of the story's actors in a text, left to right, without overlaps.

    With ``short``, surnames count from the start of the text on; without it, only after a full name
    of the same actor. The longest name wins where several begin or overlap.
    """
    matcher = _matcher(story)
    found = [match for pattern in matcher.full for match in _matches(pattern, text)]
    for actor_id, pattern in matcher.short.items():
        first = 0 if short else min((m.end for m in found if m.actor_id == actor_id), default=None)
        if first is not None:
            found += [NameMatch(actor_id, *m.span()) for m in pattern.finditer(text, first)]
    return _without_overlaps(found)


def find_actors(text: str, sentences: Sequence[Sentence], story: Story) -> list[Actor]:
    """Return the actors that a text names, in the order of their first mention.

    Those of the story come with the role of the profile and ``known``; others with the role that
    most of their sentences show. A country outside the profile is an actor only where it acts.
    Every mention carries its offsets into ``text`` and the index of its sentence.
    """
    known = find_names(text, story)
    unknown = find_unknown(text, sentences, story, [NamePlace(*m, is_full=True) for m in known])
    places = [
        *(m for m in known if not any(m.start < e and s < m.end for s, e in unknown.instead)),
        *(NameMatch(p.actor_id, p.start, p.end) for p in unknown.places),
    ]
    return _actors(text, sentences, story, unknown, _without_overlaps(places))


def _actors(
    text: str,
    sentences: Sequence[Sentence],
    story: Story,
    unknown: UnknownNames,
    places: Sequence[NameMatch],
) -> list[Actor]:
    """Make actors of their places: roles and titles are read sentence by sentence."""
    mentions: dict[str, list[Mention]] = {}
    roles: dict[str, list[ActorRole]] = {}
    titles: dict[str, list[Mention]] = {}
    for sentence, found in _by_sentence(sentences, places):
        for match in found:
            mentions.setdefault(match.actor_id, []).append(_mention(text, sentence, *match[1:]))
        spans = _titles(sentence, found, story, unknown)
        for actor_id, span in spans:
            titles.setdefault(actor_id, []).append(_mention(text, sentence, *span))
        named = [Named(*match) for match in found]
        for actor_id, role in find_roles(text, sentence, named, [span for _, span in spans]):
            if role.role in story.roles:
                roles.setdefault(actor_id, []).append(role)
    actors = []
    for actor_id, own in mentions.items():
        shown = roles.get(actor_id, [])
        given = story.by_id.get(actor_id) or unknown.by_id[actor_id]
        if given.type == "place" and not isinstance(given, StoryActor) and not shown:
            continue
        actors.append(
            Actor(
                id=actor_id,
                name=given.name,
                type=given.type,
                role=given.role if isinstance(given, StoryActor) else _most_frequent(shown),
                known=isinstance(given, StoryActor),
                mentions=own,
                roles=shown,
                titles=titles.get(actor_id, []),
            )
        )
    return actors


def _titles(
    sentence: Sentence,
    found: Sequence[NameMatch],
    story: Story,
    unknown: UnknownNames,
) -> list[tuple[str, tuple[int, int]]]:
    """Return the people of a sentence with their titles, in offsets of the text."""
    base, spans = sentence.start, title_spans(sentence.text, sentence.language)
    if not spans:
        return []
    kinds = {
        m.actor_id: (story.by_id.get(m.actor_id) or unknown.by_id[m.actor_id]).type for m in found
    }
    ends: Mapping[int, int] = {
        m.end - base: m.start - base for m in found if kinds[m.actor_id] != "person"
    }
    people = [match for match in found if kinds[match.actor_id] == "person"]
    return [
        (match.actor_id, (start + base, end + base))
        for match in people
        for start, end in titles_beside(
            sentence.text, (match.start - base, match.end - base), spans, ends, sentence.language
        )
        if not _holds_a_name(people, start + base, end + base)
    ]


def _holds_a_name(people: Sequence[NameMatch], start: int, end: int) -> bool:
    """Say whether somebody's name stands in a span; people stand from left to right."""
    index = bisect_left(people, end, key=lambda person: person.start)
    return index > 0 and people[index - 1].end > start


def _most_frequent(roles: Sequence[ActorRole]) -> str:
    counts = Counter(role.role for role in roles)
    return max(counts, key=counts.__getitem__) if counts else "other"


def _mention(text: str, sentence: Sentence, start: int, end: int) -> Mention:
    return Mention(text=text[start:end], start=start, end=end, sentence=sentence.index)


def _by_sentence(
    sentences: Sequence[Sentence], places: Iterable[NameMatch]
) -> list[tuple[Sentence, list[NameMatch]]]:
    """Deal places out to their sentences; both run from left to right."""
    found: dict[int, list[NameMatch]] = {}
    position = 0
    for place in places:
        while position < len(sentences) and sentences[position].end <= place.start:
            position += 1
        if position == len(sentences):
            break
        if sentences[position].start <= place.start:
            found.setdefault(position, []).append(place)
    return [(sentences[position], own) for position, own in found.items()]


def _without_overlaps(found: Iterable[NameMatch]) -> list[NameMatch]:
    kept: list[NameMatch] = []
    for match in sorted(found, key=lambda m: (m.start, -m.end, m.actor_id)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
        elif match.end - match.start > kept[-1].end - kept[-1].start:
            kept[-1] = match
    return kept


class _Pattern(NamedTuple):
    regex: re.Pattern[str]
    owners: tuple[str, ...]  # actor of each group


class _Matcher(NamedTuple):
    full: tuple[_Pattern, ...]
    short: dict[str, re.Pattern[str]]


def _matches(pattern: _Pattern, text: str) -> list[NameMatch]:
    return [
        NameMatch(pattern.owners[match.lastindex - 1], *match.span())
        for match in pattern.regex.finditer(text)
        if match.lastindex
    ]


@lru_cache(maxsize=8)
def _matcher(story: Story) -> _Matcher:
    """Compile a story's names once: one pattern for any case, one for exact names."""
    full = (
        _compile([(actor.id, actor.any_case) for actor in story.actors], re.IGNORECASE),
        _compile([(actor.id, actor.exact) for actor in story.actors], re.NOFLAG),
    )
    short = {
        actor.id: re.compile("|".join(bounded(name) for name in actor.short))
        for actor in story.actors
        if actor.short
    }
    return _Matcher(full, short)


def _compile(names: list[tuple[str, list[str]]], flags: re.RegexFlag) -> _Pattern:
    """Build one pattern; longer names first, a group for each so that its owner is known.

    What all names of a kind of script begin with stands in front, so that most places of a text
    are left at once.
    """
    flat = sorted(
        ((name, owner) for owner, owned in names for name in owned), key=lambda pair: -len(pair[0])
    )
    spaced = [pair for pair in flat if bounded(pair[0]).startswith(WORD_START)]
    glued = [pair for pair in flat if pair not in spaced]
    parts = [
        f"{start}{_first_letters(pairs)}(?:{'|'.join(_group(name) for name, _ in pairs)})"
        for start, pairs in ((WORD_START, spaced), ("", glued))
        if pairs
    ]
    regex = re.compile("|".join(parts) or r"(?!)", flags)
    return _Pattern(regex, tuple(owner for _, owner in (*spaced, *glued)))


def _group(name: str) -> str:
    return f"({bounded(name).removeprefix(WORD_START)})"


def _first_letters(pairs: Sequence[tuple[str, str]]) -> str:
    letters = {name[0].lower() for name, _ in pairs} | {name[0].upper() for name, _ in pairs}
    return f"(?-i:(?=[{re.escape(''.join(sorted(letters)))}]))"
