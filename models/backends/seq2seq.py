"""Encoder-decoder translation models, one per pair; through English where there is no pair.

In: sentences and language codes. Out: candidates. The architecture is what the model's own
configuration says, never what its name suggests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.backends.causal import combine, info
from models.card import Card
from models.device import Place, use_threads
from models.engine import Engine
from models.errors import PairError, WeightsError
from models.generate import Request, generate
from models.protocols import ModelInfo, Progress, no_progress
from models.quiet import quiet
from models.text import one_line, split

PIVOT = "en"


def load(folder: Path, place: Place) -> Engine:
    """Load a model folder of any encoder-decoder architecture. Raises ``WeightsError``."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    use_threads()
    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = AutoModelForSeq2SeqLM.from_pretrained(
                folder, dtype=place.torch_dtype, local_files_only=True, use_safetensors=True
            )
            model = model.to(place.kind).eval()
    except (OSError, ValueError, KeyError) as exc:
        reason = next(iter(str(exc).splitlines()), "") or type(exc).__name__
        raise WeightsError(f"cannot load the model in {folder}: {reason}") from exc
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
    """Translates with a model for each pair, loaded when the pair is first asked for."""

    def __init__(
        self,
        cards: Sequence[Card],
        engine: Callable[[Card], Engine],
        revision: Callable[[Card], str] = lambda card: card.revision,
        progress: Progress = no_progress,
    ) -> None:
        """In: the cards to choose from, what loads one, and what tells its exact revision."""
        self.cards, self.engine, self.revision, self.progress = cards, engine, revision, progress
        self.attempts = min(len(card.decoding.attempts) for card in cards)

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
        known = ", ".join(sorted(pair for card in self.cards for pair in card.pairs))
        raise PairError(f"no model here translates {source} to {target}; there are: {known}")

    def _card(self, source: str, target: str) -> Card | None:
        return next((card for card in self.cards if card.covers(source, target)), None)

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        """See ``protocols.Translator``. Through English, the best English is translated on."""
        if source == target:
            return [[text] for text in texts]
        current, found = list(texts), [[text] for text in texts]
        for card, _, language in self.route(source, target):
            found = self._step(card, current, language, attempt)
            current = [some[0] for some in found]
        return found

    def _step(self, card: Card, texts: list[str], target: str, attempt: int) -> list[list[str]]:
        engine, decoding = self.engine(card), card.decoding
        parts = [
            split(line, decoding.source_tokens, engine.count) if (line := one_line(text)) else []
            for text in texts
        ]
        unique = list(dict.fromkeys(part for some in parts for part in some))
        found = generate(
            engine,
            [Request(text, text) for text in unique],
            decoding,
            beams=decoding.attempts[attempt].beams,
            progress=self.progress,
        )
        answers = {
            text: [one.text for one in some] for text, some in zip(unique, found, strict=True)
        }
        return [combine([answers[part] for part in some], target) for some in parts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        """The weights of each step; loads them if need be."""
        if source == target:
            return []
        return [
            info("translate", card, self.revision(card), self.engine(card))
            for card, _, _ in self.route(source, target)
        ]
