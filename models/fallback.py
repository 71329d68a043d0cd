"""What translates where the weights of a profile are not here: the embedded model."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from models.card import Card
from models.errors import LicenceError, MissingWeightsError, PairError
from models.protocols import ModelInfo, Translator

log = logging.getLogger("chipwire.models")


class FallbackTranslator:
    """A profile's translator, and another for the pairs whose weights are missing.

    Which of the two a pair gets is settled when it is first asked for; provenance names the weights
    that did the work.
    """

    def __init__(
        self,
        first: Callable[[], Translator],
        second: Callable[[], Translator],
        cards: Sequence[Card],
    ) -> None:
        """In: what loads the two, and all the cards they may use."""
        self._load = {"first": first, "second": second}
        self._made: dict[str, Translator] = {}
        self._pairs: dict[tuple[str, str], Translator] = {}
        self.attempts = min(len(card.decoding.attempts) for card in cards)

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        """See ``protocols.Translator``."""
        return self._for(source, target).translate(texts, source, target, attempt)

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        """See ``protocols.Translator``."""
        return self._for(source, target).describe(source, target)

    def _for(self, source: str, target: str) -> Translator:
        pair = (source, target)
        if pair not in self._pairs:
            try:
                self._pairs[pair] = self._one("first")
                self._pairs[pair].describe(source, target)  # loads what the pair needs
            except (MissingWeightsError, LicenceError, PairError) as exc:
                log.warning("%s; the embedded model is used instead", exc)
                self._pairs[pair] = self._one("second")
        return self._pairs[pair]

    def _one(self, which: str) -> Translator:
        if which not in self._made:
            self._made[which] = self._load[which]()
        return self._made[which]
