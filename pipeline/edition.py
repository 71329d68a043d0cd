"""One issue of the digest mail: what goes into it, in which order, and what comes out of it.

``Edition`` is all that a mail says; ``EmailContent`` is the same as a mail says it. Neither knows
of recipients: those are the envelope's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import ConfigDict, Field, NaiveDatetime
from rapidfuzz.fuzz import token_sort_ratio

from pipeline.briefing_records import Briefing
from pipeline.records import Digest, Money, Record

_NEAR = 88  # of 100: headlines of one agency text in several papers score above, others below
MOST_CHARTS = 6
_COMPARED = 300  # characters of a headline that are compared


class Correction(Record):
    """What an earlier edition said, and what is withdrawn or changed now."""

    kind: Literal["withdrawn", "changed"]
    said: str
    now: str | None = None  # None where nothing takes its place
    reason: str = ""
    language: str | None = None  # of ``said`` and ``now``
    sent: datetime | None = None  # when the earlier edition was due
    headline: str = ""
    url: str | None = None


class SourceNote(Record):
    """A source that gave nothing, or not all of its article."""

    kind: Literal["failed", "paywalled"]
    name: str
    reason: str = ""
    url: str | None = None


class Repeat(Record):
    """Another article that tells what a digest of the edition tells."""

    of: str  # id of the digest that is shown
    headline: str
    publisher: str = ""
    language: str | None = None
    url: str | None = None


class Image(Record):
    """A picture: PNG bytes, and the words for those who do not see it."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    png: bytes
    alt: str
    caption: str = ""


class Edition(Record):
    """All that one issue of the mail says. Digests stand most relevant first."""

    name: str  # of the edition in the configuration: "morning"
    title: str
    story: str
    language: str = "en"  # of everything around the digests
    occurrence: NaiveDatetime  # local time
    zone: str  # IANA name of the time zone
    digests: tuple[Digest, ...]
    repeats: tuple[Repeat, ...] = ()
    corrections: tuple[Correction, ...] = ()
    notes: tuple[SourceNote, ...] = ()
    briefings: tuple[Briefing, ...] = ()  # what the digests and repeats tell together, by story
    charts: Annotated[tuple[Image, ...], Field(max_length=MOST_CHARTS)] = ()

    @property
    def key(self) -> str:
        """Tell this issue from all others: name and local time."""
        return f"{self.name}/{self.occurrence:%Y-%m-%dT%H:%M}"


class EmailContent(Record):
    """One edition as a mail shows it, without any recipient's address.

    The HTML names each image as ``cid:NAME``.
    """

    subject: str
    text: str
    html: str
    images: tuple[Image, ...] = ()


class Chosen(NamedTuple):
    """What an edition prints, and what it only points to."""

    digests: tuple[Digest, ...]
    repeats: tuple[Repeat, ...]


def one_story_once(digests: Iterable[Digest]) -> Chosen:
    """Order digests, the most relevant and then the newest first, and keep each story once.

    Of one article the digest fetched last is kept. Two articles tell the same story if their text
    is the same, or if their headlines are nearly the same, with the same numbers, and at least half
    of the amounts of the one with fewer are in the other.
    """
    latest = {_address(d): d for d in sorted(digests, key=lambda d: (d.source.fetched_at, d.id))}
    newest = sorted(
        latest.values(), key=lambda d: ((d.article.published or "")[:10], d.id), reverse=True
    )
    chosen: list[_Told] = []
    repeats: list[Repeat] = []
    for digest in sorted(newest, key=lambda d: -d.relevance.score):
        told = _told(digest)
        first = next((other for other in chosen if _same(told, other)), None)
        if first is None:
            chosen.append(told)
        else:
            repeats.append(_repeat(digest, first.digest.id))
    return Chosen(tuple(told.digest for told in chosen), tuple(repeats))


class _Told(NamedTuple):
    """What is compared between two digests."""

    digest: Digest
    words: str  # of the headline
    numbers: list[str]  # in the headline
    amounts: frozenset[tuple[str, str, str | None]]


def _address(digest: Digest) -> str:
    return (digest.source.final_url or digest.source.location).partition("#")[0]


def _told(digest: Digest) -> _Told:
    headline = headline_of(digest)[:_COMPARED].casefold()
    return _Told(
        digest,
        " ".join(re.findall(r"\w+", headline)),
        sorted(re.findall(r"\d+", headline)),
        _amounts(digest.facts.money),
    )


def _amounts(money: Sequence[Money]) -> frozenset[tuple[str, str, str | None]]:
    return frozenset((str(m.min), str(m.max), m.currency) for m in money)


def _same(one: _Told, other: _Told) -> bool:
    if one.digest.article.text == other.digest.article.text:
        return True
    if not one.words or one.numbers != other.numbers:
        return False
    both = one.amounts & other.amounts
    if 2 * len(both) < min(len(one.amounts), len(other.amounts)):
        return False
    return token_sort_ratio(one.words, other.words) >= _NEAR


def _repeat(digest: Digest, of: str) -> Repeat:
    headline = digest.headline
    translated = headline is not None and headline.status != "verbatim"
    return Repeat(
        of=of,
        headline=headline_of(digest),
        publisher=digest.source.publisher or "",
        language=digest.target_language if translated else digest.article.language,
        url=digest.source.final_url,
    )


def headline_of(digest: Digest) -> str:
    """Return the headline of a digest as it is shown, or nothing."""
    return digest.headline.text if digest.headline else digest.article.title or ""
