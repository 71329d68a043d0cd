"""Processes that read sources side by side, each article within its time.

Web pages are fetched here, many at once, and handed to the processes; files they read themselves.
A page that hangs or kills its reader costs that reader, which is replaced, and nobody else. Readers
end with the process that started them, even if that is killed: their pipe closes.
"""

from __future__ import annotations

import logging
import logging.handlers
import multiprocessing as mp
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import NamedTuple

from pipeline.batch.reading import Reader, unchanged
from pipeline.batch.records import Read, Work
from pipeline.digest import expected_failure, internal_failure
from pipeline.errors import ChipwireError
from pipeline.records import Failure, Source
from pipeline.stages.downloads import Arrived, Downloads
from pipeline.stages.exchange import Outside

log = logging.getLogger("chipwire.readers")
_METHOD = "spawn" if sys.platform == "win32" else "forkserver"


class _Task(NamedTuple):
    work: Work
    answer: Future[Read]
    done_with: Callable[[], None] | None = None  # whom to tell when its page is out of hand

    def give_up(self) -> None:
        """Let nobody wait for it."""
        if self.done_with is not None:
            self.done_with()
        self.answer.cancel()


class _Process:
    """One reader: its process, our end of its pipe, and what it is reading."""

    def __init__(self, context: BaseContext, reader: Reader) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, reader), daemon=True)  # type: ignore[attr-defined]  # typeshed leaves it out of BaseContext
        self.process.start()
        theirs.close()  # or its end would not be seen
        self.task: _Task | None = None
        self.deadline = 0.0

    def give(self, task: _Task, seconds: float) -> None:
        self.pipe.send(task.work)
        self.deadline = time.monotonic() + seconds
        self.task = task._replace(work=task.work._replace(page=None))  # the process has it

    def end(self) -> str:
        """Kill the process and say how it ended."""
        self.process.join(0.1)
        code = self.process.exitcode
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return f"signal {-code}" if code is not None and code < 0 else f"code {code}"


class Readers:
    """Reads sources in ``count`` processes, each article within ``seconds``.

    Nothing starts before there is work. Close it in the end.
    """

    def __init__(
        self,
        reader: Reader,
        count: int,
        seconds: float,
        method: str = _METHOD,
        outside: Outside | None = None,
    ) -> None:
        self._reader, self._count, self._seconds = reader, count, seconds
        self._context = mp.get_context(method)
        if method == "forkserver":  # imported once, and not by every reader
            self._context.set_forkserver_preload([__name__])
        self._waiting: deque[_Task] = deque()
        self._processes: list[_Process] = []
        self._downloads = Downloads(reader.settings.fetch, outside)
        self._bell, self._rope = mp.Pipe(duplex=False)
        self._mutex = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._ended = False

    def read(self, works: Sequence[Work]) -> list[Future[Read]]:
        """Begin to read sources; each answer comes when it is there, and is never an error."""
        tasks = [_Task(work, Future()) for work in works]
        if self._thread is None or not self._thread.is_alive():
            self._ended = False
            self._thread = threading.Thread(target=self._tend, name="readers", daemon=True)
            self._thread.start()
        for task in tasks:
            if task.work.source.kind == "url":
                arriving = self._downloads.fetch(task.work.source)
                arriving.add_done_callback(partial(self._arrived, task))
            else:
                self._enqueue(task)
        return [task.answer for task in tasks]

    def _arrived(self, task: _Task, arriving: Future[Arrived]) -> None:
        """Take what came of a download: to the processes, or as an answer."""
        source = task.work.source
        if arriving.cancelled():
            task.answer.cancel()
            return
        error = arriving.exception()
        if error is not None:
            task.answer.set_result(_not_fetched(source, error))
            return
        page, seconds, done_with = arriving.result()
        known = unchanged(task.work, page)
        if known is not None:
            done_with()
            task.answer.set_result(known)
            return
        work = task.work._replace(page=page, seconds=seconds)
        self._enqueue(task._replace(work=work, done_with=done_with))

    def _enqueue(self, task: _Task) -> None:
        with self._mutex:
            if self._ended:
                task.give_up()
            else:
                self._waiting.append(task)
                self._rope.send(None)

    def close(self) -> None:
        """End all readers; what is not read by now never will be."""
        self._closing = True
        self._downloads.close()
        if self._thread is not None:
            with self._mutex:
                self._rope.send(None)
            self._thread.join()
            self._thread = None

    def _tend(self) -> None:
        """The life of the thread: work, and in the end let nobody wait for an answer."""
        try:
            self._work()
        except Exception:
            log.exception("reading cannot go on")
        for one in list(self._processes):
            self._lose(one, "the readers have ended")
        with self._mutex:
            self._ended = True
        for task in self._waiting:
            task.give_up()
        self._waiting.clear()

    def _work(self) -> None:
        """Hand out work and collect answers until closed."""
        while not self._closing:
            self._hand_out()
            busy = {one.pipe: one for one in self._processes if one.task}
            left = [one.deadline - time.monotonic() for one in busy.values()]
            ready = wait([self._bell, *busy], max(0.0, min(left)) if left else None)
            if self._bell in ready:
                self._bell.recv()
            for pipe, one in busy.items():
                if pipe in ready:
                    self._collect(one)
                elif time.monotonic() >= one.deadline:
                    self._lose(one, f"took longer than {self._seconds:g} s: raise run.read_timeout")

    def _hand_out(self) -> None:
        idle = deque(one for one in self._processes if not one.task)
        while self._waiting:
            if not idle and len(self._processes) >= self._count:
                return
            if not idle:
                idle.append(_Process(self._context, self._reader))
                self._processes.append(idle[0])
            task = self._waiting.popleft()
            one = idle.popleft()
            try:
                one.give(task, self._seconds)
            except OSError:  # it ended while it was idle: another one takes the task
                one.end()
                self._processes.remove(one)
                self._waiting.appendleft(task)
                continue
            if task.done_with is not None:
                task.done_with()

    def _collect(self, one: _Process) -> None:
        """Take a message: a line for the log, or the answer."""
        try:
            message = one.pipe.recv()
        except (EOFError, OSError):
            self._lose(one, None)
            return
        if isinstance(message, logging.LogRecord):
            logging.getLogger(message.name).handle(message)
            return
        task, one.task = one.task, None
        if task is not None:
            task.answer.set_result(message)

    def _lose(self, one: _Process, why: str | None) -> None:
        """Replace a reader that hangs or has ended, and tell its article's failure."""
        self._processes.remove(one)
        how = one.end()
        task = one.task
        if task is not None and not self._closing:
            source = task.work.source.location
            error = why or f"reading it ended the process ({how}): the page may be built to do so"
            task.answer.set_result(Failure(source=source, stage="read", error=error))
            log.warning("%s: %s", source, error)
        elif task is not None:
            task.answer.cancel()


def _not_fetched(source: Source, error: BaseException) -> Failure:
    if isinstance(error, ChipwireError):
        return expected_failure(source, "fetch", error)
    log.error("%s: fetch failed", source.location, exc_info=error)
    return internal_failure(source, "fetch", error)


def _serve(pipe: Connection, reader: Reader) -> None:
    """Read what comes through a pipe until it closes: the life of a reader."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started us ends us
    logger = logging.getLogger("chipwire")
    logger.handlers[:] = [_ToParent(pipe)]
    logger.propagate = False
    read = reader.open()
    starter = mp.parent_process()
    lives = [starter.sentinel] if starter is not None else []
    while pipe in wait([pipe, *lives]):
        try:
            pipe.send(read(pipe.recv()))
        except (EOFError, OSError):
            return


class _ToParent(logging.handlers.QueueHandler):
    """Sends log records through the pipe."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__(pipe)  # type: ignore[arg-type]  # only enqueue touches it

    def enqueue(self, record: logging.LogRecord) -> None:
        self.queue.send(record)  # type: ignore[attr-defined]
