"""No page, however it is built, holds whoever reads it for longer than a limit."""

from __future__ import annotations

from contextlib import closing
from itertools import islice, product
from string import ascii_lowercase

import pytest

from pipeline.batch.readers import Readers
from pipeline.batch.reading import Reader
from pipeline.batch.records import Work
from pipeline.config import load_settings
from pipeline.errors import ContentError
from pipeline.records import Failure, Page, Source
from pipeline.stages.extract import extract
from pipeline.stages.extract_apart import extract_within
from pipeline.stages.page import make_page
from pipeline.story import Story
from tests.evaluation.mutate import SAMPLES

SAMPLE = SAMPLES / "fr" / "altman-sept-billions.html"


def page(content: bytes) -> Page:
    source = Source(location="https://news.example/a", kind="url")
    return make_page(source, content, final_url=source.location, content_type="text/html")


def endless() -> bytes:
    """Return a page of one tag over whose attributes lxml sits for minutes."""
    names = islice(product(ascii_lowercase, repeat=4), 400_000)
    return b"<html><body><p " + " ".join("".join(name) for name in names).encode() + b">x</p>"


def test_a_page_that_would_take_minutes_ends_at_the_limit() -> None:
    with pytest.raises(ContentError, match="took longer than 1 s: the page may be built to do so"):
        extract_within(page(endless()), seconds=1)


def test_in_a_run_it_ends_at_the_limit_too(story: Story) -> None:
    contents = {"good": SAMPLE.read_bytes(), "endless": endless()}
    works = [
        Work(Source(location=f"{name}.html", kind="file"), page=page(content))
        for name, content in contents.items()
    ]
    reader = Reader(load_settings(profile="none"), story)
    with closing(Readers(reader, 1, 15)) as readers:
        good, held = (answer.result(300) for answer in readers.read(works))
    assert isinstance(held, Failure)
    assert held.error == "took longer than 15 s: raise run.read_timeout"
    assert not isinstance(good, Failure)


def test_a_large_page_gives_the_same_article_apart_as_here() -> None:
    large = SAMPLE.read_bytes().replace(b"</head>", b"<!--" + b"x" * 600_000 + b"--></head>")
    assert extract_within(page(large)) == extract(page(large))


def test_what_is_wrong_with_a_large_page_is_told_as_it_is_here() -> None:
    empty = page(b"<html><body><!--" + b"x" * 600_000 + b"--></body></html>")
    with pytest.raises(ContentError, match="no article found"):
        extract_within(empty)
    with pytest.raises(ContentError, match="more than 100000 tags"):
        extract_within(page(b"<b>" * 200_000))


@pytest.mark.parametrize("block", ["", "<p>x</p>", "<!-- x -->"])
def test_inline_markup_without_end_is_cut_into_paragraphs(block: str) -> None:
    words = "".join(f"mot{number} <br>" for number in range(1_500))
    text = "Une phrase entière, qui dit ce que le journal sait de cette affaire de puces. "
    article = extract(page(f"<html><body><div>{words}{text * 9}{block}</div></body>".encode()))
    assert "mot0\nmot1\nmot2\n" in article.text
    assert text.strip() in article.text
