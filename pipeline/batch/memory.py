"""Models that remember: what was answered before is not asked again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import models
from models.protocols import ModelInfo, Reach, Scorer, Summariser, Told, Translator
from pipeline.stages.load import Models
from pipeline.store import answer_key


class Memory(Protocol):
    """Where answers are kept: the store."""

    def cached(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the answers that are known."""
        ...

    def remember(self, pairs: Mapping[str, str]) -> int:
        """Keep answers."""
        ...


def remembering(made: Models, memory: Memory, profile: str) -> Models:
    """Return models that ask ``memory`` first and keep there what they answer."""
    recipe = models.fingerprint(profile)
    translator, scorer, summariser = made
    return Models(
        translator and RememberingTranslator(translator, memory, recipe),
        scorer and RememberingScorer(scorer, memory, recipe),
        summariser and RememberingSummariser(summariser, memory, recipe),
    )


class RememberingTranslator:
    """A translator and its memory. ``recipe`` names the cards and prompts."""

    def __init__(self, inner: Translator, memory: Memory, recipe: str) -> None:
        self._inner, self._memory, self._recipe = inner, memory, recipe
        self.attempts = inner.attempts

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        """See ``protocols.Translator``; each text is asked for once."""
        weights = _weights(self.describe(source, target))
        prompt = f"{self._recipe} attempt {attempt}"
        keys = {text: answer_key(text, weights, prompt, source, target) for text in texts}
        known = self._memory.cached(keys.values())
        new = [text for text, key in keys.items() if key not in known]
        if new:
            answers = self._inner.translate(new, source, target, attempt)
            made = {
                keys[text]: json.dumps(one, ensure_ascii=False)
                for text, one in zip(new, answers, strict=True)
            }
            self._memory.remember(made)
            known |= made
        return [json.loads(known[keys[text]]) for text in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        """See ``protocols.Translator``."""
        return self._inner.describe(source, target)


class RememberingScorer:
    """A scorer and its memory."""

    def __init__(self, inner: Scorer, memory: Memory, recipe: str) -> None:
        self._inner, self._memory, self._recipe = inner, memory, recipe

    def salience(self, articles: Sequence[Told]) -> list[list[float]]:
        """See ``protocols.Scorer``; each article is asked for once."""
        weights = _weights(self.describe())
        prompt = f"{self._recipe} salience"
        keys = [answer_key(json.dumps(one), weights, prompt, "", "") for one in articles]
        known = self._memory.cached(keys)
        new = {key: one for key, one in zip(keys, articles, strict=True) if key not in known}
        if new:
            answers = self._inner.salience(list(new.values()))
            made = {key: json.dumps(one) for key, one in zip(new, answers, strict=True)}
            self._memory.remember(made)
            known |= made
        return [json.loads(known[key]) for key in keys]

    def describe(self) -> list[ModelInfo]:
        """See ``protocols.Scorer``."""
        return self._inner.describe()


class RememberingSummariser:
    """A summariser and its memory."""

    def __init__(self, inner: Summariser, memory: Memory, recipe: str) -> None:
        self._inner, self._memory, self._recipe = inner, memory, recipe

    def reach(self, language: str) -> Reach:
        """See ``protocols.Summariser``."""
        return self._inner.reach(language)

    def count(self, texts: Sequence[str], language: str) -> list[int]:
        """See ``protocols.Summariser``."""
        return self._inner.count(texts, language)

    def summarise(self, texts: Sequence[str], language: str) -> list[list[str]]:
        """See ``protocols.Summariser``; each text is asked for once."""
        weights = _weights(self.describe(language))
        prompt = f"{self._recipe} summarise"
        keys = {text: answer_key(text, weights, prompt, language, "") for text in texts}
        known = self._memory.cached(keys.values())
        new = [text for text, key in keys.items() if key not in known]
        if new:
            made = {
                keys[text]: json.dumps(parts, ensure_ascii=False)
                for text, parts in zip(new, self._inner.summarise(new, language), strict=True)
            }
            self._memory.remember(made)
            known |= made
        return [json.loads(known[keys[text]]) for text in texts]

    def describe(self, language: str) -> list[ModelInfo]:
        """See ``protocols.Summariser``."""
        return self._inner.describe(language)


def _weights(infos: Sequence[ModelInfo]) -> str:
    return repr(sorted((i.card, i.revision, i.sha256, i.device, i.dtype) for i in infos))
