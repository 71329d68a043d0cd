"""DKIM signatures (RFC 6376, RFC 8463), with dkimpy; only where a key is configured.

The headers that decide what a mail is are signed once more than they stand there, so that no relay
can add a second Subject. Only the time in the signature (t=) differs from run to run.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import UsageError

_LARGEST = 65_536  # bytes of a key file
_ED25519 = bytes.fromhex("302e020100300506032b657004220420")  # PKCS #8 before the 32 bytes of a key
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_ONCE_MORE = [b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"content-type"]
_ONCE = [b"mime-version", b"in-reply-to", b"references", b"list-id", b"list-unsubscribe",
         b"list-unsubscribe-post", b"auto-submitted", b"content-language"]  # fmt: skip


class DkimKey(NamedTuple):
    """A key and where its public half stands: ``selector._domainkey.domain``."""

    selector: bytes
    domain: bytes
    algorithm: bytes  # rsa-sha256 or ed25519-sha256
    private: bytes  # as dkimpy wants it: PEM, or base64 of an Ed25519 seed

    def __repr__(self) -> str:
        return f"DkimKey({self.selector!r}, {self.domain!r}, {self.algorithm!r})"


def load_key(path: Path, selector: str, domain: str) -> DkimKey:
    """Read a private key: RSA or Ed25519 in PEM, or an Ed25519 seed in base64 (as of dknewkey).

    Raises ``UsageError`` for a file that cannot be read, that others than its owner and group can
    read or change, or that holds no such key.
    """
    for name in (selector, domain):
        if not _DOMAIN.fullmatch(name):
            raise UsageError(
                f"[mail] '{name}' is no name in the DNS: DKIM selectors and domains are"
            )
    text = _read(path)
    seed = _seed(text)
    if seed is not None:
        key = DkimKey(selector.encode(), domain.encode(), b"ed25519-sha256", seed)
    else:
        key = DkimKey(selector.encode(), domain.encode(), b"rsa-sha256", text)
    sign(b"From: a@b.example\r\n\r\n", key)  # tells at once whether the key can be used
    return key


def sign(raw: bytes, key: DkimKey) -> bytes:
    """Return a mail with its DKIM-Signature in front; raise ``UsageError`` for an unusable key."""
    dkim = _dkim()
    present = {line.partition(b":")[0].lower() for line in _head(raw).split(b"\r\n")}
    signed = [name for name in _ONCE_MORE + _ONCE if name in present]
    signed += [name for name in _ONCE_MORE if name != b"content-type"]
    try:
        signature: bytes = dkim.sign(
            raw,
            key.selector,
            key.domain,
            key.private,
            canonicalize=(b"relaxed", b"relaxed"),
            signature_algorithm=key.algorithm,
            include_headers=signed,
        )
    except (dkim.DKIMException, ValueError, TypeError, IndexError, KeyError) as exc:
        reason = " ".join(str(exc).split()) or type(exc).__name__
        raise UsageError(f"the DKIM key of {key.domain.decode()} cannot be used: {reason}") from exc
    return signature + raw


def _head(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0]


def _read(path: Path) -> bytes:
    """Read a key file and check who else may; the open file is asked, not its name."""
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            text = stream.read(_LARGEST)
    except OSError as exc:
        raise UsageError(f"the DKIM key {path} cannot be read: {exc.strerror}") from exc
    if not stat.S_ISREG(mode):
        raise UsageError(f"the DKIM key {path} is not a file")
    # The group may read: that is how systemd hands credentials to a service.
    if os.name == "posix" and mode & (stat.S_IRWXO | stat.S_IWGRP | stat.S_IXGRP):
        raise UsageError(f"the DKIM key {path} is open to others: chmod 600 {path}")
    return text


def _seed(text: bytes) -> bytes | None:
    """Return the seed of an Ed25519 key in base64, or None if the text is no such key."""
    lines = [line for line in text.split() if line]
    inner = b"".join(re.sub(rb"-----[A-Z ]+-----", b"", text).split())
    try:
        data = base64.b64decode(inner, validate=True)
    except (binascii.Error, ValueError):
        return None
    if data.startswith(_ED25519) and len(data) == len(_ED25519) + 32:
        return base64.b64encode(data[-32:])
    return inner if len(lines) == 1 and len(data) == 32 else None


def _dkim() -> Any:
    try:
        import dkim
    except ImportError as exc:
        raise UsageError(
            'DKIM needs dkimpy: pip install -c constraints.txt "chipwire[dkim]"'
        ) from exc
    return dkim
