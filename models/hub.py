"""Fetch a model's files from the Hugging Face Hub or a folder carried by hand, and check them.

In: a hub entry of a card and a folder. Out: the commit the files come from. ``HF_ENDPOINT`` and the
usual token are honoured. Whatever goes wrong is a ``WeightsError`` of one line.
"""

from __future__ import annotations

import errno
import hashlib
import io
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from models.assemble import sha256_of
from models.card import Hub
from models.errors import WeightsError
from models.protocols import Progress


def download(hub: Hub, folder: Path, progress: Progress) -> str:
    """Fetch the files of a hub card into ``folder``; return the commit they come from.

    What is there of an earlier try is not fetched again, and a file goes on where it broke off.
    Each file is compared with the hash that the hub tells of it, and with the card's. Raises
    ``WeightsError``.
    """
    from huggingface_hub import HfApi

    endpoint = os.environ.get("HF_ENDPOINT", "").strip() or None
    where = endpoint or "https://huggingface.co"
    progress(f"fetching {hub.repo}", 0, 1)
    try:
        with _quiet():
            api = HfApi(endpoint=endpoint)
            found = api.model_info(hub.repo, revision=hub.revision, files_metadata=True)
            commit = found.sha or hub.revision
            _expected_commit(hub, commit)
            wanted = [file for file in found.siblings or () if _wanted(hub, file.rfilename)]
            _fetch(hub, endpoint, commit, wanted, folder, progress)
    except WeightsError:
        raise
    except Exception as exc:  # the client raises its own, httpx's and OS errors
        if isinstance(exc, OSError) and exc.errno in {errno.ENOSPC, errno.EACCES, errno.EROFS}:
            raise
        raise WeightsError(
            f"cannot fetch {hub.repo} at {hub.revision} from {where} ({_reason(exc)}): check the "
            "network, HF_ENDPOINT and the revision, then pull again, or carry the files here by "
            "hand and pull with --from"
        ) from exc
    for file in wanted:
        _compare(hub, folder, file)
    check_known(hub, folder)
    return commit


def _fetch(
    hub: Hub,
    endpoint: str | None,
    commit: str,
    files: Sequence[Any],
    folder: Path,
    progress: Progress,
) -> None:
    """Fetch files one after the other. huggingface_hub's own download of a snapshot begins a file
    anew in each process, so the parts are kept here."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    total, before = sum(file.size or 0 for file in files), 0
    for file in files:
        path = folder / file.rfilename
        part = folder / f"{file.rfilename}.{commit[:12]}.part"
        if not path.is_file() or path.stat().st_size != file.size:
            if part.is_file() and part.stat().st_size > (file.size or 0):
                part.unlink()
            url = hf_hub_url(hub.repo, file.rfilename, revision=commit, endpoint=endpoint)
            held = part.stat().st_size if part.is_file() else 0
            with _Meter(part, f"fetching {hub.repo}", before, total, progress) as out:
                http_get(
                    url,
                    out,
                    resume_size=held,
                    headers=build_hf_headers(),
                    expected_size=file.size,
                )
            part.replace(path)
        before += file.size or 0
        progress(f"fetching {hub.repo}", before, total)


class _Meter(io.FileIO):
    """A file that is appended to, and reports how much of all the files there is."""

    def __init__(self, path: Path, what: str, before: int, total: int, progress: Progress) -> None:
        super().__init__(path, "ab")
        self.what, self.before, self.total, self.progress = what, before, total, progress

    def write(self, data: Any) -> int:
        """Append; the whole of it is written."""
        count = super().write(data)
        self.progress(self.what, self.before + self.tell(), self.total)
        return count


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the client's bars and warnings off the terminal: what went wrong is said in one line."""
    from huggingface_hub.utils.logging import get_verbosity, set_verbosity
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    before = get_verbosity()
    set_verbosity(logging.CRITICAL)
    try:
        yield
    finally:
        set_verbosity(before)


def copy(hub: Hub, source: Path, folder: Path, progress: Progress) -> str:
    """Copy the files of a model from a folder that was carried here by hand.

    Return what stands in for the commit, which such a folder does not tell: "by-hand." and the
    start of a hash over its files. Raises ``WeightsError``.
    """
    if not source.is_dir():
        raise WeightsError(f"{source} is not a folder: give the one with the files of {hub.repo}")
    names = [
        path.name for path in sorted(source.iterdir()) if path.is_file() and _wanted(hub, path.name)
    ]
    if "config.json" not in names:
        raise WeightsError(f"{source} has no config.json: give the folder of {hub.repo}")
    digest = hashlib.sha256()
    for done, name in enumerate(names):
        progress(f"copying {hub.repo}", done, len(names))
        shutil.copyfile(source / name, folder / name)
        digest.update(f"{name} {sha256_of(folder / name)}\n".encode())
    check_known(hub, folder)
    progress(f"copying {hub.repo}", len(names), len(names))
    return f"by-hand.{digest.hexdigest()[:12]}"


def check_known(hub: Hub, folder: Path) -> None:
    """Compare files with what the card knows of them; remove wrong ones, raise ``WeightsError``."""
    for file in hub.known:
        path = folder / file.name
        if not path.is_file():
            raise WeightsError(f"{hub.repo} at {hub.revision} lacks {file.name}")
        if file.size is not None and (size := path.stat().st_size) != file.size:
            path.unlink()
            raise WeightsError(_wrong(hub, file.name, f"{file.size} bytes", f"{size}"))
        if file.sha256 and (got := sha256_of(path)) != file.sha256:
            path.unlink()
            raise WeightsError(_wrong(hub, file.name, f"SHA-256 {file.sha256}", got))


def _compare(hub: Hub, folder: Path, file: Any) -> None:
    """Compare a file with the hash that the hub told of it."""
    path = folder / file.rfilename
    if file.lfs is not None:
        expected, got = file.lfs.sha256, sha256_of(path)
    elif file.blob_id:
        expected, got = file.blob_id, _git_hash(path)
    else:
        return
    if got != expected:
        path.unlink()
        raise WeightsError(_wrong(hub, file.rfilename, expected, got))


def _wanted(hub: Hub, name: str) -> bool:
    """Whether the card wants the file; what lies in folders are other formats."""
    return "/" not in name and any(fnmatch(name, pattern) for pattern in hub.files)


def _git_hash(path: Path) -> str:
    """What git calls a file: the SHA-1 of a header and its bytes."""
    data = path.read_bytes()
    header = f"blob {len(data)}\0".encode()
    return hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def _wrong(hub: Hub, name: str, expected: str, got: str) -> str:
    return (
        f"{name} of {hub.repo} is not what it should be (expected {expected}, got {got}): "
        "it was removed; pull again"
    )


def _expected_commit(hub: Hub, commit: str) -> None:
    if hub.commit and not commit.startswith(hub.commit):
        raise WeightsError(
            f"{hub.repo} at {hub.revision} has moved from commit {hub.commit} to {commit[:12]}: "
            "look at what changed, then write the new one into its card"
        )


def _reason(exc: Exception) -> str:
    text = next((line.strip() for line in str(exc).splitlines() if line.strip()), "")
    return text.rstrip(".:") or type(exc).__name__
