"""Small records and a clock for tests of the store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.records import (
    Actor,
    Article,
    Claim,
    DateMention,
    Digest,
    DigestSource,
    Evidence,
    Facts,
    Mention,
    Money,
    Page,
    Provenance,
    Quote,
    Relevance,
    Source,
    Statement,
)

TODAY = datetime(2024, 2, 9, 8, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = TODAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def page_of(location: str = "https://news.example/chips", at: datetime = TODAY) -> Page:
    """Make a page as the fetcher would."""
    return Page(
        source=Source(location=location, kind="url"),
        final_url=location,
        content=b"<p>",
        content_type="text/html",
        charset="utf-8",
        fetched_at=at,
        sha256="0" * 64,
    )


def article_of(text: str, title: str | None = "Puces", language: str = "fr") -> Article:
    """Make an article as the extractor would."""
    return Article(title=title, language=language, paragraphs_used=1, paragraphs_total=1, text=text)


def digest_of(
    article: Article,
    *,
    billions: int = 7,
    actor: str = "openai",
    config: str = "c" * 64,
    statement: str = "The project needs money.",
) -> Digest:
    """Make a digest of an article with one fact of each kind."""
    text = article.text
    span = {"start": 0, "end": len(text), "text": text}
    mention = {**span, "sentence": 0}
    value = Decimal(billions) * 10**9
    return Digest(
        id=hashlib.sha256(f"{text} {config}".encode()).hexdigest()[:12],
        story="chip-initiative",
        target_language="en",
        source=DigestSource(
            location="https://news.example/chips",
            final_url=None,
            publisher=None,
            fetched_at=TODAY,
            sha256="0" * 64,
        ),
        article=article,
        headline=None,
        relevance=Relevance(score=1, reasons=[]),
        summary=[Statement(text=statement, status="translated", evidence=[Evidence(**mention)])],
        facts=Facts(
            money=[
                Money(
                    **mention, min=value, max=value, currency="USD", scale="long", rendered="$7bn"
                )
            ],
            dates=[DateMention(**mention, value="2024-02-09", kind="absolute", event=text)],
            actors=[
                Actor(
                    id=actor,
                    name=actor,
                    type="organisation",
                    role="initiator",
                    known=True,
                    mentions=[Mention(**mention)],
                )
            ],
            quotes=[Quote(**mention, speaker="he", speaker_id=actor)],
            claims=[Claim(sentence=0, text=text, attributed_to=[], modality="asserted", cues=[])],
        ),
        provenance=Provenance(chipwire="0.1.0", config_sha256=config),
    )
