from __future__ import annotations

import itertools

import pytest

from models import examples
from models.errors import PairError

MAIN = ("en", "fr", "de", "es", "it", "pt")


def test_every_main_pair_has_enough_examples_with_amounts_filled() -> None:
    for source, target in itertools.permutations(MAIN, 2):
        shown = examples.pairs(source, target, 99)
        assert len(shown) >= 6
        assert not any("{" in text for pair in shown for text in pair)


def test_other_languages_have_some_into_english() -> None:
    for code in set(examples.NAMES) - set(MAIN):
        assert len(examples.pairs(code, "en", 99)) >= 4


def test_amounts_stand_in_the_target_language_on_both_sides() -> None:
    pair = next(p for p in examples.pairs("fr", "en", 99) if "$3.2 billion" in p[1])
    assert "$3.2 billion" in pair[0]
    assert "L'exploitant" in pair[0]


def test_another_start_gives_another_set() -> None:
    assert examples.pairs("fr", "en", 3) != examples.pairs("fr", "en", 3, first=3)
    assert examples.pairs("fr", "en", 0) == []


def test_the_prompt_format_is_fixed() -> None:
    head = examples.shared_part("fr", "en", [("Oui.", "Yes.")])
    assert head + examples.question("fr", "en", "Non.") == (
        "French: Oui.\nEnglish: Yes.\n\nFrench: Non.\nEnglish:"
    )


def test_unknown_language_is_named() -> None:
    with pytest.raises(PairError, match="'xx'"):
        examples.language_name("xx")
