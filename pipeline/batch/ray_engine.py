"""The same work on Ray Data: on this machine or a cluster, with the models held by actors.

Rows go out and come back as bytes with their place, so that order, chunks and machines change
nothing in what comes out. Storing stays with the process that runs the batch.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from pipeline.batch.engine import finisher
from pipeline.batch.reading import Reader
from pipeline.batch.records import Read, Work
from pipeline.config import Settings
from pipeline.errors import ChipwireError, ModelError, UsageError
from pipeline.records import Digest, Failure
from pipeline.stages.assemble import Draft
from pipeline.story import Story

log = logging.getLogger("chipwire.ray")
_WINDOW = 4  # batches for each actor in one job: the work of starting a job is shared by them
_READER_CPUS = 0.25  # reading waits for the net most of its time


class RayEngine:
    """Reads in Ray tasks and keeps the models in Ray actors, one a GPU or share of the CPUs."""

    def __init__(self, settings: Settings, story: Story) -> None:
        self._settings, self._story = settings, story
        self._ray = _start(settings)
        resources = self._ray.cluster_resources()
        self._gpus = int(resources.get("GPU", 0)) if settings.digest.profile != "none" else 0
        self._actors = settings.run.ray_actors or self._gpus or 2
        self._cpus = resources.get("CPU", 1.0)
        self.window = settings.run.batch * self._actors * _WINDOW

    def read(self, works: Sequence[Work]) -> list[Future[Read]]:
        """See ``Engine``."""
        answers: list[Future[Read]] = [Future() for _ in works]

        def run() -> None:
            try:
                for place, found in enumerate(self._job(works, self._reading)):
                    answers[place].set_result(found)
            except BaseException as exc:  # noqa: BLE001  # whoever waits for an answer is told
                for answer in answers:
                    if not answer.done():
                        answer.set_exception(exc)

        threading.Thread(target=run, name="ray reading", daemon=True).start()
        return answers

    def finish(self, drafts: Sequence[Draft]) -> list[Digest | Failure]:
        """See ``Engine``."""
        return self._job(drafts, self._finishing)

    def close(self) -> None:
        """See ``Engine``; a cluster goes on running."""
        self._ray.shutdown()

    def _reading(self, rows: Any) -> Any:
        reader = Reader(self._settings, self._story)
        most = max(1, int(self._cpus / _READER_CPUS / 2))
        return rows.map(
            _Read,
            fn_constructor_args=(reader,),
            compute=self._ray.data.ActorPoolStrategy(min_size=1, max_size=most),
            num_cpus=_READER_CPUS,
        )

    def _finishing(self, rows: Any) -> Any:
        share = {"num_gpus": 1} if self._gpus else {"num_cpus": self._cpus / self._actors / 2}
        threads = max(1, int(self._cpus / self._actors))
        return rows.map_batches(
            _Finish,
            batch_size=self._settings.run.batch,
            fn_constructor_args=(self._settings, self._story, threads),
            compute=self._ray.data.ActorPoolStrategy(size=self._actors),
            **share,
        )

    def _job(self, work: Sequence[Any], stage: Callable[[Any], Any]) -> list[Any]:
        """Run one stage over some work, within its time; the answers come in order.

        Raises ``ModelError`` if it takes too long or Ray cannot do it.
        """
        blocks = max(1, -(-len(work) // self._settings.run.batch))
        rows = [{"place": place, "content": _pack(one)} for place, one in enumerate(work)]
        answer: Future[list[Any]] = Future()

        def run() -> None:
            try:
                made = stage(self._ray.data.from_items(rows, override_num_blocks=blocks))
                found = sorted(made.iter_rows(), key=lambda row: row["place"])
                answer.set_result([_unpack(row["content"]) for row in found])
            except BaseException as exc:  # noqa: BLE001  # told to whoever waits
                answer.set_exception(exc)

        threading.Thread(target=run, name="ray job", daemon=True).start()
        limit = self._settings.run.ray_timeout
        try:
            return answer.result(limit)
        except TimeoutError as exc:
            raise ModelError(
                f"ray: {len(work)} articles took longer than {limit:g} s: look at the cluster, or "
                "raise run.ray_timeout; the run can be taken up again"
            ) from exc
        except ChipwireError:
            raise
        except Exception as exc:
            raise ModelError(f"ray: {_cause(exc)}") from exc


class _Read:
    """An actor that reads sources."""

    def __init__(self, reader: Reader) -> None:
        self._read = reader.open()

    def __call__(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"place": row["place"], "content": _pack(self._read(_unpack(row["content"])))}


class _Finish:
    """An actor that holds the models and finishes drafts."""

    def __init__(self, settings: Settings, story: Story, threads: int) -> None:
        os.environ.setdefault("CHIPWIRE_THREADS", str(threads))  # or actors would share all cores
        self._finish = finisher(settings, story, _Notes())

    def __call__(self, rows: Mapping[str, Any]) -> dict[str, Any]:
        results = self._finish([_unpack(content) for content in rows["content"]])
        return {"place": rows["place"], "content": [_pack(result) for result in results]}


class _Notes:
    """A memory that lasts as long as its actor."""

    def __init__(self) -> None:
        self._answers: dict[str, str] = {}

    def cached(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: self._answers[key] for key in keys if key in self._answers}

    def remember(self, pairs: Mapping[str, str]) -> int:
        self._answers |= pairs
        return len(pairs)


def _start(settings: Settings) -> Any:
    """Connect to the cluster of the config, or start Ray here, on loopback alone."""
    address = settings.run.ray_address
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if not address:  # on Linux, too, the servers then listen on loopback instead of everywhere
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    records = logging.getLogRecordFactory()
    try:
        import ray
        import ray.data
    except ImportError as exc:
        raise UsageError(
            "the ray engine is not installed: pip install -c constraints.txt 'chipwire[ray]'"
        ) from exc
    here: dict[str, Any] = {} if address else {"include_dashboard": False}
    try:
        ray.init(
            address=address or "local",
            log_to_driver=False,
            configure_logging=False,
            namespace="chipwire",
            **here,
        )
    except (ConnectionError, RuntimeError, ValueError) as exc:
        raise UsageError(f"ray {address or 'on this machine'}: cannot be reached: {exc}") from exc
    ray.data.DataContext.get_current().enable_progress_bars = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.setLogRecordFactory(records)  # Ray puts a field of its own into every record
    return ray


def _pack(thing: Any) -> bytes:
    from ray import cloudpickle

    packed: bytes = cloudpickle.dumps(thing)  # type: ignore[no-untyped-call]
    return packed


def _unpack(packed: bytes) -> Any:
    from ray import cloudpickle

    return cloudpickle.loads(packed)


def _cause(exc: BaseException) -> str:
    """Return the last line of what an actor raised."""
    lines = [line for line in str(exc).splitlines() if line.strip()]
    return lines[-1] if lines else type(exc).__name__
