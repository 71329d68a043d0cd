"""Any story: the second profile that comes with chipwire, and nobody's name in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest
from pipeline.sources import parse_source
from pipeline.stages.fetch import SourceFetcher
from pipeline.story import load_story, story_names

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "samples" / "stories" / "digital-euro"


def digest_of(page: Path, story: str) -> Digest:
    digester = Digester(load_settings(profile="none"), load_story(story), SourceFetcher())
    (result,) = digester.digest([parse_source(str(page))])
    assert isinstance(result, Digest), result
    return result


def test_the_second_story_in_french() -> None:
    digest = digest_of(PAGES / "fr.html", "digital-euro")
    roles = {actor.name: actor.role for actor in digest.facts.actors if actor.known}
    assert roles["European Central Bank"] == "issuer"
    assert roles["European Parliament"] == "legislator"
    assert roles["Visa"] == "rival"
    amounts = [(m.rendered, m.qualifier) for m in digest.facts.money]
    assert amounts[0] == ("€1.3 billion", "about")
    denied = [claim.attributed_to for claim in digest.facts.claims if claim.modality == "denied"]
    assert denied == [["Banque de France"]]
    assert not any("or dépasse" in line.text for line in digest.summary)


def test_the_second_story_in_german() -> None:
    digest = digest_of(PAGES / "de.html", "digital-euro")
    names = {actor.name for actor in digest.facts.actors}
    assert names >= {"European Central Bank", "European Banking Federation", "Wero"}
    assert [str(m.max) for m in digest.facts.money] == ["5800000000", "18000000000"]
    assert "law" in " ".join(digest.relevance.reasons)


@pytest.mark.parametrize("other", ["fr/tsmc-dement", "de/altman-chipfabriken"])
def test_each_story_is_told_from_the_other(other: str) -> None:
    own, foreign = PAGES / f"{other[:2]}.html", ROOT / "samples" / f"{other}.html"
    assert digest_of(own, "digital-euro").relevance.score > 0.6
    assert digest_of(own, "chip-initiative").relevance.score < 0.3
    assert digest_of(foreign, "digital-euro").relevance.score < 0.3


def test_roles_are_those_of_the_story() -> None:
    for page in PAGES.glob("*.html"):
        digest = digest_of(page, "digital-euro")
        shown = {role.role for actor in digest.facts.actors for role in actor.roles}
        assert shown <= load_story("digital-euro").roles


def test_no_code_names_anybody_of_a_story() -> None:
    core = [a for name in story_names() for a in load_story(name).actors if a.core]
    names = {word for a in core for word in (a.name, *a.aliases, *a.exact) if word.isascii()}
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "pipeline").rglob("*.py")
        if "cli" not in path.parts  # --help has examples
        for line, text in _strings(path)
        if named.search(text)
    ]
    assert found == []


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in documents:
            yield node.lineno, node.value
