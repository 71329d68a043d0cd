"""Load the models that a profile names; errors of the model layer become chipwire's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import models
from models.errors import did_you_mean
from models.protocols import Progress, Scorer, Summariser, Translator, no_progress
from pipeline.config import Settings
from pipeline.errors import LanguageError, ModelError, UsageError


class Models(NamedTuple):
    """The models of a run; None for what a profile does without."""

    translator: Translator | None = None
    scorer: Scorer | None = None
    summariser: Summariser | None = None


def load_models(settings: Settings, progress: Progress = no_progress) -> Models:
    """Load the translator and the scorer of a profile; the profile ``none`` has neither.

    The summariser, too, where ``[digest]`` says ``condense`` and the profile has one.
    Raises ``ModelError`` with one line that says what is missing and how to get it.
    """
    profile, chosen = settings.digest.profile, options(settings)
    if profile == "none":
        return Models()
    with model_errors():
        return Models(
            models.load_translator(profile, progress=progress, options=chosen),
            models.load_scorer(profile, progress=progress, options=chosen),
            models.load_summariser(profile, progress=progress, options=chosen)
            if settings.digest.condense
            else None,
        )


def options(settings: Settings) -> models.Options:
    """What ``[device]`` and ``[models]`` say, for the model layer."""
    device, chosen = settings.device, settings.models
    return models.Options(
        device=device.kind,
        threads=device.threads,
        dtype=device.dtype,
        quantize=device.quantize,
        runtime=device.runtime,
        fallback=chosen.fallback,
        noncommercial=chosen.noncommercial,
        cards=chosen.cards,
    )


def check_language(code: str, profile: str) -> None:
    """Raise ``UsageError``, naming those known, for a language no model of a profile reads."""
    cards = [card for card in models.all_cards() if profile in card.profiles]
    known = {language for card in cards for language in card.languages}
    if cards and code not in known:
        choice = ", ".join(sorted(known)) + did_you_mean(code, sorted(known))
        raise UsageError(f"unknown language '{code}': choose one of {choice}")


@contextmanager
def model_errors() -> Iterator[None]:
    """Turn the errors of the model layer into ``LanguageError`` and ``ModelError``."""
    try:
        yield
    except models.PairError as exc:
        raise LanguageError(str(exc)) from exc
    except models.ModelsError as exc:
        raise ModelError(str(exc)) from exc
