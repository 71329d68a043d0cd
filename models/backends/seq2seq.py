"""Encoder-decoder translation models: one for each pair, or one for many languages.

In: sentences and language codes. Out: candidates. The architecture is what the model's own
configuration says, never what its name suggests. Where no model translates a pair directly it goes
through English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from models import crossed
from models.backends.causal import combine
from models.backends.languages import Spelling
from models.backends.loading import architecture, load_model, load_tokenizer
from models.card import Card, Decoding
from models.device import Place
from models.engine import Engine
from models.errors import PairError
from models.generate import Candidate, Request, generate
from models.protocols import ModelInfo, Progress, no_progress
from models.quiet import quiet
from models.text import one_line, split

PIVOT = "en"


class Runner(Protocol):
    """A loaded model that translates, whatever computes it."""

    @property
    def place(self) -> Place:
        """Where it computes."""
        ...

    def count(self, text: str) -> int:
        """Tokens of a text."""
        ...

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding,
        beams: int,
        progress: Progress,
    ) -> list[list[Candidate]]:
        """Return each text's candidates, most probable first, at least one each."""
        ...


class TorchRunner:
    """Runs an ``Engine`` with this package's own beam search."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.prompts = Prompts(engine.model.config.model_type, engine.tokenizer)

    @property
    def place(self) -> Place:
        """See ``Runner``."""
        return self.engine.place

    def count(self, text: str) -> int:
        """See ``Runner``."""
        return self.engine.count(text)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding,
        beams: int,
        progress: Progress,
    ) -> list[list[Candidate]]:
        """See ``Runner``."""
        first = self.prompts.spelling.number(target)
        engine = self.engine
        if first is not None:
            engine = replace(engine, start=(engine.start[0], first))
        rows = self.prompts.ids(texts, source)
        requests = [
            Request(text, text, ids=tuple(row)) for text, row in zip(texts, rows, strict=True)
        ]
        return generate(engine, requests, decoding, beams=beams, progress=progress)


class Prompts:
    """From texts to token ids, with the marks of the source language."""

    def __init__(self, model_type: str, tokenizer: Any) -> None:
        self.tokenizer, self.spelling = tokenizer, Spelling(model_type, tokenizer)
        self._lock = Lock()  # the source language is a state of the tokenizer

    def ids(self, texts: Sequence[str], source: str) -> list[list[int]]:
        """The tokens of each text. Raises ``PairError`` for a language the model lacks."""
        language = self.spelling.source(source)
        with self._lock:
            if language is not None:
                self.tokenizer.src_lang = language
            return [list(self.tokenizer(text)["input_ids"]) for text in texts]


def load(folder: Path, place: Place) -> Engine:
    """Load a model folder of any encoder-decoder architecture. Raises ``WeightsError``."""
    architecture(folder)
    tokenizer = load_tokenizer(folder)
    model = crossed.prepare(load_model(folder, place, encoder=True))
    return Engine(
        model,
        tokenizer,
        place,
        stop=_listed(_setting(model, "eos_token_id")),
        seq2seq=True,
        start=_listed(_setting(model, "decoder_start_token_id"))
        + _listed(_setting(model, "forced_bos_token_id")),
        banned=_banned(model),
    )


def _setting(model: Any, name: str) -> Any:
    """A value of the generation configuration, else of the model's own."""
    found = getattr(model.generation_config, name, None)
    return getattr(model.config, name, None) if found is None else found


def _listed(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (int(value),)


def _banned(model: Any) -> tuple[int, ...]:
    words = _setting(model, "bad_words_ids") or []
    padding = _listed(_setting(model, "pad_token_id"))
    return tuple(sorted({one[0] for one in words if len(one) == 1} | set(padding)))


class Seq2SeqTranslator:
    """Translates with a model for each pair, or one for many, loaded when first asked for."""

    def __init__(
        self,
        cards: Sequence[Card],
        runner: Callable[[Card], Runner],
        revision: Callable[[Card], str] = lambda card: card.revision,
        ready: Callable[[Sequence[Card]], None] = lambda _cards: None,
        progress: Progress = no_progress,
        refused: Sequence[Card] = (),
    ) -> None:
        """In: the cards to choose from, the best first; what loads one; what tells its exact
        revision; what raises where one of those that are needed cannot be had; and cards that
        may not be used, so that ``ready`` can say so where no other covers a pair."""
        self.cards, self.runner, self.revision = cards, runner, revision
        self.ready, self.progress, self.refused = ready, progress, refused
        self.attempts = min(len(card.decoding.attempts) for card in [*cards, *refused])

    def route(self, source: str, target: str) -> list[tuple[Card, str, str]]:
        """The cards to go through with the languages of each step. Raises ``PairError``."""
        for legs in (
            [(source, target)],
            [(source, PIVOT), (PIVOT, target)] if PIVOT not in {source, target} else [],
        ):
            found = [(self._card(*leg), *leg) for leg in legs]
            whole = [(card, a, b) for card, a, b in found if card is not None]
            if legs and len(whole) == len(legs):
                return whole
        if card := next((one for one in self.refused if one.covers(source, target)), None):
            return [(card, source, target)]
        known = ", ".join(sorted(pair for card in self.cards for pair in card.pairs))
        many = ", ".join(card.name for card in self.cards if not card.pairs)
        there = known + (f"; and the languages of {many}" if many else "")
        raise PairError(f"no model here translates {source} to {target}; there are: {there}")

    def _card(self, source: str, target: str) -> Card | None:
        return next((card for card in self.cards if card.covers(source, target)), None)

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        """See ``protocols.Translator``. Through English, the best English is translated on."""
        if source == target:
            return [[text] for text in texts]
        current, found = list(texts), [[text] for text in texts]
        steps = self.route(source, target)
        self.ready([card for card, _, _ in steps])
        for card, before, after in steps:
            found = self._step(card, current, before, after, attempt)
            current = [some[0] for some in found]
        return found

    def _step(
        self, card: Card, texts: list[str], source: str, target: str, attempt: int
    ) -> list[list[str]]:
        runner, decoding = self.runner(card), card.decoding
        with quiet():  # tokenizers complain of texts that are about to be split
            parts = [
                split(one, decoding.source_tokens, runner.count) if (one := one_line(text)) else []
                for text in texts
            ]
        unique = list(dict.fromkeys(part for some in parts for part in some))
        prefix = f"{card.prompt.prefix} " if card.prompt.prefix else ""
        found = runner.translate(
            [prefix + text for text in unique],
            source,
            target,
            decoding,
            decoding.attempts[attempt].beams,
            self.progress,
        )
        answers = {
            text: [one.text for one in some] for text, some in zip(unique, found, strict=True)
        }
        return [combine([answers[part] for part in some], target) for some in parts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        """The weights of each step; loads them if need be."""
        if source == target:
            return []
        steps = self.route(source, target)
        self.ready([card for card, _, _ in steps])
        return [self._info(card) for card, _, _ in steps]

    def _info(self, card: Card) -> ModelInfo:
        place = self.runner(card).place
        return ModelInfo(
            "translate", card.name, self.revision(card), card.sha256, place.kind, place.precision
        )
