"""Decoder-only models: base models asked with examples, instruct models by their chat template.

In: sentences and language codes. Out: candidates, or log-probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models import examples
from models.attention import prepare
from models.backends.loading import load_model, load_tokenizer
from models.card import Attempt, Card
from models.device import Place
from models.engine import Engine
from models.errors import PairError
from models.generate import Candidate, Request, generate
from models.head import LATIN
from models.protocols import ModelInfo, Progress, Told, no_progress
from models.salience import Head, load_head, salience
from models.score import score
from models.text import join, one_line, split

NEWLINES = ("\n", "Ċ", "<0x0A>")  # how vocabularies spell a line break


def load(folder: Path, place: Place) -> Engine:
    """Load a model folder of any decoder-only architecture. Raises ``WeightsError``."""
    tokenizer = load_tokenizer(folder)
    model = prepare(load_model(folder, place, encoder=False))
    return Engine(model, tokenizer, place, stop=stop_ids(model, tokenizer))


def stop_ids(model: Any, tokenizer: Any) -> tuple[int, ...]:
    """The ends of text, and every token that holds a line break."""
    ends = model.generation_config.eos_token_id
    ids = set(ends if isinstance(ends, list) else [ends]) | {tokenizer.eos_token_id}
    ids |= {
        number
        for token, number in tokenizer.get_vocab().items()
        if any(mark in token for mark in NEWLINES) and "\n" in tokenizer.decode([number])
    }
    return tuple(sorted(ids - {None}))


def info(task: str, card: Card, revision: str, engine: Engine) -> ModelInfo:
    """What goes into a digest's provenance."""
    place = engine.place
    return ModelInfo(task, card.name, revision, card.sha256, place.kind, place.precision)


def chat(engine: Engine, talk: list[dict[str, str]]) -> str:
    """A conversation as the model's own template writes it, up to where its answer begins."""
    return str(
        engine.tokenizer.apply_chat_template(
            talk,
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,  # templates without such a mode ignore it
        )
    )


class CausalTranslator:
    """Translates with one decoder-only model, as its card says."""

    def __init__(
        self, card: Card, engine: Engine, revision: str = "", progress: Progress = no_progress
    ) -> None:
        self.card, self.engine, self.progress = card, engine, progress
        self.revision = revision or card.revision
        self.attempts = len(card.decoding.attempts)

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        """See ``protocols.Translator``. Line breaks in a text become spaces."""
        if source == target:
            return [[text] for text in texts]
        for code in (source, target):
            examples.language_name(code)
        if not self.card.covers(source, target):
            raise PairError(f"{self.card.name} does not translate {source} to {target}")
        way = self.card.decoding.attempts[attempt]
        budget = self.card.decoding.source_tokens
        parts = [
            split(line, budget, self.engine.count) if (line := one_line(text)) else []
            for text in texts
        ]
        unique = list(dict.fromkeys(part for some in parts for part in some))
        answers = dict(zip(unique, self._answers(unique, source, target, way), strict=True))
        return [combine([answers[part] for part in some], target) for some in parts]

    def _answers(self, texts: list[str], source: str, target: str, way: Attempt) -> list[list[str]]:
        shown = examples.pairs(source, target, way.shots, way.first)
        asked = [self._candidates(texts, source, target, shown, way.beams)]
        if way.bare and shown:
            asked.append(self._candidates(texts, source, target, [], way.beams))
        found = [_merged(some) for some in zip(*asked, strict=True)]
        if way.backward and self.card.prompt.style != "chat":
            found = self._rank(texts, found, source, target)
        leaks = set(examples.sentences(target))
        return [
            [one.text for one in some if one.text not in leaks] or [some[0].text] for some in found
        ]

    def _candidates(
        self, texts: list[str], source: str, target: str, shown: list[examples.Pair], beams: int
    ) -> list[list[Candidate]]:
        """What the model answers to each text after these examples, most probable first."""
        chat = self.card.prompt.style == "chat"
        if chat:
            shared, prompts = "", [self._chat(source, target, shown, text) for text in texts]
        else:
            shared = examples.shared_part(source, target, shown)
            prompts = [examples.question(source, target, text) for text in texts]
        return generate(
            self.engine,
            [Request(prompt, text, not chat) for prompt, text in zip(prompts, texts, strict=True)],
            self.card.decoding,
            beams=beams,
            shared=shared,
            latin=target in LATIN,
            progress=self.progress,
        )

    def _chat(self, source: str, target: str, shown: list[examples.Pair], text: str) -> str:
        return chat(self.engine, examples.chat_messages(source, target, shown, text))

    def _rank(
        self, texts: list[str], found: list[list[Candidate]], source: str, target: str
    ) -> list[list[Candidate]]:
        """Order candidates by log P(translation | source) + log P(source | translation), means."""
        shots = self.card.prompt.backward_shots
        shown = [(b, a) for a, b in examples.pairs(source, target, shots)]
        head = examples.shared_part(target, source, shown)
        wanted = {
            (text, one.text): (head + examples.question(target, source, one.text), " " + text)
            for text, some in zip(texts, found, strict=True)
            for one in some
            if one.text and len(some) > 1
        }
        budget = self.card.decoding.batch_tokens
        values = score(self.engine, list(wanted.values()), budget, source in LATIN)
        back = dict(zip(wanted, values, strict=True))

        def total(text: str, one: Candidate) -> float:
            return one.logprob + back.get((text, one.text), -1e9 if not one.text else 0.0)

        return [
            sorted(some, key=lambda one: -total(text, one))
            for text, some in zip(texts, found, strict=True)
        ]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        """The weights that translate; none where nothing has to be translated."""
        if source == target:
            return []
        return [info("translate", self.card, self.revision, self.engine)]


def _merged(asked: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """One text's candidates from every way of asking, most probable first, each text once."""
    best: dict[str, Candidate] = {}
    for one in sorted((one for some in asked for one in some), key=lambda one: -one.logprob):
        best.setdefault(one.text, one)
    return list(best.values())


def combine(parts: Sequence[Sequence[str]], language: str) -> list[str]:
    """Join the candidates of a text's parts: the best of each, the second best of each, ...

    Candidates that repeat are dropped, empty ones too if there is another. Never empty.
    """
    if not parts:
        return [""]
    count = max(map(len, parts))
    whole = [join([some[min(i, len(some) - 1)] for some in parts], language) for i in range(count)]
    return [text for text in dict.fromkeys(whole) if text] or [""]


class CausalScorer:
    """Scores text with one decoder-only model, by the head of its card if it has one."""

    def __init__(
        self, card: Card, engine: Engine, revision: str = "", progress: Progress = no_progress
    ) -> None:
        self.card, self.engine, self.progress = card, engine, progress
        self.revision = revision or card.revision
        self.head: Head | None = None
        if card.salience:
            self.head = load_head(card)
            self.revision += f"+salience.{card.salience.sha256[:8]}"

    def salience(self, articles: Sequence[Told]) -> list[list[float]]:
        """See ``protocols.Scorer``. Without a head: how well each sentence foretells the title."""
        if self.head:
            return salience(self.engine, self.head, articles, self.progress)
        pairs = [(text, title) for title, texts in articles if title for text in texts]
        values = iter(self.score(pairs) if pairs else [])
        return [[next(values) if title else 0.0 for _ in texts] for title, texts in articles]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Mean log-probability (nats a token) of each second text after the first.

        A space goes between the two unless one has white space there. End a context with a line
        break to score, say, a headline after a sentence. A continuation without tokens scores 0.
        """
        return score(
            self.engine,
            [(context, _spaced(context, text)) for context, text in pairs],
            self.card.decoding.batch_tokens,
            progress=self.progress,
        )

    def describe(self) -> list[ModelInfo]:
        """The weights that score."""
        return [info("score", self.card, self.revision, self.engine)]


def _spaced(context: str, text: str) -> str:
    if not text.strip() or not context or context[-1].isspace() or text[0].isspace():
        return text
    return " " + text
