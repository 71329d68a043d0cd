"""Tokens that only a reader has, and links that carry them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.config import MailSettings
from pipeline.deliver.unsubscribe import signing_secret, token, ways_to_leave, whose
from pipeline.errors import UsageError

SECRET = b"a secret of the newsroom"
READERS = [("a@news.example", "morning"), ("b@news.example", "morning"), ("b@news.example", "x")]


@pytest.mark.parametrize("reader", READERS)
def test_a_token_is_of_one_reader_and_edition(reader: tuple[str, str]) -> None:
    given = token(SECRET, *reader)
    assert len(given) == 26
    assert given.isalnum()
    assert whose(SECRET, f" {given.upper()}\n", READERS) == reader
    assert whose(b"another secret", given, READERS) is None
    assert whose(SECRET, given[:-1], READERS) is None
    assert whose(SECRET, given, [one for one in READERS if one != reader]) is None


@pytest.mark.parametrize("given", ["", "-", "é" * 26, "\ud800", "a" * 10_000])
def test_nonsense_is_nobodys(given: str) -> None:
    assert whose(SECRET, given, READERS) is None


def test_one_address_written_in_two_ways_has_one_token() -> None:
    assert token(SECRET, "Jo@Bücher.example", "m") == token(SECRET, "jo@xn--bcher-kva.example", "m")


def test_links_hold_the_token_and_no_address() -> None:
    settings = MailSettings(
        unsubscribe_url="https://news.example/leave?t={token}",
        unsubscribe_mailto="leave@bücher.example",
    )
    ways = ways_to_leave(settings, SECRET, *READERS[0])
    given = token(SECRET, *READERS[0])
    assert ways.url == ways.shown == f"https://news.example/leave?t={given}"
    assert ways.mailto is not None
    mail = urlsplit(ways.mailto)
    assert mail.path == "leave@xn--bcher-kva.example"
    assert parse_qs(mail.query) == {"subject": [f"unsubscribe {given}"]}
    by_mail = MailSettings(unsubscribe_mailto="leave@news.example")
    assert ways_to_leave(by_mail, SECRET, *READERS[0]).shown is not None
    assert ways_to_leave(settings, None, *READERS[0]).shown is None


def test_a_secret_is_needed_for_links_alone_and_must_be_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signing_secret(MailSettings()) is None
    with pytest.raises(UsageError, match="need secret_env or secret_file"):
        signing_secret(MailSettings(unsubscribe_mailto="leave@news.example"))
    path = tmp_path / "secret"
    path.write_text("too short\n")
    with pytest.raises(UsageError, match="at least 16") as caught:
        signing_secret(MailSettings(secret_file=str(path)))
    assert "too short" not in str(caught.value)
    monkeypatch.setenv("CHIPWIRE_TEST_SECRET", SECRET.decode())
    named = MailSettings(secret_env="CHIPWIRE_TEST_SECRET")  # noqa: S106
    assert signing_secret(named) == SECRET
