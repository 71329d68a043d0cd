"""The words that renderings for people share."""

from __future__ import annotations

from typing import Any

from pipeline.records import Actor, Mention
from pipeline.render.phrases import load_phrases
from pipeline.render.words import actors_shown

ENGLISH = load_phrases("en")


def actor(name: str, mentions: int, **more: Any) -> Actor:
    mention = Mention(text=name, start=0, end=len(name), sentence=0)
    fields = {"role": "other", "known": False, **more}
    return Actor(id=name, name=name, type="person", mentions=[mention] * mentions, **fields)


def test_actors_of_the_profile_come_first_and_the_others_are_marked() -> None:
    title = Mention(text="le PDG de TSMC", start=0, end=14, sentence=0)
    shown = actors_shown(
        [
            actor("Jane Doe", 1),
            actor("CC Wei", 1, known=True, role="foundry", titles=[title]),
        ],
        ENGLISH,
    )
    assert [(a.name, role) for a, role in shown] == [
        ("CC Wei", "foundry, le PDG de TSMC"),
        ("Jane Doe", "(not in the story profile)"),
    ]


def test_only_the_most_named_of_many_unknown_actors_are_shown() -> None:
    shown = actors_shown([actor(f"A{n}", 1 + (n == 29)) for n in range(30)], ENGLISH)
    assert len(shown) == 12
    assert shown[0][0].name == "A0"
    assert shown[-1][0].name == "A29"
