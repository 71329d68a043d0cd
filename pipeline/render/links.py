"""Addresses that a reader may be sent to, and the one that opens an article at a sentence."""

from __future__ import annotations

import re
from urllib.parse import quote

from pipeline.lookalikes import plain_address
from pipeline.render.words import safe

_LONGEST = 1_000  # characters; longer ones break in mail clients
_WHOLE = 60  # characters of a sentence that is named whole
_EDGE = 24  # characters at each end of a longer one
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def web(url: str | None, *, mail: bool = False) -> str | None:
    """Return an address if it is one that a reader may be sent to, else None."""
    schemes = ("https://", "http://", "mailto:") if mail else ("https://", "http://")
    if not url or len(url) > _LONGEST or not url.lower().startswith(schemes):
        return None
    return re.sub(
        r'[ "<>\\^`{|}]', lambda sign: f"%{ord(sign.group()):02X}", safe(plain_address(url))
    )


def sentence_link(url: str, sentence: str) -> str:
    """Add a text fragment, so that a browser opens the article at the sentence and marks it.

    See https://wicg.github.io/scroll-to-text-fragment/; a browser that does not know it, or a page
    that no longer has the sentence, opens at the top.
    """
    line = " ".join(sentence.split())
    if not line:
        return url
    if len(line) <= (_EDGE if _UNSPACED.search(line) else _WHOLE):
        words = _escaped(line)
    else:
        words = f"{_escaped(_head(line))},{_escaped(_tail(line))}"
    return f"{url}{':~:' if '#' in url else '#:~:'}text={words}"


def _escaped(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")


def _head(line: str) -> str:
    if _UNSPACED.search(line):
        return line[: _EDGE // 3]
    return line[: _EDGE + 1].rpartition(" ")[0] or line[:_EDGE]


def _tail(line: str) -> str:
    if _UNSPACED.search(line):
        return line[-(_EDGE // 3) :]
    return line[-_EDGE - 1 :].partition(" ")[2] or line[-_EDGE:]
