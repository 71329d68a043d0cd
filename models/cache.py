"""The weights cache: folders that appear whole or not at all.

In: the name of a folder and what fills it. Out: the folder. The cache is ``CHIPWIRE_CACHE``, else
the platform's cache folder. A folder is filled beside its place, under a lock, and moved there in
one step with a manifest of its files: a killed process leaves nothing that looks like a model, and
a second one waits for the first.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from models.assemble import sha256_of
from models.errors import WeightsError
from models.protocols import Progress

CACHE = "CHIPWIRE_CACHE"
MANIFEST = "manifest.json"


class Slot(NamedTuple):
    """A folder of the cache, whose weights they are, and the room that making it takes."""

    folder: Path
    name: str
    room_mb: int


def cache_root() -> Path:
    """The folder that holds all weights; it need not exist yet."""
    if asked := os.environ.get(CACHE, "").strip():
        return Path(asked).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("chipwire", appauthor=False)


def whole(folder: Path) -> bool:
    """Whether the folder is there, and whole as far as file sizes tell."""
    try:
        return not wrong_sizes(folder)
    except OSError:
        return False


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; a malformed one reads as one that lists nothing."""
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        return {"files": {}}
    return found if isinstance(found, dict) and found.get("files") else {"files": {}}


def wrong_sizes(folder: Path) -> list[str]:
    """What is missing from the folder or has another size than its manifest says."""
    files = manifest_of(folder)["files"]
    if not files:
        return [f"{folder / MANIFEST} is damaged"]
    problems = []
    for name, entry in files.items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else -1
        if size != entry["size"]:
            state = f"{size} bytes instead of {entry['size']}" if size >= 0 else "missing"
            problems.append(f"{path}: {state}")
    return problems


def wrong_hashes(folder: Path) -> list[str]:
    """Which files of the folder are not what its manifest says; every byte is read."""
    return [
        f"{folder / name}: SHA-256 expected {entry['sha256']}, got {got}"
        for name, entry in manifest_of(folder)["files"].items()
        if (got := sha256_of(folder / name)) != entry["sha256"]
    ]


def install(slot: Slot, fill: Callable[[Path], None], progress: Progress) -> Path:
    """Fill a temporary folder and move it to its place, under the slot's lock.

    Where another process was first, its folder is taken. Raises ``WeightsError``.
    """
    folder = slot.folder
    with errors(slot), lock(slot, progress):
        if whole(folder):
            return folder
        clean(folder)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.tmp-", dir=folder.parent))
        try:
            fill(temporary)
            _flush(temporary)
            temporary.replace(folder)
            _flush_folder(folder.parent)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    return folder


def clean(folder: Path) -> None:
    """Remove what killed processes left, and a damaged folder. Call under the lock."""
    for stale in folder.parent.glob(f".{folder.name}.tmp-*"):
        shutil.rmtree(stale, ignore_errors=True)
    if folder.exists():
        shutil.rmtree(folder)


@contextmanager
def lock(slot: Slot, progress: Progress) -> Iterator[None]:
    """Hold the slot's lock; say so while another process has it."""
    from filelock import FileLock, Timeout

    slot.folder.parent.mkdir(parents=True, exist_ok=True)
    held = FileLock(slot.folder.with_name(f".{slot.folder.name}.lock"))
    while True:
        try:
            held.acquire(timeout=2)
            break
        except Timeout:
            progress(f"waiting for another process to prepare {slot.name}", 0, 0)
    try:
        yield
    finally:
        held.release()


@contextmanager
def errors(slot: Slot) -> Iterator[None]:
    """Map what the file system refuses to one line that says what to do."""
    root = cache_root()
    full = f"no space left in {root}: free {slot.room_mb} MB or set {CACHE}"
    try:
        yield
    except (OSError, NotImplementedError) as exc:
        code = getattr(exc, "errno", None)
        if code in {errno.ENOSPC, errno.EDQUOT}:
            cure = full
        elif code in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            cure = f"cannot write to the cache {root}: set {CACHE} to a folder that you may write"
        else:
            cure = f"preparing it in {root} failed ({exc}): try again or set {CACHE}"
        raise WeightsError(f"weights of {slot.name}: {cure}") from exc
    except (RuntimeError, MemoryError, ValueError, ImportError) as exc:
        if "No space left" in str(exc) or "os error 28" in str(exc):  # safetensors wraps it
            cure = full
        else:
            cure = (
                f"converting failed: {str(exc).splitlines()[0] if str(exc) else type(exc).__name__}"
            )
        raise WeightsError(f"weights of {slot.name}: {cure}") from exc


def _flush(folder: Path) -> None:
    """Have the disk write every file of the folder, readable by all, before it gets its name."""
    mode = (folder / MANIFEST).stat().st_mode & 0o777  # safetensors writes 0600
    folder.chmod(mode | (mode & 0o444) >> 2)
    for path in folder.iterdir():
        if path.is_file():
            path.chmod(mode)
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
