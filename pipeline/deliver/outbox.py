"""The outbox: messages as ``.eml`` files in a folder, for dry runs and tests."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pipeline.deliver.channel import Enter, Outcome
from pipeline.store import Delivery, Via

_UNSAFE = re.compile(r"[^A-Za-z0-9@+_.-]")


class Outbox:
    """A folder (mode 0700) of messages (0600), each written whole or not at all."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    @property
    def via(self) -> Via:
        """Return its name in the ledger."""
        return "outbox"

    @property
    def patience(self) -> float:
        """Return the seconds from a claim to the file, at most."""
        return 60.0

    def send(self, delivery: Delivery, _enter: Enter) -> Outcome:
        """Write a message; writing it again gives the same file."""
        path = self._folder / file_name(delivery)
        part = path.with_name(f".{path.name}.part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.unlink(missing_ok=True)  # of a sender that was killed
            with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                out.write(delivery.message)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
        except OSError as exc:
            return Outcome("again", f"outbox {self._folder}: {exc.strerror}", over=True)
        return Outcome("sent", f"written to {path}")

    def close(self) -> None:
        """There is nothing to let go of."""


def file_name(delivery: Delivery) -> str:
    """Return a name that no other delivery has, without anything a file system minds."""
    parts = (delivery.edition, delivery.local_time, delivery.address)
    safe = "_".join(_UNSAFE.sub("-", part)[:60] for part in parts).lstrip(".-")
    return f"{safe}_{delivery.id}.eml"
