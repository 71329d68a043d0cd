from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import models
from models import examples
from models.card import all_cards, load_card, read_card
from models.errors import CardError


def test_importing_models_loads_nothing_heavy() -> None:
    code = (
        "import sys, models; "
        "print({'torch', 'transformers', 'peft', 'safetensors'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_public_names_are_sorted_and_there() -> None:
    assert sorted(models.__all__) == sorted(set(models.__all__))
    assert all(hasattr(models, name) for name in models.__all__)


def test_every_card_reads_and_every_profile_is_served() -> None:
    cards = all_cards()
    assert {profile for card in cards for profile in card.profiles} == {"embedded", "hub", "gpu"}
    for card in cards:
        assert set(card.languages) <= set(examples.NAMES)
        assert card.licence.name
        assert card.licence.url.startswith("https://")


def test_the_embedded_card_pins_its_weights() -> None:
    card = load_card("gemma-3-270m")
    assert card.pinned
    assert card.sha256.startswith("a5fd3b62")
    assert card.licence.name == "Gemma Terms of Use"
    assert card.covers("fr", "en")
    assert not card.covers("fr", "fr")
    assert not card.covers("fr", "xx")


def test_unpinned_cards_say_so() -> None:
    assert not load_card("opus-mt-fr-en").pinned
    assert load_card("qwen3-4b-instruct").pinned


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('backend = "causal"', 'backend = "magic"', "backend"),
        ("size_mb", "size_gb", "size_"),
        ("[package]", "[packages]", "packages"),
        ("a5fd3b", "zzzz", "package.sha256"),
        ('name = "gemma-3-270m"', "name = ", "not TOML"),
    ],
)
def test_malformed_cards_are_refused_in_one_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = (Path(models.__file__).parent / "cards" / "gemma-3-270m.toml").read_text()
    path = tmp_path / "card.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(CardError) as caught:
        read_card(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_pin_must_be_a_commit(tmp_path: Path) -> None:
    text = (Path(models.__file__).parent / "cards" / "opus-mt-fr-en.toml").read_text()
    path = tmp_path / "card.toml"
    path.write_text(text.replace("pinned = false", "pinned = true"))
    with pytest.raises(CardError, match="commit hash"):
        read_card(path)


def test_unknown_card() -> None:
    with pytest.raises(CardError, match="gemma-3-270m"):
        load_card("no-such")
