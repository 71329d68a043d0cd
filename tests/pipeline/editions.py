"""Editions for tests of the mail: digests of the sample pages, made by the real pipeline."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.briefing import make_briefing
from pipeline.briefing_records import Briefing
from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.edition import Correction, Edition, Image, Repeat, SourceNote, one_story_once
from pipeline.records import (
    Article,
    Digest,
    Evidence,
    Facts,
    Money,
    Quote,
    Relevance,
    Statement,
    Withheld,
)
from pipeline.sources import parse_source
from pipeline.stages.fetch import SourceFetcher
from pipeline.story import load_story

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ARABIC = "يسعى سام إلى جمع 7 تريليونات دولار لبناء مصانع."


@lru_cache(maxsize=1)
def sample_digests() -> tuple[Digest, ...]:
    """Digests of all sample pages, without a model, as if they had been read on the web."""
    digester = Digester(
        settings=load_settings(profile="none"),
        story=load_story("chip-initiative"),
        fetcher=SourceFetcher(),
    )
    pages = sorted(SAMPLES.glob("*/*.html"))
    found = digester.digest([parse_source(str(page)) for page in pages])
    return tuple(
        published(result, f"https://news.example/{page.stem}")
        for page, result in zip(pages, found, strict=True)
        if isinstance(result, Digest)
    )


def published(digest: Digest, url: str) -> Digest:
    """Give a digest an address on the web."""
    return digest.model_copy(update={"source": digest.source.model_copy(update={"final_url": url})})


def translated(digest: Digest, headline: str = "Chips cost trillions") -> Digest:
    """Make the digest one of which headline and statements were translated, with a doubt."""
    summary = [
        statement.model_copy(
            update={
                "text": f"Translated line {number} of {headline}.",
                "status": "translated",
                "flags": ["a doubtful amount"],
            }
        )
        for number, statement in enumerate(digest.summary, 1)
    ]
    return digest.model_copy(
        update={
            "headline": Statement(text=headline, status="translated", evidence=[]),
            "summary": summary,
            "withheld": [Withheld(text="the translation of sentence 4", reason="a number went")],
            "warnings": ["compare each line with its source"],
        }
    )


def many(count: int) -> list[Digest]:
    """Different digests, all translated."""
    digests = sample_digests()
    return [
        published(translated(digests[n % len(digests)], f"Story {n}"), f"https://news.example/{n}")
        .model_copy(update={"id": f"{n:012d}"})
        for n in range(count)
    ]  # fmt: skip


def arabic() -> Digest:
    """A digest of an Arabic article, translated."""
    evidence = Evidence(sentence=0, start=0, end=len(ARABIC), text=ARABIC)
    money = Money(
        text="7 تريليونات دولار", start=17, end=34, sentence=0, min="7E12", max="7E12",
        currency="USD", scale="short", rendered="$7 trillion",
    )  # fmt: skip
    return sample_digests()[0].model_copy(
        update={
            "id": "arabic",
            "article": Article(
                title="سام يطلب تريليونات", language="ar", paragraphs_used=1, paragraphs_total=1,
                text=ARABIC, published="2024-02-09",
            ),
            "headline": Statement(text="Sam asks for money", status="translated", evidence=[]),
            "summary": [
                Statement(text="Sam seeks $7 trillion for factories.", status="translated",
                          evidence=[evidence])
            ],
            "facts": Facts(
                money=[money],
                quotes=[Quote(text="لا تعليق", start=0, end=8, sentence=0, speaker="سام")],
            ),
        }
    )  # fmt: skip


def briefing(digests: Sequence[Digest], previous: Briefing | None = None) -> Briefing:
    """Brief digests of the story that comes with chipwire."""
    return make_briefing(digests, load_story("chip-initiative"), previous)


def full_edition() -> Edition:
    """An edition with everything that a mail can show."""
    digests = [translated(sample_digests()[3]), *sample_digests()[:2], arabic()]
    return edition(
        digests,
        corrections=[
            Correction(
                kind="changed", said="It costs $7 billion.", now="It costs $7 trillion.",
                reason="read on the wrong scale", sent=datetime(2026, 11, 21, 7),
                headline="The plan", url="https://news.example/plan",
            ),
            Correction(kind="withdrawn", said="TSMC has signed."),
        ],
        notes=[
            SourceNote(kind="failed", name="https://down.example/feed", reason="HTTP 503"),
            SourceNote(kind="paywalled", name="Les Puces", url="https://paid.example/1"),
        ],
        repeats=[
            Repeat(of=digests[0].id, headline="Otro titular", publisher="El Faro",
                   url="https://faro.example/1")
        ],
        charts=[Image(name="money board", png=png(), alt="Bars: $7 trillion", caption="Asked")],
        briefings=[briefing([*digests, sample_digests()[4]])],
    )  # fmt: skip


def scored(digest: Digest, score: float, **changes: Any) -> Digest:
    """Give a digest a relevance, and other fields."""
    relevance = Relevance(score=score, reasons=[])
    return digest.model_copy(update={"relevance": relevance, **changes})


def edition(digests: Sequence[Digest] | None = None, **fields: Any) -> Edition:
    """Make the edition of one morning."""
    chosen = one_story_once(sample_digests())
    values: dict[str, Any] = {
        "name": "morning",
        "title": "Chip money",
        "story": "chip-initiative",
        "occurrence": datetime(2026, 11, 22, 7, 0),
        "zone": "Europe/Paris",
        "digests": chosen.digests if digests is None else digests,
        "repeats": chosen.repeats if digests is None else (),
    }
    return Edition(**(values | fields))


def png(width: int = 8, height: int = 4) -> bytes:
    """Draw a small blue picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + b"\x20\x60\xc0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
