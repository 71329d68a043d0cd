"""How much an article is about the story."""

from __future__ import annotations

import re

from pipeline.records import Article, Facts, Relevance
from pipeline.story import Story

LITTLE = 0.3  # a score under which an article tells another story
_CORE, _OTHERS, _FACETS, _HEAD = 0.4, 0.15, 0.3, 0.15
_BESIDE = 0.5  # of the score is left without the essential facets
_FACETS_ALONE = 0.5  # of their share is left where nobody of the story is named
_MENTIONS, _MENTIONS_IN_SHORT = 3, 2  # of core actors, for the whole of their share
_SHORT = 800  # characters of a short item; a third of that in scripts without spaces
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def relevance(article: Article, facts: Facts, story: Story) -> Relevance:
    """Score an article between 0 and 1, with the actors and facets that make the score.

    Without any of the story's core actors the score stays under 0.5, whatever else is there: an
    article about chips is not yet one about the initiative. Facets alone, with no actor of the
    profile at all, never make an article one of the story. The score is halved where none of the
    facets is there that the profile calls essential.
    """
    core = [actor for actor in facts.actors if _is_core(actor.id, story)]
    others = [a for a in facts.actors if a.known and not _is_core(a.id, story)]
    facets = story.facets_in(f"{article.title or ''}\n{article.text}")
    head = len(article.text) // 3
    early = any(mention.start <= head for actor in core for mention in actor.mentions)
    mentioned = sum(len(actor.mentions) for actor in core)
    about = _FACETS * min(1.0, len(facets) / 2)
    if not core and not others:
        about *= _FACETS_ALONE
    score = (
        _CORE * min(1.0, mentioned / (_MENTIONS_IN_SHORT if _is_short(article) else _MENTIONS))
        + _OTHERS * min(1.0, len(others) / 3)
        + about
        + _HEAD * early
    )
    essential = {facet.id for facet in story.facets if facet.essential}
    if essential and essential.isdisjoint(facets):
        score *= _BESIDE
    reasons = [f"actor:{actor.id}" for actor in (*core, *others)]
    reasons += [f"facet:{facet}" for facet in facets]
    return Relevance(score=round(score, 2), reasons=reasons)


def _is_short(article: Article) -> bool:
    """Say whether an article is a short item, which names its actors once or twice."""
    return len(article.text) + 2 * len(_WIDE.findall(article.text)) < _SHORT


def _is_core(actor_id: str, story: Story) -> bool:
    known = story.by_id.get(actor_id)
    return known is not None and known.core
