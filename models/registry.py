"""From a profile to a translator, a scorer and a summariser. Backends are imported inside.

In: a profile ("none", "embedded", "hub", "gpu") and what the newsroom chose. Out: objects of
``protocols``. A model is loaded once for each place and shared by all who ask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from threading import RLock
from typing import TYPE_CHECKING

from models import examples, weights
from models.card import Card, cards_for, load_card
from models.errors import CardError, LicenceError, MissingWeightsError, WeightsError
from models.fallback import FallbackTranslator
from models.options import Options
from models.protocols import Progress, Scorer, Summariser, Translator, no_progress

if TYPE_CHECKING:
    from models.backends.seq2seq import Runner
    from models.device import Place
    from models.engine import Engine

PROFILES = ("none", "embedded", "hub", "gpu")

_engines: dict[tuple[str, Place], Engine] = {}
_runners: dict[tuple[str, Place, str], Runner] = {}
_lock = RLock()


def load_translator(
    profile: str,
    device: str = "auto",
    progress: Progress = no_progress,
    options: Options | None = None,
) -> Translator:
    """The translator of a profile. ``options`` say all that ``device`` says, and more.

    Profiles with one model for all pairs load it now; "hub" loads a pair's model at its first use.
    Raises ``CardError``, ``DeviceError``, ``LicenceError`` or ``WeightsError``.
    """
    _check(profile)
    if profile == "none":
        from models.backends.identity import IdentityTranslator

        return IdentityTranslator()
    chosen = options or Options(device=device)
    place = _place(chosen)
    if chosen.fallback == "none" or profile == "embedded":
        return _translator(profile, chosen, place, progress)
    return FallbackTranslator(
        lambda: _translator(profile, chosen, place, progress),
        lambda: _translator("embedded", Options(), place, progress),
        _cards(profile, "translate", chosen) + cards_for("embedded", "translate"),
    )


def _translator(profile: str, options: Options, place: Place, progress: Progress) -> Translator:
    cards = _cards(profile, "translate", options)
    if cards[0].backend == "causal":
        from models.backends.causal import CausalTranslator

        engine = _engine(cards[0], place, options, progress)
        return CausalTranslator(cards[0], engine, weights.revision_of(cards[0]), progress)
    from models.backends.seq2seq import Seq2SeqTranslator

    if options.runtime == "ct2":
        from models.backends import ct2

        ct2.check()
    permitted = [card for card in cards if _permitted(card, options)]
    return Seq2SeqTranslator(
        permitted,
        lambda card: _runner(card, place, options, progress),
        weights.revision_of,
        lambda needed: _ready(needed, options),
        progress,
        refused=[card for card in cards if card not in permitted],
    )


def load_scorer(
    profile: str,
    device: str = "auto",
    progress: Progress = no_progress,
    options: Options | None = None,
) -> Scorer | None:
    """The scorer of a profile; None where it has no model that scores ("none", "hub")."""
    _check(profile)
    chosen = options or Options(device=device)
    if not cards_for(profile, "score"):
        return None
    from models.backends.causal import CausalScorer

    card, place = _cards(profile, "score", chosen)[0], _place(chosen)
    try:
        engine = _engine(card, place, chosen, progress)
    except MissingWeightsError:
        if chosen.fallback == "none":
            raise
        card = cards_for("embedded", "score")[0]
        engine = _engine(card, place, Options(), progress)
    return CausalScorer(card, engine, weights.revision_of(card), progress)


def load_summariser(
    profile: str,
    device: str = "auto",
    progress: Progress = no_progress,
    options: Options | None = None,
) -> Summariser | None:
    """The summariser of a profile; None where it has no model that condenses.

    An instruct model is loaded now, or is None where it is not here and there is a fallback; of
    encoder-decoder models a language's is loaded at its first use.
    """
    _check(profile)
    chosen = options or Options(device=device)
    if not cards_for(profile, "summarise"):
        return None
    from models.backends.summary import ChatSummariser, Seq2SeqSummariser

    place = _place(chosen)
    cards = _cards(profile, "summarise", chosen)
    if cards[0].backend == "causal":
        try:
            engine = _engine(cards[0], place, chosen, progress)
        except MissingWeightsError:
            if chosen.fallback == "none":
                raise
            return None
        return ChatSummariser(cards[0], engine, weights.revision_of(cards[0]), progress)
    return Seq2SeqSummariser(
        sorted(cards, key=lambda card: not _permitted(card, chosen)),  # the others say why not
        lambda card: _engine(card, place, chosen, progress),
        weights.revision_of,
        lambda needed: _ready(needed, chosen),
        progress,
    )


def permit(card: Card, noncommercial: bool) -> None:
    """Raise ``LicenceError`` for weights that forbid commercial use, unless that is accepted."""
    if not (card.licence.commercial or noncommercial):
        raise LicenceError(
            f"the licence of {card.name}, {card.licence.name}, forbids commercial use: set "
            "noncommercial = true under [models] in the config to accept that"
        )


def fingerprint(profile: str) -> str:
    """The SHA-256 of all that decides what a profile answers but its numerics, as hex.

    That is its cards (with the hashes of the weights) and the prompts. Loads no model.
    """
    _check(profile)
    tasks = ("translate", "score", "summarise")
    cards = [card for task in tasks for card in cards_for(profile, task)]
    parts = [card.model_dump_json() for card in cards] + [examples.recipe() if cards else ""]
    if any("summarise" in card.tasks and card.prompt.style == "chat" for card in cards):
        parts.append(examples.summary_order("en"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def unload() -> None:
    """Forget the loaded models; their memory is free once nobody holds a translator or scorer."""
    with _lock:
        _engines.clear()
        _runners.clear()


def _check(profile: str) -> None:
    if profile not in PROFILES:
        raise CardError(f"unknown profile {profile!r}: choose one of {', '.join(PROFILES)}")


def _cards(profile: str, task: str, options: Options) -> list[Card]:
    """The profile's cards for a task, those for given pairs first, or those that were chosen."""
    found = sorted(cards_for(profile, task), key=lambda card: not card.pairs)
    if not options.cards:
        return found
    chosen = [card for name in options.cards if (card := load_card(name)) in found]
    if not chosen:
        raise CardError(
            f"none of the cards under [models] can {task} in profile {profile}: its cards are "
            f"{', '.join(card.name for card in found)}"
        )
    return chosen


def _permitted(card: Card, options: Options) -> bool:
    return card.licence.commercial or options.noncommercial


def _ready(cards: Sequence[Card], options: Options) -> None:
    """Raise unless all these weights are permitted and here."""
    for card in cards:
        permit(card, options.noncommercial)
    if gone := [card for card in cards if weights.locate(card) is None]:
        raise weights.missing(gone)


def _place(options: Options) -> Place:
    from models.device import place_for

    return place_for(options)


def _engine(card: Card, place: Place, options: Options, progress: Progress) -> Engine:
    permit(card, options.noncommercial)
    with _lock:
        folder = weights.ensure(card, progress)
        key = (str(folder), place)
        if key not in _engines:
            from models.backends import causal, seq2seq
            from models.backends.loading import architecture

            encoder = architecture(folder).encoder
            if encoder != (card.backend == "seq2seq"):
                raise WeightsError(
                    f"the model in {folder} is no {card.backend} model, as the card of "
                    f"{card.name} says: look at the card and at what was pulled"
                )
            progress(f"loading {card.name}", 0, 1)
            _engines[key] = (seq2seq if encoder else causal).load(folder, place)
            progress(f"loading {card.name}", 1, 1)
        return _engines[key]


def _runner(card: Card, place: Place, options: Options, progress: Progress) -> Runner:
    from models.backends.seq2seq import TorchRunner

    permit(card, options.noncommercial)
    with _lock:
        folder = weights.ensure(card, progress)
        key = (str(folder), place, options.runtime)
        if key not in _runners:
            if options.runtime == "torch":
                _runners[key] = TorchRunner(_engine(card, place, options, progress))
            else:
                from models.backends import ct2

                progress(f"loading {card.name}", 0, 1)
                made = weights.derived(
                    folder, card, ct2.KIND, lambda out: ct2.convert(folder, out), progress
                )
                _runners[key] = ct2.Ct2Runner(folder, made, place)
                progress(f"loading {card.name}", 1, 1)
        return _runners[key]
