"""Is what somebody says still said by them?"""

from __future__ import annotations

from pipeline.facts.claims import find_claims
from pipeline.records import Sentence
from pipeline.story import Story

_READ_WELL = frozenset(("de", "en", "es", "fr", "it", "pt"))  # languages whose speakers are read


def attribution_kept(
    source: str, candidate: str, source_language: str, target_language: str, story: Story
) -> bool:
    """Say whether a candidate lets no actor of the story say what the source does not let them say.

    "Insiders say that Altman asked" must not become "Altman said he had asked". Attributions to
    others ("a senior executive") are not compared: their words differ from language to language.
    """
    if not {source_language, target_language} <= _READ_WELL:
        return True
    theirs = _speakers(source, source_language, story)
    return _speakers(candidate, target_language, story) <= theirs


def _speakers(text: str, language: str, story: Story) -> set[str]:
    """Return the names of the story's actors to whom a sentence is attributed."""
    known = {actor.name for actor in story.actors}
    return {
        name
        for claim in find_claims([Sentence.alone(text, language)], story)
        for name in claim.attributed_to
    } & known
