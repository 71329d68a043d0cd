"""What runs inside Ray: the jobs of a driver process, and the actors that do the work.

Rows go out and come back as bytes with their place, so that order, chunks and machines change
nothing in what comes out.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline.batch.engine import finisher
from pipeline.batch.reading import Reader
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.story import Story

_READER_CPUS = 0.25  # reading waits for the net most of its time
_TRIES = 3  # to start Ray


class Jobs:
    """Ray, started here or joined, and the two kinds of jobs of a run."""

    def __init__(self, settings: Settings, story: Story) -> None:
        self._settings, self._story = settings, story
        self._ray = start(settings.run.ray_address)
        resources = self._ray.cluster_resources()
        self._gpus = int(resources.get("GPU", 0)) if settings.digest.profile != "none" else 0
        self._cpus = resources.get("CPU", 1.0)
        self.actors = settings.run.ray_actors or self._gpus or 2

    def close(self) -> None:
        """Stop what was started here; a cluster goes on running."""
        self._ray.shutdown()

    def read(self, works: Sequence[Any]) -> list[Any]:
        """Read sources; the answers come in order."""
        most = max(1, int(self._cpus / _READER_CPUS / 2))
        return self._run(
            works,
            lambda rows: rows.map(
                _Read,
                fn_constructor_args=(Reader(self._settings, self._story),),
                compute=self._ray.data.ActorPoolStrategy(min_size=1, max_size=most),
                num_cpus=_READER_CPUS,
            ),
        )

    def finish(self, drafts: Sequence[Any]) -> list[Any]:
        """Finish drafts in actors that hold the models; the answers come in order."""
        share = {"num_gpus": 1} if self._gpus else {"num_cpus": self._cpus / self.actors / 2}
        threads = max(1, int(self._cpus / self.actors))
        return self._run(
            drafts,
            lambda rows: rows.map_batches(
                _Finish,
                batch_size=self._settings.run.batch,
                fn_constructor_args=(self._settings, self._story, threads),
                compute=self._ray.data.ActorPoolStrategy(size=self.actors),
                **share,
            ),
        )

    def _run(self, work: Sequence[Any], stage: Callable[[Any], Any]) -> list[Any]:
        blocks = max(1, -(-len(work) // self._settings.run.batch))
        rows = [{"place": place, "content": _pack(one)} for place, one in enumerate(work)]
        made = stage(self._ray.data.from_items(rows, override_num_blocks=blocks))
        found = sorted(made.iter_rows(), key=lambda row: row["place"])
        return [_unpack(row["content"]) for row in found]


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


def start(address: str | None) -> Any:
    """Connect to a cluster, or start Ray here, on loopback alone. Raises ``UsageError``."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if not address:  # on Linux, too, the servers then listen on loopback instead of everywhere
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    try:
        import ray
        import ray.data
    except ImportError as exc:
        raise UsageError(
            "the ray engine is not installed: pip install -c constraints.txt 'chipwire[ray]'"
        ) from exc
    try:
        _init(ray, address)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as exc:
        raise UsageError(f"ray {address or 'on this machine'}: cannot be reached: {exc}") from exc
    ray.data.DataContext.get_current().enable_progress_bars = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return ray


def _init(ray: Any, address: str | None) -> None:
    """Connect or start, in _TRIES tries: Ray gives a node 30 seconds, too few on a busy machine.

    Raises ``TimeoutError`` if that does not do.
    """
    here: dict[str, Any] = {} if address else {"include_dashboard": False}
    for left in reversed(range(_TRIES)):
        try:
            ray.init(
                address=address or "local",
                log_to_driver=False,
                configure_logging=False,
                namespace="chipwire",
                **here,
            )
        except Exception as exc:
            if type(exc) is not Exception:  # Ray's own, for the time that is up, has no other name
                raise
            ray.shutdown()
            if not left:
                raise TimeoutError(str(exc)) from exc
        else:
            return


def _pack(thing: Any) -> bytes:
    from ray import cloudpickle

    packed: bytes = cloudpickle.dumps(thing)  # type: ignore[no-untyped-call]
    return packed


def _unpack(packed: bytes) -> Any:
    from ray import cloudpickle

    return cloudpickle.loads(packed)
