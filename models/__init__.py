"""The model layer of chipwire: strings in, strings out. Knows nothing of articles.

Importing this package loads neither torch nor transformers; ``load_translator`` and
``load_scorer`` do.
"""

from models.card import Card, all_cards, card_names, load_card
from models.errors import CardError, DeviceError, ModelsError, PairError, WeightsError
from models.examples import sentences as example_sentences
from models.protocols import ModelInfo, Progress, Scorer, Translator, no_progress
from models.registry import PROFILES, fingerprint, load_scorer, load_translator, unload
from models.weights import cache_root, ensure, locate, pull, revision_of, verify

__all__ = [
    "PROFILES",
    "Card",
    "CardError",
    "DeviceError",
    "ModelInfo",
    "ModelsError",
    "PairError",
    "Progress",
    "Scorer",
    "Translator",
    "WeightsError",
    "all_cards",
    "cache_root",
    "card_names",
    "ensure",
    "example_sentences",
    "fingerprint",
    "load_card",
    "load_scorer",
    "load_translator",
    "locate",
    "no_progress",
    "pull",
    "revision_of",
    "unload",
    "verify",
]
