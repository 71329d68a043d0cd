"""Models that condense: encoder-decoder models trained to write summaries.

In: texts and their language. Out: summaries. Nothing here says whether a summary is true: whoever
shows one checks every sentence of it against its source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.backends.causal import info
from models.backends.seq2seq import Prompts
from models.card import Card
from models.engine import Engine
from models.errors import PairError
from models.generate import condense
from models.protocols import ModelInfo, Progress, no_progress
from models.quiet import quiet
from models.text import one_line, split

MARKS = 2  # tokens around a text: those that begin and end it


class Seq2SeqSummariser:
    """Summarises each language with the first card that knows it, within what it can read."""

    def __init__(
        self,
        cards: Sequence[Card],
        engine: Callable[[Card], Engine],
        revision: Callable[[Card], str] = lambda card: card.revision,
        ready: Callable[[Sequence[Card]], None] = lambda _cards: None,
        progress: Progress = no_progress,
    ) -> None:
        """In: as for ``Seq2SeqTranslator``."""
        self.cards, self.engine, self.revision = cards, engine, revision
        self.ready, self.progress = ready, progress

    def summarise(self, texts: Sequence[str], language: str) -> list[list[str]]:
        """See ``protocols.Summariser``."""
        card, engine = self._for(language)
        reads = self.reads(card, engine)
        with quiet():  # tokenizers complain of texts that are about to be split
            parts = [
                split(one, reads, engine.count) if (one := one_line(text)) else [] for text in texts
            ]
        unique = list(dict.fromkeys(part for some in parts for part in some))
        rows = Prompts(engine.model.config.model_type, engine.tokenizer).ids(unique, language)
        found = condense(engine, rows, card.decoding, self.progress)
        answers = dict(zip(unique, found, strict=True))
        return [[answers[part] for part in some] for some in parts]

    @staticmethod
    def reads(card: Card, engine: Engine) -> int:
        """How many tokens of a text are read at once: the card's number, or the model's if less."""
        limit = getattr(engine.model.config, "max_position_embeddings", None)
        most = card.decoding.source_tokens
        return min(most, limit - MARKS) if limit else most

    def describe(self, language: str) -> list[ModelInfo]:
        """See ``protocols.Summariser``; loads the weights if need be."""
        card, engine = self._for(language)
        return [info("summarise", card, self.revision(card), engine)]

    def _for(self, language: str) -> tuple[Card, Engine]:
        card = next((one for one in self.cards if language in one.languages), None)
        if card is None:
            known = sorted({code for one in self.cards for code in one.languages})
            raise PairError(f"no model here summarises {language}; there are: {', '.join(known)}")
        self.ready([card])
        return card, self.engine(card)
