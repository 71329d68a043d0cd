"""Find, make, fetch and check weights. Offline first.

In: a card. Out: the folder to load it from. The cache is ``CHIPWIRE_CACHE``, else the platform's
cache folder. A model's folder appears in one atomic move, under a lock, with a manifest of its
files: a killed process leaves nothing that looks like a model, and a second one waits for the
first. Whatever goes wrong is a ``WeightsError`` of one line that says what to do.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.assemble import CONVERTER, convert, sha256_of, write_manifest
from models.card import Card, Hub
from models.errors import WeightsError
from models.protocols import Progress, no_progress

CACHE = "CHIPWIRE_CACHE"
MANIFEST = "manifest.json"

Convert = Callable[[Card, Path, Progress], None]
Download = Callable[[Hub, Path, Progress], str]


def cache_root() -> Path:
    """The folder that holds all weights; it need not exist yet."""
    if asked := os.environ.get(CACHE, "").strip():
        return Path(asked).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("chipwire", appauthor=False)


def folder_of(card: Card) -> Path:
    """Where the card's weights belong: its name and a hash of all that they are made from."""
    parts: list[object] = [card.revision, card.sha256]
    if card.package:
        parts += [CONVERTER, card.adapter.model_dump() if card.adapter else ""]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
    return cache_root() / f"{card.name}-{key}"


def locate(card: Card) -> Path | None:
    """The card's folder if it is in the cache and whole as far as file sizes tell, else None."""
    folder = folder_of(card)
    try:
        return folder if not _wrong_sizes(folder) else None
    except OSError:
        return None


def revision_of(card: Card) -> str:
    """The exact revision in the cache: the commit that was fetched, else what the card says.

    An adapter is part of it: "1.0.0+gemma-3-270m-news.4497f20e".
    """
    try:
        found = _manifest(folder_of(card)).get("commit")
    except OSError:
        found = None
    adapter = f"+{card.adapter.folder}.{card.adapter.sha256[:8]}" if card.adapter else ""
    return (found or card.revision) + adapter


def ensure(card: Card, progress: Progress = no_progress, make: Convert = convert) -> Path:
    """The folder to load the card from; converts packaged weights the first time.

    Raises ``WeightsError`` for weights that are damaged, missing, must be pulled first, or cannot
    be written.
    """
    if folder := locate(card):
        return folder
    if card.hub:
        raise WeightsError(
            f"weights of {card.name} are not here: run `chipwire models pull {card.name}`"
        )

    def fill(temporary: Path) -> None:
        make(card, temporary, progress)
        write_manifest(temporary, card=card.name, revision=card.revision, source=card.sha256)

    return _install(card, fill, progress)


def pull(card: Card, progress: Progress = no_progress, download: Download | None = None) -> Path:
    """Get the card's weights: from the hub, or for packaged weights by converting them.

    An interrupted download goes on where it stopped.
    """
    hub = card.hub
    if hub is None:
        return ensure(card, progress)
    fetch = download or download_hub

    def fill(temporary: Path) -> None:
        partial = folder_of(card).with_name(f".{folder_of(card).name}.partial")
        partial.mkdir(exist_ok=True)
        commit = fetch(hub, partial, progress)
        shutil.rmtree(partial / ".cache", ignore_errors=True)
        if not list(partial.glob("*.safetensors")):
            shutil.rmtree(partial)
            raise WeightsError(
                f"{hub.repo} at {hub.revision} has no .safetensors file, and chipwire loads no "
                f"pickles: name a revision that has one in the card of {card.name}"
            )
        temporary.rmdir()
        partial.replace(temporary)
        write_manifest(temporary, card=card.name, revision=hub.revision, commit=commit)

    return locate(card) or _install(card, fill, progress)


def verify(card: Card) -> list[str]:
    """Hash every file of the card in the cache; return what is wrong, one line each.

    An empty list means that all is well. Raises ``WeightsError`` where nothing is there.
    """
    folder = folder_of(card)
    if not folder.is_dir():
        raise WeightsError(f"weights of {card.name} are not in {cache_root()}")
    try:
        if problems := _wrong_sizes(folder):
            return problems
        return [
            f"{folder / name}: SHA-256 expected {entry['sha256']}, got {got}"
            for name, entry in _manifest(folder)["files"].items()
            if (got := sha256_of(folder / name)) != entry["sha256"]
        ]
    except OSError as exc:
        return [f"{folder}: {exc.strerror or exc}"]


def forget(card: Card) -> None:
    """Remove the card's folder from the cache, so that the next use makes it again."""
    with _errors(card), _lock(card, no_progress):
        _clean(folder_of(card))


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; a malformed one reads as one that lists nothing."""
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        return {"files": {}}
    return found if isinstance(found, dict) and found.get("files") else {"files": {}}


def _wrong_sizes(folder: Path) -> list[str]:
    files = _manifest(folder)["files"]
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


def _install(card: Card, fill: Callable[[Path], None], progress: Progress) -> Path:
    """Fill a temporary folder and move it to its place, under the card's lock."""
    folder = folder_of(card)
    with _errors(card), _lock(card, progress):
        if found := locate(card):  # another process made it while we waited
            return found
        _clean(folder)
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


def _clean(folder: Path) -> None:
    """Remove what killed processes left, and a damaged folder. Call under the lock."""
    for stale in folder.parent.glob(f".{folder.name}.tmp-*"):
        shutil.rmtree(stale, ignore_errors=True)
    if folder.exists():
        shutil.rmtree(folder)


@contextmanager
def _lock(card: Card, progress: Progress) -> Iterator[None]:
    from filelock import FileLock, Timeout

    folder = folder_of(card)
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    while True:
        try:
            lock.acquire(timeout=2)
            break
        except Timeout:
            progress(f"waiting for another process to prepare {card.name}", 0, 0)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _errors(card: Card) -> Iterator[None]:
    """Map what the file system refuses to one line that says what to do."""
    root = cache_root()
    try:
        yield
    except (OSError, NotImplementedError) as exc:
        code = getattr(exc, "errno", None)
        if code in {errno.ENOSPC, errno.EDQUOT}:
            cure = f"no space left in {root}: free {3 * card.size_mb} MB or set {CACHE}"
        elif code in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            cure = f"cannot write to the cache {root}: set {CACHE} to a folder that you may write"
        else:
            cure = f"preparing it in {root} failed ({exc}): try again or set {CACHE}"
        raise WeightsError(f"weights of {card.name}: {cure}") from exc
    except (RuntimeError, MemoryError, ValueError, ImportError) as exc:
        if "No space left" in str(exc) or "os error 28" in str(exc):  # safetensors wraps it
            cure = f"no space left in {root}: free {3 * card.size_mb} MB or set {CACHE}"
        else:
            cure = (
                f"converting failed: {str(exc).splitlines()[0] if str(exc) else type(exc).__name__}"
            )
        raise WeightsError(f"weights of {card.name}: {cure}") from exc


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


def download_hub(hub: Hub, folder: Path, progress: Progress) -> str:
    """Fetch the files of a hub card into ``folder``; return the commit they come from.

    ``HF_ENDPOINT`` and the usual token are honoured. Raises ``WeightsError`` where the hub cannot
    be reached or does not have the revision.
    """
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    progress(f"fetching {hub.repo}", 0, 1)
    try:
        commit = HfApi().model_info(hub.repo, revision=hub.revision).sha or hub.revision
        snapshot_download(
            hub.repo, revision=commit, local_dir=folder, allow_patterns=list(hub.files)
        )
    except Exception as exc:  # the client raises its own, httpx's and OS errors
        if isinstance(exc, OSError) and exc.errno in {errno.ENOSPC, errno.EACCES, errno.EROFS}:
            raise
        reason = next(iter(str(exc).splitlines()), "") or type(exc).__name__
        raise WeightsError(
            f"cannot fetch {hub.repo} at {hub.revision} from the hub ({reason}): "
            "check the network, HF_ENDPOINT and the revision, then pull again"
        ) from exc
    progress(f"fetching {hub.repo}", 1, 1)
    return commit
