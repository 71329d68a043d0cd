"""Do what is due, and end. Call it as often as you like, from as many places as you like.

An occurrence is noted under its edition and the clock on the wall, once; whoever freezes it first
has done it. After a time of rest the newest occurrence is sent if its grace has not ended, and the
others are noted as missed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, TypeVar

from pipeline.config import EditionEntry, Settings
from pipeline.deliver import Report, channel_for, deliver
from pipeline.deliver.bounces import take_bounces
from pipeline.errors import ChipwireError
from pipeline.newsletter import Issue, Published, publish
from pipeline.newsletter.gather import Series
from pipeline.newsletter.now import via_of
from pipeline.schedule.times import due_times
from pipeline.store import Occurrence, Store, StoredEdition

log = logging.getLogger("chipwire.mail")
T = TypeVar("T")
_MOST_MISSED = 60  # occurrences of an edition that are noted after a long rest


class Ticked(NamedTuple):
    """What a tick did: editions published or skipped, missed, and what was delivered."""

    published: list[Published]
    missed: list[StoredEdition]
    report: Report | None
    errors: list[str]


def tick(store: Store, settings: Settings, stop: Callable[[], bool] = lambda: False) -> Ticked:
    """Publish the editions that are due, and deliver what is queued.

    What goes wrong with one edition, or with the delivery, is logged and told, and holds up no
    other; it is tried again by the next tick. ``stop`` ends it early, between two messages.
    """
    done = Ticked([], [], None, [])
    waiting: list[tuple[EditionEntry, StoredEdition]] = []
    for entry in settings.edition:
        row = _guarded(done, f"edition {entry.name}", partial(_due, store, settings, entry, done))
        if row is not None:
            waiting.append((entry, row))
    if waiting:
        _guarded(done, "bounces", partial(read_bounces, store, settings))
    for entry, row in waiting:
        if stop():
            break
        issue = Issue(entry, row, Series(entry.name, row.via))
        work = partial(publish, store, settings, issue, stop)
        found = _guarded(done, f"edition {entry.name}", work)
        if found is not None:
            done.published.append(found)
    return done._replace(report=_guarded(done, "delivery", partial(send, store, settings, stop)))


def send(store: Store, settings: Settings, stop: Callable[[], bool]) -> Report:
    """Deliver what is queued, until ``stop`` says so."""
    return deliver(store.mail, channel_for(settings.mail), settings.mail, stop)


def read_bounces(store: Store, settings: Settings) -> None:
    """Count what came back, where the config names a mailbox, before a new edition goes out."""
    if settings.mail.bounces:
        found = take_bounces(store, settings.mail.bounces, settings.mail.bounce_limit)
        for address in found.suspended:
            log.warning("%s gets no more mail: %s bounces", address, settings.mail.bounce_limit)


def _guarded(done: Ticked, what: str, work: Callable[[], T]) -> T | None:
    try:
        return work()
    except ChipwireError as exc:
        log.error("%s: %s", what, exc)
        done.errors.append(f"{what}: {exc}")
        return None


def _due(
    store: Store, settings: Settings, entry: EditionEntry, done: Ticked
) -> StoredEdition | None:
    """Note the occurrences of an edition that are due; return the one to be published, if any."""
    now, grace = store.mail.now(), timedelta(hours=entry.grace)
    last = store.mail.last_due(entry.name)
    times = due_times(entry, last or now - grace, now)
    if len(times) > _MOST_MISSED:
        log.warning("edition %s: was due %s times since %s", entry.name, len(times), last)
    for due in times[-_MOST_MISSED:]:
        when = Occurrence(entry.name, due.local, due.moment, due.moment + grace)
        store.mail.open_edition(when, via_of(settings))
    rows = store.mail.due(entry.name)
    if not rows:
        return None
    *earlier, newest = rows
    for row in earlier:
        _miss(store, row, f"the next edition, of {newest.local_time}, was due already", done)
    if newest.expires < now:
        _miss(store, newest, f"its grace ended {_clock(newest.expires)}", done)
        return None
    return newest


def _miss(store: Store, row: StoredEdition, why: str, done: Ticked) -> None:
    if store.mail.end_edition(row.id, "missed", why):
        log.warning("edition %s of %s was missed: %s", row.name, row.local_time, why)
        done.missed.append(store.mail.edition(row.id))


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
