"""``docs/adding-an-output.md``, followed to the letter."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from pipeline import (
    Digest,
    Digester,
    SourceFetcher,
    load_models,
    load_settings,
    load_story,
    parse_source,
)
from pipeline.render import RENDERERS, render

ROOT = Path(__file__).parents[3]
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_documentation_makes_an_output(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = (ROOT / "docs" / "adding-an-output.md").read_text(encoding="utf-8")
    (_, module), (_, registration), (_, told) = BLOCKS.findall(doc)
    ticker = types.ModuleType("pipeline.render.ticker")
    monkeypatch.setitem(sys.modules, ticker.__name__, ticker)
    exec(compile(module, "ticker.py", "exec"), ticker.__dict__)  # noqa: S102
    renderers = dict(RENDERERS)
    exec(registration, {"RENDERERS": renderers, "render_ticker": ticker.render_ticker})  # noqa: S102
    monkeypatch.setattr("pipeline.render.RENDERERS", renderers)

    settings = load_settings(profile="none")
    digester = Digester(
        settings=settings,
        story=load_story(settings.digest.story),
        fetcher=SourceFetcher(settings.fetch),
        load=lambda: load_models(settings),
    )
    page = ROOT / "samples" / "fr" / "altman-sept-billions.html"
    results = list(digester.digest([parse_source(str(page))]))
    assert render([one for one in results if isinstance(one, Digest)], "ticker") == told
