"""SIGTERM and Ctrl-C as a wish: what is in hand is finished, then the command ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_WISHES = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def asked_to_end() -> Iterator[threading.Event]:
    """Give an event that either sets; it also wakes who waits on it.

    A second Ctrl-C does not wait: it interrupts.
    """
    event = threading.Event()

    def wish(*_: object) -> None:
        event.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = [signal.signal(one, wish) for one in _WISHES]
    try:
        yield event
    finally:
        for one, handler in zip(_WISHES, before, strict=True):
            signal.signal(one, handler)
