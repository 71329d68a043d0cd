"""What leaves the store in bulk, and the histories of articles."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.store import Filters, Store, Wanted, open_store
from tests.pipeline.store.makers import TODAY, Clock, article_of, digest_of, page_of


def fill(store: Store, count: int) -> None:
    for number in range(count):
        article = article_of(f"Texte {number}", language="fr" if number % 2 else "de")
        page = page_of(f"https://news.example/{number}", TODAY + timedelta(hours=number))
        version = store.put_article(page, article)
        store.put_digest(version.id, digest_of(article))


def test_digests_and_versions_leave_once_in_the_order_of_storing(store: Store) -> None:
    fill(store, 60)
    assert [d.url.rpartition("/")[2] for d in store.export_digests()] == [
        str(number) for number in range(60)
    ]
    assert [v.url.rpartition("/")[2] for v in store.export_versions()] == [
        str(number) for number in range(60)
    ]
    assert [d.stored for d in store.export_digests()] == list(store.export())


def test_filters_hold_beyond_the_first_page(store: Store) -> None:
    fill(store, 60)
    wanted = Wanted(Filters(language="fr", until=TODAY + timedelta(hours=50)))
    assert len(list(store.export_digests(wanted))) == 25
    assert len(list(store.export_versions(wanted))) == 25
    assert not list(store.export_digests(Wanted(story="other")))
    assert len(list(store.export_versions(Wanted(story="chip-initiative")))) == 60


def test_superseded_versions_say_so(store: Store, clock: Clock) -> None:
    for text in ("Chiffre 1.", "Chiffre 2."):
        article = article_of(text)
        store.put_digest(store.put_article(page_of(at=clock()), article).id, digest_of(article))
        clock.move(days=1)
    assert [(d.version, d.superseded) for d in store.export_digests()] == [(1, True), (2, False)]
    assert [(v.version, v.superseded) for v in store.export_versions()] == [(1, True), (2, False)]


def test_a_history_has_all_versions_and_corrections(store: Store, clock: Clock) -> None:
    last = None
    for text in ("Chiffre 1.", "Chiffre 2.", "Chiffre 1."):
        last = store.put_article(page_of(at=clock()), article_of(text))
        clock.move(days=1)
    assert last is not None
    history = store.history(last.id)
    assert history is not None
    assert [version.number for version in history.versions] == [1, 2, 3]
    assert [(c.removed, c.added) for c in history.corrections] == [
        (["Chiffre 1."], ["Chiffre 2."]),
        (["Chiffre 2."], ["Chiffre 1."]),
    ]
    assert store.history(last.id + 1) is None


def test_a_digest_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    fill(store, 40)
    known = sorted(stored.digest_id for stored in store.export())
    for wanted in (known[0], known[0][:1], known[-1][:2]):
        expected = [digest_id for digest_id in known if digest_id.startswith(wanted)]
        assert [stored.digest_id for stored in store.find(wanted, 40)] == expected
    assert len(store.find("0", 1)) <= 1
    for text in ("", "%", "_", "xyz", "A", "\x00", "\ud800"):
        assert store.find(text) == []


def test_one_text_at_two_addresses_is_one_id(store: Store) -> None:
    article = article_of("Texte")
    for number in range(2):
        version = store.put_article(page_of(f"https://news.example/{number}"), article)
        store.put_digest(version.id, digest_of(article))
    (found,) = store.find(digest_of(article).id)
    assert found == store.get(digest_of(article).id)


def test_who_only_reads_makes_no_store(tmp_path: Path) -> None:
    path = tmp_path / "new" / "news.db"
    with pytest.raises(StoreError, match="there is no store here"):
        open_store(path, make=False)
    assert not path.parent.exists()
    empty = tmp_path / "empty.db"
    empty.touch()
    for place in (empty, tmp_path):
        with pytest.raises(StoreError, match="there is no store here"):
            open_store(place, make=False)
    assert empty.stat().st_size == 0
    open_store(path).close()
    open_store(path, make=False).close()


def test_who_only_reads_makes_no_tables(new_database: str) -> None:
    with pytest.raises(StoreError, match="there is no store here"):
        open_store(new_database, make=False)
    open_store(new_database).close()
    open_store(new_database, make=False).close()
