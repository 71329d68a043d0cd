"""The same work on Ray Data: on this machine or a cluster, with the models held by actors.

Ray lives in a driver process of its own, so that a job that hangs can be ended: the driver is
killed, and what it started ends with it. Storing stays with the process that runs the batch.
"""

from __future__ import annotations

import multiprocessing as mp
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from pipeline import errors
from pipeline.batch.records import Read, Work
from pipeline.config import Settings
from pipeline.errors import ChipwireError, ModelError
from pipeline.records import Digest, Failure
from pipeline.stages.assemble import Draft
from pipeline.story import Story

_WINDOW = 4  # batches for each actor in one job: the work of starting a job is shared by them
_START = 300.0  # seconds for Ray to start or to be reached
_STOP = 30.0  # seconds for it to stop


class RayEngine:
    """Reads in Ray tasks and keeps the models in Ray actors, one a GPU or share of the CPUs.

    Raises ``UsageError`` where Ray is not installed or the cluster cannot be reached.
    """

    def __init__(self, settings: Settings, story: Story) -> None:
        context = mp.get_context("spawn")
        self._reading, theirs_reading = context.Pipe()
        self._finishing, theirs_finishing = context.Pipe()
        self._limit = settings.run.ray_timeout
        self._turn = threading.Lock()  # one job of reading after the other
        self._driver = context.Process(
            target=_drive, args=(theirs_reading, theirs_finishing, settings, story), daemon=True
        )
        self._driver.start()
        theirs_reading.close()
        theirs_finishing.close()
        actors: int = self._answer(self._finishing, _START, "starting")
        self.window = settings.run.batch * actors * _WINDOW

    def read(self, works: Sequence[Work]) -> list[Future[Read]]:
        """See ``Engine``."""
        answers: list[Future[Read]] = [Future() for _ in works]

        def run() -> None:
            try:
                with self._turn:
                    reads = self._ask(self._reading, works)
                for answer, found in zip(answers, reads, strict=True):
                    answer.set_result(found)
            except ChipwireError as exc:
                for answer in answers:
                    answer.set_exception(exc)

        threading.Thread(target=run, name="ray reading", daemon=True).start()
        return answers

    def finish(self, drafts: Sequence[Draft]) -> list[Digest | Failure]:
        """See ``Engine``."""
        found: list[Digest | Failure] = self._ask(self._finishing, drafts)
        return found

    def close(self) -> None:
        """See ``Engine``; a cluster goes on running."""
        self._reading.close()
        self._finishing.close()  # the driver sees both ends and stops
        self._driver.join(_STOP)
        self._end()

    def _end(self) -> None:
        """Kill the driver if it still lives, with all it has started."""
        import psutil

        if self._driver.is_alive() and self._driver.pid is not None:
            process = psutil.Process(self._driver.pid)
            for one in (process, *process.children(recursive=True)):
                with suppress(psutil.Error):
                    one.kill()
        self._driver.join()

    def _ask(self, pipe: Connection, work: Sequence[Any]) -> Any:
        try:
            pipe.send(list(work))
        except (OSError, ValueError) as exc:
            raise ModelError("ray: the driver has ended; run again to go on") from exc
        return self._answer(pipe, self._limit, f"{len(work)} articles")

    def _answer(self, pipe: Connection, limit: float, what: str) -> Any:
        """Wait for an answer, for a time; then the driver is killed, and all it has started."""
        try:
            if not pipe.poll(limit):
                self._end()
                raise ModelError(
                    f"ray: {what} took longer than {limit:g} s: look at the cluster, or raise "
                    "run.ray_timeout; the run can be taken up again"
                )
            error, found = pipe.recv()
        except (EOFError, OSError) as exc:
            raise ModelError("ray: the driver has ended; run again to go on") from exc
        if error is not None:
            raise getattr(errors, error)(found)
        return found


def _drive(reading: Connection, finishing: Connection, settings: Settings, story: Story) -> None:
    """Start Ray and serve both pipes until they close: the life of the driver."""
    from pipeline.batch.ray_jobs import Jobs

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started us ends us
    try:
        jobs = Jobs(settings, story)
    except ChipwireError as exc:
        finishing.send((type(exc).__name__, str(exc)))
        return
    finishing.send((None, jobs.actors))
    reader = threading.Thread(target=_serve, args=(reading, jobs.read), daemon=True)
    reader.start()
    _serve(finishing, jobs.finish)
    jobs.close()


def _serve(pipe: Connection, job: Callable[[Sequence[Any]], list[Any]]) -> None:
    """Answer what comes through a pipe until it closes."""
    while True:
        try:
            work = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str | None, Any] = (None, job(work))
        except ChipwireError as exc:
            answer = (type(exc).__name__, str(exc))
        except Exception as exc:  # noqa: BLE001  # whoever waits is told
            answer = ("ModelError", f"ray: {_last_line(exc)}")
        pipe.send(answer)


def _last_line(exc: Exception) -> str:
    """Return what an actor raised, without the traces around it."""
    lines = [line for line in str(exc).splitlines() if line.strip()]
    return lines[-1] if lines else type(exc).__name__
