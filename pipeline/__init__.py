"""What happens to news. Use it from Python as the command does::

    import pipeline as p

    settings = p.load_settings(to="en", profile="embedded")
    digester = p.Digester(
        settings=settings,
        story=p.load_story(settings.digest.story),
        fetcher=p.SourceFetcher(settings.fetch),
        load=lambda: p.load_models(settings),
    )
    for result in digester.digest([p.parse_source("samples/fr/altman-sept-billions.html")]):
        print(result.model_dump_json(indent=2))

Names are loaded when they are asked for, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.briefing import make_briefing
    from pipeline.briefing_records import Briefing
    from pipeline.config import Settings, load_settings
    from pipeline.digest import Digester
    from pipeline.errors import ChipwireError
    from pipeline.records import Digest, Failure, Source
    from pipeline.sources import parse_source
    from pipeline.stages.fetch import FakeFetcher, Fetcher, SourceFetcher
    from pipeline.stages.load import Models, load_models
    from pipeline.store import (
        Correction,
        Excerpt,
        ExportedDigest,
        ExportedVersion,
        Filters,
        History,
        Hit,
        Pruned,
        Store,
        StoredDigest,
        StoredSource,
        StoredVersion,
        Wanted,
        open_store,
    )
    from pipeline.story import Story, load_story

__all__ = [
    "Briefing",
    "ChipwireError",
    "Correction",
    "Digest",
    "Digester",
    "Excerpt",
    "ExportedDigest",
    "ExportedVersion",
    "Failure",
    "FakeFetcher",
    "Fetcher",
    "Filters",
    "History",
    "Hit",
    "Models",
    "Pruned",
    "Settings",
    "Source",
    "SourceFetcher",
    "Store",
    "StoredDigest",
    "StoredSource",
    "StoredVersion",
    "Story",
    "Wanted",
    "load_models",
    "load_settings",
    "load_story",
    "make_briefing",
    "open_store",
    "parse_source",
]

_HOMES = {
    "pipeline.briefing": ("make_briefing",),
    "pipeline.briefing_records": ("Briefing",),
    "pipeline.config": ("Settings", "load_settings"),
    "pipeline.digest": ("Digester",),
    "pipeline.errors": ("ChipwireError",),
    "pipeline.records": ("Digest", "Failure", "Source"),
    "pipeline.sources": ("parse_source",),
    "pipeline.stages.fetch": ("FakeFetcher", "Fetcher", "SourceFetcher"),
    "pipeline.stages.load": ("Models", "load_models"),
    "pipeline.store": (
        "Correction",
        "Excerpt",
        "ExportedDigest",
        "ExportedVersion",
        "Filters",
        "History",
        "Hit",
        "Pruned",
        "Store",
        "StoredDigest",
        "StoredSource",
        "StoredVersion",
        "Wanted",
        "open_store",
    ),
    "pipeline.story": ("Story", "load_story"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
