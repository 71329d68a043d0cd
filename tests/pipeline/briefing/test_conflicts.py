"""Denials, values that differ, offices: a later report is an update, not a contradiction."""

from __future__ import annotations

import pytest

from tests.pipeline.briefing.makers import brief, page

TALKS = page(
    "en",
    "2024-02-09",
    "Altman and G42 talk about chip plants",
    "G42 is in talks with Sam Altman about money for chip factories, people in Abu Dhabi say.",
)
DENIAL = page(
    "fr",
    "2024-02-11",
    "G42 dément",
    "G42 dément être en négociation avec Sam Altman au sujet d'usines de puces.",
)
SILENCE = page(
    "fr",
    "2024-02-11",
    "G42 ne dit rien",
    "G42 n'est pas en négociation avec Sam Altman au sujet d'usines de puces.",
)


def stake(amount: str, day: str | None) -> bytes:
    return page(
        "en",
        day,
        "SoftBank and the chip venture",
        f"SoftBank will take a stake of {amount} in the chip venture of Sam Altman. The stake will "
        "be paid in cash by SoftBank, as Masayoshi Son told a meeting of Oracle and Broadcom.",
    )


def gone(day: str | None) -> bytes:
    return page(
        "en",
        day,
        "OpenAI without Altman",
        "Sam Altman was fired by the board of OpenAI on a Friday.",
    )


def back(day: str | None) -> bytes:
    return page(
        "fr",
        day,
        "Altman revient",
        "Sam Altman, de retour à la tête d'OpenAI, prépare un projet de puces.",
    )


def held(day: str | None) -> bytes:
    return page("en", day, "Altman", "OpenAI chief executive Sam Altman spoke of chips to Intel.")


def test_a_denial_stands_beside_what_it_denies() -> None:
    made = brief({"a.example/1": TALKS, "b.example/1": DENIAL})
    (conflict,) = made.conflicts
    assert (conflict.kind, conflict.order, conflict.about) == (
        "denial",
        "contradiction",
        "denied by G42",
    )
    said, denied = conflict.sides
    assert said.proofs[0].text.startswith("G42 is in talks")
    assert denied.proofs[0].text.startswith("G42 dément être")
    assert (said.first, denied.first) == ("2024-02-09", "2024-02-11")
    (g42,) = (who for who in made.actors if who.id == "g42")
    assert [saying.text[:9] for saying in g42.denied] == ["G42 démen"]


def test_a_denial_of_what_nobody_says_is_only_a_denial() -> None:
    made = brief({"b.example/1": DENIAL, "c.example/1": SILENCE})
    assert not made.conflicts
    assert any(who.denied for who in made.actors if who.id == "g42")


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2024-05-02", "2024-05-02", "contradiction"),
        ("2024-05-02", "2024-05-04", "update"),
        ("2024-05-02", None, "undated"),
    ],
)
def test_another_value_later_is_an_update(first: str, second: str | None, order: str) -> None:
    made = brief(
        {"a.example/1": stake("$500 million", first), "b.example/1": stake("$800 million", second)}
    )
    values = [one for one in made.conflicts if one.kind == "value"]
    assert [one.order for one in values] == [order]
    assert {side.text for side in values[0].sides} == {"$500 million", "$800 million"}


def test_a_value_that_goes_on_being_reported_contradicts_the_newer_one() -> None:
    made = brief(
        {
            "a.example/1": stake("$500 million", "2024-05-02"),
            "b.example/1": stake("$800 million", "2024-05-03"),
            "c.example/1": stake("$500 million", "2024-05-04"),
        }
    )
    assert [one.order for one in made.conflicts if one.kind == "value"] == ["contradiction"]


@pytest.mark.parametrize(
    ("left", "there", "order"),
    [
        (gone("2023-11-18"), back("2024-01-22"), "update"),
        (gone(None), back("2024-01-22"), "update"),  # who is back had left before
        (gone("2023-11-18"), held("2023-11-18"), "contradiction"),
        (gone("2023-11-18"), held("2023-11-10"), "update"),
        (gone(None), held("2024-01-22"), "undated"),
    ],
)
def test_who_left_and_is_back_is_no_contradiction(left: bytes, there: bytes, order: str) -> None:
    made = brief({"a.example/1": left, "b.example/1": there})
    assert [(one.kind, one.order) for one in made.conflicts] == [("office", order)]
    assert made.conflicts[0].about == "Sam Altman"
