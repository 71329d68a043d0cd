"""``chipwire site`` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import open_store
from tests.pipeline.cli.conftest import Run, here
from tests.pipeline.site.conftest import planted
from tests.pipeline.store.makers import page_of

__all__ = ["here"]


@pytest.fixture
def stored(tmp_path: Path) -> str:
    """Fill a store with one digest."""
    url = str(tmp_path / "news.db")
    digest = planted()[0]
    with open_store(url) as store:
        store.put_digest(store.put_article(page_of("https://a.example"), digest.article).id, digest)
    return url


def test_a_site_of_the_store(here: Run, stored: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = here("site", str(out), "--store", stored, "--url", "https://chips.example/site")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no briefing of this story yet" in done.stderr
    assert "Une usine chère" in (out / "index.html").read_text(encoding="utf-8")
    feed = (out / "feed.xml").read_text(encoding="utf-8")
    assert f"https://chips.example/site/articles/{planted()[0].id}.html" in feed


def test_a_site_of_sources_with_one_that_fails(here: Run, tmp_path: Path) -> None:
    from tests.pipeline.briefing.makers import SAMPLES

    out, gone = tmp_path / "out", str(tmp_path / "gone.html")
    page = str(SAMPLES / "fr" / "tsmc-dement.html")
    done = here("site", str(out), page, gone, "--profile", "none", "--quiet")
    assert done.returncode == 3
    assert gone in done.stderr
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "1 of 2 sources answered, 1 failed" in index


@pytest.mark.parametrize("url", ["javascript:alert(1)", "chips.example", ""])
def test_an_address_that_is_none_is_refused(here: Run, tmp_path: Path, url: str) -> None:
    done = here("site", str(tmp_path / "out"), "--url", url)
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()


def test_nothing_digested_writes_nothing(here: Run, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.html")
    done = here("site", str(tmp_path / "out"), gone, "--profile", "none", "-q")
    assert done.returncode == 1
    assert not (tmp_path / "out").exists()
