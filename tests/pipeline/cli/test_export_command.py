"""``chipwire export``: everything once, in order, safe to open, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import feedparser
import pytest
from sqlalchemy import text

from pipeline.records import Digest
from pipeline.store import open_store
from pipeline.store.engine import transaction
from tests.pipeline.briefing.makers import page
from tests.pipeline.cli.test_brief_command import put
from tests.pipeline.store.makers import article_of, digest_of, page_of

Run = Callable[..., subprocess.CompletedProcess[str]]


def table(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_digests_leave_as_they_were_published(chipwire: Run, newsroom: str) -> None:
    done = chipwire("export", "--store", newsroom)
    assert (done.returncode, done.stderr) == (0, "")
    with open_store(newsroom) as store:
        assert done.stdout == "".join(f"{stored.json}\n" for stored in store.export())
    for line in done.stdout.splitlines():
        Digest.model_validate_json(line)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--lang", "ja"], ["ja"]),
        (["--since", "2024-02-11"], ["ja", "attack"]),
        (["--until", "2024-02-09"], ["usine"]),
        (["--story", "chip-initiative"], ["usine", "usine", "ja", "attack"]),
        (["--story", "Chip-initiative"], []),
        (["--story", 'x","target_language":"en'], []),
    ],
)
def test_options_narrow_an_export(
    here: Run, newsroom: str, options: list[str], found: list[str]
) -> None:
    for what in ("digests", "articles"):
        done = here("export", "-f", "csv", "--what", what, "--store", newsroom, *options)
        assert [row["url"].rpartition("/")[2] for row in table(done.stdout)] == found


def test_no_cell_is_a_formula(here: Run, newsroom: str) -> None:
    for what in ("digests", "facts", "articles"):
        done = here("export", "-f", "csv", "--what", what, "--store", newsroom)
        cells = [cell for row in table(done.stdout) for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
        assert "'=" in done.stdout


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＠"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(here: Run, tmp_path: Path, begin: str) -> None:
    path = str(tmp_path / "news.db")
    with open_store(path) as store:
        store.put_article(page_of(), article_of(f'{begin}1+1, "zitiert"\nÉmirats', "x"))
    (row,) = table(here("export", "-f", "csv", "--what", "articles", "--store", path).stdout)
    assert row["text"] == f'\'{begin}1+1, "zitiert"\nÉmirats'


def test_facts_have_exact_amounts_and_their_words(here: Run, newsroom: str) -> None:
    facts = table(here("export", "-f", "csv", "--what", "facts", "--store", newsroom).stdout)
    assert [fact["kind"] for fact in facts] == ["money", "date", "actor", "quote", "claim"] * 4
    amount = next(fact for fact in facts if fact["language"] == "ja")
    assert amount["min"] == amount["max"] == amount["value"] == "7000000000000"
    assert (amount["currency"], amount["rendered"]) == ("USD", "$7bn")
    assert amount["text"] == "半導体の工場に7兆ドルを投じる。"
    assert [fact["superseded"] for fact in facts[::5]] == ["True", "False", "False", "False"]
    lines = here("export", "--what", "facts", "--store", newsroom).stdout.splitlines()
    assert [json.loads(line)["min"] for line in lines[::5]][2] == "7000000000000"


def test_facts_of_one_version_are_those_of_its_newest_digest(here: Run, url: str) -> None:
    with open_store(url) as store:
        article = article_of("Des puces.")
        version = store.put_article(page_of(), article)
        for config in ("a" * 64, "b" * 64):
            store.put_digest(version.id, digest_of(article, config=config))
        newest = list(store.export())[-1].digest_id
    done = here("export", "-f", "csv", "--what", "facts", "--store", url)
    assert {fact["digest_id"] for fact in table(done.stdout)} == {newest}
    assert len(here("export", "--store", url).stdout.splitlines()) == 2


def test_articles_leave_with_all_their_versions(here: Run, newsroom: str) -> None:
    lines = here("export", "--what", "articles", "--store", newsroom).stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["version"] for record in records] == [1, 2, 1, 1]
    assert records[1]["article"]["text"].startswith("L'usine coûterait 7 milliards.")
    assert not {"\x1b", "\x9b", "\u202e"} & set("".join(lines))


def test_parquet_has_types(here: Run, newsroom: str, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "facts.parquet"
    for what, count in (("digests", 4), ("articles", 4), ("facts", 20)):
        arguments = ("--format", "parquet", "--what", what, "--output", str(path))
        done = here("export", *arguments, "--store", newsroom)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == f"chipwire: {count} {what} written to {path}\n"
        rows = parquet.read_table(path).to_pylist()
        assert len(rows) == count
    assert rows[10]["max"] == Decimal(7 * 10**12)
    assert rows[10]["dated"] == datetime(2024, 2, 11, 8, tzinfo=UTC)
    assert rows[0]["superseded"] is True


def test_an_amount_beyond_parquet_keeps_its_digits_in_the_text(here: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path, output = str(tmp_path / "news.db"), tmp_path / "facts.parquet"
    with open_store(path) as store:
        article = article_of("Des puces.")
        version = store.put_article(page_of(), article)
        store.put_digest(version.id, digest_of(article, billions=10**30))
    assert here(
        "export", "-f", "parquet", "--what", "facts", "-o", str(output), "--store", path
    ).returncode == 0  # fmt: skip
    money = parquet.read_table(output).to_pylist()[0]
    assert (money["max"], money["value"]) == (None, f"1{'0' * 39}")


def test_the_same_store_gives_the_same_bytes(here: Run, newsroom: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for style in ("jsonl", "csv", "parquet"):
        files = [tmp_path / f"{number}.{style}" for number in (1, 2)]
        for file in files:
            here("export", "-f", style, "-o", str(file), "--store", newsroom)
        assert files[0].read_bytes() == files[1].read_bytes() != b""


def test_parquet_without_its_library_says_what_to_install(
    here: Run, newsroom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = here("export", "-f", "parquet", "-o", str(tmp_path / "x"), "--store", newsroom)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().endswith("pip install 'chipwire[parquet]'")
    assert not (tmp_path / "x").exists()


def test_parquet_needs_a_file(here: Run, newsroom: str) -> None:
    done = here("export", "-f", "parquet", "--store", newsroom)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--output" in done.stderr


def test_what_cannot_be_read_is_left_out_and_told(here: Run, newsroom: str) -> None:
    with open_store(newsroom) as store, transaction(store._engine, writes=True) as connection:
        connection.execute(text("UPDATE digests SET digest_json = '{}' WHERE id = 2"))
    done = here("export", "-f", "csv", "--store", newsroom)
    assert done.returncode == 3
    assert done.stderr == "chipwire: left out: store: digest 2 is of another chipwire\n"
    assert len(table(done.stdout)) == 3
    done = here("export", "--store", newsroom)
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "{}")


def test_a_failed_export_leaves_the_old_file(here: Run, newsroom: str, tmp_path: Path) -> None:
    output = tmp_path / "out" / "digests.jsonl"
    output.parent.mkdir()
    output.write_text("before\n")
    with open_store(newsroom) as store, transaction(store._engine, writes=True) as connection:
        connection.execute(text("ALTER TABLE digests RENAME COLUMN digest_json TO other"))
    done = here("export", "-o", str(output), "--store", newsroom)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert output.read_text() == "before\n"
    assert list(output.parent.iterdir()) == [output]


def test_a_killed_export_leaves_no_half_file(tmp_path: Path) -> None:
    """The process dies with the first digest written and the others not."""
    path, output = tmp_path / "news.db", tmp_path / "digests.jsonl"
    with open_store(path) as store:
        for number in range(3):
            article = article_of(f"Texte {number}")
            version = store.put_article(page_of(f"https://news.example/{number}"), article)
            store.put_digest(version.id, digest_of(article))
    code = (
        "import os, signal, sys\n"
        "import pipeline.cli.export as export\n"
        "lines = export._digest_lines\n"
        "def dying(*given):\n"
        "    yield next(iter(lines(*given)))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "export._digest_lines = dying\n"
        f"sys.argv = ['chipwire', 'export', '-o', {str(output)!r}, '--store', {str(path)!r}]\n"
        "export_main = __import__('pipeline.cli', fromlist=['main']).main\n"
        "export_main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert not output.exists()


def test_the_store_is_not_overwritten(here: Run, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    open_store(path).close()
    (tmp_path / "link").symlink_to(path)
    before = path.read_bytes()
    for output in (path, tmp_path / "link"):
        done = here("export", "-o", str(output), "--store", str(path))
        assert done.returncode == 2
        assert "is the store itself" in done.stderr
    assert path.read_bytes() == before


def test_a_pipe_is_written_to_and_stays_a_pipe(here: Run, newsroom: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    done = here("export", "-o", str(pipe), "--store", newsroom)
    reader.join(30)
    assert done.returncode == 0
    assert len(got[0].splitlines()) == 4
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_disk_is_told(here: Run, newsroom: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for style in ("jsonl", "csv", "parquet"):
        done = here("export", "-f", style, "-o", "/dev/full", "--store", newsroom)
        assert done.returncode == 2
        assert "No space left" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_a_feed_holds_the_latest_digest_of_each_article(here: Run, url: str) -> None:
    for stake in ("$500 million", "$800 million"):
        said = f"SoftBank would take a stake of {stake} in the chip venture."
        pages = {f"{n}.example/1": page("en", "2024-05-02", f"Stake of {n}", said) for n in "ab"}
        put(url, pages)
    done = here("export", "-f", "atom", "--store", url)
    assert done.returncode == 0
    feed = feedparser.parse(io.BytesIO(done.stdout.encode()))
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert sorted(entry.link for entry in feed.entries) == [
        "https://a.example/1",
        "https://b.example/1",
    ]
    assert all("$800 million" in entry.content[0].value for entry in feed.entries)


@pytest.mark.parametrize("what", ["facts", "articles"])
def test_a_feed_is_made_of_digests_alone(here: Run, newsroom: str, what: str) -> None:
    done = here("export", "-f", "atom", "--what", what, "--store", newsroom)
    assert done.returncode == 2
    assert "a feed is made of digests" in done.stderr
