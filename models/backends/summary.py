"""Models that condense: encoder-decoder models trained to write summaries, and instruct models.

In: texts and their language. Out: summaries. Nothing here says whether a summary is true: whoever
shows one checks every sentence of it against its source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models import examples
from models.backends.causal import chat, info
from models.backends.seq2seq import Prompts
from models.card import Card
from models.engine import Engine
from models.errors import PairError
from models.generate import Request, condense, generate
from models.head import LATIN
from models.protocols import ModelInfo, Progress, Reach, no_progress
from models.quiet import quiet
from models.text import one_line, split

MARKS = 2  # tokens around a text: those that begin and end it
LEAST = 80  # tokens, about 60 words: less is no news article, which these models were trained on
ROOM = 2  # a text must have so many times the tokens that the model's settings make it write
CHAT_READS = 3000  # tokens of a text that an instruct model is given: most news articles are less
CHAT_WRITES = {"new_ratio": 0.3, "new_extra": 60}  # new tokens for each of the text, and on top


class ChatSummariser:
    """Summarises with an instruct model, asked in words by its chat template."""

    def __init__(
        self, card: Card, engine: Engine, revision: str = "", progress: Progress = no_progress
    ) -> None:
        self.card, self.engine, self.progress = card, engine, progress
        self.revision = revision or card.revision

    def reach(self, language: str) -> Reach:
        """See ``protocols.Summariser``. The order and the answer need room, too."""
        self._check(language)
        limit = getattr(self.engine.model.config, "max_position_embeddings", None)
        return Reach(LEAST, min(CHAT_READS, limit // 2) if limit else CHAT_READS)

    def count(self, texts: Sequence[str], language: str) -> list[int]:
        """See ``protocols.Summariser``."""
        self._check(language)
        with quiet():
            return [self.engine.count(one_line(text)) for text in texts]

    def summarise(self, texts: Sequence[str], language: str) -> list[list[str]]:
        """See ``protocols.Summariser``; an answer ends with its first line."""
        reads = self.reach(language).most
        with quiet():
            parts = [
                split(one, reads, self.engine.count) if (one := one_line(text)) else []
                for text in texts
            ]
        unique = list(dict.fromkeys(part for some in parts for part in some))
        order = examples.summary_order(language)
        requests = [
            Request(
                chat(self.engine, [{"role": "user", "content": f"{order}\n\n{part}"}]), part, False
            )
            for part in unique
        ]
        found = generate(
            self.engine,
            requests,
            self.card.decoding.model_copy(update=CHAT_WRITES),
            latin=language in LATIN,
            progress=lambda _what, done, total: self.progress("summarising", done, total),
        )
        answers = {part: some[0].text for part, some in zip(unique, found, strict=True)}
        return [[answers[part] for part in some] for some in parts]

    def describe(self, language: str) -> list[ModelInfo]:
        """See ``protocols.Summariser``."""
        self._check(language)
        return [info("summarise", self.card, self.revision, self.engine)]

    def _check(self, language: str) -> None:
        if language not in self.card.languages:
            known = ", ".join(self.card.languages)
            raise PairError(f"no model here summarises {language}; there are: {known}")


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

    def reach(self, language: str) -> Reach:
        """See ``protocols.Summariser``. BART-CNN always writes 56 tokens or more, true or not."""
        card, engine = self._for(language)
        written = engine.model.generation_config.min_length or 0
        return Reach(max(LEAST, ROOM * written), self.reads(card, engine))

    def count(self, texts: Sequence[str], language: str) -> list[int]:
        """See ``protocols.Summariser``."""
        _, engine = self._for(language)
        with quiet():
            return [engine.count(one_line(text)) for text in texts]

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
