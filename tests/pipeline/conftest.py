"""Real servers: a store on SQLite and one on PostgreSQL, for tests that run on both; the web."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from pipeline.store import Store, open_store
from tests.pipeline import web
from tests.pipeline.store.makers import Clock


class Server(NamedTuple):
    """A PostgreSQL server for these tests: its folder and who it runs as."""

    folder: Path
    user: str | None

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"


def _binary(name: str) -> str | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, places)))


def _ordinary_user() -> str | None:
    """Return who to be instead of root, which PostgreSQL refuses; None for anybody else."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    pytest.skip("PostgreSQL does not run as root, and there is no user postgres or nobody")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Start a server on a socket in a temporary folder; skip where there is none."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: chipwire[postgres]")
    initdb, pg_ctl = _binary("initdb"), _binary("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("no PostgreSQL server here: initdb and pg_ctl were not found")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    user = _ordinary_user()
    if user is not None:
        shutil.chown(folder, user)
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, cwd=folder, user=user, timeout=120, stdout=subprocess.DEVNULL
        )

    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield Server(folder, user)
    finally:
        subprocess.run(
            [pg_ctl, "-D", data, "-m", "immediate", "stop"],
            check=False,
            cwd="/",
            user=user,
            capture_output=True,
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_databases(postgresql: Server) -> Iterator[Callable[[], str]]:
    """Give a function that makes an empty database on the server; drop them all afterwards."""
    import psycopg

    names: list[str] = []
    admin = f"host={postgresql.folder} user=postgres dbname=postgres"

    def make() -> str:
        names.append(f"t{os.urandom(6).hex()}")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {names[-1]}".encode())
        return postgresql.url(names[-1])

    yield make
    with psycopg.connect(admin, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def new_database(new_databases: Callable[[], str]) -> str:
    """Make an empty database on the server."""
    return new_databases()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a function that names an empty database, of each kind."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_databases")
        return make
    numbers = count(1)
    return lambda: f"sqlite:///{tmp_path / 'news' / f'store{next(numbers)}.db'}"


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """Name an empty database of each kind."""
    return new_url()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    """An open, empty store of each kind."""
    with open_store(url, clock=clock, busy_seconds=5) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[web.Server]:
    """Run a web server that misbehaves on request."""
    with web.serving() as running:
        yield running


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    """Run a script on each connection, within TLS or without; gives the port."""
    with web.scripts() as start:
        yield start


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Make a certificate authority that chipwire trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made
