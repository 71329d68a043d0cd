"""How long the first digest takes, cold and warm, and how much memory.

    python -m tests.evaluation.first_digest [--memory 2.5]

Out: a table on stdout; every line is a process of its own. Cold: an empty cache, so that the
embedded weights are unpacked first. Warm: with them in the cache. Without models: what is left.
Exit code 1 where the warm process takes more than --memory GB.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

import psutil

SAMPLE = "samples/fr/altman-sept-billions.html"


class Spent(NamedTuple):
    """What a process took: seconds from start to end, and the most memory in GB."""

    seconds: float
    memory: float


def digest(cache: str, profile: str) -> Spent:
    """Make one digest in a new process."""
    command = [sys.executable, "-m", "pipeline.cli", "digest", SAMPLE, "--profile", profile]
    environment = os.environ | {"CHIPWIRE_CACHE": cache}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    seen, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            peak = max(peak, sum(p.memory_info().rss for p in [seen, *seen.children(True)]))
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Spent(time.perf_counter() - begun, peak / 1e9)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", type=float, default=2.5, help="allowed GB (default 2.5)")
    allowed = parser.parse_args().memory
    with tempfile.TemporaryDirectory() as cache:
        found = {
            "cold": digest(cache, "embedded"),
            "warm": min(digest(cache, "embedded") for _ in range(2)),
            "without models": digest(cache, "none"),
        }
    warm = found["warm"]
    lines = ["first digest          s   to warm   GB at most"]
    for name, spent in found.items():
        ratio = spent.seconds / warm.seconds
        lines.append(f"{name:14} {spent.seconds:8.1f} {ratio:9.2f} {spent.memory:12.2f}")
    verdict = "met" if warm.memory <= allowed else "NOT met"
    lines.append(f"asked for: at most {allowed:g} GB when warm; {verdict}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if warm.memory <= allowed else 1


if __name__ == "__main__":
    sys.exit(main())
