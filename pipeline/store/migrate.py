"""Bring a store to this version's tables, or refuse one that is newer."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from pipeline.errors import StoreError
from pipeline.store.engine import serialise, shown, transaction
from pipeline.store.schema import REVISION

_MIGRATING = 1  # purpose of the lock


def migrate(engine: Engine, *, make: bool = True) -> None:
    """Upgrade to ``REVISION``; does nothing to a store that is there already.

    Two processes that open a new store at once do it once. Raises ``StoreError`` for a store made
    by a newer chipwire, and leaves it as it is; without ``make`` also for an empty database.
    """
    with transaction(engine, writes=False) as connection:
        found = _revision(connection)
        if found == REVISION:
            return
        if found is None and not make:
            raise StoreError(f"store {shown(engine.url)}: there is no store here; check its name")
    with transaction(engine, writes=True) as connection:
        serialise(connection, _MIGRATING)
        found = _revision(connection)
        if found is None:
            _check_encoding(connection)
        if found != REVISION:
            _upgrade(connection, found)


def _revision(connection: Connection) -> str | None:
    """Return the revision of a store; None for an empty database."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
    if tables:
        raise StoreError("store: this database belongs to something else; name another one")
    return None


def _check_encoding(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise StoreError(f"store: the database is in {encoding}; create it with ENCODING UTF8")


def _upgrade(connection: Connection, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"store: made by a newer chipwire (tables {found}, this one knows {REVISION}); "
            "upgrade chipwire, nothing was changed"
        )
    command.upgrade(config, "head")
