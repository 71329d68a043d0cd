"""The Atom feed: valid, with stable ids, and nothing from outside acts in a reader."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from pipeline.records import Digest
from pipeline.render.atom import Feed, render_atom
from tests.pipeline.briefing.makers import sample_digests
from tests.pipeline.render.test_render import EVIL, digest

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = Feed("The chips", "https://paper.example/chips/", page=lambda one: f"articles/{one.id}.html")


def placed(one: Digest, **changes: object) -> Digest:
    """Return a digest whose source is changed."""
    return one.model_copy(update={"source": one.source.model_copy(update=changes)})


@pytest.mark.parametrize("feed", [Feed(), SITE], ids=["file", "site"])
@pytest.mark.parametrize("count", [0, 1, 11])
def test_a_feed_is_valid(feed: Feed, count: int) -> None:
    written = render_atom(sample_digests()[:count], feed)
    GRAMMAR.assertValid(etree.fromstring(written))
    read = feedparser.parse(io.BytesIO(written))
    assert (read.bozo, read.version) == (False, "atom10")
    assert len(read.entries) == count


def test_an_entry_tells_what_the_digest_tells() -> None:
    (entry,) = feedparser.parse(io.BytesIO(render_atom([digest()], SITE))).entries
    assert entry.title == "Altman's gamble"
    assert entry.link == "https://paper.example/chips/articles/0123456789ab.html"
    assert [link.href for link in entry.links if link.rel == "via"] == [
        "https://news.example/a%20b"
    ]
    assert entry.updated == "2026-11-22T00:00:00Z"
    for shown in ("He is said to seek $7 trillion.", "Selon le WSJ", "7 billions de dollars"):
        assert shown in entry.content[0].value


def test_without_a_site_an_entry_leads_to_the_article() -> None:
    (entry,) = feedparser.parse(io.BytesIO(render_atom([digest()]))).entries
    assert entry.link == "https://news.example/a%20b"


def test_an_article_digested_anew_is_the_same_entry_updated() -> None:
    first = digest("Before")
    later = first.source.fetched_at + timedelta(hours=1)
    second = placed(digest("After"), fetched_at=later).model_copy(update={"id": "ffff"})
    ids = [
        feedparser.parse(io.BytesIO(render_atom([one]))).entries[0].id for one in (first, second)
    ]
    assert ids[0] == ids[1]
    read = feedparser.parse(io.BytesIO(render_atom([second, first], SITE)))
    assert [entry.title for entry in read.entries] == ["After"]
    assert read.feed.updated == read.entries[0].updated == "2026-11-22T01:00:00Z"


def test_the_latest_stand_first_and_the_order_given_does_not_matter() -> None:
    day = datetime(2026, 11, 22, tzinfo=UTC)
    many = [
        placed(digest(f"n{n}"), final_url=f"https://a.example/{n}", fetched_at=day + timedelta(n))
        for n in range(5)
    ]
    written = render_atom(many, SITE, most=3)
    assert written == render_atom(reversed(many), SITE, most=3)
    titles = [entry.title for entry in feedparser.parse(io.BytesIO(written)).entries]
    assert titles == ["n4", "n3", "n2"]


def test_what_an_article_says_stays_text() -> None:
    evil = f"{EVIL} \x00\x0b\ufffe ]]> <!-- & \"'"
    one = placed(digest(evil, evil), publisher=evil, final_url='https://e.example/?"><script>')
    written = render_atom([one], SITE)
    root = etree.fromstring(written)
    GRAMMAR.assertValid(root)
    assert b"<script>" not in written
    assert "\u202e" not in written.decode()
    title = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert title is not None
    assert "<script>alert(1)</script>" in title


def test_an_entry_without_a_title_or_a_good_date_is_valid() -> None:
    bare = digest().model_copy(update={"headline": None, "summary": []})
    article = bare.article.model_copy(update={"published": "yesterday"})
    one = placed(bare.model_copy(update={"article": article}), final_url=None, publisher=None)
    root = etree.fromstring(render_atom([one]))
    GRAMMAR.assertValid(root)
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "(no title)"
    assert root.find(f"{ATOM}entry/{ATOM}published") is None


def test_words_of_the_article_are_in_its_language() -> None:
    verbatim = digest().model_copy(
        update={"summary": [digest().summary[0].model_copy(update={"status": "verbatim"})]}
    )
    root = etree.fromstring(render_atom([verbatim]))
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.find(f"{ATOM}entry").get(lang) == "en"
    assert root.find(".//{*}li").get(lang) == "fr"
    assert root.find(".//{*}blockquote/{*}p").get(lang) == "fr"
