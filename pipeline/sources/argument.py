"""One command-line argument -> one ``Source``. Looks at the words only: reads and asks nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.records import Source

# Two letters at least, so that C:\page.html stays a path.
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+):")
_NOT_FETCHED = {"about", "blob", "data", "feed", "ftp", "ftps", "file", "gopher", "javascript"}
_NOT_FETCHED |= {"mailto", "sftp", "smb", "ssh", "view-source", "ws", "wss"}


def parse_source(argument: str) -> Source:
    """Return what ``argument`` names: an http(s) URL, a path, or ``-`` for standard input.

    Whether the file or the page exists is found out when it is fetched.
    Raises ``UsageError`` for an empty argument, another scheme, a URL without a host or with a
    user name or password in it (which is not repeated in the message).
    """
    location = argument.strip()
    if not location:
        raise UsageError("empty source: give a URL, a file, or - for standard input")
    if location == "-":
        return Source(location="-", kind="stdin")
    scheme = _scheme(location)
    if scheme in {"http", "https"}:
        _check_url(location)
        return Source(location=location, kind="url")
    if scheme is not None:
        raise UsageError(
            f"{scheme}: addresses are not fetched: give an http or https URL, a file, "
            "or - for standard input"
        )
    if "\0" in location:
        raise UsageError("a file name cannot hold a NUL character")
    return Source(location=location, kind="file")


def _scheme(location: str) -> str | None:
    """Return the scheme if this reads like a URL; ``notes: draft.txt`` is a file name."""
    match = _SCHEME.match(location)
    if match is None:
        return None
    scheme = match[1].lower()
    named = scheme in _NOT_FETCHED or scheme in {"http", "https"}
    return scheme if named or location.startswith("//", match.end()) else None


def _check_url(location: str) -> None:
    shown = location.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    try:
        parts = urlsplit(location)
        host, user, _ = parts.hostname, parts.username, parts.port
    except ValueError as exc:
        raise UsageError(f"not a valid URL: {_without_user(shown)}: {exc}") from exc
    if user is not None or "@" in parts.netloc:
        raise UsageError("a URL with a user name or password is not fetched: leave them out")
    if not host:
        raise UsageError(f"not a valid URL: {shown}: no host")
    if re.search(r"[\s\x00-\x1f\x7f\\]", location):
        raise UsageError(f"not a valid URL: {shown}: blanks or control characters in it")


def _without_user(url: str) -> str:
    return re.sub(r"//[^/]*@", "//", url)
