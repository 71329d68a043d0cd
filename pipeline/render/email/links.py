"""What a mail offers its reader beside the news."""

from __future__ import annotations

from typing import NamedTuple


class Links(NamedTuple):
    """Where a reader can do something about the mail; None where the newsroom offers nothing."""

    unsubscribe: str | None = None  # https: or mailto:
    preferences: str | None = None
    online: str | None = None
