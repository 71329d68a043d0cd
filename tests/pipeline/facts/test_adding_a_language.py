"""``docs/adding-a-language.md``, followed to the letter in a copy of the package."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def follow(tmp_path: Path, blocks: list[tuple[str, str]]) -> str:
    """Put the tables of the page where it says, run its script there, return what it prints."""
    kept = shutil.ignore_patterns("__pycache__", "*.pyc")
    for package in ("pipeline", "models", "configs"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=kept)
    for table in (body for kind, body in blocks if kind == "toml"):
        place = tmp_path / table.partition("\n")[0].removeprefix("# ")
        before = place.read_text(encoding="utf-8") if place.exists() else ""
        place.write_text(f"{before}\n{table}", encoding="utf-8")
    (script,) = (body for kind, body in blocks if kind == "python")
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=120, check=True
    )
    return done.stdout.decode("utf-8")


def test_the_documentation_makes_a_language(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "adding-a-language.md").read_text(encoding="utf-8")
    blocks = BLOCKS.findall(page)
    (told,) = (body for kind, body in blocks if kind == "text")
    assert sum(kind == "toml" for kind, _ in blocks) == 4
    assert follow(tmp_path, blocks) == told
