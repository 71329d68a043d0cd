"""Places that somebody added to look at again, beside the sources of articles."""

from __future__ import annotations

from datetime import timedelta

from pipeline.records import Source
from pipeline.store import FetchState, open_store
from tests.pipeline.store.makers import Clock, article_of, page_of


def test_only_what_was_added_is_watched_until_it_is_forgotten(url: str, clock: Clock) -> None:
    feed = Source(location="https://news.example/feed", kind="url")
    later = Source(location="https://news.example/later", kind="url")
    with open_store(url, clock=clock) as store:
        store.put_article(page_of("https://news.example/a", clock()), article_of("Un texte."))
        store.put_source(feed, FetchState(etag='"1"', next_due=clock()))
        store.put_source(later, FetchState(next_due=clock() + timedelta(hours=1)))
        assert [item.source for item in store.watched()] == [feed, later]
        assert [item.source for item in store.watched(clock())] == [feed]
        assert store.watched()[0].state.etag == '"1"'
        assert store.forget_source(feed)
        assert not store.forget_source(feed)
        assert not store.forget_source(Source(location="https://news.example/a", kind="url"))
        assert [item.source for item in store.watched()] == [later]
        assert len(store.sources()) == 3  # articles keep theirs
