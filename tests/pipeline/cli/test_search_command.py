"""``chipwire search`` as a journalist uses it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def urls(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["url"].rpartition("/")[2] for line in done.stdout.splitlines()]


def test_a_hit_shows_what_is_needed_to_go_on(chipwire: Run, newsroom: str) -> None:
    done = chipwire("search", "emirats", "--store", newsroom)
    assert (done.returncode, done.stderr) == (0, "")
    title, about, *excerpt, url, digest = done.stdout.splitlines()
    assert title == "Une usine"
    assert about.split() == ["2024-02-10", "·", "fr"]
    assert "[Émirats]" in " ".join(excerpt)
    assert url.strip() == "https://news.example/usine"
    name, found = digest.split()
    assert name == "digest"
    shown = chipwire("show", found, "--store", newsroom)
    assert shown.returncode == 0
    assert "The plant is dear." in shown.stdout


def test_nothing_found_is_no_error(here: Run, newsroom: str) -> None:
    for style, nothing in (("text", ""), ("json", "[]\n"), ("jsonl", "")):
        done = here("search", "licorne", "--format", style, "--store", newsroom)
        assert (done.returncode, done.stdout) == (0, nothing)
        assert done.stderr == "chipwire: nothing found\n"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["usine"], ["usine"]),
        (["plant"], ["usine"]),  # in the digest
        (["半導体"], ["ja"]),
        ([], ["attack", "ja", "usine"]),  # the newest first
        (["--lang", "FR"], ["attack", "usine"]),
        (["--actor", "softbank"], ["ja"]),
        (["--actor", "ソフトバンク"], ["ja"]),  # as the story knows it
        (["--since", "2024-02-11", "--until", "2024-02-11"], ["ja"]),
        (["--until", "2024-02"], ["ja", "usine"]),
        (["--since", "1d"], []),
        (["--min-amount", "5bn"], ["ja", "usine"]),
        (["--min-amount", "7 trillion"], ["ja"]),
        (["--min-amount", "7e12"], ["ja"]),
        (["--min-amount", "$7000000000"], ["ja", "usine"]),
        (["--min-amount", "€1m"], []),
        (["--limit", "1"], ["attack"]),
        (["des", "puces"], ["usine"]),
        (["'; DROP TABLE articles; --"], []),
    ],
)
def test_options_narrow_a_search(
    here: Run, newsroom: str, options: list[str], found: list[str]
) -> None:
    assert urls(here("search", "--store", newsroom, "--format", "jsonl", *options)) == found


def test_a_hit_in_json_names_its_digest_and_its_marks(here: Run, newsroom: str) -> None:
    done = here("search", "usine 5", "--format", "json", "--store", newsroom)
    (hit,) = json.loads(done.stdout)
    assert (hit["version"], hit["superseded"], hit["in_digest"]) == (1, True, False)
    assert len(hit["digest_id"]) == 12
    assert {hit["excerpt"][start:end] for start, end in hit["marks"]} == {"usine", "5"}


@pytest.mark.parametrize("style", ["text", "json", "jsonl"])
def test_a_title_acts_on_no_terminal(here: Run, newsroom: str, style: str) -> None:
    done = here("search", "calme", "--format", style, "--store", newsroom)
    assert "Titre" in done.stdout
    assert not {"\x1b", "\x9b", "\u202e"} & set(done.stdout)


@pytest.mark.parametrize(
    "options",
    [
        ["--min-amount", "much"],
        ["--since", "yesterday"],
        ["--since", "2024-02-10", "--until", "2024-02-09"],
        ["--limit", "0"],
    ],
)
def test_what_cannot_be_read_is_told(here: Run, newsroom: str, options: list[str]) -> None:
    done = here("search", "usine", "--store", newsroom, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert options[0] in done.stderr


@pytest.mark.parametrize("command", ["search x", "show abc", "export", "prune --before 1d --yes"])
def test_a_store_that_is_not_there_is_not_made(here: Run, tmp_path: Path, command: str) -> None:
    path = tmp_path / "newsroom" / "news.db"
    done = here(*command.split(), "--store", str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"chipwire: error: store {path}: there is no store here; check its name\n"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_not_a_store(here: Run, new_database: str) -> None:
    done = here("search", "x", "--store", new_database)
    assert done.returncode == 1
    assert "there is no store here" in done.stderr


def test_the_store_of_the_config_is_read(here: Run, newsroom: str, tmp_path: Path) -> None:
    config = tmp_path / "newsroom.toml"
    config.write_text(f"[store]\nurl = {json.dumps(newsroom)}\n", encoding="utf-8")
    assert urls(here("search", "半導体", "-f", "jsonl", "--config", str(config))) == ["ja"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://editor:s3cret@127.0.0.1:1/news",
        "postgresql://editor:s3cret@x@127.0.0.1:1/news",
        "postgresql://editor:s3cret@[::1/news",
        "postgresql://editor@127.0.0.1:1/news?password=s3cret",
        "postgresql://editor:s3cret@127.0.0.1:port/news",
        "postgresql:/editor:s3cret@127.0.0.1/news",
        "host=127.0.0.1 port=1 password=s3cret",
        "mysql://editor:s3cret@127.0.0.1/news",
    ],
)
def test_no_message_shows_a_password(here: Run, tmp_path: Path, url: str) -> None:
    pytest.importorskip("psycopg")
    config = tmp_path / "newsroom.toml"
    config.write_text(f"[store]\nurl = [{json.dumps(url)}]\n", encoding="utf-8")
    for options in (["--store", url], ["--config", str(config)]):
        done = here("search", "x", *options)
        assert done.returncode in (1, 2)
        assert len(done.stderr.splitlines()) == 1
        assert "s3cret" not in done.stdout + done.stderr
