"""The money board: one amount in many writings, and amounts that are a thousand times apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.briefing import make_briefing
from pipeline.briefing.reading import source_id
from pipeline.briefing_records import Briefing, Slot
from tests.pipeline.briefing.makers import brief, digests, page, sample_digests, story

SLIP = page(
    "fr",
    "2024-02-10",
    "Sept milliards pour des puces",
    "Le patron d'OpenAI, Sam Altman, veut lever 7 milliards de dollars pour des usines de puces, "
    "selon le Wall Street Journal.",
)


def slot(made: Briefing, kind: str) -> Slot:
    return next(slot for slot in made.money if slot.kind == kind)


def test_seven_trillion_is_one_amount_in_many_writings() -> None:
    made = make_briefing(sample_digests(), story(), length="long")
    first = slot(made, "target").values[0]
    assert (first.max, first.currency, first.rendered) == (
        Decimal(7_000_000_000_000),
        "USD",
        "$7 trillion",
    )
    writings = {report.words for report in first.reports}
    assert {
        "7 billions de dollars",
        "7 trillions de dollars",
        "7.000 miliardi di dollari",
    } < writings
    assert first.origins >= 9
    assert first.slip_of is None
    assert "Wall Street Journal" in {name for report in first.reports for name in report.by}


def test_a_planted_seven_milliards_is_a_probable_slip_with_both_sources() -> None:
    planted = digests({"slip.example/1": SLIP})
    made = make_briefing([*sample_digests(), *planted], story(), length="long")
    slips = [value for value in slot(made, "target").values if value.slip_of]
    assert [(v.rendered, v.slip_of) for v in slips] == [("$7 billion", "$7 trillion")]
    (conflict,) = (one for one in made.conflicts if one.order == "scale slip")
    sides = {side.text: {proof.source for proof in side.proofs} for side in conflict.sides}
    assert sides["$7 billion"] == {source_id(planted[0])}
    assert len(sides["$7 trillion"]) >= 3


def test_who_gives_both_sums_knows_that_they_differ() -> None:
    """A sample says that a first payment of 7,000 millones is a thousandth of the plan."""
    made = make_briefing(sample_digests(), story(), length="long")
    assert not [value for slot in made.money for value in slot.values if value.slip_of]


def test_a_range_and_an_amount_in_it_are_one_value() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-02-09",
                "Altman seeks trillions",
                "Sam Altman wants to raise $5 trillion to $7 trillion for chips.",
            ),
            "b.example/1": page(
                "de",
                "2024-02-09",
                "Altman sucht Geld",
                "Sam Altman will sieben Billionen Dollar für Chipfabriken einsammeln.",
            ),
        }
    )
    (value,) = slot(made, "target").values
    assert value.origins == 2


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("SoftBank would take a stake of $500 million in the venture.", "stake"),
        ("Nvidia sells its accelerators, priced at $40,000, to anyone.", "price"),
        ("The government grants Intel subsidies of $8.5 billion for Ohio.", "subsidy"),
        ("The market for AI chips will reach $400 billion in 2027.", "market"),
        ("OpenAI is now valued at $157 billion by its owners.", "valuation"),
        ("TSMC keeps its capital spending at $30 billion in 2024.", "spending"),
        ("Nvidia reported revenue of $30 billion for 2024.", "revenue"),
        ("The authority fined Nvidia; the fine of $300 million is its highest.", "fine"),
    ],
)
def test_words_beside_an_amount_say_what_it_is(sentence: str, kind: str) -> None:
    made = brief({"a.example/1": page("en", "2024-05-05", "Chips and money", sentence)})
    assert [slot.kind for slot in made.money] == [kind]


def test_sums_of_two_actors_are_two_slots() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-05-05",
                "Stakes",
                "SoftBank would take a stake of $500 million. Mubadala would take a stake of $3 "
                "billion.",
            )
        }
    )
    assert {tuple(slot.subject) for slot in made.money} == {("SoftBank",), ("Mubadala",)}
    assert not made.conflicts


def test_a_denied_amount_is_marked_as_denied() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-05-05",
                "No stake",
                "SoftBank denied that it would take a stake of $500 million.",
            )
        }
    )
    assert slot(made, "stake").values[0].reports[0].denied


def test_prices_of_nobody_are_compared_within_an_event_alone() -> None:
    made = brief(
        {
            "a.example/1": page("en", "2024-05-05", "Wafers", "A wafer is priced at $76 there."),
            "b.example/1": page("en", "2024-08-05", "Machines", "One is priced at $76,000 now."),
        }
    )
    assert [len(slot.values) for slot in made.money] == [1, 1]
    assert all(slot.cluster for slot in made.money)


def test_the_sum_of_the_story_stays_that_sum_all_through_an_article() -> None:
    text = (
        "Sam Altman wants to raise $7 trillion for chips. Nobody knows where the $7 trillion, to "
        "be invested over years in plants, would come from."
    )
    made = brief({"a.example/1": page("en", "2024-02-09", "A large sum", text)})
    (value,) = slot(made, "target").values
    assert len(value.reports) == 2
    assert len(made.money) == 1
