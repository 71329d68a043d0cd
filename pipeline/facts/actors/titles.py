"""Job titles beside names: "le PDG de TSMC, CC Wei", "Nvidia-ceo Jensen Huang", "孫正義会長".

Pure functions over one sentence's text; words come from ``data/titles.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.facts.actors.words import CAPITAL, SPACELESS
from pipeline.facts.lexicon import load_table

_SPAN = tuple[int, int]
_REACH = 70  # characters between a title and its name
_MOST_WORDS = 8  # of what a title is followed by: "ministre de l'Économie et des Finances"
_MOST_WORDS_BEFORE = 5  # the same, between a title and its name
_INSIDE = r"(?:[^,;:!?()«»“”\"\n.]|\.(?=\w))"
_CLOSED = re.compile(r"\s?(?:[,;:.!?)»”\"–—]|$)")
_ORG_BEFORE = re.compile(
    rf"(?:[{CAPITAL}][\w&.-]{{0,30}}\s){{0,3}}[{CAPITAL}][\w&.]{{0,30}}(?:['’]s?)?[\s-]$"
)
_SECOND = re.compile(  # a second title after "and": not part of the first one's organisation
    r"\s(?:and|et|und|y|e|i|och|en)\s(?!(?:de|des|du|of|della|dei|degli|do|da|dos|del)\b)(?=[^\W\d_A-Z])"
)
_CJK_BRACKET = re.compile(r"\s?[（(]\s?[A-Z]{2,4}\s?[)）]")


class TitleWords(NamedTuple):
    """The compiled lists of one language."""

    title: re.Pattern[str]
    lead: re.Pattern[str]  # article and qualifiers, up to the end of a text
    between: re.Pattern[str]  # what may stand between "X, " and the title
    complement: re.Pattern[str]  # " de TSMC" right after a title
    named: re.Pattern[str]  # the same, of capitalised words only
    honorifics: frozenset[str]


@cache
def title_words(language: str) -> TitleWords:
    """Return the title words of a language; patterns that never match where it has none."""
    table = load_table("titles").get(language)
    if table is None or language in SPACELESS:
        words = sorted((table or {}).get("titles", []), key=len, reverse=True)
        title = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        never = re.compile(r"(?!)")
        honorifics = frozenset((table or {}).get("honorifics", []))
        return TitleWords(title, never, never, never, never, honorifics)
    either = "|".join(_word(word) for word in sorted(table["titles"], key=len, reverse=True))
    suffixes = "|".join(table.get("suffixes", []))
    compound = rf"|\w{{2,30}}(?:{suffixes})" if suffixes else ""
    articles = "|".join(
        _word(w) + (r"\s?" if w.endswith("'") else r"\s") for w in table["articles"]
    )
    article = rf"(?:(?<![\w'’])(?:{articles or '(?!)'}))?"
    qualifiers = "|".join(_word(word) for word in table["qualifiers"])
    qualifier = rf"(?:(?<!\w)(?:{qualifiers})[\s-]){{0,3}}"
    links = "|".join(
        rf"\s{_word(w)}" + ("" if w.endswith("'") else r"\s") for w in _longest(table["links"])
    )
    name = rf"[{CAPITAL}0-9][\w&.'’-]{{0,30}}"
    names = rf"{name}(?:\s(?:(?:of|and|de|di|du|for|et|und)\s)?{name}){{0,4}}"
    organisation = rf"(?:{names}(?:['’]s?)?[\s-])?"
    return TitleWords(
        title=re.compile(rf"(?<!\w)(?:{either}{compound})(?!\w)", re.IGNORECASE),
        lead=re.compile(article + qualifier + "$", re.IGNORECASE),
        between=re.compile(f"(?i:{article}{qualifier}){organisation}(?i:{qualifier})"),
        complement=re.compile(rf"(?:(?i:{links})|\s(?=[{CAPITAL}])){_INSIDE}{{1,60}}"),
        named=re.compile(rf"(?:(?i:{links})|\s){names}"),
        honorifics=frozenset(table["honorifics"]),
    )


def title_spans(text: str, language: str) -> list[_SPAN]:
    """Return where the title words of a sentence stand."""
    return [match.span() for match in title_words(language).title.finditer(text)]


def titles_beside(
    text: str, name: _SPAN, spans: Sequence[_SPAN], ends: Mapping[int, int], language: str
) -> list[_SPAN]:
    """Return the titles of the person whose name stands at a place of a sentence.

    ``spans`` are the title words of the sentence, ``ends`` the end and start of the organisations
    it names. A title is shown with its article and organisation, and without the name.
    """
    if language in SPACELESS:
        found = [_cjk_before(text, name, spans, ends), _cjk_after(text, name, spans, ends)]
    else:
        found = [
            _before(text, name, spans, ends, language),
            _after(text, name, spans, language),
        ]
    return [span for span in found if span]


def _before(
    text: str, name: _SPAN, spans: Sequence[_SPAN], ends: Mapping[int, int], language: str
) -> _SPAN | None:
    words = title_words(language)
    for index in range(_spans_until(spans, name[0]) - 1, -1, -1):
        start, end = spans[index]
        gap = text[end : name[0]]
        if len(gap) > _REACH:
            return None
        title = gap.rstrip()
        comma = title.endswith(",")
        title = title.removesuffix(",").rstrip()
        if not gap[len(title) :].endswith((" ", "\u00a0", "\u202f")):
            continue
        if comma and not _CLOSED.match(text, name[1]):
            continue  # "Selon le PDG de TSMC, Sam Altman veut": the comma ends a phrase
        if title and not _fits(words, title, comma=comma):
            continue
        if index and spans[index - 1][1] == start - 1:  # "procureur général"
            start = spans[index - 1][0]
        return _extended(text, start, words, ends), end + len(title)
    return None


def _spans_until(spans: Sequence[_SPAN], place: int) -> int:
    """Return how many title words end at or before a place."""
    return bisect_right(spans, place, key=lambda span: span[1])


def _fits(words: TitleWords, complement: str, *, comma: bool) -> bool:
    """Say whether words can stand between a title and the name: " de TSMC"."""
    parts = complement.split()
    if len(parts) > _MOST_WORDS_BEFORE or parts[-1].lower() in words.honorifics:
        return False
    pattern = words.complement if comma else words.named
    return pattern.fullmatch(complement) is not None


def _extended(text: str, start: int, words: TitleWords, ends: Mapping[int, int]) -> int:
    """Return where a title begins that has an organisation, a qualifier or an article before it."""
    window = max(0, start - 60)
    if qualifier := words.lead.search(text, window, start):
        start = qualifier.start()
    head = text[window:start]
    stripped = re.sub(r"(?:['’]s?|s)?[\s-]$", "", head)
    for organisation in (window + len(stripped), start - 1):
        if organisation in ends and organisation < start:
            start = ends[organisation]
            break
    else:
        if head.endswith("-") and (compound := re.search(r"[\w&.]{1,30}-$", head)):
            start = window + compound.start()
    lead = words.lead.search(text, max(0, start - 40), start)
    return lead.start() if lead else start


def _after(text: str, name: _SPAN, spans: Sequence[_SPAN], language: str) -> _SPAN | None:
    words = title_words(language)
    opener = re.compile(r",\s|\s\(|\s[–—-]\s").match(text, name[1])
    if not opener:
        return None
    for index in range(_spans_until(spans, opener.end()), len(spans)):
        start, end = spans[index]
        if start < opener.end():
            continue
        if start - opener.end() > _REACH or not words.between.fullmatch(text, opener.end(), start):
            return None
        if _CLOSED.match(text, end):
            return opener.end(), end
        whole = words.complement.match(text, end)
        if whole and len(whole.group().split()) <= _MOST_WORDS and _CLOSED.match(text, whole.end()):
            return opener.end(), end + len(_SECOND.split(whole.group(), maxsplit=1)[0].rstrip())
        named = words.named.match(text, end)
        return (opener.end(), named.end()) if named else None
    return None


def _cjk_before(
    text: str, name: _SPAN, spans: Sequence[_SPAN], ends: Mapping[int, int]
) -> _SPAN | None:
    index = _spans_until(spans, name[0]) - 1
    if index >= 0:
        start, end = spans[index]
        if name[0] - end > _REACH:
            return None
        gap = _CJK_BRACKET.sub("", text[end : name[0]])
        if gap not in ("", " ", "の", "、", "·", "인 ", "의 "):
            return None
        bracket = _CJK_BRACKET.match(text, end)
        return _with_organisation(text, start, ends), bracket.end() if bracket else end
    return None


def _cjk_after(
    text: str, name: _SPAN, spans: Sequence[_SPAN], ends: Mapping[int, int]
) -> _SPAN | None:
    for index in range(_spans_until(spans, name[1]), len(spans)):
        start, end = spans[index]
        if start < name[1]:
            continue
        begin = name[1]
        while text[begin : begin + 1] in (" ", "（", "(", "・") and begin < start:
            begin += 1
        if start - name[1] > _REACH:
            return None
        organisation = next((e for e in range(begin, start + 1) if ends.get(e) == begin), begin)
        if text[organisation:start].strip(" の"):
            return None
        bracket = _CJK_BRACKET.match(text, end)
        return begin, bracket.end() if bracket else end
    return None


def _with_organisation(text: str, start: int, ends: Mapping[int, int]) -> int:
    for glue in ("", " ", "的", "の", "의 ", "·"):
        if text[:start].endswith(glue) and start - len(glue) in ends:
            return ends[start - len(glue)]
    return start


def _longest(words: Sequence[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _word(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"[\s\u00a0]").replace("'", "['’]")
