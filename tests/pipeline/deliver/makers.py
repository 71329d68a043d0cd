"""Messages and editions for tests of the mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from pipeline.deliver.channel import LostClaimError
from pipeline.store import Content, Delivery, Occurrence, Outgoing, Phase, Store, StoredEdition, Via


def message_to(address: str, text: str = "News of the day.") -> bytes:
    """Write a small message; its dots would end it if nobody took care."""
    lines = (f"To: <{address}>", "Subject: Chips", "", text, ".", "..dots", "the end")
    return "".join(f"{line}\r\n" for line in lines).encode()


def delivery_to(address: str, message: bytes | None = None, number: int = 1) -> Delivery:
    """Make a delivery as the ledger hands it out."""
    return Delivery(
        id=number,
        edition="morning",
        local_time="2024-02-09T07:00",
        address=address,
        message=message_to(address) if message is None else message,
        intact=True,
        attempts=1,
        claim=1,
    )


def readers(count: int) -> list[str]:
    return [f"reader{number}@news.example" for number in range(count)]


def outgoing(addresses: Iterable[str]) -> list[Outgoing]:
    return [Outgoing(to, f"<{to}>", message_to(to)) for to in addresses]


def frozen(
    store: Store, addresses: Iterable[str], name: str = "morning", via: Via = "smtp"
) -> StoredEdition:
    """Freeze an edition that is due now, for six hours."""
    now = store.mail.now()
    local = now.strftime("%Y-%m-%dT%H:%M")
    due = Occurrence(name, local, now, now + timedelta(hours=6))
    edition = store.mail.open_edition(due, via)
    assert store.mail.freeze(edition.id, Content('{"digests": []}', 7), outgoing(addresses))
    return edition


class Steps:
    """Notes the phases that a deliverer enters; in ``lose`` somebody else takes the row over."""

    def __init__(self, lose: str | None = None) -> None:
        self.phases: list[str] = []
        self._lose = lose

    def __call__(self, phase: Phase, seconds: float) -> None:
        assert seconds > 0
        self.phases.append(phase)
        if phase == self._lose:
            raise LostClaimError
