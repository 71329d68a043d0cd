"""What the tests of the store share beside the stores themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.store import Store


@pytest.fixture
def rows() -> Callable[[Store], dict[str, int]]:
    """Count the rows of every table."""
    from sqlalchemy import func, select

    from pipeline.store.engine import transaction
    from pipeline.store.schema import metadata

    def count(store: Store) -> dict[str, int]:
        with transaction(store._engine, writes=False) as connection:
            return {
                name: connection.scalar(select(func.count()).select_from(table)) or 0
                for name, table in metadata.tables.items()
            }

    return count
