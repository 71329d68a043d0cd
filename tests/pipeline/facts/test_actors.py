"""Actors are found in every script and inflection, and words are not taken for names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.facts.actors.find import find_actors, find_names
from pipeline.records import Sentence
from pipeline.story import Story


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le patron d’OpenAI, Sam Altman, parle.", ["openai", "sam-altman"]),
        ("Altmans Pläne und OpenAIs Chips", ["sam-altman", "openai"]),
        ("OpenAI's chief met Softbank's founder", ["openai", "softbank"]),
        ("NVIDIA und Nvidia", ["nvidia", "nvidia"]),
        ("奥特曼与台积电和三星电子会谈", ["sam-altman", "tsmc", "samsung"]),
        ("アルトマン氏はソフトバンクと", ["sam-altman", "softbank"]),
        ("알트만은 삼성전자와", ["sam-altman", "samsung"]),
        ("قال ألتمان", ["sam-altman"]),
        ("Plany Altmana i Microsoftu", ["sam-altman", "microsoft"]),
        ("Sheikh Tahnoun bin Zayed al Nahyan", ["tahnoun-bin-zayed"]),
        ("une fortune, la pomme et le méta-modèle", []),
        ("An apple a day, meta tags, a stargazer", []),
        ("OpenAIX et Samsungite", []),
    ],
)
def test_names(story: Story, text: str, expected: list[str]) -> None:
    assert [match.actor_id for match in find_names(text, story)] == expected


def test_a_surname_counts_only_after_the_full_name(story: Story) -> None:
    ids = [m.actor_id for m in find_names("Ho arrive. Richard Ho parle. Ho part.", story)]
    assert ids == ["richard-ho", "richard-ho"]
    assert [m.actor_id for m in find_names("Ho part.", story, short=True)] == ["richard-ho"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A season of Robert Altman films opens. Critics love Altman for it.", ["Robert Altman"]),
        ("Robert Altman made films. Sam Altman wants chips, and Altman will get them.",
         ["Robert Altman", "Sam Altman"]),
        ("The head of OpenAI is Altman. A film by Robert Altman shows it.",
         ["OpenAI", "Sam Altman", "Robert Altman"]),
        ("Mr. Altman came to Paris. Later Altman left, and CEO Altman was seen.", ["Sam Altman"]),
    ],
)  # fmt: skip
def test_a_namesake_is_somebody_else(
    story: Story, sentences_of: Callable[..., list[Sentence]], text: str, names: list[str]
) -> None:
    actors = find_actors(text, sentences_of(text, "en"), story)
    assert [actor.name for actor in actors] == names


def test_mentions_point_into_the_text(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    text = "Altman parle à TSMC.\nTSMC refuse. CC Wei aussi."
    actors = find_actors(text, sentences_of(text, "fr"), story)
    assert [actor.id for actor in actors] == ["sam-altman", "tsmc", "cc-wei"]
    for actor in actors:
        assert actor.known
        for mention in actor.mentions:
            assert text[mention.start : mention.end] == mention.text
    assert [mention.sentence for mention in actors[1].mentions] == [0, 1]
