"""The model layer of chipwire: strings in, strings out. Knows nothing of articles.

Importing this package loads neither torch nor transformers; ``load_translator`` and
``load_scorer`` do.
"""

from models.cache import cache_root
from models.card import Card, all_cards, card_names, load_card
from models.errors import (
    CardError,
    DeviceError,
    LicenceError,
    ModelsError,
    PairError,
    WeightsError,
)
from models.examples import sentences as example_sentences
from models.options import Options
from models.protocols import (
    ModelInfo,
    Progress,
    Reach,
    Scorer,
    Summariser,
    Told,
    Translator,
    no_progress,
)
from models.registry import (
    PROFILES,
    fingerprint,
    load_scorer,
    load_summariser,
    load_translator,
    permit,
    unload,
)
from models.weights import ensure, locate, pull, revision_of, verify

__all__ = [
    "PROFILES",
    "Card",
    "CardError",
    "DeviceError",
    "LicenceError",
    "ModelInfo",
    "ModelsError",
    "Options",
    "PairError",
    "Progress",
    "Reach",
    "Scorer",
    "Summariser",
    "Told",
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
    "load_summariser",
    "load_translator",
    "locate",
    "no_progress",
    "permit",
    "pull",
    "revision_of",
    "unload",
    "verify",
]
