"""What the adapter is trained on: every text in its place, every draw repeatable."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import models.adapters
from models.adapters import data
from models.adapters.stages import FIRST, SECOND, STAGES

PAIRS = Path(models.adapters.__file__).parent / "pairs"
NEWS = sorted((PAIRS / "news").glob("*.tsv"))


@pytest.mark.parametrize("path", NEWS, ids=lambda path: path.stem)
def test_every_line_tells_the_same_in_each_language(path: Path) -> None:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[0] == "en"
    for number, line in enumerate(lines, 2):
        texts = line.split("\t")
        assert len(texts) == len(header.split("\t")), number
        assert all(text == text.strip() and text for text in texts), number
        english, *others = texts
        assert all(0.5 < len(other) / len(english) < 2.2 for other in others), number


def test_a_direction_is_read_from_its_columns() -> None:
    there = data.read_news(PAIRS / "news", ("fr", "en"))
    back = data.read_news(PAIRS / "news", ("en", "fr"))
    assert there
    assert back == [(target, source) for source, target in there]
    assert data.read_news(PAIRS / "news", ("ja", "en")) == []


def test_no_english_sentence_is_there_twice() -> None:
    seen = [target for _, target in data.read_news(PAIRS / "news", ("fr", "en"))]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("stage", STAGES, ids=["first", "second", "third"])
def test_the_shares_of_the_directions_are_whole(stage: object) -> None:
    assert sum(stage.draw.mix.values()) == pytest.approx(1.0)  # type: ignore[attr-defined]


def test_a_pair_of_ours_is_drawn_as_often_as_its_weight_says() -> None:
    way = ("fr", "en")
    pools = data.Pools({way: [("c", "c")] * 30}, {way: []}, {way: [("n", "n")] * 10})
    rng = random.Random(1)
    drawn = [data.draw_pair(pools, way, SECOND.draw, True, rng)[0] for _ in range(4000)]
    share = drawn.count("n") / len(drawn)
    assert share == pytest.approx(SECOND.draw.news_weight / (SECOND.draw.news_weight + 3), abs=0.03)
    assert "n" not in [data.draw_pair(pools, way, FIRST.draw, True, rng)[0] for _ in range(100)]


def test_an_amount_stands_as_the_translator_locks_it() -> None:
    pair = ("Elle a coûté 3,5 milliards de dollars.", "It cost $3.5 billion.")
    assert data.with_locked_amount(pair, ("fr", "en"))[0] == "Elle a coûté $3.5 billion."
    other = data.with_other_digits(("Elle a coûté $3.5 billion.", pair[1]), random.Random(2))
    told = [re.findall(r"\$\S+", text) for text in other]
    assert told[0] == told[1]
