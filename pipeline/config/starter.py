"""A first config, with comments, for a newsroom to change.

In: what the newsroom says of itself. Out: the text of a TOML file that ``load_settings`` accepts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TEMPLATE = Path(__file__).parent / "templates" / "newsroom.toml.j2"
_FEEDS = (".xml", ".rss", ".atom", "/feed", "/rss", "/feed/", "/rss/", "feed.json")


class Place(NamedTuple):
    """Where articles come from, and what it is."""

    location: str
    kind: str


class Newsroom(NamedTuple):
    """What the config is to say. ``reader`` is empty where no mail is wanted yet."""

    story: str
    to: str
    profile: str
    sources: Sequence[str] = ()
    reader: str = ""
    sender: str = ""
    zone: str = "UTC"


def place(location: str) -> Place:
    """Out: the place with its kind, as far as the location tells it."""
    plain = location.lower().partition("?")[0]
    if "sitemap" in plain:
        return Place(location, "sitemap")
    if plain.endswith(_FEEDS):
        return Place(location, "feed")
    web = plain.startswith(("http://", "https://"))
    if web and plain.count("/") <= 3 and (plain.endswith("/") or plain.count("/") == 2):
        return Place(location, "site")
    return Place(location, "auto")


def starter(newsroom: Newsroom) -> str:
    """Out: the text of the config."""
    from jinja2 import Environment, StrictUndefined

    # TOML, not HTML: every value goes through the filter ``toml``, which quotes it.
    settings = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    settings.filters["toml"] = _quoted
    template = settings.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        newsroom._asdict()
        | {
            "sources": [place(location) for location in newsroom.sources],
            "mail": bool(newsroom.reader),
            "reader": newsroom.reader or "reader@news.example",
            "sender": newsroom.sender or "digest@news.example",
        }
    )


def _quoted(value: str) -> str:
    """Out: a TOML basic string. JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
