"""Floors go up by themselves and down only when they are told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluation.floors import fallen, floors_of, floors_toml, moved, read_floors
from pipeline.evaluation.score import Counts, Scores


def scored(right: int, *, kind: str = "money", language: str = "fr") -> Scores:
    counts = Counts(10, 10, right)
    return {language: {kind: counts}, "all": {kind: counts}}


def test_a_score_under_its_floor_has_fallen() -> None:
    floors = {"fr": {"money": 80.0}}
    assert fallen(scored(8), floors) == []
    assert fallen(scored(7), floors) == ["fr: money: 70.0, the floor is 80.0"]


def test_a_floor_that_nothing_measures_has_fallen() -> None:
    assert "no case measures it" in fallen(scored(9, language="de"), {"fr": {"money": 80.0}})[0]


def test_floors_rise_and_do_not_sink() -> None:
    floors = {"fr": {"money": 80.0}, "de": {"dates": 50.0}}
    assert moved(scored(9), floors) == {"de": {"dates": 50.0}, "fr": {"money": 90.0}}
    assert moved(scored(7), floors)["fr"] == {"money": 80.0}


def test_lowering_is_asked_for() -> None:
    floors = {"fr": {"money": 80.0}, "de": {"dates": 50.0}}
    assert moved(scored(7), floors, allow_lower=True) == {"fr": {"money": 70.0}}


def test_a_score_is_never_under_the_floor_made_of_it() -> None:
    thirds: Scores = {"fr": {"money": Counts(3, 3, 2), "never": Counts(3, 3, 1)}}
    assert fallen(thirds, floors_of(thirds)) == []


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    floors = {"fr": {"money": 66.6, "never": 100.0}, "zh": {"state": 0.0}}
    path = tmp_path / "floors.toml"
    path.write_text(floors_toml(floors), encoding="utf-8")
    assert read_floors(path) == floors


@pytest.mark.parametrize("text", ["[fr]\nmoney = 101", "[fr]\nmoney = 'x'", "fr = 3", "[fr"])
def test_wrong_floors_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"floors .*floors\.toml"):
        read_floors(path)
