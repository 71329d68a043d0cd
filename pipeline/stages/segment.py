"""Article -> sentences, with exact offsets into the article's text.

Our own splitter, driven by ``data/sentences.toml``: one pass over the possible ends of a
paragraph, each judged by the words on both sides. (pysbd was tried: it lacks pt, sv and ko, cuts
"J.-P.", "EE. UU." and "févr. 2026" apart, and parts quotes from their reporting clause.)
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Article, Sentence
from pipeline.stages.quotation import quoted_ranges

_CLOSERS = "\"'”’“»«›‹)\\]）」』】〉》"
_WIDE_CLOSERS = "\"'”’»›)\\]）」』】〉》"
_END = re.compile(
    rf"[。！？｡]+[…‥]*[{_WIDE_CLOSERS}]*"  # wide signs need no blank after them
    rf"|(?:[.!?…‥‽؟۔।॥]{{1,60}}[{_CLOSERS}]*(?:\s?»(?!\w))?)(?=\s|$)"
    rf"|[!?…]{{1,60}}(?=[^\x00-\u2e7f])[{_CLOSERS}]*"
)
_NEXT = re.compile(r"[\s\"'“”„«»‘‚‹›(\[（「『【¿¡–—-]*(\w[\w’']*)?")
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])(\d{1,2}|[IVX]{1,5})$")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_][.’-]{1,2}\s?){0,5}[^\W\d_]$")
_WORD_BEFORE = re.compile(r"[\w.’'-]{1,24}$")
_TWO_BEFORE = re.compile(r"(?<!\w)\w{1,3}\.\s?(?:\w{1,3}\.\s?){0,2}\w{1,4}$")
_ORDINALS = {"de", "pl", "sv", "da", "no", "fi", "cs", "sk", "hu", "hr", "sl", "et", "lv"}
_WINDOW = 40  # characters before a full stop that are looked at


class _Words(NamedTuple):
    never: frozenset[str]
    perhaps: frozenset[str]
    starters: frozenset[str]


def segment(article: Article) -> list[Sentence]:
    """Return the sentences of the article in order.

    They never cross a paragraph and together hold every character that is not blank. ``language``
    is the paragraph's, else the article's, else ``und``. Never fails; no text gives no sentences.
    """
    sentences: list[Sentence] = []
    languages = {span.start: span.language for span in article.language_spans}
    default = article.language or "und"
    paragraphs = re.finditer(r"[^\n]+", article.text)
    for number, match in enumerate(match for match in paragraphs if match[0].strip()):
        language = languages.get(match.start()) or default
        for start, end in split(match[0], language):
            sentences.append(
                Sentence(
                    index=len(sentences),
                    start=match.start() + start,
                    end=match.start() + end,
                    text=match[0][start:end],
                    paragraph=number,
                    language=language,
                )
            )
    return sentences


def split(text: str, language: str = "und") -> list[tuple[int, int]]:
    """Return start and end of every sentence of one paragraph, without the blanks around."""
    words = _words(language)
    closed = quoted_ranges(text, language)
    spans: list[tuple[int, int]] = []
    start = quote = 0
    for match in _END.finditer(text):
        end = match.end()
        while quote < len(closed) and closed[quote][1] < end:
            quote += 1
        inside = quote < len(closed) and closed[quote][0] <= match.start() < closed[quote][1]
        if inside or not _is_end(text, match, words, language, start):
            continue
        _add(spans, text, start, end)
        start = end
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence; signs without any letter or digit join the one before."""
    piece = text[start:end]
    bare = piece.strip()
    if not bare:
        return
    left = start + len(piece) - len(piece.lstrip())
    right = left + len(bare)
    if spans and not any(char.isalnum() for char in bare):
        spans[-1] = (spans[-1][0], right)
    else:
        spans.append((left, right))


def _is_end(text: str, match: re.Match[str], words: _Words, language: str, start: int) -> bool:
    """Judge one possible end by what follows and, for a full stop, by what stands before."""
    sign = match[0][0]
    if sign in "。！？｡":
        return not _wide_goes_on(text, match)
    following = _NEXT.match(text, match.end())
    word = (following[1] if following else None) or ""
    if word and _begins_small(word):
        return False
    if not word and match.end() < len(text) and text[match.end() :].lstrip()[:1] in ",;:":
        return False
    if sign != "." or match[0].startswith(".."):
        return True
    return not _is_short_form(text, match.start(), word, words, language, start)


def _wide_goes_on(text: str, match: re.Match[str]) -> bool:
    """Return whether a wide full stop stands before a particle or comma that goes on."""
    after = text[match.end() : match.end() + 1]
    return bool(after) and after in "、，,と」』）)"


def _begins_small(word: str) -> bool:
    """Return whether a word begins small and is no name such as iPhone or xAI."""
    return word[0].islower() and not any(char.isupper() for char in word[1:3])


def _is_short_form(
    text: str, stop: int, word: str, words: _Words, language: str, start: int
) -> bool:
    """Return whether the full stop at ``stop`` belongs to a short form and ends nothing."""
    before = text[max(start, stop - _WINDOW) : stop]
    starts = word in words.starters or re.split("[’']", word)[0] in words.starters
    number = _NUMBER_BEFORE.search(before)
    if number:
        first = not before[: number.start()].strip()  # "1. First point"
        if first or (language in _ORDINALS and not starts):
            return True
        if number[1].isdigit():
            return False
    keys = {found[0].lower() for found in (_WORD_BEFORE.search(before),) if found}
    keys |= {found[0].lower() for found in (_TWO_BEFORE.search(before),) if found}
    keys |= {key.strip("’'-.") for key in keys} | {re.split("[’'-]", key)[-1] for key in keys}
    if keys & words.never or any(f"{key}. {word.lower()}" in words.perhaps for key in keys):
        return True
    if not (keys & words.perhaps or _INITIALS.search(before)):
        return False
    return bool(word) and not starts


@cache
def _words(language: str) -> _Words:
    """Return the words of a language; for one without a table, those of every language."""
    table = _table()
    known = [language] if language in table["starters"] or language in table["never"] else []
    return _Words(
        never=frozenset(_of(table["never"], ["all", *(known or ["en"])])),
        perhaps=frozenset(_of(table["perhaps"], ["all", *(known or ["en"])])),
        starters=frozenset(_of(table["starters"], known or list(table["starters"]))),
    )


def _of(table: dict[str, list[str]], languages: list[str]) -> list[str]:
    return [entry for language in languages for entry in table.get(language, [])]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).parent / "data" / "sentences.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
