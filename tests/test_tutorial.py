"""``docs/tutorial.md``, followed to the letter from an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from pipeline.config import load_settings

ROOT = Path(__file__).parents[1]
READERS = ("editor@news.example", "second@news.example")
BLOCKS = re.compile(r"^```(sh|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _commands_and_outputs() -> tuple[str, list[str]]:
    """What a reader types, and the lines the tutorial says come of it."""
    found = BLOCKS.findall((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    typed = "".join(text for kind, text in found if kind == "sh")
    told = [line for kind, text in found if kind == "text" for line in text.splitlines()]
    return typed, told


@pytest.mark.model
def test_the_tutorial_from_an_empty_folder(tmp_path: Path) -> None:
    typed, told = _commands_and_outputs()
    programs = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", typed],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    seen = done.stdout + done.stderr
    assert [line for line in told if line not in seen] == []

    desk = tmp_path / "desk"
    trial, *due = sorted((desk / "outbox").glob("*.eml"))  # one is due in the morning of a weekday
    assert trial.name.startswith("morning-trial_")
    for one in (trial, *due):
        message = message_from_bytes(one.read_bytes(), policy=default)
        assert message["To"] in READERS
        assert "$7 trillion" in message["Subject"]
    assert load_settings(desk / "newsroom.toml").mail.live is False
    assert "$7 trillion" in (desk / "facts.csv").read_text(encoding="utf-8")
    assert "OnCalendar" in (desk / "chipwire.units").read_text(encoding="utf-8")
