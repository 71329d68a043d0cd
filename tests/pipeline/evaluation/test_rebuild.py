"""A page made again from a stored article gives that article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.evaluation.rebuild import rebuilt_page
from pipeline.records import Article, Source
from pipeline.stages.extract import extract
from pipeline.stages.page import make_page
from tests.pipeline.store.makers import article_of


def read(content: bytes) -> Article:
    return extract(make_page(Source(location="page.html", kind="file"), content))


def test_the_samples_come_back(sample: tuple[Path, dict[str, Any]]) -> None:
    article = read(sample[0].read_bytes())
    again = read(rebuilt_page(article))
    kept = {"title", "authors", "published", "modified", "site", "text"}
    assert again.model_dump(include=kept) == article.model_dump(include=kept)


def test_markup_in_the_text_stays_text() -> None:
    text = "Une puce </p><script>alert(1)</script> & une autre. " + "Elle coûte 7 billions. " * 9
    again = read(rebuilt_page(article_of(text.strip(), "</title><b>Titre</b>")))
    assert "</p><script>alert(1)</script> & une autre" in again.text
    assert again.title == "</title><b>Titre</b>"
