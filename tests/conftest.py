"""What all tests share: the story, the samples, and makers of small records."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import Sentence
from pipeline.story import Story, load_story

if "PYTEST_XDIST_WORKER" in os.environ:  # the workers have a core each
    os.environ.setdefault("CHIPWIRE_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
PAGES = sorted(SAMPLES.glob("*/*.html"))


LONG = (
    "tests/pipeline/batch/test_ray.py",
    "tests/test_tutorial.py",
    "tests/pipeline/cli/test_run_command.py",
    "tests/pipeline/batch/test_crash.py",
    "tests/pipeline/site/test_in_chromium.py",
    "tests/models/",
)
"""Files that take long, the longest first: begun last, they would keep one core waiting."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long."""

    def rank(item: pytest.Item) -> int:
        places = (i for i, name in enumerate(LONG) if item.nodeid.startswith(name))
        return next(places, len(LONG))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def story() -> Story:
    """The story that comes with chipwire."""
    return load_story("chip-initiative")


@pytest.fixture(scope="session")
def sentences_of() -> Callable[..., list[Sentence]]:
    """Cut a text into sentences the simple way, for tests of what comes after the cutting."""

    def cut(text: str, language: str) -> list[Sentence]:
        found: list[Sentence] = []
        for match in re.finditer(r"[^\n]+?(?:[.!?…](?=\s)|(?=\n|$))", text):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            found.append(
                Sentence(
                    index=len(found),
                    start=start,
                    end=match.end(),
                    text=text[start : match.end()],
                    paragraph=text.count("\n", 0, start),
                    language=language,
                )
            )
        return found

    return cut


@pytest.fixture(scope="session", params=PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def sample(request: pytest.FixtureRequest) -> tuple[Path, dict[str, Any]]:
    """Each sample page with what a digest of it must hold."""
    page: Path = request.param
    return page, json.loads(page.with_suffix(".expected.json").read_text(encoding="utf-8"))
