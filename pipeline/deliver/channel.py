"""What every deliverer is: it takes one message at a time and says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from pipeline.store import Delivery, Phase, Via

Enter = Callable[[Phase, float], None]
"""Commit that a phase begins, which may last so many seconds; raises ``LostClaimError``."""


class LostClaimError(Exception):
    """Somebody else works on the delivery by now: it is left alone. Never leaves ``ledger``."""


class Outcome(NamedTuple):
    """What an attempt came to, with the reason in one line.

    ``again``: nothing arrived, try later. ``refused``: nothing arrived, and never will.
    ``in_doubt``: it may have arrived. ``over``: others would fare no better now.
    """

    kind: Literal["sent", "again", "refused", "in_doubt"]
    reason: str
    over: bool = False


class Channel(Protocol):
    """A way to deliver messages."""

    @property
    def via(self) -> Via:
        """Return its name in the ledger."""

    @property
    def patience(self) -> float:
        """Return the seconds from a claim to its first phase, at most."""

    def send(self, delivery: Delivery, enter: Enter) -> Outcome:
        """Deliver a message to its one recipient, calling ``enter`` before each step."""

    def close(self) -> None:
        """Let go of connections. Nothing is sent by it."""
