"""The store that a command reads: named by ``--store``, by a config, or by its usual name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.store import Store


def existing_store(where: str | None, config: Path | None, output: Path | None = None) -> Store:
    """Open a store that is there; raises ``StoreError`` rather than make an empty one.

    An ``output`` that would overwrite the store is a ``UsageError``.
    """
    from pipeline.config import load_settings
    from pipeline.store import open_store

    url = load_settings(config).store.url if where is None else where
    store = open_store(url, make=False)
    if output is not None and _is_file_of(store, output):
        store.close()
        raise UsageError(f"output {output}: is the store itself; name another file")
    return store


def _is_file_of(store: Store, path: Path) -> bool:
    return store.file is not None and path.exists() and store.file.samefile(path)
