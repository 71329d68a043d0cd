"""What is corrected of an article that was changed, or read again; and what is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from pipeline.edition import Correction
from pipeline.newsletter.corrections import Said, corrections_of
from pipeline.records import Digest, Withheld
from pipeline.store import Store
from tests.pipeline.newsletter.desk import put

SENT = datetime(2026, 11, 22, 7, 0)
COST = "The plant in Dresden will cost 5 billion euros, the minister said."
QUIET = "The group declined to comment on the permits."


@pytest.fixture
def digest(store: Store) -> Callable[..., Digest]:
    """Make a digest of a text in which each line is a statement."""
    return partial(put, store, "plant")


def shown(found: list[Correction]) -> list[tuple[str, str, str | None]]:
    return [(one.kind, one.said, one.now) for one in found]


def test_a_number_that_changed_is_corrected(digest: Any) -> None:
    old = digest(f"{COST}\n{QUIET}")
    new = digest(f"{COST.replace('5', '7')}\n{QUIET}")
    (one,) = corrections_of(Said(old, SENT), new)
    assert (one.kind, one.said) == ("changed", f"[en] {COST}")
    assert one.now == f"[en] {COST.replace('5', '7')}"
    assert (one.sent, one.url) == (SENT, "https://news.example/plant")
    assert one.language == "en"


def test_a_statement_that_the_article_no_longer_has_is_withdrawn(digest: Any) -> None:
    found = corrections_of(Said(digest(f"{COST}\n{QUIET}"), SENT), digest(QUIET))
    assert shown(found) == [("withdrawn", f"[en] {COST}", None)]
    assert found[0].reason


def test_a_changed_sentence_that_is_no_statement_is_shown_in_the_articles_words(
    digest: Any,
) -> None:
    new = digest(f"{COST.replace('5', '7')}\n{QUIET}")
    new = new.model_copy(update={"summary": new.summary[1:]})
    found = corrections_of(Said(digest(f"{COST}\n{QUIET}"), SENT), new)
    assert shown(found) == [("changed", COST, COST.replace("5", "7"))]
    assert found[0].language == "fr"


def test_what_was_only_added_or_moved_is_no_correction(digest: Any) -> None:
    old = digest(f"{COST}\n{QUIET}")
    assert corrections_of(Said(old, SENT), digest(f"{QUIET}\n{COST}\nMore is to come.")) == []
    assert corrections_of(Said(old, SENT), old) == []


def test_a_headline_is_corrected_where_its_numbers_change(digest: Any) -> None:
    old = digest(COST, title="A plant for 5 billion")
    other_words = digest(COST, title="A costly plant for 5 billion")
    other_number = digest(COST, title="A plant for 7 billion")
    assert corrections_of(Said(old, SENT), other_words) == []
    assert shown(corrections_of(Said(old, SENT), other_number)) == [
        ("changed", "A plant for 5 billion", "A plant for 7 billion")
    ]


def test_an_amount_outside_the_statements_is_corrected(digest: Any) -> None:
    old = digest(f"{QUIET}\n{COST}", money=("5 billion euros", 5))
    new = digest(f"{QUIET}\n{COST.replace('5', '7')}", money=("7 billion euros", 7))
    old, new = (one.model_copy(update={"summary": one.summary[:1]}) for one in (old, new))
    found = corrections_of(Said(old, SENT), new)
    assert shown(found) == [("changed", COST, COST.replace("5", "7"))]


def test_the_same_words_read_again(digest: Any) -> None:
    old = digest(COST, money=("5 billion euros", 5))
    new = digest(COST, money=("5 billion euros", 5000), config="d")
    found = corrections_of(Said(old, SENT), new)
    assert shown(found) == [
        ("changed", "€5 billion (5 billion euros)", "€5000 billion (5 billion euros)")
    ]
    withheld = [Withheld(text="the translation", reason="its number was wrong", sentence=0)]
    again = new.model_copy(update={"summary": [], "withheld": withheld, "facts": old.facts})
    (one,) = corrections_of(Said(old, SENT), again)
    assert (one.kind, one.said, one.reason) == (
        "withdrawn", f"[en] {COST}", "its number was wrong",
    )  # fmt: skip


def test_a_like_sentence_that_stood_there_before_takes_no_others_place(digest: Any) -> None:
    other = COST.replace("Dresden", "Leuven").replace("5", "6")
    found = corrections_of(Said(digest(f"{COST}\n{other}"), SENT), digest(other))
    assert shown(found) == [("withdrawn", f"[en] {COST}", None)]
