"""DKIM: signed by us, verified by dkimpy with a record that we publish ourselves."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.deliver.dkim import DkimKey, load_key, sign
from pipeline.deliver.message import compose
from pipeline.errors import UsageError
from tests.pipeline.deliver.test_message import ENVELOPE, SMALL

dkim = pytest.importorskip("dkim", reason="dkimpy is not installed: chipwire[dkim]")


def private(path: Path, content: bytes) -> Path:
    path.touch(0o600)
    path.write_bytes(content)
    return path


def openssl(*arguments: str) -> bytes:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl here to make keys with")
    return subprocess.run([program, *arguments], check=True, capture_output=True, timeout=60).stdout


def pem(folder: Path, *options: str) -> tuple[Path, bytes]:
    """Make a key; return its file and the public half as DER."""
    path = private(folder / "key.pem", openssl("genpkey", *options))
    return path, openssl("pkey", "-in", str(path), "-pubout", "-outform", "DER")


def verified(raw: bytes, kind: str, public: bytes) -> bool:
    record = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}".encode()

    def answer(name: bytes, timeout: int = 5) -> bytes | None:
        return record if name.rstrip(b".") == b"s1._domainkey.news.example" else None

    result: bool = dkim.verify(raw, dnsfunc=answer)
    return result


def spoilt(raw: bytes, kind: str, public: bytes) -> None:
    """Check that no change of the mail passes."""
    for old, new in (
        (b"Subject: Chips", b"Subject: Other"),
        (b"Subject: Chips", b"Subject: Other\r\nSubject: Chips"),
        (b"Reply-To: ", b"Reply-To: x@y.example\r\nX-Was: "),
        (b"To: ", b"To: x@y.example\r\nTo: "),
        (b"Hello", b"Hallo"),
        (b"https://news.example/u/", b"https://evil.example/u/"),
        (b"One-Click", b"No-Click"),
    ):
        if old in raw:
            assert not verified(raw.replace(old, new, 1), kind, public), old
    assert not verified(b"Reply-To: x@y.example\r\n" + raw, kind, public)


def test_ed25519_as_dknewkey_writes_it(tmp_path: Path) -> None:
    nacl = pytest.importorskip("nacl.signing")
    seed = nacl.SigningKey(bytes(range(32)))
    path = private(tmp_path / "key", base64.b64encode(bytes(seed)) + b"\n")
    signed = sign(compose(SMALL, ENVELOPE), load_key(path, "s1", "news.example"))
    assert verified(signed, "ed25519", bytes(seed.verify_key))
    spoilt(signed, "ed25519", bytes(seed.verify_key))


def test_ed25519_in_pem(tmp_path: Path) -> None:
    path, public = pem(tmp_path, "-algorithm", "ed25519")
    signed = sign(compose(SMALL, ENVELOPE), load_key(path, "s1", "news.example"))
    assert verified(signed, "ed25519", public[-32:])


def test_rsa_in_pem(tmp_path: Path) -> None:
    path, public = pem(tmp_path, "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    raw = compose(SMALL, ENVELOPE)
    signed = sign(raw, load_key(path, "s1", "news.example"))
    assert signed.endswith(raw)
    assert verified(signed, "rsa", public)
    spoilt(signed, "rsa", public)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o602])
def test_a_key_that_others_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    path = private(tmp_path / "key", base64.b64encode(bytes(32)))
    path.chmod(mode)
    with pytest.raises(UsageError, match="chmod 600"):
        load_key(path, "s1", "news.example")
    path.chmod(0o440)
    assert load_key(path, "s1", "news.example").algorithm == b"ed25519-sha256"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        b"\xff\xfe\x00",
        base64.b64encode(bytes(31)),
        b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        b"-----BEGIN RSA PRIVATE KEY-----\n\xff\n-----END RSA PRIVATE KEY-----\n",
    ],
)
def test_what_is_no_key_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = private(tmp_path / "key", content)
    with pytest.raises(UsageError, match="DKIM"):
        load_key(path, "s1", "news.example")


def test_a_missing_key_and_a_wrong_selector_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_key(tmp_path / "none", "s1", "news.example")
    with pytest.raises(UsageError, match="selector"):
        load_key(tmp_path / "none", "s 1", "news.example")


def test_a_key_does_not_show_itself() -> None:
    key = DkimKey(b"s1", b"news.example", b"rsa-sha256", b"SECRET")
    assert "SECRET" not in repr(key) + str(key) + f"{key}"
