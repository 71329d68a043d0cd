"""A run gives every source a verdict that is true, and running again changes nothing."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.records import Options
from pipeline.errors import ModelError, UsageError
from pipeline.stages.load import Models
from pipeline.store import open_store, utc_now
from pipeline.store.work_methods import ATTEMPTS
from tests.pipeline.batch.conftest import RunNewsroom
from tests.pipeline.batch.newsroom import page, write_newsroom


def verdicts(manifest: dict[str, Any]) -> dict[str, str]:
    return {Path(told["source"]).name: told["verdict"] for told in manifest["verdicts"]}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_source_has_a_verdict(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    more = '[[source]]\nlocation = "gone.html"\n[[source]]\nlocation = "twice.html"\n'
    config = write_newsroom(tmp_path, 3, more=more)
    (tmp_path / "pages" / "binary.html").write_bytes(b"\x00\x01" * 500)
    (tmp_path / "twice.html").write_text(page(1), encoding="utf-8")
    report = run_newsroom(config)
    assert verdicts(report.manifest) == {
        "000.html": "digested",
        "001.html": "digested",
        "002.html": "digested",
        "binary.html": "refused",
        "gone.html": "failed",
        "twice.html": "duplicate",
    }
    told = {Path(one["source"]).name: one for one in report.manifest["verdicts"]}
    assert told["gone.html"]["reason"].startswith("fetch: no such file")
    assert told["twice.html"]["reason"].endswith("pages/001.html")
    assert report.exit_code == 3
    with open_store(tmp_path / "news.db") as store:
        states = {Path(one.source.location).name: one.state for one in store.sources()}
    assert (states["000.html"].status, states["000.html"].failures) == ("digested", 0)
    assert (states["gone.html"].status, states["gone.html"].failures) == ("failed", 1)
    assert json.loads((tmp_path / "run.json").read_text()) == report.manifest
    assert [one["id"] for one in lines(tmp_path / "out" / "digests.jsonl")] == [
        told[name]["digest"] for name in ("000.html", "001.html", "002.html")
    ]


def test_running_again_changes_nothing(
    tmp_path: Path, run_newsroom: RunNewsroom, contents: Callable[[str], object]
) -> None:
    config = write_newsroom(tmp_path, 5)
    run_newsroom(config)
    before, out = contents(str(tmp_path / "news.db")), (tmp_path / "out" / "digests.jsonl")
    written = out.read_text()
    report = run_newsroom(config)
    assert set(verdicts(report.manifest).values()) == {"unchanged"}
    assert report.exit_code == 0
    assert contents(str(tmp_path / "news.db")) == before
    assert out.read_text() == written


def test_a_changed_article_is_a_new_version_with_a_correction(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)
    run_newsroom(config)
    changed = page(0).replace("$3 billion", "$30 billion")
    (tmp_path / "pages" / "000.html").write_text(changed, encoding="utf-8")
    report = run_newsroom(config)
    assert verdicts(report.manifest) == {"000.html": "digested", "001.html": "unchanged"}
    with open_store(tmp_path / "news.db") as store:
        (correction,) = store.corrections()
    assert (correction.from_number, correction.to_number) == (1, 2)
    assert "$30 billion" in "".join(correction.added)


def test_a_page_that_changes_around_the_article_is_unchanged(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 1)
    run_newsroom(config)
    around = page(0).replace("</body>", "<!-- served by node 7 --></body>")
    (tmp_path / "pages" / "000.html").write_text(around, encoding="utf-8")
    assert verdicts(run_newsroom(config).manifest) == {"000.html": "unchanged"}


def test_only_failed_works_on_what_failed(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    config = write_newsroom(tmp_path, 2, more='[[source]]\nlocation = "late.html"\n')
    assert run_newsroom(config).exit_code == 3
    (tmp_path / "late.html").write_text(page(7), encoding="utf-8")
    report = run_newsroom(config, Options(only_failed=True))
    assert verdicts(report.manifest) == {"late.html": "digested"}
    assert report.exit_code == 0


def test_only_failed_needs_a_run_before(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    with pytest.raises(UsageError, match="no run has ended yet"):
        run_newsroom(write_newsroom(tmp_path, 1), Options(only_failed=True))


def test_limit_and_since(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    config = write_newsroom(tmp_path, 3)
    (tmp_path / "pages" / "000.html").write_text(page(0, published="2024-02-09"), encoding="utf-8")
    report = run_newsroom(config, Options(limit=2, since="2026-11-01"))
    assert verdicts(report.manifest) == {"000.html": "skipped", "001.html": "digested"}


def test_force_digests_again_and_replaces(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    config = write_newsroom(tmp_path, 2)
    first = run_newsroom(config)
    again = run_newsroom(config, Options(force=True))
    assert verdicts(again.manifest) == {"000.html": "digested", "001.html": "digested"}
    assert [one["digest"] for one in again.manifest["verdicts"]] == [
        one["digest"] for one in first.manifest["verdicts"]
    ]
    with open_store(tmp_path / "news.db") as store:
        assert len(list(store.export())) == 2


def test_a_config_without_sources_is_told(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    config = tmp_path / "newsroom.toml"
    config.write_text('[digest]\nprofile = "none"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="names no sources"):
        run_newsroom(config)


class _Broken:
    """A translator that stops working when it is asked a certain number of times."""

    attempts = 1

    def __init__(self, error: Exception, word: str) -> None:
        self.error, self.word, self.asked = error, word, 0

    def translate(self, texts: list[str], *_: object) -> list[list[str]]:
        self.asked += 1
        if any(self.word in text for text in texts):
            raise self.error
        return [[text] for text in texts]

    def describe(self, *_: object) -> list[Any]:
        return []


FRENCH = page(9).replace('lang="en"', 'lang="fr"')
for _english, _french in (
    ("Sam Altman is looking for", "Sam Altman cherche"),
    ("billion to build chip plants in", "milliards pour construire des usines de puces à"),
    ("two people said", "selon deux personnes proches du dossier"),
    ("OpenAI declined to comment on the plan for", "OpenAI a refusé de commenter le projet de"),
    ("on Friday, a spokesman for the group said", "vendredi, a dit un porte-parole du groupe"),
    ("The ministry in", "Le ministère de"),
    ("wrote that it had received no request for permits so far this year",
     "a écrit n'avoir reçu aucune demande de permis pour le moment cette année"),
    ("Chip plant planned near", "Une usine de puces prévue près de"),
):  # fmt: skip
    FRENCH = FRENCH.replace(_english, _french)


def test_a_model_that_cannot_be_used_stops_the_run_and_loses_nothing(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)

    def missing() -> Models:
        raise ModelError("the weights are missing: run 'chipwire models pull'")

    with pytest.raises(ModelError, match="weights are missing"):
        run_newsroom(config, load=missing)
    told = json.loads((tmp_path / "run.json").read_text())
    assert (told["state"], told["exit_code"]) == ("interrupted", 1)
    assert set(verdicts(told).values()) == {"left"}
    report = run_newsroom(config)
    assert report.run == told["run"]
    assert set(verdicts(report.manifest).values()) == {"digested"}


def test_a_bug_met_by_one_article_does_not_cost_the_others(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)
    (tmp_path / "pages" / "fr.html").write_text(FRENCH, encoding="utf-8")
    broken = _Broken(RuntimeError("tensors do not fit"), "usines")
    report = run_newsroom(config, load=lambda: Models(translator=broken))
    assert verdicts(report.manifest) == {
        "000.html": "digested",
        "001.html": "digested",
        "fr.html": "failed",
    }
    reason = report.manifest["verdicts"][-1]["reason"]
    assert reason == "finish: internal error, please report it: RuntimeError: tensors do not fit"


def test_what_was_translated_once_is_not_translated_again(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 0)
    (tmp_path / "pages" / "fr.html").write_text(FRENCH, encoding="utf-8")
    counting = _Broken(RuntimeError(), "never met")
    run_newsroom(config, load=lambda: Models(translator=counting))
    asked = counting.asked
    assert asked > 0
    run_newsroom(config, Options(force=True), load=lambda: Models(translator=counting))
    assert counting.asked == asked


def test_an_interrupted_run_under_another_config_is_not_gone_on_with(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)
    stopped = _stopped(run_newsroom, config)
    text = config.read_text(encoding="utf-8").replace("[digest]", '[digest]\nlength = "short"')
    config.write_text(text, encoding="utf-8")
    report = run_newsroom(config)
    assert report.run != stopped
    assert report.manifest["counts"] == {"digested": 2}
    with open_store(tmp_path / "news.db") as store:
        assert [run.state for run in store.work.runs()] == ["superseded", "done"]


def _stopped(run_newsroom: RunNewsroom, config: Path) -> str:
    """Begin a run that stops before it has digested anything; return its id."""

    def stop() -> Models:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_newsroom(config, load=stop)
    told: str = json.loads((config.parent / "run.json").read_text())["run"]
    return told


def test_a_clock_that_jumps_back_holds_up_nothing(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)
    with open_store(tmp_path / "news.db", clock=lambda: utc_now() + timedelta(days=400)) as ahead:
        run_newsroom(config, store=ahead)
    (tmp_path / "pages" / "000.html").write_text(page(5), encoding="utf-8")
    with open_store(tmp_path / "news.db") as store:
        report = run_newsroom(config, store=store)
        assert len(store.corrections()) == 1
    assert verdicts(report.manifest) == {"000.html": "digested", "001.html": "unchanged"}


def test_a_page_that_was_in_hand_at_every_crash_is_taken_alone(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 3)
    stopped = _stopped(run_newsroom, config)
    with open_store(tmp_path / "news.db") as store:
        hands = []
        for _ in range(4):  # workers that die with what they hold
            hands.append(len(store.work.claim(stopped, "dead", 2)))
            store.work.release({"dead"})
    assert hands == [2, 2, 1, 1]  # the run before had claimed them once
    assert run_newsroom(config).manifest["counts"] == {"digested": 3}


def test_a_page_that_kills_its_workers_is_given_up_in_the_end(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 1)
    stopped = _stopped(run_newsroom, config)
    with open_store(tmp_path / "news.db") as store:
        for _ in range(ATTEMPTS):
            store.work.claim(stopped, "dead", 1)
            store.work.release({"dead"})
    report = run_newsroom(config)
    assert report.manifest["counts"] == {"failed": 1}
    assert report.manifest["verdicts"][0]["reason"].startswith("given up after")
    assert report.exit_code == 1


def test_two_runs_at_once_share_the_work(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    config = write_newsroom(tmp_path, 12)
    with open_store(tmp_path / "news.db"):
        pass
    reports = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            reports.append(run_newsroom(config))
        except BaseException as exc:  # noqa: BLE001
            errors.append(exc)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with open_store(tmp_path / "news.db") as store:
        digests = Counter(stored.digest.source.location for stored in store.export())
    assert len(digests) == 12
    assert set(digests.values()) == {1}
    assert {report.exit_code for report in reports} == {0}
