"""How a reader leaves: a signed link of his own, to where the newsroom takes such wishes.

The token in a link is an HMAC of address and edition under the newsroom's secret. It is short, it
shows nobody's address, and only who has the mail has it. Whose it is, is found by making the tokens
of all readers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from pipeline.config import MailSettings, read_secret
from pipeline.deliver.headers import Mailbox, mailbox
from pipeline.errors import UsageError
from pipeline.store import address_key

_SHORTEST = 16  # characters of a secret
_BYTES = 16  # of a token: 128 bits, 26 letters
_SUBJECT = "unsubscribe"


class Ways(NamedTuple):
    """How one reader can leave one edition; None where the newsroom offers no such way."""

    url: str | None = None
    mailto: str | None = None

    @property
    def shown(self) -> str | None:
        """Return the one to show in a mail."""
        return self.url or self.mailto


def signing_secret(settings: MailSettings) -> bytes | None:
    """Return the newsroom's secret; None where none is named and none is needed.

    Raises ``UsageError`` where links are configured without one, or it is too short.
    """
    secret = read_secret("[mail] secret", settings.secret_env, settings.secret_file)
    if secret is None:
        if settings.unsubscribe_url or settings.unsubscribe_mailto:
            raise UsageError("[mail] unsubscribe links need secret_env or secret_file to sign them")
        return None
    if len(secret) < _SHORTEST:
        raise UsageError(f"[mail] secret: give at least {_SHORTEST} characters")
    return secret.encode()


def token(secret: bytes, address: str, edition: str) -> str:
    """Return what names a reader of an edition: small letters and digits, never case-sensitive."""
    parts = "\0".join(("unsubscribe", address_key(address), edition))
    digest = hmac.new(secret, parts.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_BYTES]).decode().rstrip("=").lower()


def ways_to_leave(settings: MailSettings, secret: bytes | None, address: str, edition: str) -> Ways:
    """Return a reader's own links."""
    if secret is None:
        return Ways()
    mark = token(secret, address, edition)
    url = settings.unsubscribe_url and settings.unsubscribe_url.replace("{token}", mark)
    mailto = None
    if settings.unsubscribe_mailto:
        box = mailbox(Mailbox(settings.unsubscribe_mailto))
        place = quote(f"{box.username}@{box.domain}", safe="@+.-_")
        mailto = f"mailto:{place}?subject={quote(f'{_SUBJECT} {mark}')}"
    return Ways(url, mailto)


def whose(secret: bytes, given: str, readers: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the address and edition that a token is of, among those of ``readers``."""

    wanted = given.strip().lower().encode("utf-8", "replace")
    for address, edition in readers:
        if hmac.compare_digest(token(secret, address, edition).encode(), wanted):
            return address, edition
    return None
