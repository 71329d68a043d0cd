"""The gold cases: no score may fall below its floor, and there are enough of them."""

from __future__ import annotations

from pathlib import Path

from pipeline.config import load_settings
from pipeline.evaluation.case import read_cases
from pipeline.evaluation.floors import fallen, read_floors
from pipeline.evaluation.run import evaluate
from pipeline.evaluation.score import scores

HERE = Path(__file__).resolve().parent
CASES = read_cases(HERE / "gold")


def test_no_score_falls_below_its_floor() -> None:
    """Lower a floor with: chipwire eval --floors tests/floors.toml --raise --allow-lower."""
    outcomes = evaluate(CASES, load_settings(profile="none"))
    lines = fallen(scores(outcomes), read_floors(HERE / "floors.toml"))
    assert not lines, "\n".join(lines)


def test_there_are_enough_cases() -> None:
    languages = [case.language for case in CASES]
    assert len(CASES) >= 40
    assert sum(languages.count(language) >= 3 for language in set(languages)) >= 10
    assert all(case.gold.about for case in CASES)
