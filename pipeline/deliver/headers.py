"""Header values that can hold text from outside without becoming headers themselves.

Python 3.11.7 decodes an encoded word in a header value that it is given, so that a title such as
``=?utf-8?q?Hi=0D=0ABcc:_x@y?=`` becomes a real Bcc (CVE-2024-6923). Here control characters go and
"=?" is broken before the library sees a text.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from email.header import Header
from email.headerregistry import Address
from typing import NamedTuple

from pipeline.errors import UsageError

_ACTING = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_WIDTH = 76  # RFC 2047: columns of a line with encoded words
_LONGEST_NAME = 60  # characters of a display name
_LONGEST_TEXT = 200  # characters of any other text
_LONGEST_URL = 800  # octets: the header line must stay under 998
_URL = re.compile(r"(?:https?://|mailto:)[!#-;=?-Z\[\]_a-z~%]+", re.IGNORECASE)
_LIST_ID = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class Mailbox(NamedTuple):
    """A mail address and the name to show with it."""

    address: str
    name: str = ""


def clean(text: str, limit: int = _LONGEST_TEXT) -> str:
    """Return a text that is a header value and nothing else: one line, no encoded word."""
    readable = text.encode("utf-8", "replace").decode("utf-8")
    line = " ".join(_ACTING.sub(" ", readable).split())
    return line[:limit].rstrip().replace("=?", "= ?")


def mailbox(box: Mailbox) -> Address:
    """Return an address for a header, its domain in ASCII; raise ``UsageError`` for a wrong one.

    The standard library writes the domain as it is given, which no server takes if it is not ASCII.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(box.address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as exc:
        raise UsageError(f"{clean(box.address)} is not a mail address: {exc}") from exc
    name = clean(box.name, _LONGEST_NAME)
    return Address(display_name=name, username=found.local_part, domain=found.ascii_domain)


def folded(name: str, value: str | Address, *, utf8: bool) -> bytes:
    """Return the line or lines of a header: a text, or an address with its name.

    ``utf8``: letters beyond ASCII stand as they are (RFC 6532), else in encoded words (RFC 2047).
    """
    if isinstance(value, Address):
        address = f"<{value.username}@{value.domain}>"
        shown = value.display_name
        if shown and (utf8 or shown.isascii()):
            escaped = re.sub(r'(["\\])', r"\\\1", shown)
            return f'{name}: "{escaped}" {address}\r\n'.encode()
        words = f"{_encoded(name, shown)}\r\n " if shown else ""
        return f"{name}: {words}{address}\r\n".encode()
    words = value if utf8 or value.isascii() else _encoded(name, value)
    return f"{name}: {words}\r\n".encode()


def _encoded(name: str, text: str) -> str:
    return Header(text, "utf-8", _WIDTH, header_name=name).encode(linesep="\r\n")


def is_ascii_mailbox(box: Mailbox) -> bool:
    """Say whether an address can be written without SMTPUTF8: only its local part matters."""
    return box.address.rpartition("@")[0].isascii()


def link(url: str) -> str:
    """Return ``<url>`` for List-Unsubscribe; raise ``UsageError`` for what cannot stand there."""
    if not _URL.fullmatch(url) or len(url) > _LONGEST_URL or "=?" in url:
        raise UsageError(
            f"{clean(url)} cannot stand in List-Unsubscribe: give an http(s) or mailto address "
            f"in ASCII, of at most {_LONGEST_URL} characters"
        )
    return f"<{url}>"


def list_id(name: str, identity: str) -> str:
    """Return the value of List-Id (RFC 2919): a name to show and an id that never changes."""
    if not _LIST_ID.fullmatch(identity) or len(identity) > 255:
        raise UsageError(f"list_id '{clean(identity)}' must look like news.example.org")
    shown = re.sub(r'[\\"<>]', "", clean(name, _LONGEST_NAME))
    return f'"{shown}" <{identity}>' if shown and shown.isascii() else f"<{identity}>"


def message_id(domain: str, secret: bytes, *parts: str) -> str:
    """Return an id that is the same for the same parts, and from which they cannot be read."""
    if not _LIST_ID.fullmatch(domain):
        raise UsageError(f"'{clean(domain)}' is not a domain in ASCII: message ids need one")
    digest = hmac.new(secret, "\0".join(parts).encode("utf-8", "replace"), hashlib.sha256)
    return f"<{digest.hexdigest()[:40]}@{domain.lower()}>"
