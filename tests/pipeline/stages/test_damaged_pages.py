"""Pages that were damaged by chance, from bytes to facts; ``make eval-robust`` reads 10,000."""

from __future__ import annotations

import pytest

from pipeline.batch.reading import Reader
from pipeline.config import load_settings
from pipeline.story import Story
from tests.evaluation.mutate import mutated, sample_pages
from tests.evaluation.robust import broken, work

PAGES = sample_pages()


@pytest.mark.parametrize("first", range(100_000, 100_120, 20))
def test_a_damaged_page_is_an_article_or_one_line(first: int, story: Story) -> None:
    read = Reader(load_settings(profile="none"), story).open()
    seeds = range(first, first + 20)
    reads = [read(work((f"seed {seed}", mutated(seed, PAGES)))) for seed in seeds]
    assert [broken(one) for one in reads] == [None] * 20
