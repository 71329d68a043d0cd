"""Digests of short articles that a test writes, made by the real pipeline without a model."""

from __future__ import annotations

import html
from functools import lru_cache
from pathlib import Path

from pipeline.briefing import make_briefing
from pipeline.briefing_records import Briefing
from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Source
from pipeline.sources import parse_source
from pipeline.stages.fetch import FakeFetcher, SourceFetcher
from pipeline.story import Story, load_story

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
# Makes a short article long enough to be one, and tells nothing.
FILLER = {
    "en": "This newspaper has asked everybody concerned and goes on asking. Readers who know more "
    "may write to us at any hour, by letter or by mail. We print what we can show, and nothing "
    "else, and we say so where we were wrong.",
    "fr": "Ce journal a interrogé tout le monde et continue de le faire. Les lecteurs qui en "
    "savent davantage peuvent nous écrire à toute heure. Nous publions ce que nous pouvons "
    "montrer, et nous disons où nous avons eu tort.",
    "de": "Diese Zeitung hat alle Beteiligten gefragt und fragt weiter. Wer mehr weiß, kann uns "
    "jederzeit schreiben, per Brief oder per Mail. Gedruckt wird, was sich zeigen lässt.",
}


def page(language: str, published: str | None, title: str, text: str, author: str = "") -> bytes:
    """Return an article's page; a line of the text is a paragraph."""
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    by = f'<meta name="author" content="{author}">' if author else ""
    paragraphs = "".join(
        f"<p>{html.escape(line)}</p>" for line in (*text.split("\n"), FILLER[language])
    )
    return (
        f'<html lang="{language}"><head><title>{html.escape(title)}</title>{date}{by}</head>'
        f"<body><article><h1>{html.escape(title)}</h1>{paragraphs}</article></body></html>"
    ).encode()


def story() -> Story:
    """Return the story that comes with chipwire."""
    return load_story("chip-initiative")


def digests(pages: dict[str, bytes]) -> list[Digest]:
    """Digest pages, each named by its address without the scheme."""
    places = {f"https://{name}": content for name, content in pages.items()}
    digester = Digester(load_settings(profile="none"), story(), FakeFetcher(places.__getitem__))
    results = digester.digest([Source(location=place, kind="url") for place in places])
    assert all(isinstance(result, Digest) for result in results), results
    return [result for result in results if isinstance(result, Digest)]


def brief(pages: dict[str, bytes], previous: Briefing | None = None) -> Briefing:
    """Brief pages at length."""
    return make_briefing(digests(pages), story(), previous, length="long")


@lru_cache(maxsize=1)
def sample_digests() -> tuple[Digest, ...]:
    """Return digests of all sample pages."""
    settings = load_settings(profile="none")
    digester = Digester(settings, story(), SourceFetcher(settings.fetch))
    pages = sorted(SAMPLES.glob("*/*.html"))
    results = digester.digest([parse_source(str(page)) for page in pages])
    return tuple(result for result in results if isinstance(result, Digest))
