"""What a run came to, for people (``run.json``) and for monitoring (OpenMetrics)."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.batch.records import Options
from pipeline.batch.runner import Tally
from pipeline.exits import exit_code
from pipeline.files import make_folder, whole_file
from pipeline.store import ItemState, Run
from pipeline.version import chipwire_version


def manifest(
    run: Run, items: Sequence[ItemState], tally: Tally, options: Options, key: str
) -> dict[str, Any]:
    """Return the manifest of a run: what made it, what each source came to, and how long it took.

    ``seconds`` and ``models`` are of the process that ends the run; a run that was taken up again
    had others before.
    """
    counts = Counter(item.verdict or "left" for item in items)
    ended = run.ended.isoformat() if run.ended else None
    return {
        "kind": "run",
        "run": run.id,
        "state": run.state,
        "started": run.started.isoformat(),
        "ended": ended,
        "exit_code": exit_code(sum(item.state != "done" for item in items), len(items)),
        "chipwire": chipwire_version(),
        "python": platform.python_version(),
        "config_sha256": run.config_sha256,
        "digest_key": key,
        "options": {name: value for name, value in options._asdict().items() if value},
        "models": [
            use.model_dump() for use in sorted(tally.models, key=lambda m: (m.task, m.card))
        ],
        "counts": dict(sorted(counts.items())),
        "seconds": {stage: round(spent, 3) for stage, spent in sorted(tally.seconds.items())},
        "verdicts": [_verdict(item) for item in items],
    }


def _verdict(item: ItemState) -> dict[str, Any]:
    told = {
        "source": item.source.location,
        "verdict": item.verdict or "left",
        "reason": item.reason if item.verdict else None,
        "digest": item.digest_id,
        "attempts": item.attempts,
    }
    return {name: value for name, value in told.items() if value is not None}


def write_manifest(path: Path, content: dict[str, Any]) -> None:
    """Write a manifest as JSON, whole or not at all."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    make_folder(path.parent)
    with whole_file(path) as stream:
        stream.write(text.encode("utf-8", errors="replace"))


def write_metrics(path: Path, content: dict[str, Any], wall: float) -> None:
    """Write a manifest's numbers in the OpenMetrics text format, whole or not at all.

    In: the manifest, and how long the process worked (seconds). Node exporters read such files
    from a folder; a run that ended long ago shows by its time stamp.
    """
    from prometheus_client import CollectorRegistry, Gauge
    from prometheus_client.openmetrics.exposition import generate_latest

    registry = CollectorRegistry()
    sources = Gauge(
        "chipwire_run_sources", "Sources of the last run", ["verdict"], registry=registry
    )
    for verdict, count in content["counts"].items():
        sources.labels(verdict).set(count)
    stages = Gauge(
        "chipwire_run_stage_seconds", "Work of the last run", ["stage"], registry=registry
    )
    for stage, spent in content["seconds"].items():
        stages.labels(stage).set(spent)
    Gauge("chipwire_run_wall_seconds", "Length of the last run", registry=registry).set(wall)
    Gauge("chipwire_run_exit_code", "0 all, 1 none, 3 some", registry=registry).set(
        content["exit_code"]
    )
    if content["ended"]:
        ended = datetime.fromisoformat(content["ended"]).timestamp()
        Gauge("chipwire_run_ended_seconds", "End, in Unix time", registry=registry).set(ended)
    make_folder(path.parent)
    with whole_file(path) as stream:
        stream.write(generate_latest(registry))  # type: ignore[no-untyped-call]
