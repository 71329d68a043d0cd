from __future__ import annotations

from pathlib import Path

import pytest

import models
from models.errors import CardError, DeviceError, PairError, WeightsError


def test_profile_none_only_gives_back() -> None:
    translator = models.load_translator("none")
    assert translator.translate(["Oui."], "fr", "fr") == [["Oui."]]
    assert translator.describe("fr", "fr") == []
    with pytest.raises(PairError, match="fr to en"):
        translator.translate(["Oui."], "fr", "en")
    assert models.load_scorer("none") is None


def test_unknown_profile() -> None:
    with pytest.raises(CardError, match="embedded"):
        models.load_translator("huge")
    with pytest.raises(CardError, match="embedded"):
        models.load_scorer("huge")


def test_hub_without_weights_names_the_command(cache: Path) -> None:
    translator = models.load_translator("hub", "cpu")
    assert models.load_scorer("hub") is None
    with pytest.raises(WeightsError, match="chipwire models pull opus-mt-fr-en"):
        translator.translate(["Oui."], "fr", "en")


def test_gpu_profile_without_weights_names_the_command(cache: Path) -> None:
    with pytest.raises(WeightsError, match="chipwire models pull qwen3-4b-instruct"):
        models.load_translator("gpu", "cpu")


def test_a_missing_device_comes_before_any_weights(cache: Path) -> None:
    import torch

    if torch.backends.mps.is_available():
        pytest.skip("this machine has one")
    with pytest.raises(DeviceError):
        models.load_translator("embedded", "mps")
    assert not cache.exists()
