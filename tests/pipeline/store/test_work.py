"""Shared work: every item to one worker, none lost when a worker dies."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.records import Source
from pipeline.store import Store, Verdict
from tests.pipeline.store.makers import Clock

WORKER = Path(__file__).parent / "claim_worker.py"
MINUTE = timedelta(seconds=60)


def run_of(store: Store, count: int, name: str = "today") -> str:
    run = store.work.begin_run("c" * 64, name)
    locations = [f"https://news.example/{number}" for number in range(count)]
    store.work.add_items(run, [Source(location=where, kind="url") for where in locations])
    return run


def start(url: str, run: str, owner: str, clock: Clock, mode: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(WORKER), url, run, owner, clock().isoformat(), mode]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def states(store: Store, run: str) -> Counter[str]:
    return Counter(item.state for item in store.work.items(run))


def test_two_processes_share_200_items_each_exactly_once(
    url: str, store: Store, clock: Clock
) -> None:
    run = run_of(store, 200)
    workers = [start(url, run, owner, clock, "work") for owner in ("one", "two")]
    finished = [
        int(line) for worker in workers for line in worker.communicate(timeout=120)[0].split()
    ]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sorted(finished) == [item.id for item in store.work.items(run)]
    assert len(finished) == 200
    assert states(store, run) == {"done": 200}
    assert {item.attempts for item in store.work.items(run)} == {1}


def test_a_worker_killed_with_items_in_hand_loses_none(
    url: str, store: Store, clock: Clock
) -> None:
    run = run_of(store, 20)
    worker = start(url, run, "one", clock, "die-holding")
    assert worker.wait(60) == -signal.SIGKILL
    worker.communicate()
    assert states(store, run) == {"done": 1, "claimed": 6, "waiting": 13}
    others = store.work.claim(run, "two", 100, MINUTE)
    assert len(others) == 13  # the six are still held
    clock.move(seconds=61)
    late = store.work.claim(run, "three", 100, MINUTE)
    assert len(late) == 6 + 13
    assert {item.attempt for item in late} == {2}
    for item in late:
        assert store.work.settle(item, Verdict("digested"))
    assert states(store, run) == {"done": 20}


def test_a_worker_killed_while_claiming_has_claimed_nothing(
    url: str, store: Store, clock: Clock
) -> None:
    run = run_of(store, 20)
    worker = start(url, run, "one", clock, "die-claiming")
    assert worker.wait(60) == -signal.SIGKILL
    worker.communicate()
    assert states(store, run) == {"waiting": 20}
    assert len(store.work.claim(run, "two", 100)) == 20


def test_a_worker_that_comes_back_late_cannot_finish_what_another_took(
    store: Store, clock: Clock
) -> None:
    run = run_of(store, 1)
    (slow,) = store.work.claim(run, "slow", 1, MINUTE)
    clock.move(seconds=60)
    (fast,) = store.work.claim(run, "fast", 1, MINUTE)
    assert not store.work.settle(slow, Verdict("digested"))
    assert not store.work.abandon(slow, "tired")
    assert not store.work.renew(slow)
    assert store.work.settle(fast, Verdict("digested", "all well"))
    assert not store.work.settle(fast, Verdict("digested twice"))
    (item,) = store.work.items(run)
    assert (item.state, item.verdict, item.reason) == ("done", "digested", "all well")


def test_the_same_worker_cannot_use_its_earlier_claim(store: Store, clock: Clock) -> None:
    run = run_of(store, 1)
    (first,) = store.work.claim(run, "one", 1, MINUTE)
    clock.move(seconds=61)
    (second,) = store.work.claim(run, "one", 1, MINUTE)
    assert not store.work.settle(first, Verdict("digested"))
    assert store.work.settle(second, Verdict("digested"))


def test_a_renewed_lease_holds(store: Store, clock: Clock) -> None:
    run = run_of(store, 1)
    (item,) = store.work.claim(run, "one", 1, MINUTE)
    clock.move(seconds=50)
    assert store.work.renew(item, MINUTE)
    clock.move(seconds=50)
    assert store.work.claim(run, "two", 1) == []
    assert store.work.settle(item, Verdict("digested"))


def test_what_was_given_back_is_claimed_again_but_not_for_ever(store: Store) -> None:
    run = run_of(store, 1)
    for attempt in (1, 2, 3):
        (item,) = store.work.claim(run, "one", 1, attempts=3)
        assert item.attempt == attempt
        assert store.work.abandon(item, f"no answer, time {attempt}")
    assert store.work.claim(run, "one", 1, attempts=3) == []
    (state,) = store.work.items(run)
    assert state.state == "failed"
    assert state.reason == "given up after 3 attempts, the last one: no answer, time 3"


def test_an_item_that_kills_its_workers_is_given_up(store: Store, clock: Clock) -> None:
    run = run_of(store, 1)
    for _ in range(2):
        assert store.work.claim(run, "doomed", 1, MINUTE, attempts=2)
        clock.move(seconds=61)
    assert store.work.claim(run, "next", 1, attempts=2) == []
    (state,) = store.work.items(run)
    assert (state.state, state.reason) == ("failed", "given up after 2 attempts")


def test_two_runs_never_hold_one_source(store: Store) -> None:
    morning, evening = run_of(store, 3, "morning"), run_of(store, 3, "evening")
    held = store.work.claim(morning, "one", 2)
    assert [item.source for item in store.work.claim(evening, "two", 9)] == [
        Source(location="https://news.example/2", kind="url")
    ]
    for item in held:
        store.work.settle(item, Verdict("digested"))
    assert len(store.work.claim(evening, "two", 9)) == 2


def test_a_clock_that_jumps_back_blocks_no_item(store: Store, clock: Clock) -> None:
    run = run_of(store, 2)
    (before,) = store.work.claim(run, "one", 1, MINUTE)
    clock.move(minutes=-10)
    (other,) = store.work.claim(run, "two", 9, MINUTE)  # the first is still held
    assert other.id != before.id
    clock.move(days=-400)
    again = store.work.claim(run, "three", 9, MINUTE)
    assert [item.id for item in again] == [before.id, other.id]
    assert not store.work.settle(before, Verdict("digested"))
    assert all(store.work.settle(item, Verdict("digested")) for item in again)


def test_a_run_is_taken_up_again_and_closed(store: Store, clock: Clock) -> None:
    run = run_of(store, 3)
    (item,) = store.work.claim(run, "one", 1)
    store.work.settle(item, Verdict("refused", "paywalled \x00", failed=True))
    assert store.work.begin_run("c" * 64, run) == run
    assert [r.id for r in store.work.runs("running")] == [run]
    assert store.work.add_items(run, [item.source]) == 0
    clock.move(minutes=5)
    assert store.work.finish_run(run, "stopped", {"models": ["none"]}) == {
        "failed": 1,
        "waiting": 2,
    }
    (closed,) = store.work.runs()
    assert closed.ended == clock()
    assert closed.counts == {"failed": 1, "waiting": 2}
    assert (closed.state, closed.manifest) == ("stopped", {"models": ["none"]})


def test_wrong_use_is_told(store: Store) -> None:
    run = run_of(store, 1)
    with pytest.raises(StoreError, match="another configuration"):
        store.work.begin_run("d" * 64, run)
    with pytest.raises(StoreError, match="no run tomorrow"):
        store.work.finish_run("tomorrow")
    with pytest.raises(StoreError, match="no run tomorrow"):
        store.work.add_items("tomorrow", [])
    with pytest.raises(StoreError, match="lease lasts"):
        store.work.claim(run, "one", 1, timedelta(hours=2))
