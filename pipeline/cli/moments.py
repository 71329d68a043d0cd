"""Days and moments as users write them on the command line."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from pipeline.errors import UsageError


def day(text: str) -> str:
    """Return the ISO day that ``2026-11-22`` or ``7d`` (seven days ago, in UTC) means.

    Raises ``UsageError`` for anything else.
    """
    ago = re.fullmatch(r"(\d{1,5})d", text.strip())
    try:
        if ago is not None:
            return (datetime.now(UTC).date() - timedelta(days=int(ago[1]))).isoformat()
        return date.fromisoformat(text.strip()).isoformat()
    except (ValueError, OverflowError) as exc:
        raise UsageError(f"not a day: {text!r}: write 2026-11-22, or 7d for a week ago") from exc
