"""Exit codes that tell how much of the work was done."""

from __future__ import annotations

ALL, NONE, SOME = 0, 1, 3


def exit_code(failed: int, total: int) -> int:
    """Return 0 if nothing failed, 1 if all of it did, 3 if some did."""
    return ALL if not failed else SOME if failed < total else NONE
