"""Export, prune, upgrade: the store over the years."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from pipeline.errors import StoreError
from pipeline.store import Store, open_store
from pipeline.store.engine import transaction
from pipeline.store.schema import REVISION, metadata
from tests.pipeline.store.makers import TODAY, Clock, article_of, digest_of, page_of

Rows = Callable[[Store], dict[str, int]]


def fill(store: Store, count: int) -> None:
    for number in range(count):
        article = article_of(f"Texte {number}")
        version = store.put_article(page_of(f"https://news.example/{number}"), article)
        store.put_digest(version.id, digest_of(article))


def test_an_export_gives_every_digest_once_in_the_order_of_storing(store: Store) -> None:
    fill(store, 120)
    exported = list(store.export())
    assert [d.digest.article.text for d in exported] == [f"Texte {n}" for n in range(120)]
    fill(store, 125)  # five more
    again = list(store.export())
    assert again[:120] == exported
    assert [d.digest.article.text for d in store.export(after=exported[-1].number)] == [
        f"Texte {n}" for n in range(120, 125)
    ]


def test_a_slow_reader_of_an_export_holds_up_no_writer(store: Store) -> None:
    fill(store, 60)
    reader = store.export()
    next(reader)
    fill(store, 61)
    assert len(list(reader)) == 60


def versions_of(store: Store, texts: int, clock: Clock) -> None:
    for number in range(texts):
        article = article_of(f"Chiffre {number}.")
        version = store.put_article(page_of(at=clock()), article)
        store.put_digest(version.id, digest_of(article))
        clock.move(days=1)


def test_prune_forgets_old_versions_and_keeps_the_newest(
    store: Store, clock: Clock, rows: Rows
) -> None:
    versions_of(store, 5, clock)
    store.remember({"k": "v"})
    store.work.finish_run(store.work.begin_run("c" * 64, "old"))
    before = rows(store)
    clock.move(days=365)
    counted = store.prune(clock(), keep_versions=2, dry_run=True)
    assert rows(store) == before
    assert store.prune(clock(), keep_versions=2) == counted
    assert counted._asdict() == {
        "versions": 3,
        "digests": 3,
        "facts": 15,
        "passages": 6,
        "answers": 1,
        "runs": 1,
        "items": 0,
    }
    left = rows(store)
    assert (left["versions"], left["digests"], left["corrections"]) == (2, 2, 4)
    assert [d.digest.article.text for d in store.export()] == ["Chiffre 3.", "Chiffre 4."]
    assert sum(store.prune(clock(), keep_versions=2)) == 0
    assert len(store.search("Chiffre")) == 1
    with pytest.raises(StoreError, match="at least one"):
        store.prune(clock(), keep_versions=0)


def test_prune_leaves_what_is_young_and_search_agrees(store: Store, clock: Clock) -> None:
    versions_of(store, 5, clock)
    assert store.prune(TODAY + timedelta(days=2), keep_versions=1).versions == 2
    assert store.search('"Chiffre 0."') == []
    (hit,) = store.search("Chiffre 2.")
    assert hit.version == 3


def test_prune_by_number_alone_leaves_answers_and_runs(
    store: Store, clock: Clock, rows: Rows
) -> None:
    versions_of(store, 5, clock)
    store.remember({"k": "v"})
    store.work.finish_run(store.work.begin_run("c" * 64, "old"))
    clock.move(days=365)
    assert store.prune(None, keep_versions=3).versions == 2
    left = rows(store)
    assert (left["versions"], left["answers"], left["runs"]) == (3, 1, 1)


def test_the_space_of_what_was_pruned_is_given_back(store: Store, clock: Clock) -> None:
    versions_of(store, 40, clock)
    store.prune(None)
    freed = store.compact()
    if store.file is None:
        assert freed is None  # PostgreSQL sees to it
    else:
        assert freed is not None
        assert freed > 0
    assert [d.digest.article.text for d in store.export()] == ["Chiffre 39."]
    assert len(store.search("Chiffre")) == 1


def test_a_number_is_never_given_twice(store: Store, clock: Clock) -> None:
    versions_of(store, 2, clock)
    last = list(store.export())[-1].number
    with transaction(store._engine, writes=True) as connection:
        connection.execute(text("DELETE FROM digests"))
    fill(store, 1)
    assert [d.number for d in store.export()] > [last]


def test_migrations_make_the_tables_that_the_code_expects(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        """Leave out what serves search alone, which differs between the databases."""
        if kind == "column" and name == "words":
            return False
        return not (kind in {"table", "index"} and (name or "").startswith("passages_"))

    with transaction(store._engine, writes=False) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, metadata) == []
        if connection.dialect.name == "postgresql":
            indexes = {index["name"] for index in inspect(connection).get_indexes("passages")}
            assert "passages_words" in indexes
    config = Config()
    config.set_main_option("script_location", "pipeline:store/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_an_open_store_opens_again_as_it_is(url: str, store: Store, rows: Rows) -> None:
    fill(store, 2)
    before = rows(store)
    with open_store(url) as again:
        assert rows(again) == before


def test_six_that_open_a_new_store_at_once_all_get_it(url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        for opened in list(pool.map(lambda _: open_store(url), range(6))):
            with opened:
                assert opened.sources() == []


def test_a_newer_store_is_refused_and_left_alone(url: str, store: Store) -> None:
    with transaction(store._engine, writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer chipwire.*upgrade chipwire") as caught:
        open_store(url)
    assert "\n" not in str(caught.value)
    with transaction(store._engine, writes=False) as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_database_of_something_else_is_left_alone(url: str) -> None:
    from pipeline.store.engine import connect, store_url

    engine = connect(store_url(url), 5)
    with transaction(engine, writes=True) as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(StoreError, match="belongs to something else"):
        open_store(url)
    engine.dispose()


def test_a_server_that_allows_no_extension_still_searches(new_database: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(new_database, autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS guest")
        admin.execute("CREATE ROLE guest LOGIN")
        admin.execute("GRANT CREATE ON SCHEMA public TO guest")
    with open_store(new_database.replace("postgres@", "guest@")) as store:
        store.put_article(page_of(), article_of("Des micropuces de Dresde."))
        assert len(store.search("puces")) == len(store.search("Dresde")) == 1
        with transaction(store._engine, writes=False) as connection:
            assert connection.scalar(text("SELECT count(*) FROM pg_extension")) == 1  # plpgsql


def test_a_database_that_cannot_hold_all_characters_is_refused(new_database: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(new_database, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS latin")
        admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    name = new_database.partition("@/")[2].partition("?")[0]
    with pytest.raises(StoreError, match="ENCODING UTF8"):
        open_store(new_database.replace(name, "latin"))


def test_a_digest_of_a_later_schema_is_exported_as_it_is(store: Store) -> None:
    fill(store, 1)
    with transaction(store._engine, writes=True) as connection:
        connection.execute(text("UPDATE digests SET digest_json = '{}'"))
    (stored,) = store.export()
    assert stored.json == "{}"
    with pytest.raises(StoreError, match="of another chipwire"):
        _ = stored.digest


def test_help_loads_no_database_library() -> None:
    code = (
        "import sys; sys.argv=['chipwire', '--help']\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
