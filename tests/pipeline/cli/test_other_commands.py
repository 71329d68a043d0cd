"""``chipwire translate``, ``models``, ``doctor``, and the documents that are made from them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).resolve().parents[3]


def test_the_same_language_comes_back_as_it_is(chipwire: Run) -> None:
    given = "première\n\ntroisième".encode()
    done = chipwire("translate", "--from", "fr", "--to", "fr", "--profile", "none", given=given)
    assert (done.returncode, done.stdout) == (0, "première\n\ntroisième\n")


def test_the_profile_none_translates_nothing(chipwire: Run) -> None:
    done = chipwire("translate", "--from", "fr", "--profile", "none", given=b"oui\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "embedded" in done.stderr


def test_an_unknown_language_names_the_known_ones(chipwire: Run) -> None:
    done = chipwire("translate", "--from", "xx", given=b"oui\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose one of ar, de, en" in done.stderr


def test_models_list_shows_licence_and_presence(chipwire: Run) -> None:
    done = chipwire("models", "list")
    assert done.returncode == 0
    line = next(row for row in done.stdout.splitlines() if row.startswith("gemma-3-270m"))
    assert "Gemma Terms of Use" in line
    assert "missing" in next(row for row in done.stdout.splitlines() if "opus-mt-fr-en" in row)


def test_an_unknown_card_names_the_known_ones(chipwire: Run) -> None:
    done = chipwire("models", "path", "gpt-99")
    assert done.returncode == 1
    assert "gemma-3-270m" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_model_says_how_to_get_it(chipwire: Run) -> None:
    done = chipwire("models", "path", "opus-mt-fr-en")
    assert done.returncode == 1
    assert "chipwire models pull opus-mt-fr-en" in done.stderr


def test_doctor_names_what_it_looked_at(chipwire: Run) -> None:
    done = chipwire("doctor")
    assert done.returncode in (0, 1)
    for word in ("Python", "torch", "cache", "embedded model", "device", "story chip-initiative"):
        assert word in done.stdout


def test_the_command_reference_is_what_help_says(tmp_path: Path) -> None:
    made = tmp_path / "cli.md"
    subprocess.run(
        [sys.executable, "-m", "typer", "pipeline.cli", "utils", "docs", "--name", "chipwire",
         "--output", str(made)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )  # fmt: skip
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert made.read_text(encoding="utf-8") == written, "run: make docs"
