"""From a profile to a translator and a scorer. Backends are imported inside the factories.

In: a profile ("none", "embedded", "hub", "gpu") and a device. Out: objects of ``protocols``.
A language model is loaded once for each device and shared by all who ask.
"""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import TYPE_CHECKING

from models import examples, weights
from models.card import Card, cards_for
from models.errors import CardError
from models.protocols import Progress, Scorer, Translator, no_progress

if TYPE_CHECKING:
    from models.device import Place
    from models.engine import Engine

PROFILES = ("none", "embedded", "hub", "gpu")

_engines: dict[tuple[str, str, str], Engine] = {}
_lock = Lock()


def load_translator(
    profile: str, device: str = "auto", progress: Progress = no_progress
) -> Translator:
    """The translator of a profile.

    Profiles with one model for all pairs load it now; "hub" loads a pair's model at its first use.
    Raises ``CardError``, ``DeviceError`` or ``WeightsError``.
    """
    _check(profile)
    if profile == "none":
        from models.backends.identity import IdentityTranslator

        return IdentityTranslator()
    cards = cards_for(profile, "translate")
    place = _place(device)
    causal = next((card for card in cards if card.backend == "causal"), None)
    if causal:
        from models.backends.causal import CausalTranslator

        engine = _engine(causal, place, progress)
        return CausalTranslator(causal, engine, weights.revision_of(causal), progress)
    from models.backends.seq2seq import Seq2SeqTranslator

    return Seq2SeqTranslator(
        cards, lambda card: _engine(card, place, progress), weights.revision_of, progress
    )


def load_scorer(
    profile: str, device: str = "auto", progress: Progress = no_progress
) -> Scorer | None:
    """The scorer of a profile; None where it has no model that scores ("none", "hub")."""
    _check(profile)
    cards = [card for card in cards_for(profile, "score") if card.backend == "causal"]
    if not cards:
        return None
    from models.backends.causal import CausalScorer

    card = cards[0]
    engine = _engine(card, _place(device), progress)
    return CausalScorer(card, engine, weights.revision_of(card), progress)


def fingerprint(profile: str) -> str:
    """The SHA-256 of all that decides what a profile answers but its numerics, as hex.

    That is its cards (with the hashes of the weights) and the prompts. Loads no model.
    """
    _check(profile)
    cards = [card for task in ("translate", "score") for card in cards_for(profile, task)]
    parts = [card.model_dump_json() for card in cards] + [examples.recipe() if cards else ""]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def unload() -> None:
    """Forget the loaded models; their memory is free once nobody holds a translator or scorer."""
    with _lock:
        _engines.clear()


def _check(profile: str) -> None:
    if profile not in PROFILES:
        raise CardError(f"unknown profile {profile!r}: choose one of {', '.join(PROFILES)}")


def _place(device: str) -> Place:
    from models.device import resolve

    return resolve(device)


def _engine(card: Card, place: Place, progress: Progress) -> Engine:
    with _lock:
        folder = weights.ensure(card, progress)
        key = (str(folder), place.kind, place.dtype)
        if key not in _engines:
            from models.backends import causal, seq2seq

            progress(f"loading {card.name}", 0, 1)
            loader = causal.load if card.backend == "causal" else seq2seq.load
            _engines[key] = loader(folder, place)
            progress(f"loading {card.name}", 1, 1)
        return _engines[key]
