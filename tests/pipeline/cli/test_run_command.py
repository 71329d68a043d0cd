"""``chipwire run`` as a newsroom's timer runs it: true exit codes, and no work lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import open_store
from tests.pipeline.batch.newsroom import page, write_newsroom
from tests.pipeline.cli.conftest import Run


def logged(text: str) -> list[dict[str, Any]]:
    """Parse a log of JSON lines; anything else in it is an error."""
    return [json.loads(line) for line in text.splitlines()]


def test_a_run_tells_what_it_did(tmp_path: Path, chipwire: Run) -> None:
    config = write_newsroom(
        tmp_path, 3, more='[[source]]\nlocation = "gone.html"\n[[output]]\npath = "out/all.json"\n'
        'format = "json"\n'
    )  # fmt: skip
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[run]", '[run]\nmetrics = "chipwire.prom"'), encoding="utf-8")
    done = chipwire("run", str(config))
    assert done.returncode == 3
    assert "3 digested, 1 failed" in done.stdout
    assert "gone.html: fetch: no such file" in done.stdout
    items = [line for line in logged(done.stderr) if line["event"] == "item"]
    assert [Path(line["source"]).name for line in items] == [
        "gone.html",
        "000.html",
        "001.html",
        "002.html",
    ]
    assert json.loads((tmp_path / "run.json").read_text())["exit_code"] == 3
    assert len(json.loads((tmp_path / "out" / "all.json").read_text())) == 3
    metrics = (tmp_path / "chipwire.prom").read_text()
    assert 'chipwire_run_sources{verdict="digested"} 3.0' in metrics
    assert metrics.endswith("# EOF\n")

    again = chipwire("run", str(config), "--only-failed", "--quiet")
    assert (again.returncode, again.stderr) == (1, "")


def test_a_dry_run_lists_and_stores_nothing(tmp_path: Path, chipwire: Run) -> None:
    config = write_newsroom(tmp_path, 2)
    done = chipwire("run", str(config), "--dry-run", "--limit", "1")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'pages' / '000.html'}\n")
    assert not (tmp_path / "news.db").exists()
    assert not (tmp_path / "run.json").exists()


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("batch = 4", "batch = 0"), 2, "'run.batch'"),
        (('location = "pages/*.html"', 'location = "-"'), 2, "standard input (-)"),
        (('url = "news.db"', 'url = "/proc/news.db"'), 1, "it cannot be made"),
        (
            ('url = "news.db"', 'url = "postgresql://ed:s3cret@127.0.0.1:9/news"'),
            1,
            "127.0.0.1",
        ),
        (("[run]", '[run]\nmanifest = "/proc/run.json"'), 2, "/proc/run.json: cannot be written"),
    ],
)
def test_what_cannot_be_is_one_line_that_says_what_to_do(
    tmp_path: Path, chipwire: Run, change: tuple[str, str], code: int, told: str
) -> None:
    config = write_newsroom(tmp_path, 1)
    config.write_text(config.read_text().replace(*change), encoding="utf-8")
    done = chipwire("run", str(config))
    assert done.returncode == code
    errors = [line for line in done.stderr.splitlines() if line.startswith("chipwire: error")]
    assert len(errors) == 1
    assert told in errors[0]
    assert "s3cret" not in done.stderr + done.stdout


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_ended_goes_on_where_it_stopped(
    tmp_path: Path, chipwire: Run, how: signal.Signals
) -> None:
    config = write_newsroom(tmp_path, 12)
    ended, first = _ended_after(config, 3, how)
    if how == signal.SIGTERM:
        assert ended == 143
        assert json.loads((tmp_path / "run.json").read_text())["state"] == "interrupted"
    assert 3 <= first < 12
    done = chipwire("run", str(config))
    assert done.returncode == 0
    items = [line for line in logged(done.stderr) if line["event"] == "item"]
    assert len(items) == 12 - first
    assert "12 digested" in done.stdout
    with open_store(tmp_path / "news.db") as store:
        digests = Counter(stored.digest.source.location for stored in store.export())
        assert len(store.work.runs()) == 1
    assert len(digests) == 12
    assert set(digests.values()) == {1}


def _ended_after(config: Path, items: int, how: signal.Signals) -> tuple[int, int]:
    """End a run once it has told of some items; return its exit code and how many it settled."""
    command = [sys.executable, "-m", "pipeline.cli", "run", str(config)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        for _ in range(items):
            process.stderr.readline()
        process.send_signal(how)
        process.stderr.read()
        code = process.wait(60)
    with open_store(config.parent / "news.db") as store:
        (run,) = store.work.runs()
        return code, sum(item.state == "done" for item in store.work.items(run.id))


def test_a_page_that_hangs_costs_itself_alone(tmp_path: Path, chipwire: Run) -> None:
    config = write_newsroom(tmp_path, 2, more='[[source]]\nlocation = "pipe.html"\n')
    text = config.read_text().replace("[run]", "[run]\nread_timeout = 20\nreaders = 2")
    config.write_text(text, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.html")  # nobody ever writes to it
    done = chipwire("run", str(config))
    assert done.returncode == 3
    assert "2 digested, 1 failed" in done.stdout
    assert "took longer than 20 s: raise run.read_timeout" in done.stdout


def test_an_article_that_changes_shows_in_its_outputs(tmp_path: Path, chipwire: Run) -> None:
    config = write_newsroom(tmp_path, 1)
    chipwire("run", str(config))
    (tmp_path / "pages" / "000.html").write_text(page(1), encoding="utf-8")
    done = chipwire("run", str(config))
    assert "1 digested" in done.stdout
    assert "$4 billion" in (tmp_path / "out" / "digests.jsonl").read_text(encoding="utf-8")
