"""From the content of an edition to the bytes of one mail, the same for the same input.

multipart/alternative of text/plain and text/html, the latter in a multipart/related where it has
pictures. All text is quoted-printable, so that no relay has a reason to change it and break a
signature. Before the bytes are given out ``readback`` reads them with other code.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.headerregistry import Address, AddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import NamedTuple

from pipeline.deliver.headers import (
    Mailbox,
    clean,
    folded,
    is_ascii_mailbox,
    link,
    list_id,
    mailbox,
    message_id,
)
from pipeline.deliver.readback import Meant, check
from pipeline.edition import EmailContent
from pipeline.errors import UsageError

_WIDTH = 76  # RFC 2045: lines of quoted-printable, and of headers with encoded words (RFC 2047)
_LONGEST_LINE = 998  # RFC 5322
_IMAGE_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
# These hold one long word, which the library would turn into an encoded word when it folds it.
_UNFOLDED = frozenset({"list-unsubscribe", "message-id", "in-reply-to", "references", "list-id"})


class Envelope(NamedTuple):
    """Whom a mail is from and for, and what it belongs to.

    The message id is made of ``edition_key`` and the recipient, the thread of ``thread`` and the
    recipient; ``secret`` keeps others from guessing either. ``domain`` and ``list_id`` are ASCII.
    """

    sender: Mailbox
    recipient: Mailbox
    list_id: str
    edition_key: str  # one issue: Edition.key
    thread: str  # all issues that belong together: Edition.name
    date: datetime  # with time zone
    domain: str  # right side of the message id
    language: str = "en"
    reply_to: Mailbox | None = None
    list_name: str = ""
    unsubscribe_url: str | None = None  # https: one-click, RFC 8058
    unsubscribe_mailto: str | None = None  # a mailto: address
    secret: bytes = b""


class _Policy(EmailPolicy):
    """SMTP's policy, but the text of titles and names is folded by ``folded``.

    The library loses blanks and quotes where it folds long words beside encoded words.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if isinstance(value, UnstructuredHeader) and name.lower() == "subject":
            return folded(name, value, utf8=self.utf8)
        if isinstance(value, AddressHeader):
            (address,) = value.addresses
            return folded(name, address, utf8=self.utf8)
        width = _LONGEST_LINE if name.lower() in _UNFOLDED else _WIDTH
        return SMTP.clone(max_line_length=width, utf8=self.utf8).fold_binary(name, value)


def compose(content: EmailContent, envelope: Envelope) -> bytes:
    """Return the bytes of a mail, lines ended by CRLF.

    Raises ``UsageError`` for an address, link, list id or picture's name that cannot stand there,
    and ``DeliveryError`` for a message that does not read back as it was meant.
    """
    policy = _Policy(linesep="\r\n", max_line_length=_WIDTH, utf8=needs_smtputf8(envelope))
    headers = _headers(content, envelope)
    message = EmailMessage(policy=policy)
    _fill(message, content)  # before the headers: it clears those that start with Content-
    _set_boundaries(message, content)
    for name, value in headers.items():
        message[name] = value
    raw = message.as_bytes()
    check(raw, _meant(headers, content))
    return raw


def id_of(envelope: Envelope) -> str:
    """Return the Message-ID of a mail: the same for one edition and recipient, ever."""
    recipient = _id(mailbox(envelope.recipient))
    return message_id(envelope.domain, envelope.secret, "edition", envelope.edition_key, recipient)


def needs_smtputf8(envelope: Envelope) -> bool:
    """Say whether a mail can only go to a server that offers SMTPUTF8 (RFC 6531)."""
    boxes = (envelope.sender, envelope.recipient, envelope.reply_to)
    return not all(is_ascii_mailbox(box) for box in boxes if box)


def _headers(content: EmailContent, envelope: Envelope) -> dict[str, str | Address | datetime]:
    """Return all headers but those of the body, in their order."""
    if envelope.date.tzinfo is None:
        raise UsageError("the date of a mail needs a time zone")
    recipient = mailbox(envelope.recipient)
    root = message_id(envelope.domain, envelope.secret, "thread", envelope.thread, _id(recipient))
    headers: dict[str, str | Address | datetime] = {
        "Date": envelope.date,
        "From": mailbox(envelope.sender),
        "To": recipient,
    }
    if envelope.reply_to:
        headers["Reply-To"] = mailbox(envelope.reply_to)
    headers |= {
        "Subject": clean(content.subject),
        "Message-ID": id_of(envelope),
        "In-Reply-To": root,
        "References": root,
        "List-Id": list_id(envelope.list_name, envelope.list_id),
    }
    return headers | _unsubscribe(envelope) | _rest(envelope)


def _unsubscribe(envelope: Envelope) -> dict[str, str]:
    """Return List-Unsubscribe, and that one POST to its address is enough (RFC 8058)."""
    url, mail = envelope.unsubscribe_url, envelope.unsubscribe_mailto
    found = [link(address) for address in (url, mail) if address]
    if not found:
        return {}
    headers = {"List-Unsubscribe": ", ".join(found)}
    if url and url.lower().startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _rest(envelope: Envelope) -> dict[str, str]:
    language = envelope.language if envelope.language.replace("-", "").isalnum() else "en"
    return {
        "Auto-Submitted": "auto-generated",
        "Content-Language": language if language.isascii() else "en",
    }


def _id(address: Address) -> str:
    return f"{address.username}@{address.domain}".casefold()


def _fill(message: EmailMessage, content: EmailContent) -> None:
    """Add the body, which brings MIME-Version and Content-Type."""
    message.set_content(content.text, cte="quoted-printable")
    message.add_alternative(content.html, subtype="html", cte="quoted-printable")
    *_, html = message.iter_parts()
    for image in content.images:
        if not _IMAGE_NAME.fullmatch(image.name):
            raise UsageError(f"a picture cannot be named '{clean(image.name)}': use a-z, 0-9 and -")
        html.add_related(
            image.png,
            "image",
            "png",
            cid=f"<{image.name}>",
            filename=f"{image.name}.png",
            disposition="inline",
        )


def _set_boundaries(message: EmailMessage, content: EmailContent) -> None:
    """Set the boundaries, which the library draws by lot; "=_" never is in quoted-printable."""
    digest = hashlib.sha256(content.model_dump_json().encode()).hexdigest()[:32]
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{number}_{digest}")


def _meant(headers: dict[str, str | Address | datetime], content: EmailContent) -> Meant:
    people = {
        name: (value.display_name, f"{value.username}@{value.domain}")
        for name, value in headers.items()
        if isinstance(value, Address)
    }
    return Meant(
        headers=["MIME-Version", "Content-Type", *headers],
        subject=clean(content.subject),
        people=people,
        texts={"text/plain": content.text, "text/html": content.html},
        images=[image.png for image in content.images],
    )
