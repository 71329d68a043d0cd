"""Dated events in order, with how exact they are and whether they happened."""

from __future__ import annotations

import pytest

from pipeline.briefing.days import covered
from tests.pipeline.briefing.makers import brief, page


def test_done_reported_planned_and_denied_are_told_apart_and_in_order() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-02-09",
                "Plans",
                "Intel will open a plant in Ohio in 2026.\n"
                "On 8 February 2024 TSMC signed a contract with Nvidia.\n"
                "According to Bloomberg, Sam Altman met Samsung in January 2024.\n"
                "OpenAI denied that it had signed with Broadcom on 3 February 2024.",
            )
        }
    )
    told = [(event.when, event.precision, event.standing) for event in made.timeline]
    assert told == [
        ("2024-01", "month", "reported"),
        ("2024-02-03", "day", "denied"),
        ("2024-02-08", "day", "done"),
        ("2026", "year", "planned"),
    ]


def test_what_was_planned_is_done_when_a_later_article_says_so() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en", "2024-02-01", "Soon", "Intel will open its plant in Leixlip on 20 March 2024."
            ),
            "b.example/1": page(
                "de",
                "2024-03-21",
                "Eröffnet",
                "Intel hat sein Werk in Leixlip am 20. März 2024 eröffnet.",
            ),
        }
    )
    events = [event for event in made.timeline if event.when == "2024-03-20"]
    assert {event.standing for event in events} >= {"done"}


def test_one_event_in_two_languages_is_one_entry_with_two_proofs() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-05-03",
                "A contract",
                "On 2 May 2024 Samsung, TSMC and Nvidia signed an agreement on memory chips.",
            ),
            "b.example/1": page(
                "fr",
                "2024-05-03",
                "Un accord",
                "Samsung, TSMC et Nvidia ont signé le 2 mai 2024 un accord sur les puces mémoire.",
            ),
        }
    )
    (event,) = made.timeline
    assert (event.when, len(event.proofs), event.origins) == ("2024-05-02", 2, 2)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-02-09", ("2024-02-09", "2024-02-09", "day")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("2024", ("2024-01-01", "2024-12-31", "year")),
        ("2023-22", ("2023-06-01", "2023-08-31", "season")),
        ("2024-34", ("2024-04-01", "2024-06-30", "season")),
        ("202X", ("2020-01-01", "2029-12-31", "decade")),
        ("2023/2027", ("2023-01-01", "2027-12-31", "span")),
    ],
)
def test_a_value_covers_its_days(value: str, days: tuple[str, str, str]) -> None:
    found = covered(value)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat(), found.precision) == days


@pytest.mark.parametrize(
    "value", ["", "soon", "2024-13", "2024-02-30", "0000", "2027/2023", "../2"]
)
def test_what_is_no_date_covers_nothing(value: str) -> None:
    assert covered(value) is None
