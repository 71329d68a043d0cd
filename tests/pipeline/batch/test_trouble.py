"""What goes wrong under a run: one clear line, nothing half stored, and the run goes on later."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from pipeline.errors import StoreError, UsageError
from pipeline.store import open_store
from tests.pipeline.batch.conftest import RunNewsroom
from tests.pipeline.batch.newsroom import write_newsroom


def test_a_disk_that_fills_up_stops_the_run_and_loses_nothing(
    tmp_path: Path, run_newsroom: RunNewsroom, contents: Callable[[str], object]
) -> None:
    config = write_newsroom(tmp_path, 6)
    run_newsroom(config)
    whole = contents(str(tmp_path / "news.db"))
    for part in tmp_path.glob("news.db*"):
        part.unlink()

    with open_store(tmp_path / "news.db") as store:

        @event.listens_for(store._engine, "begin")
        def fill(connection: object) -> None:  # 80 pages of 4 KiB are the whole disk
            connection.exec_driver_sql("PRAGMA max_page_count = 80")  # type: ignore[attr-defined]

        with pytest.raises(StoreError, match="no space is left") as caught:
            run_newsroom(config, store=store)
    assert "\n" not in str(caught.value)
    told = json.loads((tmp_path / "run.json").read_text())
    assert told["state"] == "interrupted"
    done = [one for one in told["verdicts"] if one["verdict"] == "digested"]
    report = run_newsroom(config)
    assert report.run == told["run"]
    assert 0 < len(done) < 6
    assert contents(str(tmp_path / "news.db")) == whole


def test_a_store_that_stays_locked_is_told_and_the_run_goes_on_later(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)
    with open_store(tmp_path / "news.db", busy_seconds=0.1) as store:
        other = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            run_newsroom(config, store=store)
        other.execute("ROLLBACK")
        other.close()
        assert run_newsroom(config, store=store).manifest["counts"] == {"digested": 2}


def test_an_output_that_cannot_be_written_leaves_the_digests_in_the_store(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = write_newsroom(tmp_path, 2)
    (tmp_path / "out" / "digests.jsonl").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"digests\.jsonl: cannot be written"):
        run_newsroom(config)
    (tmp_path / "out" / "digests.jsonl").rmdir()
    report = run_newsroom(config)
    assert report.manifest["counts"] == {"digested": 2}
    assert len((tmp_path / "out" / "digests.jsonl").read_text().splitlines()) == 2


def test_an_output_is_never_torn(tmp_path: Path, run_newsroom: RunNewsroom) -> None:
    config = write_newsroom(tmp_path, 2)
    run_newsroom(config)
    out = tmp_path / "out" / "digests.jsonl"
    before = out.read_text()
    (tmp_path / "out" / ".digests.jsonl.999999999.part").write_text("torn", encoding="utf-8")
    (tmp_path / "pages" / "000.html").unlink()
    run_newsroom(config)
    assert out.read_text() in before
    assert [path.name for path in out.parent.iterdir()] == ["digests.jsonl"]
