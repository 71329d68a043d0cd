"""Actors: the people and organisations of the story, found by their names.

Pure functions over text; names come from the story profile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.records import Actor, Mention, Sentence
from pipeline.story import Story, StoryActor, bounded


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
    """Return the story's actors that a text names, in the order of their first mention.

    Every mention carries its offsets into ``text`` and the index of its sentence.
    """
    mentions: dict[str, list[Mention]] = {}
    for match in find_names(text, story):
        index = _sentence_at(sentences, match.start)
        if index is None:
            continue
        mention = Mention(
            text=text[match.start : match.end], start=match.start, end=match.end, sentence=index
        )
        mentions.setdefault(match.actor_id, []).append(mention)
    return [_actor(story.by_id[actor_id], found) for actor_id, found in mentions.items()]


def _actor(known: StoryActor, mentions: list[Mention]) -> Actor:
    return Actor(
        id=known.id,
        name=known.name,
        type=known.type,
        role=known.role,
        known=True,
        mentions=mentions,
    )


def _sentence_at(sentences: Sequence[Sentence], offset: int) -> int | None:
    """Return the index of the sentence that holds an offset, by bisection."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    if low < len(sentences) and sentences[low].start <= offset:
        return sentences[low].index
    return None


def _without_overlaps(found: list[NameMatch]) -> list[NameMatch]:
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
    """Build one pattern; longer names first, a group for each so that its owner is known."""
    flat = sorted(
        ((name, owner) for owner, owned in names for name in owned), key=lambda pair: -len(pair[0])
    )
    regex = re.compile("|".join(f"({bounded(name)})" for name, _ in flat) or r"(?!)", flags)
    return _Pattern(regex, tuple(owner for _, owner in flat))
