"""Story profiles: found by name or path, and wrong ones told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.story import Story, load_story

MINIMAL = """
name = "mine"
title = "A story"
[[actors]]
id = "acme"
name = "Acme"
role = "initiator"
"""


def test_an_unknown_story_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="choose one of chip-initiative"):
        load_story("no-such-story")


def test_a_path_may_not_escape_as_a_name() -> None:
    with pytest.raises(UsageError, match="unknown story"):
        load_story("../../pyproject")


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    assert load_story(str(path)).by_id["acme"].name == "Acme"
    path.write_text(MINIMAL + 'rolle = "x"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"actors\.0\.rolle"):
        load_story(str(path))


def test_facets_and_terms_in_several_languages(story: Story) -> None:
    assert "financing" in story.facets_in("Il cherche des investisseurs.")
    assert "chips" in story.facets_in("半導体の工場")
    assert story.terms_in("Les puces manquent.", "fr") == ["chip"]
    assert story.has_term("chip", "Chips are scarce.", "en")
    assert not story.has_term("chip", "Coal plants are scarce.", "en")
