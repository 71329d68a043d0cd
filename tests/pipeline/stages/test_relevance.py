"""How much an article is about the story: one mention in a short item, words without actors."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.facts import find_facts
from pipeline.records import Article, Sentence
from pipeline.stages.relevance import LITTLE, relevance
from pipeline.story import Story

Cut = Callable[..., list[Sentence]]


def score(text: str, story: Story, cut: Cut) -> float:
    article = Article(title=None, language="en", paragraphs_used=1, paragraphs_total=1, text=text)
    facts = find_facts(article, cut(text, "en"), story, "en")
    return relevance(article, facts, story).score


def test_one_mention_is_much_in_a_short_item(story: Story, sentences_of: Cut) -> None:
    item = "OpenAI will have chips packed in a plant near the port. Broadcom sends the wafers."
    rest = " The town has a market, two schools and a harbour." * 20
    short = score(item, story, sentences_of)
    assert short >= 0.5
    assert score(item + rest, story, sentences_of) < short


def test_words_alone_are_another_story(story: Story, sentences_of: Cut) -> None:
    text = "A bag of chips costs more. The factory on the coast makes them, with public funds."
    assert 0 < score(text, story, sentences_of) < LITTLE
