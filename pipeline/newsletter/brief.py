"""The briefing of an edition: what its articles tell together, and what is new since the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.briefing import make_briefing
from pipeline.briefing_records import Briefing
from pipeline.errors import UsageError
from pipeline.records import Digest
from pipeline.story import Story, load_story

_FEWEST = 2  # articles: one alone is told by its own digest
_MOST = 60  # articles: their comparison takes time that grows with the square of their number
_MOST_STORIES = 3


class Briefed(NamedTuple):
    """Briefings, one for each story, and what a person should know."""

    briefings: tuple[Briefing, ...] = ()
    notes: tuple[str, ...] = ()


def brief_stories(digests: Sequence[Digest], previous: Sequence[Briefing], profile: str) -> Briefed:
    """Brief digests, the most relevant first, story by story.

    ``previous`` are the briefings of the last edition, which tell what is new; ``profile`` is the
    story profile of the config, a name or a path.
    """
    names = list(dict.fromkeys(digest.story for digest in digests))
    found: list[Briefing] = []
    notes: list[str] = []
    for name in names[:_MOST_STORIES]:
        told = [digest for digest in digests if digest.story == name][:_MOST]
        if len(told) < _FEWEST:
            continue
        story = _story(name, profile)
        if story is None:
            notes.append(f"no briefing of the story {name}: its profile was not found")
            continue
        last = next((one for one in previous if one.story == name), None)
        found.append(make_briefing(told, story, last))
    return Briefed(tuple(found), tuple(notes))


def _story(name: str, profile: str) -> Story | None:
    """Return the profile of a story: the config's, or one that comes with chipwire."""
    for place in (profile, name):
        try:
            found = load_story(place)
        except UsageError:
            continue
        if found.name == name:
            return found
    return None
