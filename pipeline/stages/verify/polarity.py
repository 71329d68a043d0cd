"""Is a no still a no, and hearsay still hearsay?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.facts.lexicon import fold
from pipeline.facts.speech.words import conditional_cues, speech
from pipeline.stages.segment import split

_INTENDS = ("de", "pl", "sv")  # "soll", "ma" and "skulle" may be an intention: "will"
_SPACELESS = ("ja", "zh", "ko", "ar")
_CAN_IS_WILL = (  # "kan" is often translated as "will"
    "es", "fr", "it", "ja", "ko", "nl", "pt", "zh",
)  # fmt: skip
_NEVER = r"(?!)"
_SEVERAL = re.compile(r"[.!?…؟]\W{0,4}\s\W{0,4}\w|[。！？]\W{0,4}\w")  # an end amid a text


class _Negation(NamedTuple):
    """The compiled words of one language."""

    idioms: re.Pattern[str]
    optional: re.Pattern[str]
    additive: re.Pattern[str]
    bare: re.Pattern[str]
    strong: re.Pattern[str]
    loose: re.Pattern[str]
    faint: re.Pattern[str]
    veiled: re.Pattern[str]
    near: re.Pattern[str]
    unable: re.Pattern[str]
    able: re.Pattern[str]


class _Marks(NamedTuple):
    """How often a text says no, by the classes of ``data/polarity.toml``."""

    strong: int
    firm: int  # of the strong ones, those that ask for a no on the other side
    faint: int
    veiled: int
    near: int
    optional: int
    additive: int
    bare: int
    unable: int
    able: int  # words of what can be done; 1 where none are known


class _Possibility(NamedTuple):
    """The compiled words of ``data/possibility.toml`` of one language."""

    source: re.Pattern[str]
    able: re.Pattern[str]
    hearsay: re.Pattern[str]
    target: re.Pattern[str]
    future: re.Pattern[str]
    told: re.Pattern[str]
    unreal: re.Pattern[str]


def negation_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a source and its translation both say no, or neither does, in each sentence.

    An outright no on one side asks for at least a veiled one ("without", "fails to") on the other;
    a denial asks for a denial or an outright no; "not only" may not become "only". Sentences are
    compared one by one where both sides have as many, else (and in one language) all together.
    """
    theirs, ours = _negation(source_language), _negation(target_language)
    if theirs is None or ours is None:
        return True
    pairs = _sentences(source, candidate, source_language, target_language)
    marks = [(_marks(text, theirs), _marks(other, ours)) for text, other in pairs]
    if source_language == target_language:
        marks = [(_outright(text), _outright(other)) for text, other in marks]
        agree = all(_answered(*pair) and _answered(*reversed(pair)) for pair in marks)
    else:
        agree = all(
            _kept(one, other) and _answered(other._replace(optional=0), one) for one, other in marks
        )
    if not agree:
        return False
    faint = source_language != target_language and any(out.faint for _, out in marks)
    if faint or any(out.strong or out.veiled or out.optional for _, out in marks):
        return True
    if not speech(source_language).denied.search(source):
        return True
    return speech(target_language).denied.search(candidate) is not None


def _sentences(
    source: str, candidate: str, source_language: str, target_language: str
) -> list[tuple[str, str]]:
    several = _SEVERAL.search(source) and _SEVERAL.search(candidate)
    if source_language == target_language or not several:
        return [(source, candidate)]
    parts = [source[start:end] for start, end in split(source, source_language)]
    others = [candidate[start:end] for start, end in split(candidate, target_language)]
    if len(parts) == len(others) > 1:
        return list(zip(parts, others, strict=True))
    return [(source, candidate)]


def _marks(text: str, words: _Negation) -> _Marks:
    rest, additive, optional = _without_idioms(text, words)
    bare, loose = len(words.bare.findall(rest)), len(words.loose.findall(rest))
    unable = len(words.unable.findall(rest))
    rest, strong = words.strong.subn(" … ", rest)
    veiled = len(words.veiled.findall(rest))
    near, faint = len(words.near.findall(rest)), len(words.faint.findall(rest))
    able = words.able.pattern == _NEVER or len(words.able.findall(rest))
    firm = max(0, strong - loose)
    return _Marks(strong, firm, faint, veiled, near, optional, additive, bare, unable, able)


def _without_idioms(text: str, words: _Negation) -> tuple[str, int, int]:
    """Return a text without the words that deny nothing, and the numbers of two kinds of them."""
    rest, additive = words.additive.subn(" … ", fold(text))
    rest = words.idioms.sub(" … ", rest)
    rest, optional = words.optional.subn(" … ", rest)
    return rest, additive, optional


def _outright(marks: _Marks) -> _Marks:
    """Count every no as outright, as for texts of one language, which say it in one way."""
    strong = marks.strong + marks.optional + marks.additive
    return marks._replace(strong=strong, firm=strong, optional=0, additive=0)


def _kept(theirs: _Marks, ours: _Marks) -> bool:
    """Say whether a no of a source is answered in translation, where any weak word will do.

    What cannot be done is answered, too, where the translation tells of nothing that can be done.
    """
    if not ours.able:
        theirs = theirs._replace(firm=max(0, theirs.firm - theirs.unable))
    return _answered(theirs._replace(veiled=0), ours._replace(veiled=ours.veiled + ours.faint))


def _answered(one: _Marks, other: _Marks) -> bool:
    """Say whether a no of one side is on the other side, too, in some form."""
    if other.strong or other.additive or other.optional:
        return True
    if (one.additive or one.optional) and other.bare > one.bare:
        return False
    return not one.firm or other.veiled > one.veiled or other.near > one.near


def modality_kept(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether hearsay is still hearsay, and a plain statement still plain.

    "TSMC exploiterait" must not become "TSMC operates": any softening word of the target language
    will do, "would", "reportedly", "according to", "said". Nor may "cherche" become "is said to be
    seeking". What may happen must be left open, what can happen must not become what will.
    """
    pairs = _sentences(source, candidate, source_language, target_language)
    if not all(_left_open(*pair, source_language, target_language) for pair in pairs):
        return False
    sides = ((source, source_language), (candidate, target_language))
    if not conditional_cues(source, source_language):
        added = speech(target_language).hearsay.search(candidate)
        return added is None or _is_soft(source, source_language) or _is_told(*sides)
    if source_language in _INTENDS and speech(target_language).planned.search(candidate):
        return True
    return _is_soft(candidate, target_language) or _is_told(*sides[::-1], or_open=True)


def _is_told(text: tuple[str, str], other: tuple[str, str], *, or_open: bool = False) -> bool:
    """Say whether a text (and its language) has any word of hearsay, or of what may be.

    False within one language, where a condensed statement must keep the word.
    """
    if text[1] == other[1]:
        return False
    words, folded = _possibility(text[1]), fold(text[0])
    patterns = (words.told, words.target, words.unreal) if or_open else (words.told,)
    return any(pattern.search(folded) for pattern in patterns)


def _left_open(source: str, candidate: str, source_language: str, target_language: str) -> bool:
    """Say whether a sentence leaves open, or to others, what its source does."""
    theirs, ours = _possibility(source_language), _possibility(target_language)
    source, candidate = fold(source), fold(candidate)
    if theirs.hearsay.search(source) and ours.told.pattern != _NEVER:
        return ours.told.search(candidate) is not None
    if ours.target.pattern == _NEVER or ours.target.search(candidate):
        return True
    if theirs.source.search(source):
        return False
    if source_language in _CAN_IS_WILL and source_language != target_language:
        return True
    return not (theirs.able.search(source) and ours.future.search(candidate))


def _is_soft(text: str, language: str) -> bool:
    """Say whether a text leaves what it says to others, or open; True where no words are known."""
    words = speech(language)
    patterns = (
        words.conditional,
        words.hedged,
        words.softens,
        words.openers,
        words.after,
        words.says,
    )
    known = any(pattern.pattern != _NEVER for pattern in patterns)
    return not known or any(pattern.search(text) for pattern in patterns)


@cache
def _possibility(language: str) -> _Possibility:
    path = files("pipeline.stages").joinpath("data/possibility.toml")
    row = tomllib.loads(path.read_text(encoding="utf-8")).get(language, {})
    spaced = language not in _SPACELESS
    return _Possibility(
        *(
            _any([_word(word, spaced=spaced) for word in row.get(key, [])])
            for key in _Possibility._fields
        )
    )


@cache
def _negation(language: str) -> _Negation | None:
    path = files("pipeline.stages").joinpath("data/polarity.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8")).get(language)
    if table is None:
        return None
    spaced = language not in _SPACELESS

    def compiled(words: str, *expressions: str) -> re.Pattern[str]:
        return _any([*(_word(word, spaced=spaced) for word in table.get(words, [])), *expressions])

    return _Negation(
        compiled("idioms", *filter(None, [table.get("void")])),
        compiled("optional", *filter(None, [table.get("spared")])),
        compiled("additive"),
        compiled("bare"),
        compiled("strong", *filter(None, [table.get("pattern")])),
        _any([*filter(None, [table.get("loose")])]),
        compiled("faint"),
        compiled("veiled", *table.get("prefixes", [])),
        compiled("near"),
        _any([*filter(None, [table.get("unable")])]),
        compiled("able"),
    )


def _word(word: str, *, spaced: bool) -> str:
    body = re.escape(fold(word).strip("*")).replace(r"\ ", r"\s+")
    if not spaced:
        return body
    left = "" if word.startswith("*") else r"(?<!\w)"
    right = "" if word.endswith(("*", "'")) else r"(?!\w|-\w)"
    return f"{left}{body}{right}"


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(parts) or _NEVER)
