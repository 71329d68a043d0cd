"""Spellings of one address that must become one, and addresses that must stay apart."""

from __future__ import annotations

import pytest

from pipeline.sources import canonical_url


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTPS://News.Example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://news.example/a?utm_source=rss&utm_medium=feed", "https://news.example/a"),
        ("https://news.example/a?fbclid=x&id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?ref=home&ref_src=x&xtor=RSS-1", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/x/../a/./b", "https://news.example/a/b"),
        ("https://news.example/../../a", "https://news.example/a"),
        ("https://news.example//x.example/a", "https://news.example/x.example/a"),
        ("https://news.example/a;jsessionid=0A1B?id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?PHPSESSID=77&sessionid=1", "https://news.example/a"),
        ("https://Zürich.example/ä", "https://xn--zrich-kva.example/%C3%A4"),
        ("https://xn--zrich-kva.example/%C3%A4", "https://xn--zrich-kva.example/%C3%A4"),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://日本.example/記事", "https://xn--wgv71a.example/%E8%A8%98%E4%BA%8B"),
    ],
)
def test_each_page_has_one_address(written: str, one: str) -> None:
    assert canonical_url(written) == one
    assert canonical_url(one) == one


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/article?20240209",
        "https://news.example/article?id=",
        "https://news.example/show?reference=12",
        "https://news.example/show?cid=12",
        "https://news.example/gallery?gallery=3",
        "https://news.example/a/",
        "https://news.example/A",
        "https://news.example/a%2Fb",
        "https://news.example/a?x=%C3%A4+b",
    ],
)
def test_what_may_name_the_article_stays(address: str) -> None:
    assert canonical_url(address) == address


@pytest.mark.parametrize(
    "address", ["http://[::1/", "http://a.example:port/", "http://\u2024.example/"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_url(address)
