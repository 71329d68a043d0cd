"""The words of speech and modality of each language, read from ``data/speech/<language>.toml``.

The keys of the tables are explained at the top of ``en.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.facts.lexicon import load_table

UNSPACED = ("ja", "zh", "ko", "th")

_NEVER = re.compile(r"(?!)")
_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]")  # amid a sentence: "Almería"
_QUOTED = re.compile(r"[„“\"»«][^„“”\"»«\n]{0,400}[“”\"«»]")


class Speech(NamedTuple):
    """The compiled word lists of one language; a pattern that can never match stands for none."""

    openers: re.Pattern[str]  # "selon" at a clause's beginning, and ``cites``
    cites: re.Pattern[str]
    cited_by: re.Pattern[str]
    after: re.Pattern[str]  # "によると" behind the source's name
    says: re.Pattern[str]
    inserts: re.Pattern[str]
    verbs: re.Pattern[str]  # ``says`` without what stands before it in Japanese
    auxiliaries: frozenset[str]
    passives: frozenset[str]
    not_first: frozenset[str]  # words with which no speaker's name begins
    finite: frozenset[str]  # verbs that no speaker's name holds
    tells: frozenset[str]
    pronouns: frozenset[str]
    persons: frozenset[str]
    name_links: frozenset[str]
    relatives: frozenset[str]
    possessives: frozenset[str]
    times: frozenset[str]
    topics: tuple[str, ...]
    carriers: re.Pattern[str]
    media: re.Pattern[str]
    ends: frozenset[str]
    articles: frozenset[str]
    joins: frozenset[str]
    links: frozenset[str]
    connectives: frozenset[str]
    resumes: frozenset[str]
    works: re.Pattern[str]
    denied: re.Pattern[str]
    conditional: re.Pattern[str]
    conditional_not: re.Pattern[str]
    planned: re.Pattern[str]
    hedged: re.Pattern[str]
    indirect: re.Pattern[str]
    softens: re.Pattern[str]
    hearsay: re.Pattern[str]


@cache
def speech(language: str) -> Speech:
    """Return the word lists of a language; empty ones where there is no table."""
    table: dict[str, list[str]] = load_table(f"speech/{language}") if language.isalpha() else {}
    spaced = language not in UNSPACED

    def pattern(*keys: str) -> re.Pattern[str]:
        return _compiled(_bodies([word for key in keys for word in table.get(key, [])], spaced))

    def words(key: str) -> frozenset[str]:
        return frozenset(table.get(key, []))

    return Speech(
        openers=_openers(table, spaced=spaced),
        cites=pattern("cites"),
        cited_by=pattern("cited_by"),
        after=pattern("after"),
        says=_says(table, spaced=spaced),
        inserts=pattern("inserts"),
        verbs=pattern("verbs", "says"),
        auxiliaries=words("auxiliaries"),
        passives=words("passives"),
        finite=words("finite"),
        not_first=(words("pronouns") | words("not_first")) - words("articles"),
        tells=words("tells"),
        pronouns=words("pronouns"),
        persons=words("persons"),
        name_links=words("name_links"),
        relatives=words("relatives"),
        possessives=words("possessives"),
        times=words("times"),
        topics=tuple(table.get("topics", [])),
        carriers=pattern("carriers"),
        media=pattern("media"),
        ends=words("ends"),
        articles=words("articles"),
        joins=words("joins"),
        links=words("links"),
        connectives=words("connectives"),
        resumes=words("resumes"),
        works=pattern("works"),
        denied=pattern("denied"),
        conditional=pattern("conditional"),
        conditional_not=pattern("conditional_not"),
        planned=pattern("planned"),
        hedged=pattern("hedged"),
        indirect=pattern("indirect"),
        softens=pattern("softens"),
        hearsay=pattern("hearsay"),
    )


def conditional_cues(text: str, language: str) -> list[re.Match[str]]:
    """Return the conditional verbs and hearsay words of a text; names and nouns are none."""
    words = speech(language)
    void = [match.span() for match in words.conditional_not.finditer(text)]
    cues = []
    for match in words.conditional.finditer(text):
        if _NAME.match(text, match.start()):
            continue
        while void and void[0][1] <= match.start():
            void.pop(0)
        if not void or match.end() <= void[0][0]:
            cues.append(match)
    return cues


def indirect_cue(text: str, language: str) -> re.Match[str] | None:
    """Return the verb of indirect speech outside a text's quotations, as in "er habe gewusst"."""
    words = speech(language)
    bare = _QUOTED.sub(lambda quote: " " * len(quote.group()), text)
    void = [match.span() for match in words.conditional_not.finditer(bare)]
    for cue in words.indirect.finditer(bare):
        if not any(start < cue.end() and cue.start() < end for start, end in void):
            return cue
    return None


def _openers(table: dict[str, list[str]], *, spaced: bool) -> re.Pattern[str]:
    """Compile what begins an attribution; "secondo" is none in "il secondo anno"."""
    bodies = _bodies([*table.get("openers", []), *table.get("cites", [])], spaced)
    if not bodies:
        return _NEVER
    before = "".join(rf"(?<!\b{re.escape(word)} )" for word in table.get("ordinal_after", []))
    after = "|".join(map(re.escape, table.get("ordinal_before", [])))
    following = rf"(?! (?:{after})\b)" if after else ""
    return re.compile(rf"{before}(?:{'|'.join(bodies)}){following}", re.IGNORECASE)


def _says(table: dict[str, list[str]], *, spaced: bool) -> re.Pattern[str]:
    """Compile the verbs of saying: simple forms, "a également déclaré", Japanese "と述べた"."""
    bodies = _bodies(table.get("says", []), spaced)
    if participles := table.get("participles"):
        auxiliary = "|".join(_body(word) for word in table.get("auxiliaries", []))
        passive = "|".join(_body(word) for word in table.get("passives", []))
        participle = "|".join(_body(word) for word in participles)
        bodies.insert(
            0,
            rf"(?<!\w)(?:{auxiliary})(?:[\s\u00a0]+(?!(?:{passive})(?!\w))[\w'’]{{1,20}}){{0,2}}"
            rf"[\s\u00a0]+(?:{participle})(?!\w)",
        )
    if quotatives := table.get("quotatives"):
        said = "|".join(_bodies(table.get("verbs", []), spaced))
        bodies.append(rf"(?:{'|'.join(map(re.escape, quotatives))})(?:{said})")
    return _compiled(bodies)


def _compiled(bodies: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(bodies), re.IGNORECASE) if bodies else _NEVER


def _bodies(words: list[str], spaced: bool) -> list[str]:
    """Return the regular expressions of words, the longest first; ``*`` leaves an end open."""
    bodies = []
    for word in sorted((word for word in words if word), key=len, reverse=True):
        body = _body(word.strip("*"))
        if spaced:
            left = r"(?<!\w)\w{1,20}" if word.startswith("*") else r"(?<!\w)"
            right = r"\w*" if word.endswith("*") else r"(?!\w)"
            body = f"{left}{body}{right}"
        bodies.append(body)
    return bodies


def _body(word: str) -> str:
    """Return the regular expression of one word: blanks, apostrophes, ``{this,that}``, ``...``."""
    body = re.escape(word).replace(r"\ \.\.\.\ ", r"(?:\W{1,3}\w{1,30}){0,8}?\W{1,3}")
    body = body.replace(r"\ ", r"\s{1,4}").replace("'", "['’]")
    body = re.sub(r"\\\{(.*?)\\\}", lambda m: f"(?:{m.group(1).replace(',', '|')})", body)
    return body.replace(r"\*", r"\w{0,20}")
