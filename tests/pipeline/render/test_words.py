"""The words that renderings for people share."""

from __future__ import annotations

from pipeline.records import Actor, Mention
from pipeline.render.words import actors_shown


def actor(name: str, mentions: int, *, known: bool = False) -> Actor:
    mention = Mention(text=name, start=0, end=len(name), sentence=0)
    return Actor(
        id=name, name=name, type="person", role="other", known=known, mentions=[mention] * mentions
    )


def test_actors_of_the_profile_come_first_and_the_others_are_marked() -> None:
    shown = actors_shown([actor("Jane Doe", 1), actor("Sam Altman", 1, known=True)])
    assert [(a.name, role) for a, role in shown] == [
        ("Sam Altman", "other"),
        ("Jane Doe", "other (not in the story profile)"),
    ]


def test_only_the_most_named_of_many_unknown_actors_are_shown() -> None:
    shown = actors_shown([actor(f"A{n}", 1 + (n == 29)) for n in range(30)])
    assert len(shown) == 12
    assert shown[0][0].name == "A0"
    assert shown[-1][0].name == "A29"
