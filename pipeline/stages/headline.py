"""The headline of a page, of all the titles that it gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.stages.phrases import plain

_SUFFIX = re.compile(r"(?<!\s)\s++[|–—·•»:-]{1,2}\s+|(?:(?<!\s)\s++)?[|｜]\s*")
_WORDS = re.compile(r"[\W_]+")
_SHORTEST, _LONGEST = 4, 400
_LEAST_HEAD = 8
_LEAST_NAME = 4  # letters; a shorter name may be part of any word
_BARS = {"|", "｜"}


class Titles(NamedTuple):
    """The titles a page gives itself, each where it stands; None and empty where it is silent."""

    data: str | None  # JSON-LD: headline
    graph: str | None  # og:title
    card: str | None  # twitter:title
    heads: list[str]  # the h1 elements
    tag: str | None  # the title element


def letters(text: str) -> str:
    """Return what counts when headlines are compared: letters and digits in one case."""
    return _WORDS.sub("", plain(text))


def headline(titles: Titles, names: set[str]) -> str | None:
    """Return the headline: of what is declared for machines that which most of the page repeats.

    ``names`` are those of the site, taken off the end. A headline that is cut short ("…") is given
    whole if an h1 has the rest. On 321 news pages (fundus) 269 are exact; JSON-LD first gives more,
    but fails on sites whose JSON-LD has a second headline for search engines; trafilatura 215.
    """
    declared = _usable([titles.data, titles.graph], names)
    heads = _usable(titles.heads, names)
    seen = [*_usable([titles.card], names), *heads[:1], *_usable([titles.tag], names)]
    firm = declared or seen
    if not firm:
        return None
    keys = [letters(title) for title in (*declared, *seen)]
    head = letters(heads[0]) if heads else ""

    def backing(title: str) -> tuple[int, bool]:
        key = letters(title)
        return sum(other.startswith(key) for other in keys), head == key

    title = _whole(max(firm, key=backing), titles.heads)
    return _without_outlet(title, heads[:1], names)


def site_names(names: Iterable[str | None], url: str | None) -> set[str]:
    """Return what may stand for the site at the end of a title, as ``plain`` writes it."""
    found = {plain(name) for name in names if name}
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    if host:
        bare = host.removeprefix("www.")
        labels = bare.split(".")
        found |= {host, bare, *labels[:-1]}
        found |= {f"{labels[-2]}.{labels[-1]}"} if len(labels) > 1 else set()
    found |= {name.replace(" ", "") for name in found} | {f"www.{name}" for name in found}
    return {name for name in found if len(name) >= 2}


def without_site(title: str, names: set[str]) -> str:
    """Take "| The Outlet" off a title, where the last part is a name of the site."""
    cuts = list(_SUFFIX.finditer(title))
    end = len(title)
    while cuts and cuts[-1].start() >= 8 and plain(title[cuts[-1].end() : end]) in names:
        end = cuts.pop().start()
    return title[:end]


def _usable(given: Iterable[str | None], names: set[str]) -> list[str]:
    titles = (without_site(title or "", names) for title in given)
    return [
        title
        for title in titles
        if _SHORTEST <= len(title) <= _LONGEST and plain(title) not in names
    ]


def _whole(title: str, heads: list[str]) -> str:
    if not title.rstrip().endswith(("…", "...")):
        return title
    cut = plain(title).rstrip(". …")
    whole = (head for head in heads if len(head) > len(title) and plain(head).startswith(cut))
    return next(whole, title)


def _without_outlet(title: str, heads: list[str], names: set[str]) -> str:
    """Take an outlet, a section or a day off a title where the h1 does without.

    What follows the h1 must stand behind a bar, or hold a name of the site.
    """
    known = {key for name in names if len(key := letters(name)) >= _LEAST_NAME}
    for head in heads:
        rest = title[len(head) :] if title.startswith(head) and len(head) >= _LEAST_HEAD else ""
        mark = _SUFFIX.match(rest)
        behind_bar = mark is not None and mark[0].strip() in _BARS
        if mark and (behind_bar or any(name in letters(rest) for name in known)):
            return head
    return title
