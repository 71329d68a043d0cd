"""Pages that an attacker would write, and their digests without a model."""

from __future__ import annotations

import os
from functools import cache
from html import escape

from hypothesis import HealthCheck, settings

from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Failure
from pipeline.sources import parse_source
from pipeline.stages.fetch import FakeFetcher
from pipeline.story import Story, load_story

FIRST = (
    "The chief executive of OpenAI, Sam Altman, met investors in Abu Dhabi on Monday to discuss a "
    "plan for a network of chip factories."
)
LAST = (
    "Analysts at the bank said that the plan would take ten years and that nobody had signed a "
    "contract yet."
)
ADDRESS = "https://news.example/a"
TIMES = int(os.environ.get("CHIPWIRE_FUZZ", "1"))  # how many times the usual number of examples


def fuzz(examples: int) -> settings:
    """Return settings that try so many examples, always the same; more by CHIPWIRE_FUZZ."""
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def page(*paragraphs: str, title: str = "Altman seeks money", site: str = "The Wire") -> bytes:
    """Write an article in English with some paragraphs in its middle, given as HTML."""
    body = "".join(f"<p>{text}</p>" for text in (FIRST, *paragraphs, LAST))
    name = f'<meta property="og:site_name" content="{escape(site)}">'
    head = f'<meta charset="utf-8"><title>{title}</title>{name}'
    return (
        f'<!doctype html><html lang="en"><head>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


@cache
def _story() -> Story:
    return load_story("chip-initiative")


def read(
    content: bytes, address: str = "https://news.example/a", to: str = "en"
) -> Digest | Failure:
    """Digest bytes that a server gives for an address, or that stand in a file of that name."""
    source = parse_source(address)

    def answer(_location: str) -> bytes:
        return content

    digester = Digester(load_settings(profile="none", to=to), _story(), FakeFetcher(answer))
    (result,) = digester.digest([source])
    return result


def digest(content: bytes, address: str = ADDRESS, to: str = "en") -> Digest:
    """Digest bytes that must give a digest."""
    result = read(content, address, to)
    assert isinstance(result, Digest), result
    return result
