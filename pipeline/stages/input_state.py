"""What kind of page was got: a whole article, a part of one, or none at all.

Publisher signals come first, phrases (``data/page_states.toml``) last, and neither alone is enough
to refuse a page or to call it cut: an article that is there in full stays "full", whatever its
publisher says of locks. Thresholds were set on 321 news pages (fundus).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ContentError
from pipeline.records import InputState
from pipeline.stages.phrases import plain
from pipeline.stages.signals import Signals

_LITTLE = 200  # weight of running text below which a page has no article
_LEAST_PART = 60  # the same where the publisher says that this is the beginning of one
_SHORT = 150  # words of an article that may well be cut
_CUT_AT = 300  # words: no free part of a locked article that names no part was longer
_SHARE = 0.7  # of the words that the publisher counts, to be whole
_INDEX_LINKS = 15
_LISTS = {"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage", "WebSite"}
_MEDIA = {"VideoObject", "AudioObject", "PodcastEpisode", "RadioEpisode", "TVEpisode", "Episode"}
_MEDIA |= {"Clip", "NewsVideo", "VideoGallery", "PodcastSeries", "Movie"}
_CUT_END = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\)|\(\.\.\.\))\W*$")
_STATUS = re.compile(
    r"(?:(?:http|error|erreur|fehler|errore|erro|fout|błąd|fel)\W{0,3}){0,2}[45]\d\d\b\W*"
)
_TITLE_PARTS = re.compile(r"(?:(?<!\s)\s++)?[|｜•·:]\s*|(?<!\s)\s++[–—-]++\s+")
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


class Text(NamedTuple):
    """The running text of a page, without links and dregs."""

    paragraphs: list[str]
    weight: int  # how much of it is sentences, in characters
    linked: int  # paragraphs that are nothing but links
    is_article: bool  # the page says it is one article


class State(NamedTuple):
    """The state of an article, and of how many paragraphs it has a part."""

    name: InputState
    total: int | None = None  # None: the page does not tell


def judge(text: Text, signals: Signals) -> State:
    """Return the state of a page that is an article, or a part of one.

    Raises ``ContentError``, with the reason, for an error page, an index page, a page that only a
    browser can build, and one with hardly any text.
    """
    words = count_words(text.paragraphs)
    if words < (_SHORT // 3 if text.is_article else _SHORT) and _is_error(signals):
        raise ContentError("no article found: an error page of the server; check the address")
    state = _cut_state(text, signals, words)
    if state is None and _is_media(text, signals, words):
        state = State("video")
    if text.weight < (_LEAST_PART if state else _LITTLE):
        raise ContentError(f"no article found: {_instead(text, signals)}")
    if _is_index(text, signals):
        raise ContentError("no article found: an index page; give the address of one article")
    return state or State("live blog" if signals.live else "full")


def count_words(paragraphs: list[str]) -> int:
    """Count words; two characters of Chinese, Japanese or Korean are one."""
    joined = " ".join(paragraphs)
    wide = len(_WIDE.findall(joined))
    return len(_WIDE.sub(" ", joined).split()) + wide // 2


def _cut_state(text: Text, signals: Signals, words: int) -> State | None:
    """Return the state of an article of which only the beginning is there."""
    if not text.paragraphs or not text.is_article:
        return None
    rest = _rest(signals.texts) if signals.locked else None
    told = round(words / (1 - rest)) if rest else _told(text, signals)
    running = [line for line in text.paragraphs if len(line) > _LITTLE // 3] or text.paragraphs
    ends_cut = bool(_CUT_END.search(running[-1]))
    if rest or _is_locked(signals, words, told, ends_cut=ends_cut):
        return State("paywalled", _total(text, words, told))
    few = words < _SHORT // 2
    missing = words < 2 * _SHORT and 2 * words < told
    if (missing and (ends_cut or few)) or (words < _SHORT and ends_cut):
        return State("teaser", _total(text, words, told))
    return None


def _is_locked(signals: Signals, words: int, told: int, *, ends_cut: bool) -> bool:
    """Return whether the rest of the article is for subscribers, and not in the page."""
    if signals.locked and told:
        return words < _SHARE * told
    if signals.locked and signals.behind_lock is not None:
        return ends_cut or (signals.behind_lock < _LITTLE and words < _CUT_AT)
    if signals.locked and ends_cut:
        return True
    short = words < _SHORT and (signals.locked or ends_cut or words < _SHORT // 2)
    return short and _holds("paywall", signals.texts)


def _told(text: Text, signals: Signals) -> int:
    """Return how many words the page says it has; 0 where it seems to count characters."""
    characters = sum(map(len, text.paragraphs))
    told = signals.words or 0
    return 0 if 0.65 * characters < told < 1.35 * characters else told


def _rest(texts: list[str]) -> float | None:
    """Return which share of the article the page says is not in it."""
    for one in texts:
        found = _pattern("rest").search(plain(one))
        if found:
            number = re.search(r"\d+(?:[.,]\d+)?", found[0])
            share = float(number[0].replace(",", ".")) / 100 if number else 0.0
            return share if 0 < share < 1 else None
    return None


def _total(text: Text, words: int, told: int) -> int | None:
    used = len(text.paragraphs)
    return max(used + 1, round(used * told / words)) if words and told > words else None


def _is_media(text: Text, signals: Signals, words: int) -> bool:
    declared = signals.og_type.startswith(("video", "music")) or signals.kinds & _MEDIA
    return bool(declared) and words < (_SHORT // 2 if text.is_article else _SHORT)


def _is_index(text: Text, signals: Signals) -> bool:
    if text.is_article:
        return False
    if text.linked >= 5 and text.linked * 3 >= len(text.paragraphs):
        return True
    listed = signals.kinds & _LISTS or signals.og_type in ("website", "blog")
    long = sum(count_words([paragraph]) >= 40 for paragraph in text.paragraphs)
    return bool(listed) and signals.headlines >= _INDEX_LINKS and long < 3


def _is_error(signals: Signals) -> bool:
    for title in signals.titles:
        for part in [title, *_TITLE_PARTS.split(title)]:
            bare = _STATUS.sub("", plain(part), count=1).strip(" :-–—|!.")
            if (not bare and plain(part)) or bare in _phrases("error"):
                return True
    return False


def _instead(text: Text, signals: Signals) -> str:
    """Return what a page without running text is."""
    if signals.app_root or _holds("browser", signals.texts):
        return "a page that only a browser can build; save it from one and give the file"
    if signals.kinds & _MEDIA or signals.og_type.startswith(("video", "music")):
        return "a video or podcast page with hardly any text"
    if not text.paragraphs:
        return "the page has no text (it may need a browser)"
    if not text.is_article and signals.headlines >= _INDEX_LINKS:
        return "an index page; give the address of one article"
    return f"only {len(' '.join(text.paragraphs))} characters of text"


def _holds(kind: str, texts: list[str]) -> bool:
    pattern = _pattern(kind)
    return any(pattern.search(plain(text)) for text in texts)


@cache
def _phrases(kind: str) -> set[str]:
    path = Path(__file__).parent / "data" / "page_states.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {plain(phrase) for phrases in table[kind].values() for phrase in phrases}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Return what finds any of the phrases in a text, as ``plain`` writes it."""
    longest = sorted(_phrases(kind), key=lambda phrase: (-len(phrase), phrase))
    patterns = [re.escape(phrase).replace(r"\#", _NUMBER) for phrase in longest]
    return re.compile("|".join(pattern.replace(r"\ %", r"\s?%") for pattern in patterns))
