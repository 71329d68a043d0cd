"""Text from outside as XML can hold it."""

from __future__ import annotations

import re

from pipeline.render.words import safe

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text from outside on one line, without what acts and what XML 1.0 cannot hold."""
    return legal(safe(text))


def legal(text: str) -> str:
    """Return a text of ours without what XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
