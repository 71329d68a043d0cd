"""When an edition is due. Pure; times come in and go out with their zones.

An hour that a night skips is due when the clock goes on; one that a night has twice is due once,
the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cronsim import CronSim

from pipeline.config import EditionEntry


class DueTime(NamedTuple):
    """A moment, and what the clock on the wall shows then."""

    moment: datetime  # UTC
    local: str  # 2026-10-25T07:00


def due_times(entry: EditionEntry, after: datetime, until: datetime) -> list[DueTime]:
    """Return when an edition is due after one moment and until another, which counts."""
    return list(takewhile(lambda due: due.moment <= until, _from(entry, after)))


def next_due(entry: EditionEntry, after: datetime) -> DueTime:
    """Return when an edition is due next."""
    return next(_from(entry, after))


def _from(entry: EditionEntry, after: datetime) -> Iterator[DueTime]:
    days = ",".join(entry.days)
    rule = f"{entry.hour.minute} {entry.hour.hour} * * {days}"
    for local in CronSim(rule, after.astimezone(ZoneInfo(entry.zone))):
        moment = local.astimezone(UTC)
        if moment > after:  # in the second of two equal hours the first has passed
            yield DueTime(moment, f"{local:%Y-%m-%dT%H:%M}")
