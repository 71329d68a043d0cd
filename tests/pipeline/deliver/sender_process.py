"""Sender processes that are killed at a chosen moment, forked from one that has all code loaded.

Usage: sender_process.py URL SETTINGS-AS-JSON. Each line of input, ``WHICH MOMENT NOW``, is one
sender, and each line of output ``STATUS MOMENTS``: how it ended (-9: killed), and how many moments
it saw. ``all`` are every call and return of any function, ``steps`` those of the deliverer and the
socket. Moment 0 is never.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from pipeline.config import MailSettings
from pipeline.deliver import Smtp, deliver
from pipeline.store import open_store
from pipeline.store.engine import connect, store_url

WIRE = {"sendall", "recv_into"}
OURS = ("pipeline/deliver/connection.py", "pipeline/deliver/ledger.py", "pipeline/deliver/smtp.py")


def killer(which: str, moment: int) -> tuple[Callable[[FrameType, str, object], None], list[int]]:
    """Return a profiler that kills this process at a moment, and where it counts."""
    seen = [0]

    def at_any(_frame: FrameType, _event: str, _what: object) -> None:
        seen[0] += 1
        if seen[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_steps(frame: FrameType, event: str, what: object) -> None:
        if event in {"call", "return"}:
            if frame.f_code.co_filename.endswith(OURS):
                at_any(frame, event, what)
        elif getattr(what, "__name__", "") in WIRE:
            at_any(frame, event, what)

    return (at_any if which == "all" else at_steps), seen


def send(url: str, settings: MailSettings, which: str, moment: int, now: datetime) -> int:
    profiler, seen = killer(which, moment)
    with open_store(url, clock=lambda: now) as store:
        channel = Smtp(settings)
        sys.setprofile(profiler)
        deliver(store.mail, channel, settings)
        sys.setprofile(None)
    return seen[0]


def main(url: str, settings_json: str) -> None:
    settings = MailSettings.model_validate_json(settings_json)
    connect(store_url(url), 5).dispose()  # loads the database's library before the fork
    for line in sys.stdin:
        which, moment, now = line.split()
        if (child := os.fork()) == 0:
            moments = send(url, settings, which, int(moment), datetime.fromisoformat(now))
            print(0, moments, flush=True)  # noqa: T201
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != 0:
            print(status, 0, flush=True)  # noqa: T201


main(*sys.argv[1:])
