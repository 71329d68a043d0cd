"""Pulling from a hub: a server on loopback that answers as the Hugging Face Hub does, and the real
client. Interruptions, wrong bytes, moved revisions, nobody there."""

from __future__ import annotations

import hashlib
import json
import random
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from models import weights
from models.card import Card, load_card
from models.errors import WeightsError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPO = "someone/tiny"
LARGE = "model.safetensors"


class Shelf:
    """What the server has, what it has been asked, and how it misbehaves."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {
            LARGE: random.Random(1).randbytes(300_000),
            "config.json": b'{"model_type": "marian"}',
            "vocab.json": b"{}",
            "pytorch_model.bin": b"a pickle",
            "onnx/config.json": b"another format",
        }
        self.told: dict[str, bytes] = {}  # bytes whose hash is told, where they are not those sent
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.breaks = False  # the large file ends in its middle, and then nothing more comes
        self.broken = False

    def listing(self) -> list[dict[str, Any]]:
        found = []
        for name, data in self.files.items():
            told = self.told.get(name, data)
            entry: dict[str, Any] = {"type": "file", "path": name, "size": len(told)}
            blob = hashlib.sha1(f"blob {len(told)}\0".encode() + told, usedforsecurity=False)
            entry["oid"] = blob.hexdigest()
            if name == LARGE:
                digest = hashlib.sha256(told).hexdigest()
                entry["lfs"] = {"oid": digest, "size": len(told), "pointerSize": 134}
            found.append(entry)
        return found


class Answers(BaseHTTPRequestHandler):
    """The few addresses of the hub that its client asks for."""

    shelf: Shelf
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.shelf.asked.append((self.command, path, dict(self.headers)))
        api = f"/api/models/{REPO}"
        if path in {f"{api}/revision/{COMMIT}", f"{api}/revision/refs/pr/4"}:
            siblings = [
                {
                    "rfilename": one["path"],
                    "size": one["size"],
                    "blobId": one["oid"],
                    **({"lfs": one["lfs"] | {"sha256": one["lfs"]["oid"]}} if "lfs" in one else {}),
                }
                for one in self.shelf.listing()
            ]
            self.json({"id": REPO, "modelId": REPO, "sha": COMMIT, "siblings": siblings})
        elif path == f"{api}/tree/{COMMIT}":
            self.json(self.shelf.listing())
        elif path.startswith(f"/{REPO}/resolve/{COMMIT}/"):
            self.file(path.removeprefix(f"/{REPO}/resolve/{COMMIT}/"), body)
        else:
            self.json({"error": "not found"}, 404, {"X-Error-Code": "RevisionNotFound"})

    def json(self, data: object, status: int = 200, more: dict[str, str] | None = None) -> None:
        text = json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def file(self, name: str, body: bool) -> None:
        if self.shelf.broken and body:
            self.json({}, 503)
            return
        data, tag = self.shelf.files[name], hashlib.sha256(name.encode()).hexdigest()
        first = 0
        if wanted := self.headers.get("Range"):
            first = int(wanted.removeprefix("bytes=").split("-")[0])
        self.send_response(206 if first else 200)
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{tag}"')
        self.send_header("Content-Length", str(len(data) - first))
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if not body:
            return
        if name == LARGE and self.shelf.breaks:
            self.shelf.broken = True
            self.wfile.write(data[first : first + 100_000])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(data[first:])


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A hub on loopback, named by ``HF_ENDPOINT``, that wants a token."""
    made = Shelf()
    handler = type("Handler", (Answers,), {"shelf": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_test")
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1 << 14)
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def card(**hub: Any) -> Card:
    """A card for the repository of the test."""
    record = load_card("opus-mt-fr-en").model_dump()
    record["name"] = "tiny"
    record["hub"] = {"repo": REPO, "revision": COMMIT, "pinned": True} | hub
    return Card.model_validate(record)


def test_pulls_what_the_card_wants_and_no_pickles(shelf: Shelf, cache: Path) -> None:
    steps: list[str] = []
    folder = weights.pull(card(), lambda what, _done, _all: steps.append(what))
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json", "manifest.json", LARGE, "vocab.json",
    ]  # fmt: skip
    assert (folder / LARGE).read_bytes() == shelf.files[LARGE]
    assert weights.revision_of(card()) == COMMIT
    assert weights.verify(card()) == []
    assert "fetching someone/tiny" in steps
    tokens = {headers.get("authorization") for _, _, headers in shelf.asked}
    tokens |= {headers.get("Authorization") for _, _, headers in shelf.asked}
    assert "Bearer hf_of_the_test" in tokens


def test_a_broken_download_goes_on_where_it_stopped(
    shelf: Shelf, cache: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shelf.breaks = True
    with pytest.raises(WeightsError) as caught:
        weights.pull(card())
    assert "\n" not in str(caught.value)
    assert weights.locate(card()) is None
    assert capfd.readouterr() == ("", "")
    shelf.breaks = shelf.broken = False
    shelf.asked.clear()
    folder = weights.pull(card())
    assert (folder / LARGE).read_bytes() == shelf.files[LARGE]
    ranges = [
        headers["Range"]
        for command, path, headers in shelf.asked
        if command == "GET" and path.endswith(LARGE) and "Range" in headers
    ]
    assert [int(one.removeprefix("bytes=").rstrip("-")) >= 1 << 14 for one in ranges] == [True]


@pytest.mark.parametrize("name", [LARGE, "vocab.json"])
def test_bytes_that_the_hub_does_not_vouch_for_are_refused(
    name: str, shelf: Shelf, cache: Path
) -> None:
    shelf.told[name] = bytes(len(shelf.files[name]))
    with pytest.raises(WeightsError, match=f"{name} of someone/tiny is not what it should be"):
        weights.pull(card())
    assert weights.locate(card()) is None


def test_weights_that_the_card_does_not_know_are_refused(shelf: Shelf, cache: Path) -> None:
    known = [{"name": LARGE, "sha256": "0" * 64}]
    with pytest.raises(WeightsError, match="expected SHA-256 000000") as caught:
        weights.pull(card(known=known))
    assert "\n" not in str(caught.value)
    good = hashlib.sha256(shelf.files[LARGE]).hexdigest()
    assert weights.pull(card(known=[{"name": LARGE, "sha256": good, "size": 300_000}])).is_dir()


def test_a_file_of_another_size_or_missing_is_refused(shelf: Shelf, cache: Path) -> None:
    with pytest.raises(WeightsError, match="expected 7 bytes, got 300000"):
        weights.pull(card(known=[{"name": LARGE, "size": 7}]))
    with pytest.raises(WeightsError, match=r"lacks source\.spm"):
        weights.pull(card(known=[{"name": "source.spm"}]))


def test_a_moving_revision_is_resolved_and_noted(shelf: Shelf, cache: Path) -> None:
    moving = card(revision="refs/pr/4", pinned=False, commit=COMMIT[:7])
    weights.pull(moving)
    assert weights.revision_of(moving) == COMMIT


def test_a_revision_that_moved_is_refused(shelf: Shelf, cache: Path) -> None:
    moved = card(revision="refs/pr/4", pinned=False, commit="fedcba9")
    with pytest.raises(WeightsError, match=f"has moved from commit fedcba9 to {COMMIT[:12]}"):
        weights.pull(moved)
    assert not list(cache.rglob("*.safetensors"))


def test_a_revision_that_is_not_there_is_one_line(shelf: Shelf, cache: Path) -> None:
    gone = card(revision="refs/pr/9", pinned=False)
    with pytest.raises(WeightsError, match="cannot fetch someone/tiny at refs/pr/9") as caught:
        weights.pull(gone)
    assert "\n" not in str(caught.value)


def test_a_revision_with_pickles_alone_is_refused(shelf: Shelf, cache: Path) -> None:
    del shelf.files[LARGE]
    with pytest.raises(WeightsError, match="no pickles"):
        weights.pull(card())
    assert weights.locate(card()) is None


def test_nobody_there_is_one_line(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(WeightsError, match="check the network, HF_ENDPOINT") as caught:
            weights.pull(card())
    assert "\n" not in str(caught.value)
    assert "--from" in str(caught.value)


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """A folder with the files of the repository, and one that is none of its."""
    folder = tmp_path / "carried"
    folder.mkdir()
    for name, data in Shelf().files.items():
        if "/" not in name:
            (folder / name).write_bytes(data)
    (folder / "notes.md").write_text("by train")
    return folder


def test_a_folder_carried_by_hand(carried: Path, cache: Path) -> None:
    folder = weights.pull(card(), source=carried)
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json", "manifest.json", LARGE, "vocab.json",
    ]  # fmt: skip
    assert weights.verify(card()) == []
    assert weights.revision_of(card()).startswith("by-hand.")
    assert carried.is_dir()


def test_a_wrong_folder_is_one_line(carried: Path, cache: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="is not a folder"):
        weights.pull(card(), source=tmp_path / "nothing")
    with pytest.raises(WeightsError, match="is not what it should be"):
        weights.pull(card(known=[{"name": LARGE, "sha256": "0" * 64}]), source=carried)
    (carried / LARGE).unlink()
    with pytest.raises(WeightsError, match="no pickles"):
        weights.pull(card(), source=carried)
    (carried / "config.json").unlink()
    with pytest.raises(WeightsError, match=r"has no config\.json"):
        weights.pull(card(), source=carried)
    with pytest.raises(WeightsError, match="come in a Python package"):
        weights.pull(load_card("gemma-3-270m"), source=carried)
    assert weights.locate(card()) is None
