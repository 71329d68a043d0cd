"""What the rest of chipwire sees of a model: strings in, strings out.

Nothing here knows of articles, and nothing here imports torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Progress = Callable[[str, int, int], None]
"""Called as ``progress(what, done, total)`` while long work goes on."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Report nothing: the default of every ``progress`` argument."""


@dataclass(frozen=True)
class ModelInfo:
    """Which weights did a task, for the provenance of a digest.

    ``sha256`` is the hash the card pins; ``revision`` the version of the package or the hub commit.
    """

    task: str
    card: str
    revision: str
    sha256: str
    device: str
    dtype: str


class Translator(Protocol):
    """Translates sentences.

    ``attempts`` is how many different ways of decoding the model offers. Attempt 0 is the best one;
    a caller whose checks refuse all candidates of one attempt asks for the next.
    """

    attempts: int

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        """Return for each text its candidates, best first; never an empty list for a text.

        Languages are ISO 639-1 codes. Raises ``PairError`` where no model covers the pair.
        """
        ...

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        """Name the weights that translate this pair (two of them for a pivot)."""
        ...


Told = tuple[str, Sequence[str]]
"""A title, empty where there is none, and the sentences below it in order."""


class Scorer(Protocol):
    """Says which sentences of an article tell most."""

    def salience(self, articles: Sequence[Told]) -> list[list[float]]:
        """Return a number for each sentence of each article, higher for those that tell more.

        Numbers may be compared within an article. All are 0 where the model has nothing to say.
        """
        ...

    def describe(self) -> list[ModelInfo]:
        """Name the weights that score."""
        ...


@dataclass(frozen=True)
class Reach:
    """How many tokens a summariser is given at once: what it reads, and what keeps it honest.

    A text of fewer than ``least`` tokens is too short: the model would fill its summary up with
    inventions.
    """

    least: int
    most: int


class Summariser(Protocol):
    """Condenses text in its own language."""

    def reach(self, language: str) -> Reach:
        """Return how long a text may be; loads the weights if need be.

        Raises ``PairError`` for a language the model does not know, ``LicenceError`` for weights
        that may not be used.
        """
        ...

    def count(self, texts: Sequence[str], language: str) -> list[int]:
        """Return how many tokens each text has for the model of a language."""
        ...

    def summarise(self, texts: Sequence[str], language: str) -> list[list[str]]:
        """Return for each text a summary of each of its parts.

        A text that the model can read whole has one part; a longer one is cut at sentence ends. An
        empty text has none. Raises ``PairError`` for a language the model does not know.
        """
        ...

    def describe(self, language: str) -> list[ModelInfo]:
        """Name the weights that summarise."""
        ...
