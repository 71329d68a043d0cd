"""The table of translations: its steps, what is kept between runs, and its scores."""

from __future__ import annotations

from pathlib import Path

from models import load_card
from tests.evaluation.translation import Kept, Store, cells, compare, read, systems, translate


def test_the_last_step_is_what_chipwire_asks_first() -> None:
    card = load_card("gemma-3-270m")
    raw, *_, last = systems(card)
    assert raw.card.adapter is None
    assert raw.card.decoding.attempts[0].beams == 1
    assert last.card.adapter == card.adapter
    assert last.card.decoding.attempts == card.decoding.attempts[:1]
    assert len({step.key for step in systems(card)}) == len(systems(card))


def test_a_run_goes_on_from_what_is_kept(tmp_path: Path) -> None:
    file, step = tmp_path / "kept.jsonl", systems(load_card("gemma-3-270m"))[0]
    Store(file).add(step.key, "fr-en", [("Bonjour.", Kept("Hello.", 0.5))])
    with file.open("a", encoding="utf-8") as cut:
        cut.write('["half of a li')
    found = translate(step, "fr-en", ["Bonjour."], Store(file))  # would load the model otherwise
    assert found == [Kept("Hello.", 0.5)]


def test_scores_have_intervals_and_signatures() -> None:
    right = [f"The plant number {n} makes chips for cars in Dresden." for n in range(12)]
    wrong = [text.replace("chips", "ships").replace("cars", "parts") for text in right]
    rows, signatures = compare([("raw", wrong), ("better", right)], right, resamples=50)
    first, second = ([cells(result) for result in row] for row in rows)
    assert [line[2] for line in first] == ["", ""]
    assert [line[0] for line in second] == ["100.0", "100.0"]
    assert all(float(line[2]) < 0.05 for line in second)
    assert [text.split()[0] for text in signatures] == ["chrF2", "BLEU"]


def test_lines_are_read_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "ntrex.fra.txt").write_text("Un.\nDeux.\n", "utf-8")
    (tmp_path / "ntrex.eng.txt").write_text("One.\nTwo.\n", "utf-8")
    assert read(tmp_path, "en-fr", 1) == (["One."], ["Un."])
