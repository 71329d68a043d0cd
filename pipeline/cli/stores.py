"""The store that a command reads: named by ``--store``, by a config, or by its usual name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError, UsageError

if TYPE_CHECKING:
    from pipeline.store import Store, StoredDigest

_NAMED = 5  # candidates that a message names


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


def stored_digest(store: Store, digest_id: str) -> StoredDigest:
    """Return the digest whose id begins so; a whole id is never ambiguous."""
    wanted = digest_id.strip().lower()
    found = store.find(wanted, _NAMED + 1)
    whole = [stored for stored in found if stored.digest_id == wanted]
    if len(found) == 1 or whole:
        return (whole or found)[0]
    if not found:
        raise StoreError(
            f"there is no digest {digest_id[:40]!r} here; chipwire search finds digests"
        )
    names = ", ".join(stored.digest_id for stored in found[:_NAMED])
    more = ", …" if len(found) > _NAMED else ""
    raise UsageError(f"{wanted!r} begins several digests: {names}{more}; give more of the id")


def _is_file_of(store: Store, path: Path) -> bool:
    return store.file is not None and path.exists() and store.file.samefile(path)
