"""Small newsrooms for tests: pages of our own, a config, and an engine that works in-process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from pipeline.batch.engine import finisher
from pipeline.batch.memory import Memory
from pipeline.batch.reading import Reader
from pipeline.batch.records import Read, Work
from pipeline.config import Settings
from pipeline.records import Digest, Failure
from pipeline.stages.assemble import Draft
from pipeline.stages.load import Models
from pipeline.story import Story

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{published}">
</head><body><article><h1>{title}</h1>
<p>Sam Altman is looking for ${amount} billion to build chip plants in {place}, two people said.</p>
<p>OpenAI declined to comment on the plan for {place} on Friday, a spokesman for the group said.</p>
<p>The ministry in {place} wrote that it had received no request for permits so far this year.</p>
</article></body></html>"""
PLACES = ("Dresden", "Grenoble", "Osaka", "Leuven", "Malmo", "Turin", "Porto", "Gdansk", "Bilbao")


def page(number: int, published: str = "2026-11-02") -> str:
    """Return one article of many, each about another place and amount."""
    place = f"{PLACES[number % len(PLACES)]} {number}"
    title = f"Chip plant planned near {place}"
    return PAGE.format(title=title, place=place, amount=number + 3, published=published)


def write_newsroom(folder: Path, pages: int, store: str | None = None, more: str = "") -> Path:
    """Write pages and a config without models; return the config's path."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        (folder / "pages" / f"{number:03}.html").write_text(page(number), encoding="utf-8")
    config = folder / "newsroom.toml"
    config.write_text(
        f"""
        [digest]
        profile = "none"
        [store]
        url = "{store or "news.db"}"
        [run]
        batch = 4
        [[source]]
        location = "pages/*.html"
        [[output]]
        path = "out/digests.jsonl"
        {more}
        """,
        encoding="utf-8",
    )
    return config


class InlineEngine:
    """Does all the work in this process, at once, by the same functions as the real engines."""

    def __init__(
        self,
        settings: Settings,
        story: Story,
        memory: Memory,
        load: Callable[[], Models] | None = None,
    ) -> None:
        self.window = settings.run.batch
        self._read = Reader(settings, story).open()
        self._finish = finisher(settings, story, memory, load=load)

    def read(self, works: Sequence[Work]) -> list[Future[Read]]:
        answers: list[Future[Read]] = []
        for work in works:
            answers.append(Future())
            answers[-1].set_result(self._read(work))
        return answers

    def finish(self, drafts: Sequence[Draft]) -> list[Digest | Failure]:
        return self._finish(drafts)

    def close(self) -> None:
        """Nothing was started."""
