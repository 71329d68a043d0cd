"""A real Chromium for tests: skips where there is none.

Import the fixtures ``chromium`` and ``artefacts`` into the ``conftest`` of the tests that look at
pages. The browser starts with an empty profile of its own and is told to keep off the network.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name is ever looked up
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Seen:
    """A page and what happened while it was shown."""

    page: Page
    errors: list[str] = field(default_factory=list)  # of the console, and uncaught ones
    requests: list[str] = field(default_factory=list)  # addresses other than files and data


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium once for a file of tests."""
    pytest.importorskip("playwright", reason="playwright is not installed: chipwire[dev]")
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here")
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(_FLAGS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that screenshots are kept in: ``CHIPWIRE_ARTEFACTS``, or a temporary."""
    named = os.environ.get("CHIPWIRE_ARTEFACTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("artefacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def opened(
    browser: Browser,
    place: Path | str,
    *,
    width: int = 1200,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
) -> Iterator[Seen]:
    """Open a file or an address in a window of its own; ``script`` off is a reader without."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=script,
    )
    try:
        seen = Seen(context.new_page())
        seen.page.on("console", lambda said: _note(seen, said.type, said.text))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on("request", lambda request: _ask(seen, request))
        seen.page.goto(place.resolve().as_uri() if isinstance(place, Path) else place)
        yield seen
    finally:
        context.close()


def _note(seen: Seen, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        seen.errors.append(text)


def _ask(seen: Seen, request: Request) -> None:
    if not request.url.startswith(("file:", "data:")):
        seen.requests.append(request.url)


def too_wide(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def barriers(page: Page, *, only: str | None = None) -> list[str]:
    """Return what axe-core finds serious or critical: the rule, and the first place of it.

    ``only`` is the selector of the part that is looked at.
    """
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    options = {"resultTypes": ["violations"], "preload": False}  # preloading asks for files anew
    found: dict[str, Any] = Axe().run(page, context=only, options=options).response
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
