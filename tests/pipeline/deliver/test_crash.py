"""Senders killed at random moments: no reader gets two, and who got none is on the list."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.config import MailSettings
from pipeline.deliver import Smtp, deliver
from pipeline.store import Store
from tests.pipeline.deliver.mail_server import MailServer
from tests.pipeline.deliver.makers import frozen
from tests.pipeline.store.makers import Clock

READERS = 20
KILLS = 50
PROGRAM = Path(__file__).parent / "sender_process.py"
IN_DOUBT = "the sender stopped while the server had the message: it may have arrived"
Settings = Callable[..., MailSettings]


class Senders:
    """Starts senders that die at a moment."""

    def __init__(self, url: str, settings: MailSettings, clock: Clock) -> None:
        command = [sys.executable, str(PROGRAM), url, settings.model_dump_json()]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._clock = clock

    def run(self, which: str, moment: int) -> tuple[bool, int]:
        """Return whether a sender was killed, and if not how many moments it had."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{which} {moment} {self._clock().isoformat()}\n")
        self._process.stdin.flush()
        status, moments = map(int, self._process.stdout.readline().split())
        assert status in {0, -signal.SIGKILL}
        return status != 0, moments

    def close(self) -> None:
        self._process.communicate(timeout=30)


@pytest.fixture
def settings(server: MailServer, settings_for: Settings) -> MailSettings:
    return settings_for(server.port, attempts=100)


@pytest.fixture
def senders(url: str, each: Store, clock: Clock, settings: MailSettings) -> Iterator[Senders]:
    made = Senders(url, settings, clock)
    yield made
    made.close()


def addresses(edition: str) -> list[str]:
    return [f"reader{number}@{edition}.example" for number in range(READERS)]


def check(store: Store, edition: int, server: MailServer) -> int:
    """Every reader got one, or one or none and is held with the reason; return how many are held.

    Whoever is held got none or one: nobody knows, that is why.
    """
    received, rows = Counter(server.received()), store.mail.status(edition)
    assert len(rows) == READERS
    for row in rows:
        if row.phase == "held":
            assert received[row.address] <= 1
            assert row.reason == IN_DOUBT
        else:
            assert (row.phase, received[row.address]) == ("sent", 1)
    return sum(row.phase == "held" for row in rows)


def test_senders_killed_at_50_random_moments_send_nothing_twice_and_lose_nothing(
    each: Store, clock: Clock, server: MailServer, settings: MailSettings, senders: Senders
) -> None:
    """Each sender goes on where the last one was killed, until an edition is through."""
    chance, moments = random.Random(20240209), {}
    for which in ("all", "steps"):
        edition = frozen(each, addresses(which), which).id
        killed, moments[which] = senders.run(which, 0)
        assert not killed
        assert check(each, edition, server) == 0
    kills, held = 0, 0
    while kills < KILLS:
        before, which = kills, ("all", "steps")[kills % 2]
        edition = frozen(each, addresses(f"e{kills}"), f"e{kills}").id
        killed = True
        while killed and kills < KILLS:
            killed, _ = senders.run(which, chance.randint(1, moments[which] // 4))
            kills += killed
            clock.move(minutes=2)  # the lease of the dead runs out
        deliver(each.mail, Smtp(settings), settings)
        one = check(each, edition, server)
        assert one <= kills - before
        held += one
        clock.move(minutes=1)
    assert 0 < held < KILLS / 2


def test_the_lease_of_the_dead_ends(
    each: Store, clock: Clock, server: MailServer, settings: MailSettings
) -> None:
    frozen(each, addresses("today"), "today")
    assert each.mail.claim("smtp", "dead", timedelta(minutes=2), 12) is not None
    assert deliver(each.mail, Smtp(settings), settings).sent == READERS - 1
    clock.move(minutes=2)
    assert deliver(each.mail, Smtp(settings), settings).sent == 1
