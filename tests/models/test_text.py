from __future__ import annotations

import pytest

from models.text import join, one_line, split


def words(text: str) -> int:
    return len(text.split())


def test_short_text_stays_whole() -> None:
    assert split("One. Two.", 9, words) == ["One. Two."]


def test_cuts_at_sentence_ends() -> None:
    text = "First one here. Second one here. Third one is here!"
    assert split(text, 7, words) == ["First one here. Second one here.", "Third one is here!"]


def test_long_sentences_are_cut_at_commas_then_words() -> None:
    assert split("a b c d, e f g h", 4, words) == ["a b c d,", "e f g h"]
    assert split("a b c d e f", 2, words) == ["a b", "c d", "e f"]


@pytest.mark.parametrize(
    "text", ["これは一つ。これは二つ。これは三つ。", "無空白の長い文" * 9, "x" * 50]
)
def test_text_without_spaces_is_cut_too_and_nothing_is_lost(text: str) -> None:
    parts = split(text, 10, len)
    assert all(0 < len(part) <= 10 for part in parts)
    assert "".join(parts) == text


def test_join_and_one_line() -> None:
    assert join(["A.", "", "B."], "en") == "A. B."
    assert join(["一。", "二。"], "zh") == "一。二。"
    assert one_line(" a\n\tb ") == "a b"
