"""A run that is killed at any moment and taken up again ends as if nothing had happened."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.pipeline.batch.newsroom import page, write_newsroom

KILLS = 50
PAGES = 8


class Ended(NamedTuple):
    """How a run ended, and how many moments it lived through."""

    code: int
    moments: int


@pytest.fixture(scope="module")
def run_until() -> Iterator[Callable[[Path, int], Ended]]:
    """Run a newsroom in a process of its own that is killed at a moment (0: never)."""
    command = [sys.executable, "-m", "tests.pipeline.batch.crash_worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        given, answers = worker.stdin, worker.stdout

        def run(config: Path, moment: int) -> Ended:
            given.write(f"{config} {moment}\n")
            given.flush()
            code, moments = answers.readline().split()
            return Ended(int(code), int(moments))

        yield run
        given.close()


def newsroom(folder: Path, store: str) -> Path:
    """A newsroom with two copies of an article and a page that is no article; no outputs yet."""
    more = '[[output]]\npath = "out/{id}.md"\nformat = "markdown"\n'
    config = write_newsroom(folder, PAGES, store, more)
    (folder / "pages" / "900-copy.html").write_text(page(2), encoding="utf-8")
    nearly = page(2).replace("two people said", "people said")
    (folder / "pages" / "902-nearly.html").write_text(nearly, encoding="utf-8")
    (folder / "pages" / "901-empty.html").write_text("<html></html>", encoding="utf-8")
    shutil.rmtree(folder / "out", ignore_errors=True)
    return config


def written(folder: Path) -> object:
    """Return what a run has written, without what moves."""
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    digests = [json.loads(line) for line in (folder / "out" / "digests.jsonl").open()]
    verdicts = [(one["source"], one["verdict"], one.get("digest")) for one in told["verdicts"]]
    files = {path.name: path.read_text().count("\n") for path in folder.glob("out/*")}
    return verdicts, [digest["id"] for digest in digests], files


def test_killed_at_any_moment_and_taken_up_again(
    tmp_path: Path,
    new_url: Callable[[], str],
    run_until: Callable[[Path, int], Ended],
    contents: Callable[[str], object],
) -> None:
    url = new_url()
    config = newsroom(tmp_path, url)
    moments = run_until(config, 0).moments
    assert moments > KILLS
    expected, files = contents(url), written(tmp_path)
    moment = random.Random(4)
    kills = 0
    while kills < KILLS:
        url = new_url()
        config = newsroom(tmp_path, url)
        ended = run_until(config, moment.randrange(1, moments // 2))
        while ended.code == -signal.SIGKILL:
            kills += 1
            ended = run_until(config, moment.randrange(1, moments // 2))
        assert ended.code == 3  # for the page that is no article
        assert contents(url) == expected
        assert written(tmp_path) == files
        assert {path.name[0] for path in tmp_path.glob("out/*")} != {"."}
