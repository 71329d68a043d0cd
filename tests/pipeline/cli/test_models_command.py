"""``chipwire models pull`` and what runs say where weights are not here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and no hub in reach."""
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    return tmp_path / "cache"


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """A folder with the files of an opus-mt model; it is not loaded here."""
    folder = tmp_path / "carried"
    folder.mkdir()
    for name in ("model.safetensors", "source.spm", "target.spm", "vocab.json"):
        (folder / name).write_bytes(name.encode())
    (folder / "config.json").write_text(json.dumps({"model_type": "marian"}), encoding="utf-8")
    return folder


def one_line(text: str) -> str:
    assert len(text.splitlines()) == 1, text
    return text


def test_a_folder_is_taken_listed_and_verified(here: Run, cache: Path, carried: Path) -> None:
    done = here("models", "pull", "opus-mt-es-en", "--from", str(carried), "--quiet")
    assert done.returncode == 0
    assert Path(done.stdout.strip()).parent == cache
    row = next(
        line for line in here("models", "list").stdout.splitlines() if "opus-mt-es-en" in line
    )
    assert row.split()[-1] == "here"
    assert here("models", "verify").stdout == "opus-mt-es-en: ok\n"
    assert here("models", "path", "opus-mt-es-en").stdout == done.stdout


def test_a_folder_goes_with_one_name(here: Run, cache: Path, carried: Path) -> None:
    done = here("models", "pull", "opus-mt-es-en", "opus-mt-en-es", "--from", str(carried))
    assert done.returncode == 2
    assert "give one name" in one_line(done.stderr)


def test_no_network_is_one_line(here: Run, cache: Path) -> None:
    done = here("models", "pull", "opus-mt-fr-en", "--quiet")
    assert (done.returncode, done.stdout) == (1, "")
    assert "check the network" in one_line(done.stderr)


def test_weights_that_forbid_commercial_use(here: Run, cache: Path, tmp_path: Path) -> None:
    done = here("models", "pull", "nllb-200-distilled-600M", "--quiet")
    assert done.returncode == 1
    assert "noncommercial = true under [models]" in one_line(done.stderr)
    config = tmp_path / "c.toml"
    config.write_text("[models]\nnoncommercial = true\n", encoding="utf-8")
    done = here("models", "pull", "nllb-200-distilled-600M", "--quiet", "--config", str(config))
    assert "check the network" in one_line(done.stderr)


def test_lines_without_weights_say_what_to_pull(
    here: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = chipwire_translate(here, monkeypatch)
    assert (done.returncode, done.stdout) == (1, "")
    assert "models pull opus-mt-de-en opus-mt-en-fr`" in one_line(done.stderr)


def chipwire_translate(
    here: Run, monkeypatch: pytest.MonkeyPatch
) -> subprocess.CompletedProcess[str]:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ja.\n")))
    return here("translate", "--from", "de", "--to", "fr", "--profile", "hub", "--quiet")
