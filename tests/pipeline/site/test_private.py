"""A site is for everybody to see."""

from __future__ import annotations

from pipeline.records import Failure
from pipeline.site.markup import told


def test_a_failed_file_does_not_tell_where_it_lies() -> None:
    source = "/srv/desk/secret/page.html"
    failure = Failure(source=source, stage="read", error=f"{source}: no such file")
    assert told(failure) == "page.html: read: page.html: no such file"


def test_a_failed_address_is_told_in_full() -> None:
    source = "https://news.example/a/b.html"
    failure = Failure(source=source, stage="fetch", error="404 Not Found")
    assert told(failure) == f"{source}: fetch: 404 Not Found"
