"""How much an article is about the story."""

from __future__ import annotations

from pipeline.records import Article, Facts, Relevance
from pipeline.story import Story

LITTLE = 0.3  # a score under which an article tells another story
_CORE, _OTHERS, _FACETS, _HEAD = 0.4, 0.15, 0.3, 0.15
_BESIDE = 0.5  # of the score is left without the essential facets


def relevance(article: Article, facts: Facts, story: Story) -> Relevance:
    """Score an article between 0 and 1, with the actors and facets that make the score.

    Without any of the story's core actors the score stays under 0.5, whatever else is there: an
    article about chips is not yet one about the initiative. It is halved where none of the facets
    is there that the profile calls essential.
    """
    core = [actor for actor in facts.actors if _is_core(actor.id, story)]
    others = [a for a in facts.actors if a.known and not _is_core(a.id, story)]
    facets = story.facets_in(f"{article.title or ''}\n{article.text}")
    head = len(article.text) // 3
    early = any(mention.start <= head for actor in core for mention in actor.mentions)
    mentioned = sum(len(actor.mentions) for actor in core)
    score = (
        _CORE * min(1.0, mentioned / 3)
        + _OTHERS * min(1.0, len(others) / 3)
        + _FACETS * min(1.0, len(facets) / 2)
        + _HEAD * early
    )
    essential = {facet.id for facet in story.facets if facet.essential}
    if essential and essential.isdisjoint(facets):
        score *= _BESIDE
    reasons = [f"actor:{actor.id}" for actor in (*core, *others)]
    reasons += [f"facet:{facet}" for facet in facets]
    return Relevance(score=round(score, 2), reasons=reasons)


def _is_core(actor_id: str, story: Story) -> bool:
    known = story.by_id.get(actor_id)
    return known is not None and known.core
