"""One spelling for each address, so that a page that is linked in ten ways is read once.

courlan cleans scheme, port and path and knows the names of tracking parameters. What it leaves, or
takes too far, is done here: fragments, ``/../``, session ids, host names in other scripts (written
as the network writes them), and queries without a ``=``, which often *are* the article's number.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import courlan
import idna
from courlan.clean import TRACKERS_RE

_SESSIONS = re.compile(
    r"(?:j|php)?sess(?:ion)?_?id|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|oscsid|zenid"
)
_SESSION_IN_PATH = re.compile(r";(?:j|php)sess(?:ion)?id=[^/;?]*", re.IGNORECASE)
_MORE_TRACKERS = {"referer", "referrer", "wt_mc", "wt.mc", "smid", "cmpid", "ocid", "ncid", "igsh"}
# Taken for tracking by courlan, but used by some sites for the article itself: to read a page
# twice is better than to lose one.
_MAY_NAME_A_PAGE = {"cid", "eid", "uid", "gl", "session", "keyword"}


def canonical_url(url: str) -> str:
    """Return the address in its one spelling, which still fetches the same page.

    ``url`` is http or https with a host. Raises ``ValueError`` for what is no valid URL.
    """
    parts = urlsplit(url.strip())
    path = re.sub(r"/{2,}", "/", _SESSION_IN_PATH.sub("", parts.path))
    path = urlsplit(urljoin("http://host/", path)).path
    bare = courlan.normalize_url(urlunsplit((parts.scheme, parts.netloc, path, "", "")))
    clean = urlsplit(bare)
    port = f":{clean.port}" if clean.port is not None else ""
    host = _network_name(parts.hostname or "")
    return urlunsplit((clean.scheme, host + port, clean.path or "/", _query(parts.query), ""))


def _network_name(host: str) -> str:
    """Write a host name as the network does: lower case, other scripts as ``xn--``."""
    if ":" in host:
        return f"[{host}]"
    try:
        return (host if host.isascii() else idna.encode(host, uts46=True).decode()).rstrip(".")
    except idna.IDNAError as exc:
        raise ValueError(f"not a host name: {exc}") from exc


def _query(query: str) -> str:
    """Drop tracking and session parameters and sort the rest; their spelling is kept."""
    fields = [field for field in query.split("&") if field]
    kept = [field for field in fields if not _only_tracks(unquote(field.partition("=")[0]))]
    return "&".join(sorted(kept))


def _only_tracks(name: str) -> bool:
    name = name.lower()
    if _SESSIONS.fullmatch(name) or name in _MORE_TRACKERS:
        return True
    match = TRACKERS_RE.search(name)
    if match is None or name in _MAY_NAME_A_PAGE:
        return False
    return match[0].endswith("_") or not name[match.end() : match.end() + 1].isalpha()
