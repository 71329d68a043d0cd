"""``docs/adding-a-model.md``, followed to the letter with weights made at random."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import models
import models.card
from models.card import load_card
from pipeline.cli import main

ROOT = Path(__file__).parents[2]


def test_the_documentation_adds_a_model(
    cache: Path,
    tiny_marian: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    doc = (ROOT / "docs" / "adding-a-model.md").read_text(encoding="utf-8")
    (card,) = re.findall(r"^```toml\n(.*?)^```$", doc, re.DOTALL | re.MULTILINE)
    folder = tmp_path / "cards"
    shutil.copytree(ROOT / "models" / "cards", folder)
    (folder / "opus-mt-sv-en.toml").write_text(card, encoding="utf-8")
    monkeypatch.setattr(models.card, "_folder", lambda: folder)
    assert load_card("opus-mt-sv-en").covers("sv", "en")

    command = ["chipwire", "models", "pull", "opus-mt-sv-en", "--from", str(tiny_marian)]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0, capsys.readouterr().err
    answers = models.load_translator("hub", "cpu").translate(["En fabrik."], "sv", "en")
    assert len(answers) == 1
