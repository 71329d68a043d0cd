"""The items of a run as work that several processes share, claimed by lease.

A lease has an owner and an end. A worker that dies lets its lease run out, and the item can be
claimed again. What an item came to is accepted only from the holder of its newest claim, so no
item is finished twice. Times are passed in; no clock is read here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    func,
    literal,
    or_,
    select,
    update,
)

from pipeline.errors import StoreError
from pipeline.records import Source
from pipeline.store.engine import serialise
from pipeline.store.folding import storable
from pipeline.store.schema import items, sources
from pipeline.store.sources import stored_source

# A lease that ends later than this was written by a clock that has since jumped back; it is void.
LONGEST_LEASE = timedelta(hours=1)
_CLAIMING = 2  # purpose of the lock
_TIRED = 3  # attempts after which an item may be what kills its workers: it is taken alone


class Item(NamedTuple):
    """A source that this worker holds. ``attempt`` tells its claim from earlier ones."""

    id: int
    run: str
    source: Source
    owner: str
    attempt: int
    lease_until: datetime

    @property
    def tired(self) -> bool:
        """Whether it may be what kills its workers; nothing else should be held beside it."""
        return self.attempt > _TIRED


class Terms(NamedTuple):
    """Who claims, for how long, when, and how often an item may be tried."""

    owner: str
    lease: timedelta
    now: datetime
    attempts: int


def claim(connection: Connection, run: str, n: int, terms: Terms) -> list[Item]:
    """Take up to ``n`` items that nobody holds, in their order, one that was tried often alone.

    A source that any run holds is left alone by all others. An item that was claimed as often as
    it may be and never finished kills its workers: it fails instead of being handed out again.
    """
    _check(terms.lease)
    serialise(connection, _CLAIMING)
    free = _free(terms.now)
    _give_up(connection, run, free, terms.attempts)
    others = items.alias()
    busy = select(others.c.source_id).where(others.c.state == "claimed", _held(others, terms.now))
    wanted = (
        select(items.c.id, items.c.attempts)
        .where(items.c.run_id == run, free, items.c.source_id.not_in(busy))
        .order_by(items.c.id)
        .limit(n)
    )
    found = connection.execute(wanted).all()
    fresh = [row.id for row in takewhile(lambda row: row.attempts < _TIRED, found)]
    taken = fresh or [row.id for row in found[:1]]
    claimed = {
        "state": "claimed",
        "attempts": items.c.attempts + 1,
        "lease_owner": terms.owner,
        "lease_until": terms.now + terms.lease,
    }
    connection.execute(update(items).where(items.c.id.in_(taken)).values(**claimed))
    rows = connection.execute(
        select(items.c.id.label("item"), items.c.attempts, items.c.lease_until, sources)
        .join_from(items, sources)
        .where(items.c.id.in_(taken))
        .order_by(items.c.id)
    )
    return [
        Item(row.item, run, stored_source(row).source, terms.owner, row.attempts, row.lease_until)
        for row in rows
    ]


def _check(lease: timedelta) -> None:
    if not timedelta(0) < lease <= LONGEST_LEASE:
        raise StoreError(f"store: a lease lasts at most {LONGEST_LEASE}")


def _give_up(connection: Connection, run: str, free: ColumnElement[bool], attempts: int) -> None:
    """Fail the items of a run that were tried too often."""
    given_up = {
        "state": "failed",
        "verdict": "failed",
        "reason": literal(f"given up after {attempts} attempts")
        + func.coalesce(literal(", the last one: ") + items.c.reason, ""),
        "lease_owner": None,
        "lease_until": None,
    }
    tired = (items.c.run_id == run, free, items.c.attempts >= attempts)
    connection.execute(update(items).where(*tired).values(**given_up))


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(items.c.state == "waiting", and_(items.c.state == "claimed", ~_held(items, now)))


def _held(table: FromClause, now: datetime) -> ColumnElement[bool]:
    """A lease that counts: it has not ended, and was not written by a clock far ahead."""
    until = table.c.lease_until
    return and_(until > now, until <= now + LONGEST_LEASE)


def _mine(item: Item) -> ColumnElement[bool]:
    return and_(
        items.c.id == item.id,
        items.c.state == "claimed",
        items.c.lease_owner == item.owner,
        items.c.attempts == item.attempt,
    )


def owners(connection: Connection, run: str) -> set[str]:
    """Return the names of the workers that hold items of a run."""
    held = select(items.c.lease_owner).where(items.c.run_id == run, items.c.state == "claimed")
    return {owner for owner in connection.scalars(held) if owner}


def left(connection: Connection, run: str) -> tuple[int, set[str]]:
    """Return how many items of a run are not done, and who holds their sources, in any run."""
    unfinished = (items.c.run_id == run, items.c.state.in_(("waiting", "claimed")))
    count = connection.scalar(select(func.count()).select_from(items).where(*unfinished)) or 0
    holding = items.alias()
    holders = connection.scalars(
        select(holding.c.lease_owner)
        .where(holding.c.state == "claimed")
        .where(holding.c.source_id.in_(select(items.c.source_id).where(*unfinished)))
    )
    return count, {owner for owner in holders if owner}


def release(connection: Connection, gone: set[str]) -> int:
    """Free the items, of all runs, of workers that are known to be gone; return how many."""
    free = {"state": "waiting", "lease_owner": None, "lease_until": None}
    held = (items.c.state == "claimed", items.c.lease_owner.in_(gone))
    return connection.execute(update(items).where(*held).values(**free)).rowcount


def renew(connection: Connection, item: Item, lease: timedelta, now: datetime) -> bool:
    """Hold an item for longer; False when somebody else has taken it over."""
    _check(lease)
    done = update(items).where(_mine(item)).values(lease_until=now + lease)
    return connection.execute(done).rowcount == 1


def finish_item(
    connection: Connection, item: Item, verdict: str, reason: str | None, *, failed: bool
) -> bool:
    """Note what an item came to; False, and nothing noted, when somebody else has taken it over."""
    values = {
        "state": "failed" if failed else "done",
        "verdict": storable(verdict),
        "reason": None if reason is None else storable(reason),
        "lease_owner": None,
        "lease_until": None,
    }
    done = update(items).where(_mine(item)).values(**values)
    return connection.execute(done).rowcount == 1


def abandon(connection: Connection, item: Item, reason: str) -> bool:
    """Give an item back for others to claim; False when somebody else has taken it over."""
    values = {
        "state": "waiting",
        "reason": storable(reason),
        "lease_owner": None,
        "lease_until": None,
    }
    done = update(items).where(_mine(item)).values(**values)
    return connection.execute(done).rowcount == 1
