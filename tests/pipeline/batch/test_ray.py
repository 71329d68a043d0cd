"""The Ray engine brings what the local one brings, and listens to nobody outside."""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipeline.batch.engine import LocalEngine
from pipeline.batch.ray_engine import RayEngine
from pipeline.batch.run import run_batch
from pipeline.config import Settings, load_settings
from pipeline.errors import ModelError
from pipeline.store import open_store
from pipeline.story import Story
from tests.pipeline.batch.newsroom import page, write_newsroom

if find_spec("ray") is None:  # importing it here would settle on which addresses it listens
    pytest.skip("ray is not installed: chipwire[ray]", allow_module_level=True)

FRENCH = """<!doctype html><html lang="fr"><head><title>{title}</title></head><body><article>
<h1>{title}</h1><p>Sam Altman cherche {amount} milliards de dollars pour construire une usine à
{place}, selon deux personnes proches du dossier.</p><p>Le ministère a refusé de commenter le
projet vendredi, mais un porte-parole du groupe a confirmé la visite de ses dirigeants.</p>
</article></body></html>"""


def configured(config: Path, **run: object) -> Settings:
    settings = load_settings(config)
    return settings.model_copy(update={"run": settings.run.model_copy(update=run)})


def shown(path: Path) -> list[dict[str, Any]]:
    """The digests of a file without what moves."""
    digests = [json.loads(line) for line in path.open(encoding="utf-8")]
    for digest in digests:
        del digest["provenance"]["seconds"], digest["source"]["fetched_at"]
    return digests


@pytest.mark.model
def test_two_workers_bring_what_one_brings_byte_for_byte(tmp_path: Path, story: Story) -> None:
    config = write_newsroom(tmp_path, 2)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('"none"', '"embedded"\nlength = "short"'), encoding="utf-8")
    for number, place in enumerate(("Grenoble", "Louvain")):
        french = FRENCH.format(title=f"Une usine à {place}", amount=number + 5, place=place)
        (tmp_path / "pages" / f"fr{number}.html").write_text(french, encoding="utf-8")
    (tmp_path / "pages" / "zcopy.html").write_text(page(1), encoding="utf-8")

    local = configured(config, batch=8)
    with (
        open_store(tmp_path / "local.db") as store,
        closing(LocalEngine(local, story, store)) as engine,
    ):
        expected = run_batch(local, story, store, engine).manifest
    digests = shown(tmp_path / "out" / "digests.jsonl")
    assert any(line["status"] == "translated" for one in digests for line in one["summary"])

    spread = configured(config, batch=2, ray_actors=2)
    with open_store(tmp_path / "ray.db") as store:
        ray_engine = RayEngine(spread, story)
        try:
            told = run_batch(spread, story, store, ray_engine).manifest
            addresses = listening()
        finally:
            ray_engine.close()
    assert shown(tmp_path / "out" / "digests.jsonl") == digests
    assert told["verdicts"] == expected["verdicts"]
    assert addresses
    assert all(address.is_loopback for address in addresses)


def listening() -> set[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Return the addresses on which this process and those it started listen."""
    found = set()
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        try:
            connections = process.net_connections(kind="inet")
        except psutil.Error:
            continue
        for connection in connections:
            if connection.status == psutil.CONN_LISTEN:
                address = ipaddress.ip_address(connection.laddr.ip)
                mapped = getattr(address, "ipv4_mapped", None)
                found.add(mapped or address)
    return found


def test_a_job_that_hangs_is_ended_and_the_run_can_be_taken_up(
    tmp_path: Path, story: Story, run_newsroom: Callable[..., Any]
) -> None:
    config = write_newsroom(tmp_path, 1, more='[[source]]\nlocation = "pipe.html"\n')
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)  # nobody ever writes to it
    settings = configured(config, ray_actors=1, ray_timeout=0.5)
    with open_store(tmp_path / "news.db") as store:
        engine = RayEngine(settings, story)
        try:
            with pytest.raises(ModelError, match=r"ray: 2 articles took longer than 0\.5 s"):
                run_batch(settings, story, store, engine)
        finally:
            engine.close()
    pipe.unlink()
    report = run_newsroom(config)
    assert report.manifest["counts"] == {"digested": 1, "failed": 1}
