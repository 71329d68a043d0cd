"""Who works: a name for this process that tells others whether it still lives."""

from __future__ import annotations

import os
import platform


def own_name() -> str:
    """Return the name of this process: host, number, and when it began (seconds)."""
    return _name(os.getpid())


def is_gone(owner: str) -> bool:
    """Tell whether a process of this host has ended; of other hosts nothing is known."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    if host != platform.node() or not rest.isdigit():
        return False
    return _name(int(rest)) != owner


def _name(process: int) -> str:
    import psutil

    try:
        began = int(psutil.Process(process).create_time())
    except psutil.Error:
        began = 0
    return f"{platform.node()}:{process}:{began}"
