"""``chipwire show``: a digest as it was made, its article, and how that changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Article, Digest
from pipeline.render import render
from pipeline.sources import parse_source
from pipeline.stages.fetch import SourceFetcher
from pipeline.stages.load import load_models
from pipeline.store import open_store
from pipeline.story import load_story
from tests.pipeline.store.makers import article_of, digest_of, page_of

Run = Callable[..., subprocess.CompletedProcess[str]]
SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "fr" / "altman-sept-billions.html"


def ids(url: str) -> list[str]:
    with open_store(url) as store:
        return [stored.digest_id for stored in store.export()]


@pytest.fixture(scope="module")
def digest() -> Digest:
    """A digest of a sample, made without a model."""
    settings = load_settings(profile="none")
    digester = Digester(
        settings=settings,
        story=load_story(settings.digest.story),
        fetcher=SourceFetcher(settings.fetch),
        load=lambda: load_models(settings),
    )
    (result,) = digester.digest([parse_source(str(SAMPLE))])
    assert isinstance(result, Digest)
    return result


def test_a_digest_is_shown_as_it_was_printed(chipwire: Run, url: str, digest: Digest) -> None:
    with open_store(url) as store:
        page = page_of(at=datetime(2026, 1, 1, tzinfo=UTC))
        store.put_digest(store.put_article(page, digest.article).id, digest)
    done = chipwire("show", digest.id, "--store", url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == render([digest], "text")


@pytest.mark.parametrize("style", ["markdown", "json", "jsonl"])
def test_every_format_is_that_of_the_digest(
    here: Run, tmp_path: Path, digest: Digest, style: str
) -> None:
    path = str(tmp_path / "news.db")
    with open_store(path) as store:
        store.put_digest(store.put_article(page_of(), digest.article).id, digest)
    done = here("show", digest.id[:4].upper(), "--format", style, "--store", path)
    assert done.stdout == render([digest], style)


def test_the_article_is_shown_as_it_was_read(here: Run, newsroom: str) -> None:
    first, *_ = ids(newsroom)
    done = here("show", first, "--article", "--store", newsroom)
    title, about, empty, *text = done.stdout.splitlines()
    assert (title, empty) == ("Une usine", "")
    assert "https://news.example/usine" in about
    assert text == ["L'usine coûterait 5 milliards.", "Des puces pour les Émirats."]
    done = here("show", first, "--article", "-f", "json", "--store", newsroom)
    assert Article.model_validate_json(done.stdout).text == "\n".join(text)
    done = here("show", first, "--article", "-f", "markdown", "--store", newsroom)
    assert done.stdout.startswith("# Une usine\n")


def test_versions_say_what_went_and_what_came(here: Run, newsroom: str) -> None:
    first, second, *_ = ids(newsroom)
    told = [
        "https://news.example/usine",
        "version 1, read 2024-02-09 08:00 UTC",
        "version 2, read 2024-02-10 08:00 UTC",
        "  - L'usine coûterait 5 milliards.",
        "  + L'usine coûterait 7 milliards.",
    ]
    for digest_id in (first, second):
        done = here("show", digest_id, "--versions", "--store", newsroom)
        assert done.stdout.splitlines() == told
    done = here("show", first, "--versions", "-f", "json", "--store", newsroom)
    history = json.loads(done.stdout)
    assert [version["version"] for version in history["versions"]] == [1, 2]
    assert history["corrections"][0]["added"] == ["L'usine coûterait 7 milliards."]
    done = here("show", first, "--versions", "-f", "markdown", "--store", newsroom)
    assert "Removed:\n\n- L'usine coûterait 5 milliards." in done.stdout


def test_a_pruned_version_leaves_its_correction(here: Run, newsroom: str) -> None:
    _, second, *_ = ids(newsroom)
    with open_store(newsroom) as store:
        assert store.prune(None).versions == 1
    done = here("show", second, "--versions", "--store", newsroom)
    assert "version 1, no longer kept" in done.stdout
    assert "  - L'usine coûterait 5 milliards." in done.stdout


def test_a_beginning_of_several_ids_names_them(here: Run, url: str) -> None:
    with open_store(url) as store:
        for number in range(40):
            article = article_of(f"Texte {number}")
            version = store.put_article(page_of(f"https://news.example/{number}"), article)
            store.put_digest(version.id, digest_of(article))
        known = sorted(stored.digest_id for stored in store.export())
    begin = next(known[0][:n] for n in range(1, 12) if not known[1].startswith(known[0][:n]))
    assert known[0] in here("show", begin, "-f", "json", "--store", url).stdout
    crowded = next(c for c in "0123456789abcdef" if sum(i.startswith(c) for i in known) > 1)
    done = here("show", crowded, "--store", url)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    candidates = [digest_id for digest_id in known if digest_id.startswith(crowded)]
    assert all(digest_id in line for digest_id in candidates[:5])


@pytest.mark.parametrize("wanted", ["ffffffffffff", "%", "", "'; --", "é", "\x1b[2J", "a" * 5_000])
def test_an_unknown_id_is_told_on_one_line(here: Run, newsroom: str, wanted: str) -> None:
    done = here("show", wanted, "--store", newsroom)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "there is no digest" in line
    assert "\x1b" not in line


def test_an_attack_in_a_title_acts_on_no_terminal(here: Run, newsroom: str) -> None:
    *_, attack = ids(newsroom)
    for options in ([], ["--article"], ["--versions"]):
        for style in ("text", "markdown", "json"):
            done = here("show", attack, *options, "-f", style, "--store", newsroom)
            assert done.returncode == 0
            assert not {"\x1b", "\x9b", "\u202e"} & set(done.stdout)


def test_a_digest_of_another_chipwire_is_told(here: Run, newsroom: str) -> None:
    from sqlalchemy import text

    from pipeline.store.engine import transaction

    first, *_ = ids(newsroom)
    with open_store(newsroom) as store, transaction(store._engine, writes=True) as connection:
        connection.execute(text("UPDATE digests SET digest_json = '{}'"))
    done = here("show", first, "--store", newsroom)
    assert done.returncode == 1
    assert "of another chipwire" in done.stderr


def test_two_wishes_at_once_are_refused(here: Run, newsroom: str) -> None:
    done = here("show", "abc", "--article", "--versions", "--store", newsroom)
    assert done.returncode == 2
