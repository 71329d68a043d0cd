"""Is what somebody says still said by them?"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pipeline.facts.speech.claims import find_claims
from pipeline.facts.speech.words import speech
from pipeline.records import Sentence
from pipeline.story import Story

_READ_WELL = frozenset(("de", "en", "es", "fr", "it", "pt"))  # languages whose speakers are read
_CLOSED = re.compile(r"[»”\"“’」』],?\s*(?:[\w-]+\s)?$")  # a quote, then perhaps an auxiliary
_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?)$")  # "explique-t-il"
_OBJECT = re.compile(r"\s*(?:que\b|qu['’]|dass\b|that\b|che\b|dat\b|że\b|att\b|:|[«“\"„])")


def attribution_kept(
    source: str, candidate: str, source_language: str, target_language: str, story: Story
) -> bool:
    """Say whether a candidate leaves what is said to those who say it.

    An attributed sentence must not become a plain one, and no actor of the story may say what the
    source gives to somebody else: "Insiders say that Altman asked" must not become "Altman said he
    had asked". Other speakers are not compared: their words differ from language to language.
    """
    told = _telling(target_language)
    theirs = _speakers(source, source_language, story)
    if told and not told.search(candidate) and _is_attributed(source, source_language, theirs):
        return speech(target_language).openers.search(candidate) is not None
    if not {source_language, target_language} <= _READ_WELL:
        return True
    ours = _speakers(candidate, target_language, story)
    known = {actor.name for actor in story.actors}
    return not theirs or not ours or ours <= theirs or not ours <= known


def _is_attributed(text: str, language: str, speakers: set[str]) -> bool:
    """Say whether a sentence is plainly somebody's word: "selon X", "», a dit X", "X says that"."""
    words = speech(language)
    if speakers and words.openers.search(text):
        return True
    return any(
        _CLOSED.search(text[max(0, cue.start() - 25) : cue.start()])
        or _INVERTED.search(cue.group())
        or (speakers and _OBJECT.match(text, cue.end()))
        for cue in words.says.finditer(text)
    )


def _speakers(text: str, language: str, story: Story) -> set[str]:
    """Return the names to whom a sentence is attributed."""
    claims = find_claims([Sentence.alone(text, language)], story)
    return {name for claim in claims for name in claim.attributed_to}


@cache
def _telling(language: str) -> re.Pattern[str] | None:
    path = files("pipeline.stages").joinpath("data/telling.toml")
    row = tomllib.loads(path.read_text(encoding="utf-8")).get(language.partition("-")[0])
    if row is None:
        return None
    words = (re.escape(word).replace("'", "['’]") for word in row["words"])
    parts = (word.replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
