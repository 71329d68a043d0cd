"""Which articles say nothing that another one does not: agency copy as several papers print it.

A copy may be shorter than its original and differ in a few words, but it holds no sentence, name or
number of its own: what says something new is worked on, however much of it is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from pipeline.minhash import band_keys, runs, share_in
from pipeline.records import Article

_ROWS = 6  # hashes of a band: texts that share 0.8 of their runs meet with 99.8 %, 0.3 with 2 %
_MOST_OF = 0.9  # of the runs of a copy are in its original: a changed word costs about ten runs
_HALF = 0.5  # of the runs of each of its sentences
_SHORT = 24  # bytes; shorter sentences, such as "(dpa)", are not looked at one by one
_APART = timedelta(days=7)  # the same words months later tell of something else
_WORD = re.compile(r"\w+")


class Told(NamedTuple):
    """An article as it is compared."""

    article: Article
    dated: datetime  # published, or else fetched


def bands_of(article: Article) -> list[int]:
    """Return the numbers by which a text is found; none where it is too short to tell."""
    return band_keys(article.text, _ROWS)


def copied_share(one: Told, original: Told, sentences: Iterable[str]) -> float | None:
    """Return how much of an article is in another one, from 0 to 1; None if it is no copy of it.

    ``sentences`` are those of the article.
    """
    if abs(one.dated - original.dated) > _APART or _new_words(one.article, original.article):
        return None
    there = runs(original.article.text)
    share = share_in(runs(one.article.text), there)
    said = all(
        share_in(runs(sentence), there) >= _HALF
        for sentence in sentences
        if len(sentence.encode(errors="replace")) >= _SHORT
    )
    return share if share >= _MOST_OF and said else None


def _new_words(article: Article, original: Article) -> bool:
    """Tell whether an article holds a name or a number that the other one does not."""
    known = {word.casefold() for word in _words(original)}
    return any(
        word.casefold() not in known
        for word in _words(article)
        if word[0].isupper() or any(char.isdigit() for char in word)
    )


def _words(article: Article) -> list[str]:
    text = f"{article.title or ''}\n{article.text}"
    return _WORD.findall(unicodedata.normalize("NFKC", text))
