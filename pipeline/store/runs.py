"""Runs, and where each of their items stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Row, func, select, update

from pipeline.errors import StoreError
from pipeline.records import Source
from pipeline.store.folding import storable
from pipeline.store.schema import digests, items, runs, sources
from pipeline.store.sources import insert_new, put_source, stored_source


class ItemState(NamedTuple):
    """Where an item stands: waiting, claimed, done or failed."""

    id: int
    source: Source
    state: str
    verdict: str | None
    reason: str | None
    attempts: int
    digest: int | None  # the number of the digest that came of it
    digest_id: str | None  # and its id


class Run(NamedTuple):
    """A run as it was begun and, perhaps, ended."""

    id: str
    started: datetime
    ended: datetime | None
    config_sha256: str
    state: str
    counts: dict[str, int]
    manifest: dict[str, object]


def begin_run(connection: Connection, run: str, config_sha256: str, now: datetime) -> str:
    """Open a run, or take it up again; raises ``StoreError`` if its configuration is another."""
    row: dict[str, object] = {
        "id": run,
        "started": now,
        "config_sha256": config_sha256,
        "state": "running",
    }
    insert_new(connection, runs, [row])
    there = connection.execute(select(runs).filter_by(id=run)).one()
    if there.config_sha256 != config_sha256:
        raise StoreError(f"store: run {run} was begun with another configuration; begin a new one")
    return run


def finish_run(
    connection: Connection,
    run: str,
    state: str,
    manifest: Mapping[str, object],
    now: datetime,
) -> dict[str, int]:
    """Close a run with what it came to; return how many items are in each state."""
    wanted = select(items.c.state, func.count()).filter_by(run_id=run).group_by(items.c.state)
    counts = {row[0]: row[1] for row in connection.execute(wanted.order_by(items.c.state))}
    values = {
        "ended": now,
        "state": storable(state),
        "counts_json": json.dumps(counts),
        "manifest_json": json.dumps(dict(manifest), sort_keys=True),
    }
    if connection.execute(update(runs).filter_by(id=run).values(**values)).rowcount != 1:
        raise StoreError(f"store: there is no run {run}")
    return counts


def list_runs(connection: Connection, state: str | None) -> list[Run]:
    """Return the runs in the order they were begun; with ``state``, those in it."""
    wanted = select(runs).order_by(runs.c.started, runs.c.id)
    if state is not None:
        wanted = wanted.filter_by(state=state)
    return [_run(row) for row in connection.execute(wanted)]


def run_of(connection: Connection, run: str) -> Run:
    """Return a run; raises ``StoreError`` where there is none."""
    row = connection.execute(select(runs).filter_by(id=run)).one_or_none()
    if row is None:
        raise StoreError(f"store: there is no run {run}")
    return _run(row)


def last_run(connection: Connection, state: str) -> Run | None:
    """Return the run in a state that was begun last."""
    newest = select(runs).filter_by(state=state).order_by(runs.c.started.desc(), runs.c.id.desc())
    row = connection.execute(newest.limit(1)).one_or_none()
    return None if row is None else _run(row)


def _run(row: Row[tuple[object, ...]]) -> Run:
    return Run(
        row.id,
        row.started,
        row.ended,
        row.config_sha256,
        row.state,
        json.loads(row.counts_json or "{}"),
        json.loads(row.manifest_json or "{}"),
    )


def add_items(
    connection: Connection,
    run: str,
    wanted: Sequence[Source],
    failed: Sequence[tuple[Source, str]] = (),
) -> int:
    """Add sources to a run, once each; return how many were new.

    ``failed`` are those that gave nothing to work on, with the reason: they are done for.
    """
    if connection.scalar(select(runs.c.id).filter_by(id=run).with_for_update()) is None:
        raise StoreError(f"store: there is no run {run}")
    reasons = dict(failed)
    every = {*wanted, *reasons}
    in_order = sorted(every, key=lambda s: (s.location, s.kind))  # or two would deadlock
    numbers = {source: put_source(connection, source, None) for source in in_order}
    rows: list[dict[str, object]] = [
        {"run_id": run, "source_id": numbers[source], "state": "waiting"} for source in wanted
    ]
    lost = {"state": "failed", "verdict": "failed"}
    rows += [
        {"run_id": run, "source_id": numbers[source], **lost, "reason": storable(reason)}
        for source, reason in reasons.items()
    ]
    return insert_new(connection, items, rows)


def list_items(connection: Connection, run: str) -> list[ItemState]:
    """Return the items of a run in the order they were added."""
    wanted = (
        select(
            items.c.id.label("item"),
            items.c.state,
            items.c.verdict,
            items.c.reason,
            items.c.attempts,
            items.c.digest_id.label("digest"),
            digests.c.digest_id,
            sources,
        )
        .join_from(items, sources)
        .outerjoin(digests, items.c.digest_id == digests.c.id)
        .where(items.c.run_id == run)
        .order_by(items.c.id)
    )
    return [
        ItemState(
            row.item,
            stored_source(row).source,
            row.state,
            row.verdict,
            row.reason,
            row.attempts,
            row.digest,
            row.digest_id,
        )
        for row in connection.execute(wanted)
    ]
