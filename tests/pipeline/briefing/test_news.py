"""What is new since the last briefing, fact by fact."""

from __future__ import annotations

import pytest

from pipeline.briefing_records import Briefing
from tests.pipeline.briefing.makers import brief, page

STAKE = "SoftBank would take a stake of {} in the chip venture of Sam Altman."
FIRST = page("en", "2024-05-02", "SoftBank and Altman", STAKE.format("$500 million"))
OTHER = page(
    "fr",
    "2024-05-03",
    "SoftBank et Altman",
    "SoftBank prendrait une participation de 500 millions de dollars dans le projet de puces de "
    "Sam Altman.",
)


@pytest.fixture(scope="module")
def last() -> Briefing:
    return brief({"a.example/1": FIRST})


def kinds(made: Briefing, fact: str = "amount") -> list[str]:
    return [news.kind for news in made.news if news.fact == fact]


def test_without_a_last_briefing_nothing_is_new(last: Briefing) -> None:
    assert last.news == []
    assert last.previous is None


def test_the_same_articles_again_bring_nothing_new(last: Briefing) -> None:
    again = brief({"a.example/1": FIRST}, last)
    assert again.news == []
    assert again.previous == last.id


def test_another_origin_confirms_an_amount(last: Briefing) -> None:
    assert kinds(brief({"a.example/1": FIRST, "b.example/1": OTHER}, last)) == ["confirmed"]


def test_a_copy_of_the_same_text_confirms_nothing(last: Briefing) -> None:
    assert brief({"a.example/1": FIRST, "b.example/1": FIRST}, last).news == []


def test_another_value_of_a_known_sum_is_a_change(last: Briefing) -> None:
    later = page("en", "2024-05-09", "SoftBank pays more", STAKE.format("$800 million"))
    made = brief({"a.example/1": FIRST, "b.example/1": later}, last)
    (news,) = (news for news in made.news if news.fact == "amount")
    assert (news.kind, news.text, news.was) == (
        "changed",
        "stake or contribution: $800 million",
        "stake or contribution: $500 million",
    )


def test_the_article_itself_with_another_value_is_a_correction(last: Briefing) -> None:
    corrected = page("en", "2024-05-02", "SoftBank and Altman", STAKE.format("$550 million"))
    made = brief({"a.example/1": corrected}, last)
    assert kinds(made) == ["corrected"]
    assert kinds(made, "statement") == ["corrected"]
    assert "$500 million" in (made.news[0].was or "")


def test_what_the_article_says_no_more_is_withdrawn(last: Briefing) -> None:
    shortened = page("en", "2024-05-02", "Altman", "Oracle wants to supply Nvidia with servers.")
    made = brief({"a.example/1": shortened}, last)
    assert kinds(made) == ["withdrawn"]
    withdrawn = [news for news in made.news if news.kind == "withdrawn"]
    assert all("SoftBank" in news.proofs[0].text for news in withdrawn)


def test_an_article_that_is_not_in_the_briefing_withdraws_nothing(last: Briefing) -> None:
    other = page("en", "2024-06-02", "Oracle", "Oracle wants to supply Nvidia with servers.")
    made = brief({"b.example/1": other}, last)
    assert {news.kind for news in made.news} == {"new"}


def test_a_new_denial_is_new(last: Briefing) -> None:
    denial = page(
        "en", "2024-05-04", "SoftBank denies", "SoftBank denied that it talks with Sam Altman."
    )
    assert kinds(brief({"a.example/1": FIRST, "b.example/1": denial}, last), "denial") == ["new"]
