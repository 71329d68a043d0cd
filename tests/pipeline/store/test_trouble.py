"""What goes wrong in a newsroom: one clear line, and the store still opens afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import TextClause, event, text

from pipeline.errors import StoreError
from pipeline.records import Source
from pipeline.store import Store, open_store
from pipeline.store.engine import transaction
from tests.pipeline.store.makers import article_of, digest_of, page_of

NOBODY = 65534  # by convention the user that owns nothing


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that tests may forbid; root, who may do anything, becomes nobody meanwhile."""
    made = Path(tempfile.mkdtemp())
    open_store(made / "first.db").close()  # nobody may not read root's Python: import it all now
    (made / "first.db").unlink()
    root = os.geteuid() == 0
    if root:
        os.chown(made, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield made
    if root:
        os.seteuid(0)
    for inner in [made, *made.rglob("*")]:
        inner.chmod(0o700)
    shutil.rmtree(made)


def one_line(caught: pytest.ExceptionInfo[StoreError]) -> str:
    line = str(caught.value)
    assert "\n" not in line
    assert "Traceback" not in line
    assert "INSERT" not in line  # no statement, no parameters
    assert len(line) < 300
    return line


def test_what_is_made_is_for_its_owner_alone(folder: Path) -> None:
    with open_store(folder / "new" / "news.db") as store:
        store.put_article(page_of(), article_of("Des puces."))
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "new").iterdir()
        }
    assert modes == {"news.db": 0o600, "news.db-wal": 0o600, "news.db-shm": 0o600}
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o700


def test_sqlite_is_set_up_for_many_readers_and_one_writer(folder: Path) -> None:
    with open_store(folder / "news.db") as store:
        for writes in (False, True):
            with transaction(store._engine, writes=writes) as connection:
                assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
                assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_reader_does_not_wait_for_a_writer(folder: Path) -> None:
    with open_store(folder / "news.db", busy_seconds=0.1) as store:
        store.put_article(page_of(), article_of("Des puces."))
        with transaction(store._engine, writes=True):
            assert len(store.search("puces")) == 1


def test_a_locked_store_is_waited_for(url: str, store: Store) -> None:
    begun = threading.Event()

    def hold() -> None:
        with transaction(store._engine, writes=True) as connection:
            connection.execute(lock(connection.dialect.name))
            begun.set()
            time.sleep(0.5)

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(10)
    with open_store(url, busy_seconds=30) as mine:
        mine.put_source(Source(location="https://news.example/feed", kind="url"))
    holder.join()
    assert len(store.sources()) == 1


def test_a_store_locked_for_too_long_is_told(url: str, store: Store) -> None:
    with open_store(url, busy_seconds=0.2) as mine:
        with transaction(store._engine, writes=True) as connection:
            connection.execute(lock(connection.dialect.name))
            with pytest.raises(StoreError) as caught:
                mine.put_source(Source(location="https://news.example/feed", kind="url"))
        assert "somebody else has been writing for too long" in one_line(caught)
        mine.put_source(Source(location="https://news.example/feed", kind="url"))
        assert len(mine.sources()) == 1


def lock(dialect: str) -> TextClause:
    """Hold what a writer needs; an SQLite writer holds it by having begun."""
    return text("SELECT 1" if dialect == "sqlite" else "LOCK TABLE sources IN EXCLUSIVE MODE")


def test_a_folder_that_may_not_be_written_is_told(folder: Path) -> None:
    folder.chmod(0o500)
    for path in (folder / "news.db", folder / "new" / "news.db"):
        with pytest.raises(StoreError) as caught:
            open_store(path)
        assert "Permission denied" in one_line(caught)


def test_a_file_that_may_not_be_written_is_told_and_can_be_used_later(folder: Path) -> None:
    path = folder / "news.db"
    open_store(path).close()
    path.chmod(0o400)
    with pytest.raises(StoreError) as caught, open_store(path) as store:
        store.put_article(page_of(), article_of("Des puces."))
    assert "may not be written" in one_line(caught)
    path.chmod(0o600)
    with open_store(path) as store:
        assert store.put_article(page_of(), article_of("Des puces.")).change == "new"


def test_a_folder_that_becomes_read_only_is_told(folder: Path) -> None:
    path = folder / "news.db"
    open_store(path).close()
    folder.chmod(0o500)
    with pytest.raises(StoreError) as caught, open_store(path) as store:
        store.put_article(page_of(), article_of("Des puces."))
    one_line(caught)


def test_a_full_disk_is_told_and_nothing_is_half_stored(
    tmp_path: Path, rows: Callable[[Store], dict[str, int]]
) -> None:
    path = tmp_path / "news.db"
    with open_store(path) as store:
        store.put_article(page_of(), article_of("Des puces."))
        before = rows(store)

        @event.listens_for(store._engine, "begin")
        def fill_up(connection: object) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

        big = article_of("Des puces. " * 50_000)
        with pytest.raises(StoreError) as caught:
            store.put_article(page_of("https://news.example/big"), big)
        assert "no space is left" in one_line(caught)
        assert rows(store) == before
    with open_store(path) as store:
        assert rows(store) == before
        version = store.put_article(page_of("https://news.example/big"), big)
        store.put_digest(version.id, digest_of(big))


@pytest.mark.parametrize(
    "content", [b"not a database" * 1000, b"SQLite format 3\x00" + b"x" * 9000]
)
def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert "not a chipwire store" in one_line(caught)
    assert path.read_bytes() == content


def test_a_name_that_cannot_be_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"Dear editor")
    for path in (tmp_path, tmp_path / "letter" / "news.db", tmp_path / "a\x00b", "x" * 5000):
        with pytest.raises(StoreError) as caught:
            open_store(path)
        assert "\n" not in str(caught.value)
    assert (tmp_path / "letter").read_bytes() == b"Dear editor"


def test_threads_share_a_store(store: Store) -> None:
    def put(number: int) -> str:
        article = article_of(f"Texte {number}")
        version = store.put_article(page_of(f"https://news.example/{number}"), article)
        store.put_digest(version.id, digest_of(article))
        return version.change

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(put, range(40))) == {"new"}
    assert len(list(store.export())) == 40


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("mysql://host/db", "not supported"),
        ("http://news.example", "not supported"),
        ("://", "not a URL"),
        ("sqlite://", "name a file"),
        ("sqlite:///:memory:", "name a file"),
        ("", "name a file"),
    ],
)
def test_what_is_no_store_is_told(where: str, words: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(where)
    assert words in one_line(caught)


def test_a_missing_driver_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://editor@127.0.0.1:1/news")
    assert "pip install 'chipwire[postgres]'" in one_line(caught)


def test_a_server_out_of_reach_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://editor:s3cret@127.0.0.1:1/news")
    assert "s3cret" not in one_line(caught)
    assert "127.0.0.1" in str(caught.value)


HOSTILE = [
    "NUL \x00 inside",
    "'; DROP TABLE articles; -- \" ; \\ %s %(x)s :x ?",
    "\u202eright to left\u202c \ufeff\ufffe \U0010ffff \x1b[31m",
    "",
    "é" * 3000 + "e\u0301",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_comes_back_as_it_was(store: Store, words: str) -> None:
    article = article_of(words, title=words).model_copy(update={"published": words})
    version = store.put_article(page_of(), article)
    assert store.article(version.id) == article
    assert store.put_article(page_of(), article).change == "unchanged"
    store.put_digest(version.id, digest_of(article, actor=words, statement=words))
    (stored,) = store.export()
    assert stored.digest.article == article
    store.search(words)
    assert len(store.search("")) == 1


def test_half_characters_and_bad_locations_are_refused_in_one_line(store: Store) -> None:
    for article in (article_of("half \ud800"), article_of("whole", title="half \udfff")):
        with pytest.raises(StoreError) as caught:
            store.put_article(page_of(), article)
        assert "half a character" in one_line(caught)
    only_the_record = article_of("whole").model_copy(update={"site": "half \ud800"})
    with pytest.raises(StoreError, match="half a character"):
        store.put_article(page_of(), only_the_record)
    with pytest.raises(StoreError, match="half a character"):
        store.put_source(Source(location="page-\udcff.html", kind="file"))
    with pytest.raises(StoreError, match="NUL"):
        store.put_source(Source(location="a\x00b", kind="file"))
    assert store.sources() == []
    assert store.search("") == []


def test_foreign_keys_are_held(store: Store) -> None:
    with pytest.raises(StoreError), transaction(store._engine, writes=True) as connection:
        connection.execute(text("UPDATE versions SET article_id = 99"))
        connection.execute(
            text("INSERT INTO facts (version_id, kind, text, sentence) VALUES (99, 'date', 'x', 0)")
        )


def test_the_search_indexes_agree_with_the_passages(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(path) as store:
        for number in range(5):
            store.put_article(page_of(), article_of(f"Chiffre {number}."))
        store.prune(page_of().fetched_at.replace(year=2030), keep_versions=2)
    with sqlite3.connect(path) as connection:
        for index in ("passages_words", "passages_pieces"):  # raises if they do not
            connection.execute(f"INSERT INTO {index}({index}, rank) VALUES('integrity-check', 1)")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
