"""One request after the other: how soon a host may be asked again.

Who wants to ask takes the next free moment of the host and waits for it, so any number of processes
keep the interval together. The moments stand in one small file; where it cannot be written, each
process keeps its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import SourceError

_LONGEST = 86_400.0  # seconds; a moment further away comes from a clock that was wrong
_LOCK_SECONDS = 5.0


class Pace:
    """Free moments of hosts. ``clock`` gives seconds that all processes agree on."""

    def __init__(self, folder: Path | None, clock: Callable[[], float]) -> None:
        self._folder, self._clock = folder, clock
        self._own: dict[str, float] = {}
        self._mutex = threading.Lock()

    def take(self, host: str, interval: float, most: float) -> float:
        """Take the next moment at which ``host`` may be asked; ``interval`` follows it.

        Returns the seconds to wait until then.
        Raises ``SourceError``, and takes nothing, if they are more than ``most``.
        """
        if interval <= 0:
            return 0.0
        with self._moments() as moments:
            now = self._clock()
            start = max(now, moments.get(host, now))
            if start - now > most:
                raise SourceError(
                    f"{host} may be asked again in {start - now:.0f} s only: try again later"
                )
            moments[host] = start + interval
        return start - now

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while, because it asked for it."""
        with self._moments() as moments:
            moments[host] = max(moments.get(host, 0.0), self._clock() + seconds)

    @contextmanager
    def _moments(self) -> Iterator[dict[str, float]]:
        """Give the moments to read and change, while nobody else does."""
        with self._mutex:
            if self._folder is None:
                yield self._own
                return
            from filelock import FileLock, Timeout

            lock = FileLock(self._folder / "hosts.lock")
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                lock.acquire(timeout=_LOCK_SECONDS)
            except (OSError, Timeout):
                yield self._own
                return
            try:
                moments = self._read()
                yield moments
                self._write(moments)
            finally:
                lock.release()

    def _read(self) -> dict[str, float]:
        assert self._folder is not None  # noqa: S101
        try:
            data: Any = json.loads((self._folder / "hosts.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        now = self._clock()
        moments = data.items() if isinstance(data, dict) else ()
        return {
            host: float(moment)
            for host, moment in moments
            if isinstance(moment, int | float) and now < moment < now + _LONGEST
        }

    def _write(self, moments: dict[str, float]) -> None:
        assert self._folder is not None  # noqa: S101
        try:
            (self._folder / "hosts.json").write_text(json.dumps(moments), encoding="utf-8")
        except OSError:
            self._own.update(moments)
