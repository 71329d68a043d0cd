"""What an occurrence says, as it is frozen; and what of it another chipwire can still read."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.briefing_records import Briefing
from pipeline.edition import Edition
from pipeline.errors import StoreError
from pipeline.records import Digest, Record

_Content = TypeVar("_Content", bound=BaseModel)


class Variant(NamedTuple):
    """For which readers: a language, and a story or all of them."""

    language: str
    story: str | None

    @property
    def name(self) -> str:
        """Return how marks and what was told name it."""
        return f"{self.language}/{self.story or ''}"


class Looked(Record):
    """A mark (``pipeline.store.Mark``) as it is frozen."""

    upto: int
    missing: tuple[int, ...] = ()


class Frozen(Record):
    """What one occurrence says, in each language and story; ``marks`` are of all ever told."""

    editions: tuple[Edition, ...]
    marks: dict[str, Looked]

    def edition(self, language: str, story: str | None) -> Edition | None:
        """Return what it says in a language of a story."""
        key = (language, story or "")
        return next((one for one in self.editions if (one.language, one.story) == key), None)


class _Marks(BaseModel):
    """What of a frozen occurrence every chipwire can read."""

    marks: dict[str, Looked]


class _Digests(BaseModel):
    """What of an edition is corrected."""

    language: str
    story: str
    digests: tuple[Digest, ...]


class _Briefings(BaseModel):
    """What of an edition the next briefing is compared with."""

    language: str
    story: str
    briefings: tuple[Briefing, ...] = ()


class _WithDigests(BaseModel):
    editions: tuple[_Digests, ...]


class _WithBriefings(BaseModel):
    editions: tuple[_Briefings, ...]


def read_marks(content: str) -> dict[str, Looked]:
    """Read the marks of what was frozen, by whatever chipwire."""
    return _Marks.model_validate_json(content).marks


def read_digests(content: str, variant: Variant) -> tuple[Digest, ...]:
    """Read what was printed for some readers.

    Raises ``StoreError`` for what another chipwire froze.
    """
    for one in _read(_WithDigests, content).editions:
        if (one.language, one.story) == (variant.language, variant.story or ""):
            return one.digests
    return ()


def read_briefings(content: str, variant: Variant) -> tuple[Briefing, ...]:
    """Read what some readers were briefed with; raises ``StoreError`` as above."""
    for one in _read(_WithBriefings, content).editions:
        if (one.language, one.story) == (variant.language, variant.story or ""):
            return one.briefings
    return ()


def _read(model: type[_Content], content: str) -> _Content:
    try:
        return model.model_validate_json(content)
    except ValidationError as exc:
        raise StoreError("store: an edition was frozen by another chipwire") from exc
