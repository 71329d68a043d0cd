"""What the documents name is there: pages, files, commands, packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")
CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`((?:pipeline|models|tests|configs|samples|docs)/[\w./*<>-]+)`")
FOR_THE_READER = {
    "models/cards/opus-mt-sv-en.toml",
    "pipeline/render/ticker.py",
    "tests/gold/<language>/<name>.toml",
    "tests/gold/da",
}
"""Files that a page tells its reader to write."""


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings give."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_there(name: str) -> bool:
    """Tell whether a path or pattern is of a file or module, as seen from the root or tests."""
    forms = (name.rstrip("/"), f"{name}.py")
    return any(any(folder.glob(form)) for folder in (ROOT, ROOT / "tests") for form in forms)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for place, anchor in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        target = page.parent / place if place else page
        assert target.exists(), place
        assert not anchor or anchor in anchors(target), f"{place}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = set(FILE.findall(page.read_text(encoding="utf-8"))) - FOR_THE_READER
    assert [name for name in named if not is_there(name)] == []


def test_the_architecture_names_every_package() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = [file.parent.name for file in (ROOT / "pipeline").glob("*/__init__.py")]
    assert len(packages) > 12
    assert [name for name in packages if f"pipeline.{name} " not in told] == []


def test_the_layers_told_are_those_that_are_checked() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    rank = {name: n for n, layer in enumerate(layers) for name in layer.split(" | ")}
    ranks = [rank[name] for name in re.findall(r"^    (pipeline\.\w+) ", told, re.MULTILINE)]
    assert len(ranks) > 15
    assert ranks == sorted(ranks)
