"""The chosen sentences tell the story: facts, no headings, no repetition, article order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.facts import find_facts
from pipeline.records import Article, Sentence
from pipeline.stages.notices import corrections
from pipeline.stages.select import candidates, choose
from pipeline.story import Story

TEXT = """Des usines partout
Le marché des puces change vite et chacun cherche sa place dans la course mondiale.
Le temps est doux sur la côte, et les promeneurs profitent du dernier soleil de la saison.
Selon Bloomberg, Sam Altman cherche 7 billions de dollars pour ses usines de puces.
D'après Bloomberg, Altman cherche 7 billions de dollars pour ses usines de puces.
TSMC dément tout accord avec OpenAI sur ces usines de puces, selon son porte-parole.
Les abonnés peuvent aussi lire notre dossier complet sur les vacances d'hiver à la mer.
"""


def chosen(
    story: Story, cut: Callable[..., list[Sentence]], count: int, scores: bool = False
) -> list[int]:
    article = Article(
        title="Altman", language="fr", paragraphs_used=7, paragraphs_total=7, text=TEXT
    )
    sentences = cut(TEXT, "fr")
    found = candidates(article, sentences, find_facts(article, sentences, story, "en"), story)
    views = [float(c.sentence.index == 2) for c in found] if scores else None
    return [sentence.index for sentence in choose(found, count, views)]


def test_facts_win_and_headings_stay_out(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    two = chosen(story, sentences_of, 2)
    assert 5 in two
    assert 3 in two or 4 in two
    assert 0 not in chosen(story, sentences_of, 9)


def test_what_repeats_comes_last(story: Story, sentences_of: Callable[..., list[Sentence]]) -> None:
    three = chosen(story, sentences_of, 3)
    assert not {3, 4} <= set(three)
    assert three == sorted(three)


def test_the_model_has_a_say(story: Story, sentences_of: Callable[..., list[Sentence]]) -> None:
    assert 2 not in chosen(story, sentences_of, 3)
    assert 2 in chosen(story, sentences_of, 4, scores=True)


def test_foreign_insertions_are_not_chosen(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    article = Article(title=None, language="de", paragraphs_used=7, paragraphs_total=7, text=TEXT)
    sentences = sentences_of(TEXT, "fr")
    facts = find_facts(article, sentences, story, "en")
    assert candidates(article, sentences, facts, story) == []


def test_a_correction_is_kept_and_not_chosen(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    notice = "Rättelse: I en tidigare version stod att OpenAI betalar 300 miljoner euro."
    text = f"OpenAI betalar 30 miljoner euro för en andel i bolaget.\n{notice}"
    article = Article(
        title="Andel", language="sv", paragraphs_used=2, paragraphs_total=2, text=text,
        corrections=corrections(text),
    )  # fmt: skip
    sentences = sentences_of(text, "sv")
    facts = find_facts(article, sentences, story, "en")
    shown = choose(candidates(article, sentences, facts, story), 5)
    assert [sentence.index for sentence in shown] == [0]
    assert len(facts.money) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Nvidia plant ein Werk für neun Milliarden Euro im Norden des Landes. "
         "Das Werk soll 2030 öffnen und kostet die Stadt zwei Milliarden Euro. "
         "Die Leitung dorthin kostet weitere 300 Millionen Euro, sagte der Bürgermeister. "
         "Ein Sprecher von OpenAI wies jede Beteiligung zurück."),
        ("nl", "Het bedrijf bouwt een fabriek voor negen miljard euro in het noorden. "
         "De fabriek gaat in 2030 open en kost de stad twee miljard euro. "
         "De leiding erheen kost nog eens 300 miljoen euro, zei de burgemeester. "
         "OpenAI ontkent dat het meebetaalt aan de bouw."),
    ],
)  # fmt: skip
def test_a_denial_of_an_actor_is_not_left_out(
    story: Story, sentences_of: Callable[..., list[Sentence]], language: str, text: str
) -> None:
    article = Article(
        title="Werk", language=language, paragraphs_used=1, paragraphs_total=1, text=text
    )
    sentences = sentences_of(text, language)
    facts = find_facts(article, sentences, story, "en")
    shown = choose(candidates(article, sentences, facts, story), 3)
    assert sentences[-1] in shown


def test_an_article_of_another_story_is_told_by_its_title_and_not_by_its_amounts(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    text = """Le port de la ville ferme ses deux écluses à cause de la tempête attendue.
Les pêcheurs ont rentré leurs bateaux avant la nuit et attendent des nouvelles du ciel.
La mairie a payé 12 millions d'euros pour la fête, selon le journal local.
Un hôtel voisin a vendu ses murs pour 3 millions d'euros, selon son patron.
"""
    article = Article(
        title="Tempête : le port ferme ses écluses",
        language="fr",
        paragraphs_used=4,
        paragraphs_total=4,
        text=text,
    )
    sentences = sentences_of(text, "fr")
    found = candidates(article, sentences, find_facts(article, sentences, story, "en"), story)
    assert [sentence.index for sentence in choose(found, 2)] == [0, 1]
