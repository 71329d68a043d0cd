"""Is what somebody says still said by them?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.facts.speech.claims import find_claims
from pipeline.facts.speech.words import speech
from pipeline.records import Sentence
from pipeline.story import Story

_READ_WELL = frozenset(("de", "en", "es", "fr", "it", "pt"))  # languages whose speakers are read
_END = 6  # characters that may follow the verb that ends a sentence
_BEGINNING = 20  # characters before "said that" at the beginning of a sentence
_TAG = 45  # characters of "said X, the minister" at the end of a sentence
_CLOSED = re.compile(r"[»”\"“’」』],?\s*(?:[\w-]+\s)?$")  # a quote, then perhaps an auxiliary
_BROKEN_OFF = re.compile(r"[^,;:–—-]{12},\s*(?:\w{1,3}\s)?$|[»”\"“]?\s[–—-]\s*$")  # "…, a dit X"
_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?)$")  # "explique-t-il"
_NO_VERB = {"es": (" en ",), "zh": ("来", "在")}  # "teniendo en cuenta que", "对读者来说"
_OBJECT = re.compile(
    r"\s*(?:(?:que|dass|that|che|dat|że|att|ب?[أإ]ن|[أإ]نه?ا?)\b|qu['’]|[:：]|[，,]?\s?[«“\"„「])"
)
_REPORTED = {  # what stands between the words and the verb that ends the sentence
    "ja": re.compile(r"(?<!たい)(?<!よう)と(?:[、，]|[^。、」』]{0,12}[はが])?$"),
    "ko": re.compile(r"[고며][,”’\"'」\s]*[^.]{0,15}$"),
}
_SOMEBODY = re.compile(r"(?:\s(?:[^\W\d_]{1,3}|[lL]['’](?=\w)))?\s?(?:['’])?[^\W\d_a-zß-öø-ÿ]")
_IMPERSONAL = re.compile(  # "cela montre que": nobody says so
    r"^\W*(?:cela|ceci|ça|das|dies|es|esto|eso|questo|ciò|isto|isso|dit|dat|det|detta)"
    r"(?:\s\w{1,5})?\s*$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"^[^\"“”«»]*[\"”»]\W*$")  # the end of a quotation that began elsewhere
_BY_COLON = re.compile(r"\w: ?[\"“«'‘]")  # "Minister: 'We are ready'"
_BY_RULE = re.compile(
    r"(?<!\w)under (?:[\w’'-]+ ){1,4}?"
    r"(?:plans?|laws?|rules?|proposals?|terms|deals?|agreements?)(?!\w)"
)
_QUOTED = re.compile(r"(?:^|(?<=[\s(]))[“\"«„「『][^”\"»“」』]*(?:[”\"»“」』]|$)")


class _Telling(NamedTuple):
    """The words of a language in ``data/telling.toml``; no ``told`` where none are known."""

    told: re.Pattern[str] | None
    not_said: re.Pattern[str]
    not_cited: re.Pattern[str]


def attribution_kept(
    source: str, candidate: str, source_language: str, target_language: str, story: Story
) -> bool:
    """Say whether a candidate leaves what is said to those who say it.

    An attributed sentence must not become a plain one; words of saying within quotation marks do
    not count, as they are part of what is said. And no actor of the story may say what the
    source gives to somebody else: "Insiders say that Altman asked" must not become "Altman said he
    had asked". Other speakers are not compared: their words differ from language to language.
    """
    told = _telling(target_language).told
    theirs = _speakers(source, source_language, story)
    if told and _is_attributed(source, source_language, theirs):
        around = _QUOTED.sub('""', candidate)
        plainly = (told, speech(target_language).openers, _BY_RULE)
        if not any(cue.search(around) for cue in plainly) and not any(
            cue.search(candidate) for cue in (_CONTINUED, _BY_COLON)
        ):
            return False
    if not {source_language, target_language} <= _READ_WELL:
        return True
    ours = _speakers(candidate, target_language, story)
    known = {actor.name for actor in story.actors}
    return not theirs or not ours or ours <= theirs or not ours <= known


def _is_attributed(text: str, language: str, speakers: set[str]) -> bool:
    """Say whether a sentence is plainly somebody's word: "selon X", "», a dit X", "X says that"."""
    words = speech(language)
    if speakers and (
        words.after.search(text)
        or any(_SOMEBODY.match(text, opener.end()) for opener in _openers(text, language))
        or (language == "de" and words.openers.search(text))
    ):
        return True
    text = _QUOTED.sub(lambda quote: '"' * len(quote.group()), text)
    end = len(text.rstrip(' .。!?…»”"’」』)'))
    if reported := _REPORTED.get(language):
        return any(
            cue.end() >= end - _END
            and not cue.group().startswith("し")
            and reported.search(text[max(0, cue.start() - 25) : cue.start()])
            for cue in words.verbs.finditer(text)
        )
    return any(
        _is_tag(text, cue, end, language, bool(speakers)) for cue in words.says.finditer(text)
    )


def _openers(text: str, language: str) -> list[re.Match[str]]:
    """Return the words of a text that open an attribution: "according to"."""
    void = [match.span() for match in _telling(language).not_cited.finditer(text)]
    return [
        opener
        for opener in speech(language).openers.finditer(text)
        if not any(start < opener.end() and opener.start() < end for start, end in void)
    ]


def _is_tag(text: str, cue: re.Match[str], end: int, language: str, named: bool) -> bool:
    """Say whether a verb of saying belongs to the narrator, and not to what is said."""
    before = text[max(0, cue.start() - 40) : cue.start()]
    if before.endswith(_NO_VERB.get(language, ())) or _is_no_verb(text, cue, language):
        return False
    if _CLOSED.search(before[-25:]) or _INVERTED.search(cue.group()):
        return True
    if (named or cue.start() < _BEGINNING) and _OBJECT.match(text, cue.end()):
        return True
    if language == "ar":
        return cue.start() < 3
    if language == "zh":
        return cue.end() >= end - _END and '"' in before[-20:]
    short = end - cue.end() < _TAG and "," not in text[cue.end() : end]
    return short and _BROKEN_OFF.search(before) is not None


def _is_no_verb(text: str, cue: re.Match[str], language: str) -> bool:
    """Say whether a verb of saying is a noun or another verb here, or nobody says so."""
    if _telling(language).not_said.search(text, cue.start(), cue.end()):
        return True
    return cue.start() < _BEGINNING and _IMPERSONAL.search(text[: cue.start()]) is not None


def _speakers(text: str, language: str, story: Story) -> set[str]:
    """Return the names to whom a sentence is attributed."""
    claims = find_claims([Sentence.alone(text, language)], story)
    return {name for claim in claims for name in claim.attributed_to}


@cache
def _telling(language: str) -> _Telling:
    path = files("pipeline.stages").joinpath("data/telling.toml")
    row = tomllib.loads(path.read_text(encoding="utf-8")).get(language.partition("-")[0], {})
    words = (re.escape(word).replace("'", "['’]") for word in row.get("words", []))
    told = "|".join(word.replace(r"\*", r"\w*") for word in words)
    return _Telling(
        re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE) if told else None,
        *(re.compile(row.get(key, "(?!)"), re.IGNORECASE) for key in ("not_said", "not_cited")),
    )
