"""What travels between the parts of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.records import Failure, Page, Source
from pipeline.stages.assemble import Draft


class Work(NamedTuple):
    """A source to read. ``done`` are hashes of its pages whose digest is there, with its number."""

    source: Source
    done: Mapping[str, int] = {}
    page: Page | None = None  # where it was fetched already
    seconds: float = 0.0  # that fetching it took


class Unchanged(NamedTuple):
    """A page that is byte for byte one whose digest is there."""

    digest: int


Read = Draft | Failure | Unchanged
"""What reading a source comes to."""


class Options(NamedTuple):
    """What a user may ask of one run beyond its config."""

    limit: int | None = None  # at most so many sources
    since: str | None = None  # an ISO day: articles published before are left out
    only_failed: bool = False  # only what failed in the last run
    force: bool = False  # digest again what is unchanged
