from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import models
from models import examples
from models.card import HUB_FILES, all_cards, load_card, read_card
from models.errors import CardError

HUB_FILES_ENDINGS = tuple(pattern.removeprefix("*") for pattern in HUB_FILES)


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


def test_unpinned_cards_say_so_and_how_their_commit_began() -> None:
    assert load_card("qwen3-4b-instruct").pinned
    for card in all_cards():
        assert card.pinned or (card.hub and card.hub.commit), card.name


def test_every_hub_card_says_what_must_be_there() -> None:
    for card in all_cards():
        if card.hub:
            names = {file.name for file in card.hub.known}
            assert "config.json" in names, card.name
            assert all(name.endswith(HUB_FILES_ENDINGS) for name in names), card.name


def test_weights_that_forbid_commercial_use_are_marked() -> None:
    for card in all_cards():
        assert card.licence.commercial == ("-NC-" not in card.licence.name), card.name


def test_every_card_is_in_the_documents() -> None:
    text = (Path(models.__file__).parents[1] / "docs" / "models.md").read_text(encoding="utf-8")
    for card in all_cards():
        row = next((line for line in text.splitlines() if f"`{card.name}`" in line), "")
        assert card.licence.name in row, card.name
        assert f"{card.size_mb:,}" in row, card.name


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
    path.write_text(text.replace("pinned = true", "pinned = false"))
    with pytest.raises(CardError, match="commit hash"):
        read_card(path)


def test_unknown_card() -> None:
    with pytest.raises(CardError, match="gemma-3-270m"):
        load_card("no-such")
