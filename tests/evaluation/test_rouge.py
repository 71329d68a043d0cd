"""ROUGE, TextRank and what is printed of them, on texts made up here."""

from __future__ import annotations

import pytest

from tests.evaluation.rouge import Rouge, common, interval, rouge, words
from tests.evaluation.summaries import Judged, lines, strange, textrank


def test_words_of_all_scripts() -> None:
    assert words("L'École nº 3 ouvre.") == ["l", "école", "no", "3", "ouvre"]
    assert words("新工場 opens") == ["新", "工", "場", "opens"]
    assert words("새 공장") == ["새", "공장"]


def test_rouge_counts_what_is_shared() -> None:
    score = rouge("the plant opens in May", "the plant in Dresden opens")
    assert score.one == pytest.approx(4 / 5)
    assert score.two == pytest.approx(1 / 4)
    assert score.longest == pytest.approx(3 / 5)


@pytest.mark.parametrize("text", ["", "rien de commun"])
def test_rouge_of_nothing_shared_is_zero(text: str) -> None:
    assert rouge(text, "the plant opens") == Rouge(0, 0, 0)


def test_the_longest_common_subsequence_may_have_gaps() -> None:
    assert common("abcde", "axcye") == 3
    assert common("", "abc") == 0


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [float(value % 7) for value in range(40)]
    found = interval(values)
    assert found.low < found.mean < found.high
    assert found == interval(values)
    assert interval([2.0, 2.0]) == (2.0, 2.0, 2.0)


def test_textrank_takes_what_shares_most_words_in_the_articles_order() -> None:
    sentences = [
        "Rain fell on the coast.",
        "The plant in Dresden makes chips for cars.",
        "A choir sang outside.",
        "Chips for cars come from the plant in Dresden now.",
    ]
    assert textrank(sentences, 2) == [1, 3]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The plant of Acme has 30 lines.", False),
        ("The plant of Acme has 31 lines.", True),
        ("The plant of Globex has 30 lines.", True),
    ],
)
def test_strange_details(statement: str, expected: bool) -> None:
    assert strange(statement, "The plant, which Acme owns, has 30 lines.") is expected


def test_lines_show_the_difference_to_the_first_sentences() -> None:
    low, high = Judged(Rouge(0.2, 0.1, 0.2), 0, 3), Judged(Rouge(0.3, 0.1, 0.2), 1, 3)
    row = {"lead-3": low, "TextRank": low, "random": low, "chipwire": high}
    lead, *_, ours = lines("made up", [row, row])
    assert lead[3:5] == ["20.00", ""]
    assert ours[3:5] == ["30.00", "+10.00 [+10.00, +10.00]"]
    assert ours[-1] == "33.3%"
