"""Runs a newsroom in forked children that end themselves by SIGKILL at a given moment.

    python -m tests.pipeline.batch.crash_worker

Reads lines "CONFIG MOMENT" and answers each with "EXIT MOMENTS": how the child ended (-9 when it
was killed), and how many moments it lived through. A moment is a statement to the database, a file
that is opened, written or renamed, or a page that is read. MOMENT 0 lets the run end by itself.
Everything is imported once, so a child costs little more than its work.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from pipeline.batch.run import run_batch
from pipeline.config import load_settings
from pipeline.store import open_store
from pipeline.story import load_story
from tests.pipeline.batch.newsroom import InlineEngine, write_newsroom

_FILES = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod"}


class Moments:
    """Counts moments, and kills this process in the one it was given."""

    def __init__(self, last: int) -> None:
        self.last, self.count = last, 0

    def pass_by(self, *_: Any, **__: Any) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, name: str, _: Any) -> None:
        if name in _FILES:
            self.pass_by()


def run(config: str, moments: Moments) -> int:
    """Run a newsroom in this process; return its exit code."""
    event.listen(Engine, "before_cursor_execute", moments.pass_by)
    event.listen(Engine, "commit", moments.pass_by)
    event.listen(Engine, "after_cursor_execute", moments.pass_by)
    sys.addaudithook(moments.audit)
    settings = load_settings(Path(config))
    story = load_story(settings.digest.story)
    with open_store(settings.store.url) as store:
        engine = InlineEngine(settings, story, store)
        return run_batch(settings, story, store, engine).exit_code


def child(config: str, last: int) -> tuple[int, int]:
    """Fork a child that runs a newsroom; return how it ended and how many moments it had."""
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        code = 70
        try:
            moments = Moments(last)
            code = run(config, moments)
            os.write(theirs, str(moments.count).encode())
        finally:
            os._exit(code)
    os.close(theirs)
    told = os.read(ours, 20)
    os.close(ours)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), int(told or b"0")


def main() -> None:
    """Warm up, then serve."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:  # reads the tables that reading needs
        config = write_newsroom(Path(folder), 1)
        settings = load_settings(config)
        story = load_story(settings.digest.story)
        with open_store(Path(folder) / "warm.db") as store:
            run_batch(settings, story, store, InlineEngine(settings, story, store))
    for line in sys.stdin:
        config_path, last = line.rsplit(maxsplit=1)
        sys.stdout.write("{} {}\n".format(*child(config_path, int(last))))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
