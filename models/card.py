"""Model cards: what a model is, as data. One TOML file per model in ``models/cards``.

In: the name of a card. Out: a frozen ``Card``. Anything wrong is a ``CardError`` of one line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.errors import CardError, did_you_mean

SHA256 = r"^[0-9a-f]{64}$"
HUB_FILES = ("*.safetensors", "*.json", "*.spm", "*.model", "*.txt", "*.jinja")
"""What is fetched from a hub unless the card says otherwise: never pickles, never code."""


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Licence(Record):
    """``commercial`` is False where the licence forbids commercial use."""

    name: str
    url: str
    notes: str = ""
    commercial: bool = True


class Chunk(Record):
    """A file inside an installed distribution; its path is relative to site-packages."""

    distribution: str
    file: str


class Package(Record):
    """Weights that come as data in Python packages, cut into chunks."""

    version: str
    chunks: tuple[Chunk, ...] = Field(min_length=1)
    sha256: str = Field(pattern=SHA256, description="of the joined file")
    format: Literal["gguf"] = "gguf"


class HubFile(Record):
    """A file that must be there. Known of it: ``mb`` as the hub rounds it, exact ``size`` in bytes,
    ``sha256``; what is not known is left out."""

    name: str
    mb: float | None = None
    size: int | None = None
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")


class Hub(Record):
    """Weights on the Hugging Face Hub. ``pinned`` says that the revision is a commit hash.

    ``commit`` is how the commit began that a moving revision stood at when the card was written.
    ``files`` are patterns of what is fetched, ``known`` the files of which something is known.
    """

    repo: str
    revision: str = "main"
    pinned: bool = False
    commit: str = Field(default="", pattern=r"^([0-9a-f]{7,40})?$")
    files: tuple[str, ...] = HUB_FILES
    known: tuple[HubFile, ...] = ()

    @model_validator(mode="after")
    def _pinned_means_commit(self) -> Self:
        commit = len(self.revision) == 40 and set(self.revision) <= set("0123456789abcdef")
        if commit != self.pinned:
            raise ValueError("pinned must be true with a commit hash and false without")
        return self


class Adapter(Record):
    """A LoRA adapter that is merged into the weights: a folder under ``models/adapters``."""

    folder: str
    sha256: str = Field(pattern=SHA256, description="of its adapter_model.safetensors")
    config_sha256: str = Field(pattern=SHA256, description="of its adapter_config.json")


class Salience(Record):
    """A head that weighs the sentences of an article: a file under ``models/adapters``."""

    file: str
    sha256: str = Field(pattern=SHA256)


class Prompt(Record):
    """How a text is put to the model.

    ``examples``: parallel sentences before the text (base models); ``chat``: the model's own chat
    template (instruct models); ``plain``: the text alone (translation models), after ``prefix``
    and a space where there is one (models with several targets: ">>pt<<").
    """

    style: Literal["examples", "chat", "plain"]
    prefix: str = ""
    backward_shots: int = Field(default=1, ge=0, description="examples when ranking backwards")


class Attempt(Record):
    """One way of decoding: how many examples, which one comes first, how many beams.

    A model that is asked in two ways gives candidates that differ more than those of one search.
    """

    shots: int = Field(default=0, ge=0)
    first: int = Field(default=0, ge=0)
    beams: int = Field(default=1, ge=1)
    bare: bool = Field(default=False, description="ask without the examples as well")
    backward: bool = Field(default=False, description="rank by log P(source | translation) too")


class Decoding(Record):
    """Limits of generation, in tokens of the model."""

    attempts: tuple[Attempt, ...] = Field(min_length=1)
    new_ratio: float = Field(default=1.8, gt=0, description="new tokens for each source token")
    new_extra: int = Field(default=16, ge=1, description="new tokens on top of that")
    batch_tokens: int = Field(default=8192, ge=1, description="prompt and new tokens x beams")
    source_tokens: int = Field(default=160, ge=8, description="longer texts are split")
    new_tokens: int = Field(default=0, ge=0, description="of a summary; 0: the model's own limit")


class Card(Record):
    """A model: where its weights are, what it may be used for, how it is asked.

    ``languages`` are ISO 639-1 codes. ``pairs`` lists "source-target"; a card without pairs
    translates between any two of its languages. ``size_mb`` is the space in the cache.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title: str
    tasks: tuple[Literal["translate", "score", "summarise"], ...]
    profiles: tuple[Literal["embedded", "hub", "gpu"], ...]
    backend: Literal["causal", "seq2seq"]
    languages: tuple[str, ...] = Field(min_length=1)
    pairs: tuple[str, ...] = ()
    size_mb: int
    limits: str
    licence: Licence
    package: Package | None = None
    hub: Hub | None = None
    adapter: Adapter | None = None
    salience: Salience | None = None
    prompt: Prompt
    decoding: Decoding

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.package is None) == (self.hub is None):
            raise ValueError("a card has either [package] or [hub]")
        return self

    @property
    def revision(self) -> str:
        """The version of the package or the revision on the hub."""
        return self.package.version if self.package else self._hub.revision

    @property
    def sha256(self) -> str:
        """The hash the card pins; empty for weights on a hub, which a commit pins."""
        return self.package.sha256 if self.package else ""

    @property
    def pinned(self) -> bool:
        """Whether the weights can never change under this card."""
        return self.package is not None or self._hub.pinned

    @property
    def _hub(self) -> Hub:
        if self.hub is None:  # pragma: no cover - the validator forbids it
            raise CardError(f"card {self.name} has no [hub]")
        return self.hub

    def covers(self, source: str, target: str) -> bool:
        """Whether the model translates from ``source`` to ``target`` directly."""
        if self.pairs:
            return f"{source}-{target}" in self.pairs
        return source != target and {source, target} <= set(self.languages)


def read_card(path: Path) -> Card:
    """Read one card from a TOML file. Raises ``CardError``."""
    try:
        return Card.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as exc:
        raise CardError(f"cannot read model card {path}: {exc.strerror or exc}") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise CardError(f"model card {path} is not TOML: {exc}") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"])) or "card"
        raise CardError(f"model card {path}: {where}: {first['msg']}") from exc


def _folder() -> Path:
    return Path(str(resources.files("models") / "cards"))


def card_names() -> list[str]:
    """The names of all cards, sorted."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


@cache
def load_card(name: str) -> Card:
    """The card of this name. Raises ``CardError`` where there is none or it is malformed."""
    if name not in card_names():
        hint = did_you_mean(name, card_names())
        known = f"; known: {', '.join(card_names())}"
        raise CardError(f"no model card {name!r}{hint or known}")
    card = read_card(_folder() / f"{name}.toml")
    if card.name != name:
        raise CardError(f"model card {name}.toml calls itself {card.name!r}")
    return card


def all_cards() -> list[Card]:
    """All cards, by name. Raises ``CardError`` for the first malformed one."""
    return [load_card(name) for name in card_names()]


def cards_for(profile: str, task: str, cards: Iterable[Card] | None = None) -> list[Card]:
    """The cards of a profile that do a task, by name."""
    pool = all_cards() if cards is None else cards
    return [card for card in pool if profile in card.profiles and task in card.tasks]
