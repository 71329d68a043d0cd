"""A newsroom's desk for tests: articles that change, digests of them, and settings for editions."""

from __future__ import annotations

from typing import Any

from pipeline.config import EditionEntry, MailSettings, Settings, SubscriberEntry
from pipeline.newsletter import Issue, Published, publish
from pipeline.newsletter.frozen import Frozen
from pipeline.newsletter.gather import Series
from pipeline.newsletter.now import issue_now
from pipeline.records import Digest, Evidence, Facts, Money, Relevance, Statement
from pipeline.store import Store
from tests.pipeline.store.makers import article_of, digest_of, page_of

READER = "reader@news.example"


def settings_with(*subscribers: SubscriberEntry, **edition: Any) -> Settings:
    """Settings with one edition, ``morning``, and a reader of it if no other is named."""
    entry = EditionEntry(**{"name": "morning", "zone": "Europe/Paris", **edition})
    return Settings(
        mail=MailSettings(sender="digest@news.example"),
        edition=(entry,),
        subscriber=subscribers or (SubscriberEntry(address=READER, edition=entry.name),),
    )


def sentences(*lines: str) -> str:
    return "\n".join(lines)


def put(
    store: Store,
    place: str,
    text: str,
    *,
    language: str = "en",
    title: str | None = None,
    score: float = 0.5,
    config: str = "c",
    story: str = "chip-initiative",
    money: tuple[str, int] | None = None,
) -> Digest:
    """Store an article and a digest of it in which each line is a statement."""
    article = article_of(text, title or f"News of {place}", "fr")
    version = store.put_article(page_of(f"https://news.example/{place}"), article)
    made = digest_of(article, config=f"{config}{language}")
    summary, start = [], 0
    for number, line in enumerate(text.split("\n")):
        proof = Evidence(sentence=number, start=start, end=start + len(line), text=line)
        summary.append(
            Statement(text=f"[{language}] {line}", status="translated", evidence=[proof])
        )
        start += len(line) + 1
    digest = made.model_copy(
        update={
            "id": made.id + place.encode().hex()[:8],
            "story": story,
            "target_language": language,
            "source": made.source.model_copy(
                update={"final_url": f"https://news.example/{place}", "location": place}
            ),
            "relevance": Relevance(score=score, reasons=[]),
            "summary": summary,
            "facts": Facts(money=[_money(text, *money)] if money else []),
        }
    )
    store.put_digest(version.id, digest)
    return digest


def _money(text: str, words: str, billions: int) -> Money:
    start = text.index(words)
    value = billions * 10**9
    return Money(
        text=words, start=start, end=start + len(words), sentence=text[:start].count("\n"),
        min=value, max=value, currency="EUR", scale="long", rendered=f"€{billions} billion",
    )  # fmt: skip


def issue(store: Store, settings: Settings, **options: Any) -> Issue:
    return issue_now(store, settings, settings.edition[0], **options)


def publish_now(store: Store, settings: Settings, **options: Any) -> Published:
    """Publish an edition at this moment."""
    return publish(store, settings, issue(store, settings, **options))


def frozen_of(store: Store, found: Published) -> Frozen:
    """Return what an occurrence says."""
    content = store.mail.edition(found.edition.id).content_json
    assert content is not None
    return Frozen.model_validate_json(content)


def headlines(store: Store, found: Published, language: str = "en") -> list[str]:
    """Return the articles that an edition tells of, as ``put`` names them."""
    printed = frozen_of(store, found).edition(language, None)
    return [digest.source.location for digest in printed.digests] if printed else []


SERIES = Series("morning", "outbox")
