"""Read a finished mail with other code than wrote it, and refuse one that says something else.

The header block is split by hand, the rest is read with the standard library's old parser
(``compat32``), which shares little with the one that writes.
"""

from __future__ import annotations

from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from typing import NamedTuple

from pipeline.errors import DeliveryError

_LONGEST_LINE = 998  # RFC 5322
_PART_HEADERS = {
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "mime-version",
}


class Meant(NamedTuple):
    """What a mail is meant to say."""

    headers: list[str]  # names, in order
    subject: str
    people: dict[str, tuple[str, str]]  # header: name and address
    texts: dict[str, str]  # content type: text
    images: list[bytes]


def check(raw: bytes, meant: Meant) -> None:
    """Raise ``DeliveryError`` if the bytes of a mail hold anything that was not meant."""
    try:
        wrong = _wrong(raw, meant)
    except (ValueError, LookupError, HeaderParseError) as exc:
        wrong = str(exc)
    if wrong:
        raise DeliveryError(f"the mail was not made, it would not read as meant: {wrong}")


def header_fields(raw: bytes) -> list[tuple[str, str]]:
    """Return the names and unfolded values of a mail's headers, in order; words stay encoded."""
    block = raw.partition(b"\r\n\r\n")[0]
    for blank in (b" ", b"\t"):
        block = block.replace(b"\r\n" + blank, blank)
    fields = [line.partition(b":") for line in block.split(b"\r\n")]
    return [(name.decode("ascii"), value.decode().lstrip()) for name, _, value in fields]


def _wrong(raw: bytes, meant: Meant) -> str:
    """Return what is wrong, or nothing."""
    if len(raw) != len(raw.replace(b"\r\n", b"")) + 2 * raw.count(b"\n"):
        return "a line end that is not CRLF"
    if b"\0" in raw or raw.count(b"\r") != raw.count(b"\n"):
        return "a control character"
    if any(len(line) > _LONGEST_LINE for line in raw.split(b"\r\n")):
        return f"a line of more than {_LONGEST_LINE} octets"
    fields = header_fields(raw)
    names = [name for name, _ in fields]
    if names != meant.headers:
        return f"the headers {', '.join(names)}"
    message: Message = message_from_bytes(raw, policy=compat32)
    if message.keys() != names:
        return f"the headers {', '.join(message)}"
    return _wrong_header(dict(fields), meant) or _wrong_body(message, meant)


def _wrong_header(fields: dict[str, str], meant: Meant) -> str:
    if _decoded(fields["Subject"]) != meant.subject:
        return "the subject"
    for name, person in meant.people.items():
        found = getaddresses([fields[name]])
        if [(_decoded(shown), address) for shown, address in found] != [person]:
            return f"the address in {name}"
    return ""


def _wrong_body(message: Message, meant: Meant) -> str:
    texts: dict[str, str] = {}
    images: list[bytes] = []
    for part in message.walk():
        if part is not message and not {name.lower() for name in part} <= _PART_HEADERS:
            return f"a part with the headers {', '.join(part)}"
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return "a part that cannot be decoded"
        if kind.startswith("text/"):
            texts[kind] = payload.decode("utf-8")
        else:
            images.append(payload)
    if images != meant.images:
        return "the pictures"
    if {kind: _lines(text) for kind, text in texts.items()} != {
        kind: _lines(text) for kind, text in meant.texts.items()
    }:
        return "the text"
    return ""


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


def _decoded(value: str) -> str:
    """Return the text of a header that may hold encoded words."""
    return str(make_header(decode_header(value)))
