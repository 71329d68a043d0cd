"""The published schemas: up to date, kept by what chipwire writes, and as wide as agreed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import (
    Digest,
    Digester,
    SourceFetcher,
    load_settings,
    load_story,
    make_briefing,
    parse_source,
)
from pipeline.json_schema import schema_text
from pipeline.render import render
from pipeline.render.briefing import render_briefing

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "schema"
AGREED = {
    "": "schema_version kind id story target_language source article headline relevance summary"
    " facts warnings withheld provenance",
    "source": "location final_url publisher fetched_at sha256",
    "article": "title authors published language language_confidence other_languages input_state"
    " paragraphs_used paragraphs_total text",
    "headline": "text status evidence checks flags",
    "headline.checks": "numbers names negation language length loops",
    "relevance": "score reasons",
    "summary.[]": "text status evidence checks flags",
    "summary.[].evidence.[]": "sentence start end text",
    "facts": "money dates actors quotes claims",
    "facts.money.[]": "text sentence start end min max currency scale qualifier doubt rendered",
    "facts.dates.[]": "text sentence start end value kind event",
    "facts.actors.[]": "id name type role known mentions",
    "facts.actors.[].mentions.[]": "text sentence start end",
    "facts.claims.[]": "sentence text attributed_to modality cues",
    "facts.claims.[].cues.[]": "text start end",
    "provenance": "chipwire config_sha256 models seconds",
    "provenance.models.[]": "task card revision sha256 device dtype",
}
"""The fields that consumers of digests were promised first, and where they stand."""


@cache
def digests() -> tuple[Digest, ...]:
    """Digest every sample of the first story, without a model."""
    settings = load_settings(profile="none")
    digester = Digester(settings, load_story(settings.digest.story), SourceFetcher(settings.fetch))
    pages = sorted((ROOT / "samples").glob("??/*.html"))
    results = list(digester.digest([parse_source(str(page)) for page in pages]))
    made = tuple(result for result in results if isinstance(result, Digest))
    assert len(made) == len(pages) > 8
    return made


def validator(name: str) -> Draft202012Validator:
    """Read a published schema, which must itself be one."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def fields(schema: dict[str, Any], node: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the path of every field below a node, ``[]`` for the items of a list."""
    node = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
    for choice in node.get("anyOf", ()):
        yield from fields(schema, choice, path)
    if "items" in node:
        yield from fields(schema, node["items"], f"{path}.[]")
    for name, below in node.get("properties", {}).items():
        inner = f"{path}.{name}".lstrip(".")
        yield inner
        yield from fields(schema, below, inner)


@pytest.mark.parametrize("name", ["digest", "briefing"])
def test_the_published_schema_is_that_of_the_code(name: str) -> None:
    written = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    assert written == schema_text(name), "run: make docs"


def test_every_digest_written_keeps_the_schema() -> None:
    check = validator("digest")
    rows = [json.loads(line) for line in render(digests(), "jsonl").splitlines()]
    assert [error.message for row in rows for error in check.iter_errors(row)] == []


def test_a_briefing_written_keeps_the_schema() -> None:
    briefing = make_briefing(digests(), load_story("chip-initiative"))
    row = json.loads(render_briefing(briefing, "json"))
    assert row["money"] and row["timeline"] and row["conflicts"]
    assert [error.message for error in validator("briefing").iter_errors(row)] == []


def test_the_schema_refuses_what_chipwire_never_writes() -> None:
    check = validator("digest")
    row = json.loads(render(digests()[:1], "json"))
    assert check.is_valid(row)
    assert not check.is_valid(row | {"mood": "good"})
    assert not check.is_valid({name: row[name] for name in row if name != "facts"})
    assert not check.is_valid(row | {"target_language": None})


@pytest.mark.parametrize("place", AGREED)
def test_the_fields_agreed_on_first_are_still_there(place: str) -> None:
    schema = json.loads((SCHEMAS / "digest.json").read_text(encoding="utf-8"))
    known = set(fields(schema, schema))
    assert {f"{place}.{name}".lstrip(".") for name in AGREED[place].split()} <= known
