"""The words that show what an actor does, read from ``data/roles.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.facts.actors.words import SPACELESS
from pipeline.facts.lexicon import load_table

_MOST_BETWEEN = 7  # words between a subject and its verb
_ARTICLE = r"(?:l['’]|(?:the|la|le|el|il|den|der|dem|das|de|het|o|a)\s)?"
_NEVER = "(?!)"


class RoleWords(NamedTuple):
    """The compiled cues of one language."""

    before: tuple[tuple[str, re.Pattern[str]], ...]  # the actor stands before: "X finances"
    after: tuple[tuple[str, re.Pattern[str]], ...]  # the actor stands behind: "financed by X"
    by: tuple[tuple[str, re.Pattern[str]], ...]  # "von X gefertigt": behind an agent's preposition
    between: re.Pattern[str]  # what may stand between a subject and its cue
    bracket: re.Pattern[str]  # a modal that opens a verbal bracket: "X will Chips fertigen"
    filler: re.Pattern[str]  # what may stand between a cue and the actor behind it
    and_: re.Pattern[str]  # joins actors that act together
    oblique: re.Pattern[str]  # a preposition before an actor: it is no subject
    agent: re.Pattern[str]  # an agent's preposition
    particle: re.Pattern[str]  # of a subject, in Japanese and Korean


@cache
def role_words(language: str) -> RoleWords:
    """Return the cues of a language; patterns that never match where the table has none."""
    table = load_table("roles").get(language, {})
    spaced = language not in SPACELESS
    cues = table.get("cues", {})

    def compiled(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (role, _pattern(words[kind], table.get("contractions", {}), spaced=spaced))
            for role, words in cues.items()
            if kind in words
        )

    def plain(key: str) -> str:
        words = sorted(table.get(key, []), key=len, reverse=True)
        return "|".join(map(_escaped, words)) or _NEVER

    blank, left, right = (
        (r"[\s\u00a0\u202f]", r"(?<!\w)", r"(?!\w)") if spaced else (r"\s?", "", "")
    )
    step = rf"{blank}?(?:{plain('between')}){right}" if spaced else rf"\s?(?:{plain('between')})"
    end = rf"{blank}?{_ARTICLE}$" if spaced else "$"
    return RoleWords(
        before=compiled("before"),
        after=compiled("after"),
        by=compiled("by"),
        between=re.compile(rf"(?:{step}){{0,{_MOST_BETWEEN}}}\s?", re.IGNORECASE),
        bracket=re.compile(rf"\s(?:{plain('bracket')})\s", re.IGNORECASE),
        filler=re.compile(rf"\s?(?:(?:{plain('filler')})\s?){{0,4}}", re.IGNORECASE),
        and_=re.compile(rf"\s?(?:[,、，]|{left}(?:{plain('and')}){right})\s?"),
        oblique=re.compile(rf"{left}(?:{plain('oblique')}){end}", re.IGNORECASE),
        agent=re.compile(rf"{left}(?:{plain('agent')}){end}", re.IGNORECASE),
        particle=re.compile(plain("particle")),
    )


def _pattern(
    cues: Sequence[str], contractions: Mapping[str, Sequence[str]], *, spaced: bool
) -> re.Pattern[str]:
    """Compile cues; a final ``*`` lets any ending follow, a last word may be contracted."""
    cues = [
        cue.removesuffix(last) + form
        for cue in cues
        for last in [cue.rpartition(" ")[2]]
        for form in (last, *(contractions.get(last, ()) if " " in cue else ()))
    ]
    parts = []
    for cue in sorted(cues, key=len, reverse=True):
        body = _escaped(cue.rstrip("*"))
        if spaced:
            end = r"\w{0,20}" if cue.endswith("*") else r"(?!\w)"
            body = rf"(?<!\w){body}" + ("" if cue.endswith("'") else end)
        parts.append(body)
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _escaped(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"[\s\u00a0\u202f]").replace("'", "['’]")
