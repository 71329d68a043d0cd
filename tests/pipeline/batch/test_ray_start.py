"""Ray is given more time to start than it gives itself."""

from __future__ import annotations

import pytest

from pipeline.batch.ray_jobs import _init


class BusyRay:
    """As Ray on a machine that is busy: it gives up ``late`` times, with a nameless exception."""

    def __init__(self, late: int, error: Exception) -> None:
        self.late, self.error = late, error
        self.calls: list[str] = []

    def init(self, **options: object) -> None:
        self.calls.append(f"init {options['address']}")
        if self.calls.count(self.calls[0]) <= self.late:
            raise self.error

    def shutdown(self) -> None:
        self.calls.append("shutdown")


SLOW = Exception("The current node timed out during startup.")


def test_a_machine_that_is_busy_is_tried_again() -> None:
    ray = BusyRay(2, SLOW)
    _init(ray, None)
    assert ray.calls == ["init local", "shutdown", "init local", "shutdown", "init local"]


def test_it_ends_some_time() -> None:
    ray = BusyRay(9, SLOW)
    with pytest.raises(TimeoutError, match="timed out during startup"):
        _init(ray, None)
    assert ray.calls.count("init local") == 3


def test_a_cluster_that_is_not_there_is_not_tried_again() -> None:
    ray = BusyRay(9, ConnectionError("nobody listens"))
    with pytest.raises(ConnectionError):
        _init(ray, "10.0.0.1:6379")
    assert ray.calls == ["init 10.0.0.1:6379"]
