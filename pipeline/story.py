"""The story profile: who and what one story is about, read from ``configs/stories/*.toml``.

A profile is data that an editor can read and correct: actors with their aliases in every script,
facets (financing, manufacturing, …) with the words that show them, and a glossary whose terms a
translation must keep.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.errors import did_you_mean
from pipeline.errors import UsageError
from pipeline.toml_file import read_record

_HERE = Path(__file__).resolve().parent
_FOLDERS = (_HERE / "stories", _HERE.parent / "configs" / "stories")

# Scripts written without spaces, or whose particles are glued to names: no word boundary there.
_UNSPACED = "\u0600-\u06ff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Letters and digits of scripts that put spaces between words: Latin, Greek, Cyrillic.
_SPACED = "0-9A-Za-z_\u00aa\u00b5\u00ba\u00c0-\u052f"
# "(?-i:" keeps the class out of case folding, which makes compiling ten times as fast.
WORD_START = f"(?-i:(?<![{_SPACED}]))"
_WORD_END = f"(?-i:(?![{_SPACED}]))"
_ENDINGS = "(?:['’]?s)?"  # "OpenAI's", German and Swedish "Altmans"
_CASE_ENDINGS = "(?:['’]?s|a|em|owi|u|y|ie)?"  # and Polish "Altmana", "Microsoftu"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoryActor(_Table):
    """Someone the story knows.

    ``name`` and ``aliases`` match regardless of case; ``exact`` only as written (for names that are
    also words, the ``name`` too if it is listed there); ``short`` as written, and only in an
    article that has one of the other names before (surnames such as "Ho").
    """

    id: str
    name: str
    type: Literal["person", "organisation", "place", "product"] = "organisation"
    role: str
    core: bool = False  # the story is about them
    aliases: list[str] = []
    exact: list[str] = []
    short: list[str] = []

    @property
    def any_case(self) -> list[str]:
        """Names that match regardless of case."""
        return [name for name in (self.name, *self.aliases) if name not in self.exact]


class Facet(_Table):
    """One side of the story; ``words`` are word beginnings, in any language, regardless of case."""

    id: str
    words: list[str]
    essential: bool = False  # an article without it hardly tells the story


class Term(_Table):
    """A concept and its words per language; word beginnings, regardless of case."""

    id: str
    words: dict[str, list[str]]


class Story(_Table):
    """One story profile."""

    name: str
    title: str
    actors: Annotated[list[StoryActor], Field(min_length=1)]
    facets: list[Facet] = []
    glossary: list[Term] = []
    amounts: list[Decimal] = []  # sums the story is about; they help where words are doubtful

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the profile's content, as hex."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def by_id(self) -> dict[str, StoryActor]:
        """Actors by their id."""
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles somebody plays in this story; sources play theirs in every story."""
        return frozenset({actor.role for actor in self.actors} | {"source"})

    def without(self, actor_ids: Collection[str]) -> Story:
        """Return the story without some actors; as it is, where none would be left."""
        actors = [actor for actor in self.actors if actor.id not in actor_ids]
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Story.model_validate({**fields, "actors": actors}) if actors else self

    def facets_in(self, text: str) -> list[str]:
        """Return the ids of the facets whose words occur in a text, in the profile's order."""
        return [facet.id for facet, found in self._facet_patterns if found.search(text)]

    def terms_in(self, text: str, language: str) -> list[str]:
        """Return the ids of the glossary terms that occur in a text of a language."""
        return [
            term.id
            for term in self.glossary
            if (pattern := self._term_pattern(term.id, language)) and pattern.search(text)
        ]

    def has_term(self, term_id: str, text: str, language: str) -> bool:
        """Say whether a term occurs; True where the glossary lacks the language."""
        pattern = self._term_pattern(term_id, language)
        return pattern is None or pattern.search(text) is not None

    @cached_property
    def _facet_patterns(self) -> list[tuple[Facet, re.Pattern[str]]]:
        return [(facet, beginnings(facet.words)) for facet in self.facets]

    @cached_property
    def _term_patterns(self) -> dict[tuple[str, str], re.Pattern[str]]:
        return {
            (term.id, language): beginnings(words)
            for term in self.glossary
            for language, words in term.words.items()
        }

    def _term_pattern(self, term_id: str, language: str) -> re.Pattern[str] | None:
        return self._term_patterns.get((term_id, language))


def beginnings(words: list[str]) -> re.Pattern[str]:
    """Compile a pattern that finds any of the words at the beginning of a word."""
    parts = "|".join(bounded(word, open_end=True) for word in sorted(words, key=len, reverse=True))
    return re.compile(parts or r"(?!)", re.IGNORECASE)


def bounded(alias: str, *, open_end: bool = False) -> str:
    """Return the regular expression of one alias, with word boundaries where its script has them.

    Spaces match a short run of blanks, apostrophes either form; a genitive or case ending may
    follow a name ("Altmans", "OpenAI's"). ``open_end`` lets any ending follow. A final ``$`` asks
    for the bare word.
    """
    whole = alias.endswith("$")
    alias = alias.removesuffix("$")
    body = re.escape(alias).replace(r"\ ", r"[\s\u00a0\u202f]{1,3}").replace("'", "['’]")
    if re.match(f"[{_UNSPACED}]", alias):
        return body
    if whole:
        return WORD_START + body + _WORD_END
    if open_end:
        return WORD_START + body
    endings = _CASE_ENDINGS if len(alias) >= 5 else _ENDINGS
    return f"{WORD_START}{body}(?={endings}{_WORD_END})"


def load_story(name: str) -> Story:
    """Read a profile by its name, or by the path of a .toml file.

    Raises ``UsageError`` naming the known stories, or the key that is wrong.
    """
    path = Path(name) if name.endswith(".toml") else _find(name)
    return read_record(path, Story, "story")


def story_names() -> list[str]:
    """Return the names of the profiles that come with chipwire."""
    return sorted({path.stem for folder in _FOLDERS for path in folder.glob("*.toml")})


def _find(name: str) -> Path:
    if re.fullmatch(r"[\w-]+", name):
        for folder in _FOLDERS:
            if (path := folder / f"{name}.toml").is_file():
                return path
    known, hint = ", ".join(story_names()), did_you_mean(name, story_names())
    raise UsageError(f"unknown story '{name}': choose one of {known}, or name a .toml file{hint}")
