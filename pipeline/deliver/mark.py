"""This machine's mark of how far a store's mail got, kept outside the store and its backups.

Before each message is given away its number, which only grows, is written here. A store whose own
number is lower was restored from a backup: what it calls unsent may have been sent.
"""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import DeliveryError
from pipeline.store import Mail

_WAIT = 30.0  # seconds for the other senders of this machine


class Mark:
    """The mark of one store, a file with a number."""

    def __init__(self, folder: str | Path | None, store_id: str) -> None:
        if folder is None:
            from platformdirs import user_state_path

            folder = user_state_path("chipwire")
        self._path = Path(folder) / f"mail-{store_id}"

    def read(self) -> int | None:
        """Return the highest number that this machine gave away; None if it never did."""
        try:
            return int(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise self._error(exc) from exc
        except ValueError as exc:
            raise DeliveryError(
                f"{self._path} holds no number; remove it, and due editions are held once"
            ) from exc

    def write(self, number: int) -> None:
        """Keep a number, unless a higher one is there."""
        part = self._path.with_name(f"{self._path.name}.part")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock", timeout=_WAIT):
                there = self.read()
                if there is not None and there >= number:
                    return
                with part.open("w", encoding="ascii") as stream:
                    stream.write(f"{number}\n")
                    stream.flush()
                    os.fsync(stream.fileno())
                part.replace(self._path)
        except (OSError, Timeout) as exc:
            raise self._error(exc) from exc

    def _error(self, exc: OSError) -> DeliveryError:
        why = exc.strerror or "others hold it"
        return DeliveryError(f"{self._path}: {why}; name another folder as [mail] state")


def check_mark(mail: Mail, mark: Mark) -> bool:
    """Tell whether the store was restored or moved; if so, hold what is due until now."""
    state, seen = mail.state(), mark.read()
    strange = state.sequence > 0 if seen is None else seen > state.sequence
    if strange:
        mail.put_barrier(seen or 0)
    if seen is None:
        mark.write(state.sequence)
    return strange
