"""Is one word the other in another language or script? Names change their letters, not their sound.

"Macedonia" and "Macédoine", "Putin" and "Poutine", "Trump" and 特朗普 or ترامب, "Greek" and "grec".
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

_DERIVED = 80  # "Siemens" and "seines" are 77
_SIMILAR_SHORT = 85  # Iran is not Irak
_SIMILAR = 75  # of 100: "Taiwanese" beside "taïwanais" is 78, "Nvidia" beside "Broadcom" is 14
_CLASSES = str.maketrans(
    {"b": "p", "f": "p", "v": "p", "w": "p", "d": "t", "k": "k", "c": "k", "g": "k", "q": "k",
     "x": "k", "z": "s", "j": "s", "r": "l", "m": "n"}
)  # fmt: skip
_VOICES = _CLASSES | str.maketrans({"e": "i", "o": "u", "y": "i", "j": "i"})
_SOUNDS = (("ph", "f"), ("sh", "s"), ("ch", "k"), ("ts", "t"), ("th", "s"), ("ng", "n"), ("h", ""))
_ARABIC_LETTERS = str.maketrans("أإآٱةى", "ااااهي")
_ARABIC_SIGNS = re.compile(r"[\u064b-\u065f\u0640]")
_ARABIC_ENDS = re.compile(r"^ال(?=[\u0620-\u06ff]{3})|(?<=[\u0620-\u06ff]{4})[اهي]$")
_DOUBLED = re.compile(r"(.)\1")
_CASES = re.compile(r"(?<=..)(?<![aeiou])(?:ovi|i?em|[aeiouj]{1,3})$")
_UMLAUT = re.compile(r"([aou])e")  # "Baer" for "Bär"
_SILENT = re.compile(r"[^a-z]|[aeiouyh]")


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return a word in lower case without accents, genitive or elided article."""
    if word[:1] > "\u024f":
        return word
    word = word.replace("ß", "ss").replace("ł", "l").replace("Ł", "L").replace("ø", "o")
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = re.sub(r"^(?:[dlnsjqco]|all|dell|nell|sull|dall|un|qu)['’](?=..)", "", word.lower())
    return re.sub(r"(?:['’].*|-.*)$", "", word)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the consonants of a word by class of sound: ``Trump`` -> ``tlnp``; any script."""
    from anyascii import anyascii

    word = anyascii(word).lower().replace("sh", "s").replace("ch", "k").replace("ts", "s")
    word = re.sub(r"c(?=[eiy])", "s", word).replace("ph", "p").replace("ck", "k")
    sounds = _SILENT.sub("", word.translate(_CLASSES))
    return re.sub(r"(.)\1+", r"\1", sounds)


def alike(word: str, other: str) -> bool:
    """Say whether two plain names of Latin script may be one."""
    shorter = min(len(word), len(other))
    if _bare(word) == _bare(other) and shorter >= 3:
        return True
    if same_stem(word, other) or (shorter >= 6 and spoken(word)[:6] == spoken(other)[:6]):
        return True
    ratio = fuzz.ratio(word, other)
    if ratio >= (_SIMILAR if max(len(word), len(other)) > 5 else _SIMILAR_SHORT):
        return True
    return ratio >= 55 and len(skeleton(word)) > 2 and skeleton(word) == skeleton(other)


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    """Return a name without the endings of its cases: "Menga", "Mengi"; "Ian", "Ianem"."""
    word = word.replace("w", "v").replace("y", "i")
    word = _UMLAUT.sub(r"\1", word)
    return _CASES.sub("", word)


def same_stem(word: str, other: str) -> bool:
    """Say whether two plain words begin alike: "Texas", "texan"; "Greece", "greek"."""
    kept = min(len(word), len(other), 5)
    return word == other or (kept >= 4 and word[:kept] == other[:kept])


def derived(word: str, other: str) -> bool:
    """Say whether a word in small letters may come from a name: "syrien" from "Syria"."""
    return same_stem(word, other) or fuzz.ratio(word, other) >= _DERIVED


@lru_cache(maxsize=65536)
def spoken(text: str) -> str:
    """Return how a word sounds, roughly: ``Mecca`` and ``Mekka`` -> ``nika``."""
    from anyascii import anyascii

    text = anyascii(text).lower()
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", text).translate(_VOICES))


@lru_cache(maxsize=65536)
def related(english: str, other: str, language: str) -> bool:
    """Say whether an English word is the name of a place, people or day that ``other`` names.

    ``other`` is a plain word, which may be a compound ("Nordmexiko"), or a text without spaces.
    """
    other = folded_arabic(other)
    return any(
        _one_stem(name, other)
        or (len(name) > (4 if name.isascii() else 1) and name in other)
        or (len(other) > 5 and other in name)
        for name in _exonyms_of(english, language)
    )


@lru_cache(maxsize=8192)
def folded_arabic(text: str) -> str:
    """Return a text without the vowel signs and varying letters of Arabic."""
    return text if text.isascii() else _ARABIC_SIGNS.sub("", text.translate(_ARABIC_LETTERS))


@cache
def _more_exonyms() -> dict[str, list[str]]:
    path = files("pipeline.stages").joinpath("data/exonyms.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: [w.replace("_", " ") for w in words.split()] for name, words in table.items()}


@lru_cache(maxsize=8192)
def _exonyms_of(english: str, language: str) -> frozenset[str]:
    table = exonyms(language).items()
    found = {name for word, names in table if _of_one_name(word, english) for name in names}
    return frozenset(_ARABIC_ENDS.sub("", folded_arabic(name)) for name in found)


def _of_one_name(word: str, other: str) -> bool:
    """Say whether two English words are of one name: "Norway", "Norwegian", not "Berlusconi"."""
    return _one_stem(word, other) and (abs(len(word) - len(other)) <= 3 or other.startswith(word))


def _one_stem(word: str, other: str) -> bool:
    """Say whether two words have one stem, as a country and its people: "grece", "grecque"."""
    if word == other:
        return True
    word, other = _single(word), _single(other)
    shorter = min(len(word), len(other))
    kept = max(4, shorter - 2)
    return shorter >= 4 and word[:kept] == other[:kept]


@lru_cache(maxsize=65536)
def _single(word: str) -> str:
    """Return a word without doubled letters: Dutch "Irak", "Iraakse"."""
    return _DOUBLED.sub(r"\1", word)


@cache
def exonyms(language: str) -> dict[str, tuple[str, ...]]:
    """Map words of English place, language, month and day names to those of a language (CLDR)."""
    from babel import Locale, UnknownLocaleError

    english = Locale("en")
    try:
        other = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, set[str]] = {}

    def pair(ours: str, theirs: str) -> None:
        for word in re.findall(r"[^\W\d_][\w’'-]*", ours):
            found.setdefault(plain(word), set()).update(
                plain(w)
                for w in re.findall(r"[^\W\d_][\w’']*", theirs)
                if len(w) > (3 if w.isascii() else 1)
            )

    for name, words in _more_exonyms().items():
        found.setdefault(name, set()).update(words)
    for code, name in english.territories.items():
        pair(name, other.territories.get(code, name))
    for code, name in english.languages.items():
        if len(code) <= 3:
            pair(name, other.languages.get(code, name))
    for zone, name in english.time_zones.items():
        if "city" in other.time_zones.get(zone, {}):
            pair(name.get("city", zone.rpartition("/")[2]), other.time_zones[zone]["city"])
    for zone, name in other.time_zones.items():
        if "city" in name and zone not in english.time_zones:
            pair(zone.rpartition("/")[2].replace("_", " "), name["city"])
    for kind in ("wide", "abbreviated"):
        for index, name in english.months["format"][kind].items():
            pair(name, other.months["format"]["wide"][index])
        for index, name in english.days["format"][kind].items():
            pair(name, other.days["format"]["wide"][index])
    return {word: tuple(sorted(names)) for word, names in found.items()}
