"""A saved mail (``.eml``) -> the page in it: its HTML part, or else its text part."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser

from pipeline.errors import ContentError
from pipeline.records import Page, Source
from pipeline.stages.page import make_page

_KINDS = ("text/html", "text/plain")
_NAME = re.compile(r"[\w.:+-]{1,40}")


def read_message(source: Source, content: bytes) -> Page:
    """Return the page that a mail carries, unpacked but otherwise as it was sent.

    Attachments are not looked at. Raises ``ContentError`` where there is no text.
    """
    try:
        parts = list(BytesParser().parsebytes(content).walk())
        bodies = [(kind, body) for kind in _KINDS for body in _bodies(parts, kind)]
    except Exception as exc:  # the standard library's parser raises what its input provokes
        raise ContentError(f"not a mail that can be read: {type(exc).__name__}") from exc
    for kind, (text, charset) in bodies:
        if text.strip():
            return make_page(source, text, content_type=kind, charset=charset)
    raise ContentError("a mail without text: save the article itself")


def _bodies(parts: list[Message], kind: str) -> list[tuple[bytes, str | None]]:
    """Return content and charset of the parts of one type that are no attachments."""
    found = []
    for part in parts:
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            body = part.get_payload(decode=True)
            charset = part.get_param("charset")
            named = isinstance(charset, str) and _NAME.fullmatch(charset)
            if isinstance(body, bytes):
                found.append((body, str(charset).lower() if named else None))
    return found
