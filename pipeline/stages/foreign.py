"""Passages in another language than the article's: chrome goes, what is quoted stays.

A page in one language often carries menus, notices of cookies, newsletter boxes and links in
another. A foreign paragraph goes where the page sets it as chrome, where it is nothing but a link,
where it holds the words of hosts and advertisers, or where it is short and stands before or after
the whole article. It stays where it is set or introduced as a quotation, where it corrects the
article, and wherever nothing tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stages import phrases
from pipeline.stages.detectors import quick_language
from pipeline.stages.language import detect_text
from pipeline.stages.notices import corrections
from pipeline.stages.places import Places

_FEWEST_LETTERS = 12  # with fewer, the language of a paragraph is anybody's guess
_LONGEST_NOTICE = 400  # characters of a paragraph that names subscriptions, cookies, hosts
_LONGEST_AT_EDGE = 200
_MOST_ASKED = 60  # paragraphs that detectors are asked about (5 ms each)
_MOST_FOREIGN = 0.4  # of all bytes of UTF-8; above, the page is in two languages
_SURE = 0.75
_QUOTES = '«"“„「『‘‹»'
_ALIKE = ("da no sv", "cs sk", "hr sl", "bg mk sr", "es ca gl pt", "af nl", "be ru uk", "ar fa ur")


class Passage(NamedTuple):
    """A paragraph and what is known of it."""

    text: str
    link: bool = False  # it is nothing but a link, or an item of a list


def foreign_chrome(passages: Sequence[Passage], places: Places) -> set[int]:
    """Return the numbers of the paragraphs that are chrome in another language than the text's.

    Empty where much of the text is in another language. A quick look at every paragraph finds
    those that seem foreign; detectors are asked about those alone that are to go.
    """
    quick = [_quick(passage.text) for passage in passages]
    if len(set(quick) - {None}) < 2:
        return set()
    main = quick_language("\n".join(passage.text for passage in passages))
    if main is None:
        return set()
    foreign = [n for n, language in enumerate(quick) if language and _differ(language, main)]
    lengths = [len(passage.text.encode(errors="replace")) for passage in passages]
    if sum(lengths[n] for n in foreign) > _MOST_FOREIGN * sum(lengths):
        return set()
    own = [n for n, language in enumerate(quick) if language and n not in foreign]
    edges = (min(own, default=0), max(own, default=0))
    chrome = [n for n in foreign if _is_chrome(passages, n, edges, places, main)]
    return {n for n in chrome[:_MOST_ASKED] if _is_foreign(passages[n].text, main)}


def _quick(text: str) -> str | None:
    return quick_language(text) if sum(map(str.isalpha, text)) >= _FEWEST_LETTERS else None


def _differ(language: str, main: str) -> bool:
    """Return whether two languages are different and not easily taken for each other."""
    return language != main and not any({language, main} <= set(row.split()) for row in _ALIKE)


def _is_foreign(text: str, main: str) -> bool:
    language, sure = detect_text(text)
    return language is not None and sure >= _SURE and _differ(language, main)


def _is_chrome(
    passages: Sequence[Passage], number: int, edges: tuple[int, int], places: Places, main: str
) -> bool:
    text, link = passages[number]
    bare = " ".join(text.split())
    before = passages[number - 1].text.rstrip() if number else ""
    if bare in places.quoted or bare.startswith(tuple(_QUOTES)) or before.endswith((":", "：")):
        return False
    if corrections(bare):
        return False
    if bare in places.chrome or link:
        return True
    if len(bare) <= _LONGEST_NOTICE and phrases.foreign(bare, main):
        return True
    at_edge = number < edges[0] or number > edges[1]
    return at_edge and len(bare) <= _LONGEST_AT_EDGE
