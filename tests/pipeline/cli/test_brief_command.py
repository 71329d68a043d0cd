"""``chipwire brief``: over sources and over a store."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.briefing_records import Briefing
from pipeline.records import Page, Source
from pipeline.store import open_store
from tests.pipeline.briefing.makers import SAMPLES, digests, page

Run = Callable[..., subprocess.CompletedProcess[str]]
PAGES = [str(SAMPLES / "fr" / "tsmc-dement.html"), str(SAMPLES / "zh" / "altman-qiwanyi.html")]
STAKE = "SoftBank would take a stake of {} in the chip venture of Sam Altman."


def put(url: str, pages: dict[str, bytes]) -> None:
    """Store digests of pages as a run does."""
    with open_store(url) as store:
        for digest in digests(pages):
            place = digest.source.final_url or digest.source.location
            got = Page(
                source=Source(location=place, kind="url"),
                final_url=place,
                content=b"",
                content_type="text/html",
                charset=None,
                fetched_at=digest.source.fetched_at,
                sha256=digest.source.sha256,
            )
            store.put_digest(store.put_article(got, digest.article).id, digest)


def test_sources_are_digested_and_briefed(here: Run) -> None:
    done = here("brief", "--profile", "none", "--quiet", *PAGES)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "2 of 2 sources answered" in done.stdout
    assert "$7 trillion · 2 origins" in done.stdout


def test_a_failed_source_is_named_and_the_others_briefed(here: Run, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.html")
    done = here("brief", "--profile", "none", "--quiet", *PAGES, gone)
    assert done.returncode == 3
    assert "2 of 3 sources answered, 1 failed" in done.stdout
    assert gone in done.stderr


def test_nothing_to_brief_is_said(here: Run, tmp_path: Path) -> None:
    done = here("brief", "--profile", "none", "--quiet", str(tmp_path / "gone.html"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is nothing to brief" in done.stderr


def test_previous_tells_what_is_new(here: Run, tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    first = here("brief", "--profile", "none", "-q", "-f", "json", "-o", str(last), PAGES[0])
    assert (first.returncode, first.stdout) == (0, "")
    done = here("brief", "--profile", "none", "-q", "-f", "json", "--previous", str(last), *PAGES)
    made = Briefing.model_validate_json(done.stdout)
    assert made.previous == json.loads(last.read_text(encoding="utf-8"))["id"]
    assert "confirmed" in {news.kind for news in made.news}


@pytest.mark.parametrize("content", ["", "{}", '{"kind": "digest"}'])
def test_a_previous_that_is_no_briefing_is_refused(here: Run, tmp_path: Path, content: str) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(content, encoding="utf-8")
    done = here("brief", "--profile", "none", "--previous", str(wrong), PAGES[0])
    assert done.returncode == 2
    assert "not a briefing" in done.stderr


def test_a_window_is_for_the_store_alone(here: Run) -> None:
    done = here("brief", "--profile", "none", "--since", "7d", PAGES[0])
    assert done.returncode == 2
    assert "--since" in done.stderr


def test_the_store_is_briefed_and_remembers(here: Run, url: str) -> None:
    put(url, {"a.example/1": page("en", "2024-05-02", "SoftBank", STAKE.format("$500 million"))})
    first = here("brief", "--store", url)
    assert first.returncode == 0
    assert "New since" not in first.stdout
    assert here("brief", "--store", url).stdout == first.stdout
    put(url, {"b.example/1": page("en", "2024-05-08", "More", STAKE.format("$800 million"))})
    second = here("brief", "--store", url)
    assert "changed: stake or contribution: $800 million" in second.stdout
    assert here("brief", "--store", url).stdout == second.stdout


def test_the_window_of_a_store_is_by_the_date_of_the_article(here: Run, url: str) -> None:
    put(
        url,
        {
            "a.example/1": page("en", "2024-05-02", "Then", STAKE.format("$500 million")),
            "b.example/1": page("en", "2024-06-08", "Now", STAKE.format("$800 million")),
        },
    )
    done = here("brief", "--store", url, "--since", "2024-06", "--format", "json")
    assert [source.title for source in Briefing.model_validate_json(done.stdout).sources] == ["Now"]


def test_a_store_without_digests_in_the_language_says_so(here: Run, url: str) -> None:
    put(url, {"a.example/1": page("en", "2024-05-02", "Then", STAKE.format("$500 million"))})
    done = here("brief", "--store", url, "--to", "fr")
    assert done.returncode == 1
    assert "there is nothing to brief" in done.stderr
