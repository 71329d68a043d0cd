"""Digest gold cases and judge what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from models.protocols import Progress, no_progress
from pipeline.config import Settings
from pipeline.config.digest import Language, Length
from pipeline.digest import Digester
from pipeline.evaluation.case import Case
from pipeline.evaluation.judge import judge
from pipeline.evaluation.score import Outcome
from pipeline.records import Digest, Failure, Page, Source
from pipeline.stages.load import Models
from pipeline.stages.page import make_page
from pipeline.story import load_story


class _Recipe(NamedTuple):
    """What the digests of cases have in common that are made together."""

    story: str
    to: Language
    length: Length


class CaseFetcher:
    """Gives the pages of cases, by location."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._pages = {case.location: case.page for case in cases}

    def fetch(self, source: Source) -> Page:
        """Return the page of a case."""
        return make_page(source, self._pages[source.location])


def evaluate(
    cases: Sequence[Case],
    settings: Settings,
    load: Callable[[], Models] = Models,
    progress: Progress = no_progress,
) -> list[Outcome]:
    """Digest cases, those of one story, language and length together; outcomes in their order.

    Models are loaded once. Raises ``UsageError`` for a story that there is not.
    """
    once = cache(load)
    results: dict[str, Digest | Failure] = {}
    for recipe in dict.fromkeys(map(_recipe, cases)):
        group = [case for case in cases if _recipe(case) == recipe]
        digester = Digester(
            settings=settings.model_copy(
                update={
                    "digest": settings.digest.model_copy(
                        update={"to": recipe.to, "length": recipe.length}
                    )
                }
            ),
            story=load_story(recipe.story),
            fetcher=CaseFetcher(group),
            load=once,
            progress=progress,
        )
        sources = [Source(location=case.location, kind="file") for case in group]
        for case, result in zip(group, digester.digest(sources), strict=True):
            results[case.name] = result
    return [Outcome(c.name, c.language, judge(c.gold, results[c.name])) for c in cases]


def _recipe(case: Case) -> _Recipe:
    return _Recipe(case.gold.story, case.gold.to, case.gold.length)
