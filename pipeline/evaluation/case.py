"""Gold cases: a page, and what a careful reader says a digest of it must hold.

A case is ``<lang>/<name>.toml``; its page stands in it (``html`` or ``text``), or beside it as
``<name>.html``, ``<name>.txt`` or ``<name>.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, model_validator

from pipeline.config.digest import Language, Length
from pipeline.errors import UsageError
from pipeline.evaluation.amounts import Amount, read_amount
from pipeline.records import InputState, Modality
from pipeline.toml_file import read_record

PAGE_SUFFIXES = (".html", ".txt", ".md")
GoldAmount = Annotated[Amount, BeforeValidator(read_amount), PlainSerializer(str, return_type=str)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class GoldQuote(_Table):
    """A quotation by its first words, and who says it: as written, or the story's name."""

    starts: str
    speaker: str | None = None  # None: not asked


class GoldClaim(_Table):
    """How one sentence is said, by some words of it; ``by`` is empty where nobody is named."""

    has: str
    how: Modality | None = None  # None: not asked
    by: tuple[str, ...] | None = None  # None: not asked


class Gold(_Table):
    """What one digest must hold. A list that is not given is not asked for.

    ``money``, ``dates``, ``actors`` and ``quotes`` are complete where they are given: what the
    digest has besides is wrong. ``claims`` names the sentences that matter.
    """

    about: str  # what is hard about it, in a few words
    story: str = "chip-initiative"
    to: Language = "en"
    length: Length = "medium"
    html: str | None = None
    text: str | None = None
    state: InputState | Literal["refused"] | None = None
    relevance: Literal["high", "some", "low"] | None = None
    money: tuple[GoldAmount, ...] | None = None
    dates: tuple[str, ...] | None = None
    actors: tuple[str, ...] | None = None
    quotes: tuple[GoldQuote, ...] | None = None
    claims: tuple[GoldClaim, ...] = ()
    must: tuple[str, ...] = ()  # words of sentences that the digest must show
    never: tuple[str, ...] = ()  # words that it must show nowhere

    @model_validator(mode="after")
    def _one_page(self) -> Self:
        if self.html is not None and self.text is not None:
            raise ValueError("a case has one page: html or text")
        return self


class Case(NamedTuple):
    """A gold case with its page."""

    name: str  # "fr/denial"
    language: str  # of the article: the folder
    gold: Gold
    page: bytes
    location: str  # the page's name, which says whether it is HTML or text


def read_cases(folder: Path) -> list[Case]:
    """Read the cases of a folder, ordered by language and name.

    Raises ``UsageError`` where there are none, or one is wrong or has no page.
    """
    paths = sorted(folder.glob("*/*.toml"))
    if not paths:
        raise UsageError(f"no gold cases in {folder}: they are LANGUAGE/NAME.toml files")
    return [_read(path) for path in paths]


def _read(path: Path) -> Case:
    gold = read_record(path, Gold, "gold case")
    language = path.parent.name
    name = f"{language}/{path.stem}"
    inside = gold.html if gold.html is not None else gold.text
    if inside is not None:
        suffix = ".html" if gold.html is not None else ".txt"
        return Case(name, language, gold, inside.encode(), name + suffix)
    beside = [path.with_suffix(suffix) for suffix in PAGE_SUFFIXES]
    page = next((one for one in beside if one.is_file()), None)
    if page is None:
        raise UsageError(f"gold case {path}: has no page: put {beside[0].name} beside it")
    try:
        return Case(name, language, gold, page.read_bytes(), name + page.suffix)
    except OSError as exc:
        raise UsageError(f"gold case {path}: {page.name}: {exc.strerror}") from exc
