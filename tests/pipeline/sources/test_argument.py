"""What a user may name as a source, and what is refused before anything is asked for."""

from __future__ import annotations

import pytest

from pipeline.errors import UsageError
from pipeline.sources import parse_source


@pytest.mark.parametrize(
    ("argument", "location", "kind"),
    [
        ("https://example.com/a?b=1#c", "https://example.com/a?b=1#c", "url"),
        ("HTTP://EXAMPLE.com/", "HTTP://EXAMPLE.com/", "url"),
        (" http://[::1]:8080/x ", "http://[::1]:8080/x", "url"),
        ("-", "-", "stdin"),
        ("page.html", "page.html", "file"),
        ("./notes: draft.txt", "./notes: draft.txt", "file"),
        ("notes: draft.txt", "notes: draft.txt", "file"),
        ("C:\\pages\\a.html", "C:\\pages\\a.html", "file"),
        ("www.example.com/a", "www.example.com/a", "file"),
    ],
)
def test_urls_files_and_standard_input_are_told_apart(
    argument: str, location: str, kind: str
) -> None:
    source = parse_source(argument)
    assert (source.location, source.kind) == (location, kind)


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("", "empty source"),
        ("   ", "empty source"),
        ("ftp://example.com/a", "ftp: addresses are not fetched"),
        ("file:///etc/passwd", "file: addresses are not fetched"),
        ("gopher://x", "gopher: addresses are not fetched"),
        ("javascript:alert(1)", "javascript: addresses are not fetched"),
        ("unknown://host/", "unknown: addresses are not fetched"),
        ("https://", "no host"),
        ("http:example.com", "no host"),
        ("https://example.com:99999/", "not a valid URL"),
        ("https://exa mple.com/", "blanks or control characters"),
        ("https://example.com/\x00", "blanks or control characters"),
        ("https://[::1/", "not a valid URL"),
        ("a\x00b", "NUL character"),
    ],
)
def test_what_cannot_be_fetched_is_refused_in_one_line(argument: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_source(argument)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("user", ["me:secret", "secret", "me:secret:99999999"])
def test_credentials_are_refused_and_never_repeated(user: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_source(f"https://{user}@example.com/a")
    assert "secret" not in str(caught.value)
