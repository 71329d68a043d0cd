"""``docs/adding-a-story.md``, followed to the letter."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
DOC = Path(__file__).resolve().parents[3] / "docs" / "adding-a-story.md"


def test_the_documentation_makes_a_story(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = DOC.read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(toml|text|console|output)\n(.*?)^```$", doc, re.S | re.M))
    (tmp_path / "harbour-bridge.toml").write_text(blocks["toml"], encoding="utf-8")
    (tmp_path / "page.txt").write_text(blocks["text"], encoding="utf-8")
    program, *arguments = blocks["console"].removeprefix("$ ").split()
    assert program == "chipwire"
    monkeypatch.chdir(tmp_path)
    done = here(*arguments)
    assert done.returncode == 0, done.stderr
    for line in blocks["output"].splitlines():
        assert line in done.stdout
    assert "€310 million" in done.stdout
    assert "denied: Harbour Bridge Company" in done.stdout
