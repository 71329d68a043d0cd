"""A newsroom in a folder, and runs of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.records import Options
from pipeline.batch.run import Report, run_batch
from pipeline.config import load_settings
from pipeline.stages.load import Models
from pipeline.store import Store, open_store
from pipeline.story import Story
from tests.pipeline.batch.newsroom import InlineEngine

RunNewsroom = Callable[..., Report]


@pytest.fixture
def run_newsroom(story: Story) -> RunNewsroom:
    """Run a config as ``chipwire run`` does, in this process."""

    def run(
        config: Path,
        options: Options = Options(),  # noqa: B008
        *,
        store: Store | None = None,
        load: Callable[[], Models] | None = None,
    ) -> Report:
        settings = load_settings(config)
        opened = store or open_store(settings.store.url)
        try:
            engine = InlineEngine(settings, story, opened, load)
            return run_batch(settings, story, opened, engine, options)
        finally:
            if store is None:
                opened.close()

    return run


@pytest.fixture
def contents() -> Callable[[str], object]:
    """Return what a store holds, as a user sees it: without times and row numbers."""

    def read(url: str) -> object:
        with open_store(url) as store:
            digests = [stored.digest for stored in store.export()]
            moving = {"provenance": {"seconds"}, "source": {"fetched_at"}}
            return (
                sorted(digest.model_dump_json(exclude=moving) for digest in digests),
                sorted((source.source.location, source.source.kind) for source in store.sources()),
                sorted(
                    (tuple(correction.removed), tuple(correction.added))
                    for correction in store.corrections()
                ),
                sorted(_copies(store, stored.version_id) for stored in store.export()),
            )

    return read


def _copies(store: Store, version: int) -> tuple[str, ...]:
    history = store.history(version)
    return () if history is None else (history.url, *history.copies)
