"""Certificates, settings and messages for tests of the mail."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import trustme

from pipeline.config import MailSettings
from pipeline.store import Store, open_store
from tests.pipeline.deliver.mail_server import PASSWORD, USER, MailServer
from tests.pipeline.store.makers import Clock


class Certificates(NamedTuple):
    """An authority, its certificate in a file, and what a server proves itself with."""

    ca_file: Path
    chain_file: Path  # key and certificate of the right one, for servers that read files
    right: ssl.SSLContext
    other_host: ssl.SSLContext
    other_authority: ssl.SSLContext


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: the ledger commits to disk at every step."""
    memory = Path("/dev/shm")  # noqa: S108
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    authority, other = trustme.CA(), trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)

    chain = path.with_name("chain.pem")
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(chain)

    def context(ca: trustme.CA, name: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert(name).configure_cert(made)
        return made

    return Certificates(
        path,
        chain,
        context(authority, "127.0.0.1"),
        context(authority, "relay.example"),
        context(other, "127.0.0.1"),
    )


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A server without TLS and logins, for all that is not about those."""
    with MailServer() as running:
        yield running


@pytest.fixture
def settings_for(
    tmp_path: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., MailSettings]:
    """Make settings for a port; ``login`` as well, with the password in the environment."""
    monkeypatch.setenv("CHIPWIRE_TEST_PASSWORD", PASSWORD)

    def make(port: int, *, login: bool = False, **changes: Any) -> MailSettings:
        values: dict[str, Any] = {
            "live": True,
            "sender": "digest@news.example",
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "helo": "desk.news.example",
            "ca_file": str(certificates.ca_file),
            "timeout": 5,
            "data_timeout": 5,
            "state": str(tmp_path / "state"),
            "outbox": str(tmp_path / "outbox"),
        }
        if login:
            values |= {"user": USER, "password_env": "CHIPWIRE_TEST_PASSWORD"}
        return MailSettings(**(values | changes))

    return make


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An SQLite store: for tests in which the database makes no difference."""
    with open_store(tmp_path / "news.db", clock=clock, busy_seconds=5) as opened:
        yield opened


@pytest.fixture
def each(url: str, clock: Clock) -> Iterator[Store]:
    """A store of each kind of database."""
    with open_store(url, clock=clock, busy_seconds=5) as opened:
        yield opened
