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


def test_a_place_keeps_what_it_is_until_it_is_forgotten(url: str, clock: Clock) -> None:
    site = Source(location="https://news.example/", kind="url")
    with open_store(url, clock=clock) as store:
        assert store.watch(site, "site", 20)
        assert not store.watch(site, "feed", 5)  # is watched already, as something else
        (place,) = store.work.places()
        assert (place.source, place.listing, place.most) == (site, "site", 20)
        assert place.state.next_due == clock()
        assert store.forget_source(site)
        assert store.watch(site)
        (place,) = store.watched()
        assert (place.listing, place.most) == (None, None)
