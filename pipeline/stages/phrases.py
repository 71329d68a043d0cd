"""The phrases of page chrome, read from ``data/chrome.toml``: which words are no article text.

Everything here is strict on purpose: a rule looks at whole short paragraphs, at their beginning,
or at one known sentence at the end, so that no sentence of an article can be taken for chrome.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LONGEST = 200  # characters of a paragraph that can be chrome
_LONGEST_START = 160
_LONGEST_OFFER = 300
_GLUED_WITHIN = 400  # characters at the end of a paragraph where a glued notice is looked for
_EDGES = " \t.,:;!?…-–—•·|*>#▶►▼■●→»«\"'“”()[]【】<"
_OPENERS = " \t-–—•·|*>#▶►▼■●→"
_PARTS = re.compile(r"\s*[|•·–—/]\s*|\s{3,}|\s-\s")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|[。！？]")
_PRICE = re.compile(
    r"[$€£¥₩]\s?\d|(?<!\d)\d{1,6}(?:[.,]\d{1,3})?\s?"
    r"(?:[$€£円元원%]|(?:euros?|dollars?|d[oó]lar(?:es)?|zł|kr|kronor|pounds|francs)(?!\w))",
    re.IGNORECASE,
)


class Phrase(NamedTuple):
    """What a piece of chrome is, and its language where the words belong to one alone."""

    reason: str
    language: str | None


class _Rules(NamedTuple):
    words: dict[str, Phrase]  # without wildcards
    patterns: list[tuple[re.Pattern[str], Phrase]]


def plain(text: str) -> str:
    """Return text for comparing: one case, one form of blanks and apostrophes, bare ends."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("ʼ", "'")
    return " ".join(text.casefold().split()).strip(_EDGES)


def whole(text: str) -> Phrase | None:
    """Return what the paragraph is if it is chrome and nothing else."""
    if len(text) > LONGEST:
        return None
    found = _lookup(_rules("whole"), plain(text))
    if found is not None:
        return found
    parts = [plain(part) for part in _PARTS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return None
    kinds = [_lookup(_rules("whole"), part) for part in parts]
    known = [kind for kind in kinds if kind is not None]
    return known[0] if len(known) == len(parts) else None


def start(text: str) -> Phrase | None:
    """Return what a short paragraph is if it begins as chrome does, or offers a subscription."""
    if len(text) > _LONGEST_START or len(_SENTENCE_END.findall(text)) > 2:
        return _offer(text)
    shown = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    shown = " ".join(shown.split()).lstrip(_OPENERS)
    for pattern, phrase in _rules("start").patterns:
        if pattern.match(shown):
            return phrase
    return _offer(text)


def _offer(text: str) -> Phrase | None:
    """Return what a paragraph is if it asks to subscribe or read on, and names price or terms.

    "Subscribe for $1 a week" calls; "Users subscribe for $1 a week" tells, and is no offer.
    """
    if len(text) > _LONGEST_OFFER:
        return None
    shown = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    if not _PRICE.search(shown) and not any(
        pattern.search(shown) for pattern, _ in _rules("terms").patterns
    ):
        return None
    for sentence in _SENTENCE_END.split(shown):
        begun = " ".join(sentence.split()).lstrip(_OPENERS)
        for pattern, phrase in _rules("calls").patterns:
            if pattern.match(begun):
                return phrase
    return None


def header(text: str) -> bool:
    """Return whether the paragraph may be the heading of a list of links."""
    if len(text) > _LONGEST_START:
        return False
    key = plain(text)
    whole_match = _lookup(_rules("whole"), key)
    related = whole_match is not None and whole_match.reason == "related links"
    return related or _lookup(_rules("header"), key) is not None


def meta(text: str) -> Phrase | None:
    """Return what a part of a date line is: reading time, categories, number of words."""
    return _lookup(_rules("meta"), plain(text)) if len(text) <= LONGEST else None


def foreign(text: str, main: str) -> Phrase | None:
    """Return what a text is if it holds words of hosts and advertisers of another language."""
    shown = text.casefold()
    held = {}
    for language, words in _table()["foreign"]["holds"].items():
        if any(word in shown for word in words):
            held[language] = Phrase(_table()["foreign"]["reason"], language)
    return None if main in held or not held else next(iter(held.values()))


def cut_glued(text: str) -> tuple[str, list[tuple[str, Phrase]]]:
    """Cut known notices off the end of a paragraph; return what stays and what was cut."""
    cut: list[tuple[str, Phrase]] = []
    found = True
    while found and text:
        found = False
        offset = max(0, len(text) - _GLUED_WITHIN)
        for pattern, phrase in _rules("glued").patterns:
            match = pattern.search(text, offset)
            if match:
                cut.append((text[match.start() :].strip(), phrase))
                text = text[: match.start()].rstrip()
                found = True
                break
    return text, cut


def phrase_language(text: str) -> str | None:
    """Return the language of a dropped piece that is known word for word, or None."""
    known = whole(text) or start(text)
    if known is None:
        cut = cut_glued(text)[1]
        known = cut[0][1] if cut else None
    return known.language if known else None


def _lookup(rules: _Rules, key: str) -> Phrase | None:
    if key in rules.words:
        return rules.words[key]
    for pattern, phrase in rules.patterns:
        if pattern.fullmatch(key):
            return phrase
    return None


@cache
def _rules(mode: str) -> _Rules:
    """Return the rules of one mode, over all languages."""
    words: dict[str, Phrase] = {}
    patterns: list[tuple[re.Pattern[str], Phrase]] = []
    for kind, table in _table().items():
        wanted = "whole" if mode == "meta" else mode
        if (kind == "meta") != (mode == "meta"):
            continue
        for language, phrases in table.get(wanted, {}).items():
            for words_of in phrases:
                phrase = Phrase(table["reason"], language)
                if mode in {"whole", "header", "meta"} and not re.search(r"[*#]", words_of):
                    key = plain(words_of)
                    known = words.get(key)
                    words[key] = phrase if known is None else Phrase(known.reason, None)
                else:
                    patterns.append((_compiled(words_of, mode), phrase))
    return _Rules(words, patterns)


@cache
def _table() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parent / "data" / "chrome.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _compiled(words: str, mode: str) -> re.Pattern[str]:
    """Turn a phrase of the table into a pattern: ``*`` some characters, ``#`` a number."""
    normal = unicodedata.normalize("NFKC", words).casefold()
    if mode in {"whole", "header", "meta"}:
        normal = normal.strip(_EDGES.replace("*", "").replace("#", ""))
    pieces = []
    for char in " ".join(normal.split()):
        if char == "*":
            pieces.append(".{0,60}?" if mode == "glued" else ".{0,60}")
        elif char == "#":
            pieces.append(r"\d[\d.,]{0,8}(?: ?%)?")
        elif char == " ":
            pieces.append(r"\s*" if pieces and pieces[-1].endswith("60}") else r"\s+")
        elif char == "'":
            pieces.append("['’]")
        else:
            pieces.append(re.escape(char))
    pattern = "".join(pieces).replace(r"\s+:", r"\s*:").replace(r"\s+\:", r"\s*\:")
    if mode == "glued":
        pattern = r"(?:^|(?<=[.!?…»\"”’)。]\s)|(?<=[。！？]))" + pattern + r"[\s.!]*$"
    elif mode == "start" and pattern.endswith(":"):
        pattern = pattern.removesuffix(":").removesuffix("\\") + r"\s*[:>»›→|–—-]"
    elif mode in {"start", "calls", "terms"} and pattern[-1].isalpha():
        pattern += "" if ord(normal[-1]) > 0x2E80 else r"(?!\w)"
    if mode == "terms" and ord(normal[0]) < 0x2E80:
        pattern = r"(?<!\w)" + pattern
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
