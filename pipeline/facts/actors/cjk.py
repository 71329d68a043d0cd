"""Names that the profile does not know in Chinese, Japanese and Korean.

There are no capitals to go by: a name needs a title, a form of address or a company suffix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from pipeline.facts.actors.context import Candidate
from pipeline.facts.actors.words import name_words
from pipeline.facts.lexicon import load_table
from pipeline.records import Sentence

_HAN = "\u4e00-\u9fff々"
_KANA = "ァ-ヺー"
_HANGUL = "가-힣"
_FOREIGN_JA = (
    rf"(?<![{_KANA}・])[{_KANA}]{{2,12}}(?:[・＝= ][{_KANA}]{{1,12}}){{1,3}}(?![{_KANA}・])"
)
_LATIN_NAME = r"[A-Z][A-Za-z.'’-]{1,20}(?:\s[A-Z][A-Za-z.'’-]{0,20}){1,3}"
_BRACKET = rf"\s?[（(]\s?{_LATIN_NAME}\s?[)）]"
_AFTER_KO = r"(?=\(|（|은|는|이|가|을|를|의|에|와|과|도|로|,|\.|\s|$|\)|’|')"


class _Patterns(NamedTuple):
    people: tuple[re.Pattern[str], ...]  # group "name"
    organisations: tuple[re.Pattern[str], ...]  # group "name"
    known: re.Pattern[str]
    no_person: frozenset[str]
    loose_ends: str  # characters that end no name
    generic: str | frozenset[str]


def find_cjk_names(text: str, sentence: Sentence) -> Iterator[Candidate]:
    """Yield the names of one sentence in Chinese, Japanese or Korean."""
    patterns = _patterns(sentence.language)
    start, end = sentence.start, sentence.end
    for pattern in patterns.people:
        for match in pattern.finditer(text, start, end):
            found = _person(match, patterns)
            if found:
                yield found
    for match in patterns.known.finditer(text, start, end):
        yield _found(match, "organisation")
    for pattern in patterns.organisations:
        for match in pattern.finditer(text, start, end):
            if not _is_generic(match.group("name"), patterns, sentence.language):
                yield _found(match, "organisation")


def _found(match: re.Match[str], kind: Literal["person", "organisation"]) -> Candidate:
    return Candidate(match.group("name"), kind, match.start("name"), match.end("name"))


def _person(match: re.Match[str], patterns: _Patterns) -> Candidate | None:
    """Return a person, unless the words are a thing's or the Latin name beside them a place's."""
    name = match.group("name")
    if any(part in patterns.no_person for part in re.split(r"[・\s]", name)):
        return None
    latin = match.groupdict().get("latin")
    if latin and latin.split()[0].lower() not in name_words("en").first_names:
        return None
    bare = name.rstrip(patterns.loose_ends)
    start = match.start("name")
    return Candidate(bare, "person", start, start + len(bare)) if len(bare) > 1 else None


def _is_generic(name: str, patterns: _Patterns, language: str) -> bool:
    """Say whether a company suffix has only words like "this", "big" or "foreign" before it."""
    table = load_table("names")[language]
    stem = name
    for suffix in sorted(table["organisations"], key=len, reverse=True):
        if name.endswith(suffix):
            stem = name.removesuffix(suffix)
            break
    if isinstance(patterns.generic, str):
        return len(stem) < 2 or all(ch in patterns.generic for ch in stem)
    return len(stem) < 1 or stem in patterns.generic


@cache
def _patterns(language: str) -> _Patterns:
    names = load_table("names")[language]
    table = load_table("titles")[language]
    build = {"zh": _chinese, "ja": _japanese, "ko": _korean}[language]
    people, organisations = build(names, table)
    known = sorted(names["known"], key=len, reverse=True)
    edge = rf"(?<![{_HANGUL}A-Za-z])" if language == "ko" else ""
    generic = names["generic"]
    return _Patterns(
        people=tuple(map(re.compile, people)),
        organisations=tuple(map(re.compile, organisations)),
        known=re.compile(f"{edge}(?P<name>{_any(known)})(?![长長相])"),
        no_person=frozenset(names.get("no_person", [])),
        loose_ends=names.get("loose_ends", " "),
        generic=frozenset(generic.split()) if language == "ko" else generic,
    )


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _chinese(names: dict[str, Any], table: dict[str, Any]) -> tuple[list[str], list[str]]:
    titles, polite = _any(table["titles"]), _any(table["honorifics"])
    surname = f"(?:{_any(names['compound_surnames'])}|[{names['surnames']}])"
    sounds = f"(?!博士)[{names['sounds']}]"
    ends = f"(?=[{re.escape(names['ends'])}]|$)"
    said = "(?=表示|称|稱|说|說|认为|認為|指出|在|透露)"
    verb = rf"[{_HAN}][说說称稱](?=[，。：；,:;]|$)"  # 赵宁说，
    inner = f"(?![{names['function']}])[{_HAN}A-Za-z]"
    return (
        [
            rf"(?:{titles})(?P<name>{surname}(?!{verb})[{_HAN}]{{2}}){ends}",
            rf"(?:{titles})(?P<name>{surname}[{_HAN}]){said}",
            rf"(?<![{_HAN}])(?P<name>{surname}[{_HAN}]{{1,2}}?)(?={polite})",
            rf"(?<![·{names['sounds']}])(?P<name>(?:{sounds}){{1,6}}(?:·(?:{sounds}){{1,6}}){{1,3}})(?!·)",
        ],
        [
            rf"(?<![{_HAN}])(?P<name>(?:{inner}){{2,8}}?(?:{_any(names['organisations'])}))",
            r"(?<![A-Za-z])(?P<name>[A-Z][A-Za-z]{2,20})(?=公司|集团|集團)",
        ],
    )


def _japanese(names: dict[str, Any], table: dict[str, Any]) -> tuple[list[str], list[str]]:
    titles, polite = _any(table["titles"]), _any(table["honorifics"])
    shown = rf"(?=(?:{_BRACKET})?(?:{polite}|{titles}))"
    surname = f"(?:{_any(names['surnames'])})"
    return (
        [
            rf"(?P<name>{_FOREIGN_JA}){shown}",
            rf"(?<![{_KANA}・])(?P<name>[{_KANA}]{{2,12}})(?={polite})",
            rf"(?P<name>{surname}[{_HAN}]{{0,3}}?)(?={polite}|{titles})",
            rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{3,4}})(?=氏)",
        ],
        [
            rf"株式会社(?P<name>[{_HAN}{_KANA}A-Za-z]{{2,12}})",
            rf"(?P<name>[{_HAN}{_KANA}A-Za-z]{{2,12}})株式会社",
            rf"(?<![{_HAN}{_KANA}A-Za-z])"
            rf"(?P<name>(?:[{_HAN}]{{2,5}}|[{_KANA}]{{2,10}})(?:{_any(names['organisations'])}))"
            rf"(?![{_HAN}{_KANA}])",
        ],
    )


def _korean(names: dict[str, Any], table: dict[str, Any]) -> tuple[list[str], list[str]]:
    titles, polite = _any(table["titles"]), _any(table["honorifics"])
    own = f"[{names['surnames']}][{_HANGUL}](?![{names['no_last']}])[{_HANGUL}]"
    first = _any(names["first_names"])
    edge = rf"(?<![{_HANGUL}])"
    title = rf"(?:[{_HANGUL}A-Za-z]{{1,8}}\s)?(?:{titles})"
    return (
        [
            rf"{edge}(?P<name>{own})(?=\s(?:{title}|{polite}){_AFTER_KO})",
            rf"{edge}(?P<name>{own})(?={polite}{_AFTER_KO})",
            rf"{edge}(?P<name>(?:{first})\s[{_HANGUL}]{{1,6}})(?=\s(?:{title}){_AFTER_KO})",
            rf"{edge}(?P<name>[{_HANGUL}]{{1,6}}\s[{_HANGUL}]{{1,6}})"
            rf"(?=\s?[（(]\s?(?P<latin>{_LATIN_NAME})\s?[)）])",
        ],
        [
            rf"(?<![{_HANGUL}A-Za-z])"
            rf"(?P<name>[{_HANGUL}A-Z]{{1,8}}(?:{_any(names['organisations'])})){_AFTER_KO}",
        ],
    )
