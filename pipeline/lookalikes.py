"""Letters that look like letters of another script, in words and in host names (pure functions).

A word or a host label in Latin letters with one Cyrillic letter among them reads as another word. A
label that is all look-alikes of another script is told where the text around it is Latin. The
letters are those of Cyrillic, Greek and Armenian that Unicode's confusables.txt (UTS 39) maps to
one ASCII letter, without those that differ in most typefaces.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_TWINS = frozenset(
    "аԁеһіјӏоԛрѕԝхусАВЕЅІЈКМНОРСТХУҮԌԚԜ"  # Cyrillic
    "αινορυϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # Greek
    "օոսցհքյՕՍՏԼ"  # Armenian
)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3  # letters of a word that is all look-alikes; shorter ones are words of their own
_RANGES = ((0x370, 0x3FF, "Greek"), (0x400, 0x52F, "Cyrillic"), (0x530, 0x58F, "Armenian"))


def disguised(text: str, *, latin: bool) -> list[str]:
    """Return the words that look-alike letters disguise, each once, in their order.

    ``latin`` says that the text is in a language of Latin script: then a word that is all
    look-alikes counts, too, unless other words show that the text quotes one in that script.
    """
    if text.isascii():
        return []
    words = dict.fromkeys(match.group() for match in _WORD.finditer(text) if not match[0].isascii())
    whole = latin and not any(map(_is_foreign, words))
    return [word for word in words if _is_disguised(word, latin=whole)]


def strange_letters(word: str) -> str:
    """Say which letters of a word are look-alikes: ``а U+0430``."""
    twins = dict.fromkeys(letter for letter in word if letter in _TWINS)
    return ", ".join(f"{_script(letter)} {letter} U+{ord(letter):04X}" for letter in twins)


def plain_host(url: str) -> str | None:
    """Return the host of an address in ASCII (punycode) where it disguises itself, else None."""
    labels = [_shown(label) for label in _host(url).split(".")]
    latin = labels[-1].isascii()
    parts = ["".join(_WORD.findall(label)) for label in labels]
    if not any(_is_disguised(part, latin=latin) for part in parts if part):
        return None
    return ".".join(label if label.isascii() else f"xn--{_puny(label)}" for label in labels)


def plain_address(url: str) -> str:
    """Return an address with its host in ASCII where that disguises itself, else as it is."""
    host = plain_host(url)
    if host is None:
        return url
    return re.sub(re.escape(_host(url)), host, url, count=1, flags=re.IGNORECASE)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _shown(label: str) -> str:
    """Return a label as a browser might show it; unreadable punycode stays what it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except ValueError:
        return label


def _puny(label: str) -> str:
    return unicodedata.normalize("NFKC", label).lower().encode("punycode").decode("ascii")


def _is_foreign(word: str) -> bool:
    """Return whether a word is in one of the scripts, with a letter that looks like no other."""
    scripts = {_script(letter) for letter in word}
    return not scripts & {"Latin", "other"} and not set(word) <= _TWINS


def _is_disguised(word: str, *, latin: bool) -> bool:
    others = {_script(letter) for letter in word if letter not in _TWINS}
    if _TWINS.isdisjoint(word):
        return False
    return others == {"Latin"} or (latin and not others and len(word) >= _LEAST)


def _script(letter: str) -> str:
    code = ord(letter)
    found = next((name for first, last, name in _RANGES if first <= code <= last), None)
    return found or ("Latin" if "LATIN" in unicodedata.name(letter, "") else "other")
