"""Facts: what an article says, read from its original text by deterministic code."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.facts.actors.find import find_actors, find_names
from pipeline.facts.country import country_of
from pipeline.facts.dates.find import find_dates
from pipeline.facts.money.find import find_money
from pipeline.facts.speech.claims import find_claims
from pipeline.facts.speech.quotes import read_quotes
from pipeline.records import Actor, Article, Facts, Money, Sentence
from pipeline.story import Story

__all__ = ["find_facts"]


def find_facts(article: Article, sentences: Sequence[Sentence], story: Story, target: str) -> Facts:
    """Read all facts of an article; amounts are also rendered in the target language."""
    country = country_of(article)
    money = find_money(sentences, target=target, country=country, expected=story.amounts)
    actors = find_actors(article.text, sentences, story)
    there = _without_namesakes(article.text, actors, story)
    quotes, terms = read_quotes(article.text, sentences, there)
    return Facts(
        money=_without_headings(money.valued, article, sentences),
        money_vague=money.vague,
        dates=find_dates(sentences, article.published, country),
        actors=actors,
        quotes=quotes,
        scare_quotes=terms,
        claims=find_claims(sentences, there),
    )


def _without_namesakes(text: str, actors: Sequence[Actor], story: Story) -> Story:
    """Return the story without the people whose names are all somebody else's in this text."""
    there = {actor.id for actor in actors}
    named = {match.actor_id for match in find_names(text, story)}
    return story.without(named - there) if named - there else story


def _without_headings(
    money: Sequence[Money], article: Article, sentences: Sequence[Sentence]
) -> list[Money]:
    """Leave out the amounts of headings that the text below says again: they are one fact."""
    headings = {s.index for s in sentences if _is_heading(s, article.text)}
    told = {_value(m) for m in money if m.sentence not in headings}
    return [m for m in money if m.sentence not in headings or _value(m) not in told]


def _is_heading(sentence: Sentence, text: str) -> bool:
    """Say whether a sentence is a paragraph of its own and has no full stop."""
    alone = text[sentence.start - 1 : sentence.start] in ("", "\n")
    alone = alone and text[sentence.end : sentence.end + 1] in ("", "\n")
    return alone and not sentence.text.rstrip(' \u00a0»”"」’)').endswith(tuple(".!…。！"))


def _value(money: Money) -> tuple[Decimal, Decimal, str | None]:
    return money.min, money.max, money.currency
