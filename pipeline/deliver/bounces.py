"""Reports that a mail did not arrive (RFC 3464), out of a mailbox.

Anybody can send such a report. One counts only if it brings back the Message-ID of a mail of ours,
which nobody but its reader can know, and it counts for that mail's reader, once.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import DeliveryError
from pipeline.store import Bounce, Store

_LARGEST = 1_000_000  # bytes of a report that are read
_LONGEST = 200  # characters of a reason
_DEEPEST = 40  # parts of a report that are looked at
_MBOX = b"From "


class Report(NamedTuple):
    """What a report says: of which mail, and why it did not arrive."""

    message_id: str
    status: str | None  # RFC 3463, as in 5.1.1
    diagnostic: str | None


class Tally(NamedTuple):
    """What a mailbox brought, in reports; ``suspended`` are addresses."""

    counted: int = 0
    foreign: int = 0  # of no mail of ours, or without its headers
    suspended: tuple[str, ...] = ()


def take_bounces(store: Store, place: str, limit: int) -> Tally:
    """Count the reports in a mailbox, each once, and suspend addresses that have ``limit``.

    The mailbox stays as it is. Raises ``DeliveryError`` when it cannot be read.
    """
    counted = foreign = 0
    before = {item.address for item in store.subscribers.suspensions()}
    for report in read_reports(Path(place)):
        address = store.mail.address_of(report.message_id)
        if address is None:
            foreign += 1
            continue
        bounce = Bounce(address, report.message_id, report.status, report.diagnostic)
        store.subscribers.note_bounce(bounce, limit)
        counted += 1
    after = {item.address for item in store.subscribers.suspensions()}
    return Tally(counted, foreign, tuple(sorted(after - before)))


def read_reports(place: Path) -> Iterator[Report]:
    """Give the reports of failed deliveries in an mbox file, a Maildir or a folder of messages.

    Other mail, delays and what cannot be read as a report are passed over.
    """
    for raw in _messages(place):
        report = parse_report(raw)
        if report is not None:
            yield report


def parse_report(raw: bytes) -> Report | None:
    """Return what a message reports; None if it reports no failed delivery of a known mail."""
    try:
        message = message_from_bytes(raw, policy=compat32)
        if message.get_content_type() != "multipart/report":
            return None
        parts = [part for part, _ in zip(message.walk(), range(_DEEPEST), strict=False)]
        returned = next((i for i in map(_returned_id, parts) if i), None)
        if returned is None:
            return None
        for part in parts:
            if part.get_content_type() == "message/delivery-status":
                found = _failure(part, returned)
                if found is not None:
                    return found
    except (MessageError, ValueError, LookupError, TypeError, RecursionError):
        return None  # it was written by anybody
    return None


def _failure(part: Message, returned: str) -> Report | None:
    """Return the first recipient of a report for whom delivery failed for good."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message) or _field(block, "Action").lower() != "failed":
            continue
        status = _field(block, "Status").split(" ", 1)[0] or None
        diagnostic = _field(block, "Diagnostic-Code").partition(";")[2].strip() or None
        return Report(returned, status, diagnostic)
    return None


def _returned_id(part: Message) -> str | None:
    """Return the Message-ID of the mail that a part of a report brings back."""
    kind = part.get_content_type()
    inner: Message | None = None
    if kind == "message/rfc822":
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None  # type: ignore[assignment]
    elif kind == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        inner = message_from_bytes(content, policy=compat32) if isinstance(content, bytes) else None
    return _field(inner, "Message-ID") or None if isinstance(inner, Message) else None


def _field(message: Message, name: str) -> str:
    """Return a header as one printable line, or nothing."""
    line = " ".join(str(message.get(name, "")).split())
    return "".join(sign for sign in line if sign.isprintable())[:_LONGEST]


def _messages(place: Path) -> Iterator[bytes]:
    """Give the messages of a mailbox, as bytes."""
    try:
        if place.is_file():
            yield from _in_file(place)
            return
        folders = [place / name for name in ("new", "cur") if (place / name).is_dir()]
        for folder in folders or [place]:
            for path in sorted(folder.iterdir()):
                if path.is_file() and not path.name.startswith("."):
                    yield _head(path)
    except OSError as exc:
        raise DeliveryError(f"[mail] bounces {place}: cannot be read: {exc.strerror}") from exc


def _in_file(place: Path) -> Iterator[bytes]:
    if _head(place, len(_MBOX)) != _MBOX:
        yield _head(place)
        return
    box = mailbox.mbox(place, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as stream:
                yield stream.read(_LARGEST)
    finally:
        box.close()


def _head(path: Path, size: int = _LARGEST) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)
