"""Many digests into one briefing. Deterministic: no model is asked, and no clock.

read -> clusters -> money, timeline, actors -> conflicts -> ledger -> news -> cut to length
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from pipeline.briefing.clusters import cluster
from pipeline.briefing.conflicts import conflicts
from pipeline.briefing.copies import first_copies
from pipeline.briefing.days import day_of
from pipeline.briefing.money import Reported, board, reported
from pipeline.briefing.news import ledger, news
from pipeline.briefing.people import who_is_who
from pipeline.briefing.reading import Read, read, source_id
from pipeline.briefing.support import Sources, lead_first, lines
from pipeline.briefing.timeline import timeline
from pipeline.briefing_records import Briefing, Cluster, Event, Who
from pipeline.records import Digest, Failure
from pipeline.story import Story
from pipeline.version import chipwire_version

Length = Literal["short", "medium", "long"]

_COPIED_WITHIN = 7  # days

# Agencies whose copy several papers print under their name, as bylines write them.
_AGENCY = re.compile(
    r"\b(AFP|Reuters|dpa|ANSA|EFE|Associated Press|AP|Bloomberg|Xinhua|Kyodo|Lusa|Europa Press)\b"
)


class _Room(NamedTuple):
    """How much of each section a length shows."""

    clusters: int
    lines: int
    money: int
    timeline: int
    actors: int
    sayings: int
    conflicts: int
    news: int


_ROOM: dict[Length, _Room] = {
    "short": _Room(4, 2, 5, 6, 6, 1, 5, 8),
    "medium": _Room(12, 4, 12, 15, 15, 2, 12, 25),
    "long": _Room(200, 12, 100, 120, 120, 10, 100, 250),
}


def make_briefing(
    digests: Iterable[Digest],
    story: Story,
    previous: Briefing | None = None,
    failures: Sequence[Failure] = (),
    *,
    length: Length = "medium",
) -> Briefing:
    """Tell many digests as one story.

    Of one article the digest fetched last is taken. The order of the digests does not matter.
    ``previous`` is what "new since" compares with; ``failures`` are named, with how many answered.
    """
    reads, copies = _read(digests, story)
    sources = Sources({one.id: one for one in reads})
    groups = cluster(reads, copies)
    members = [[reads[i] for i in group] for group in groups]
    homes = {one.id: _cluster_id(group) for group in members for one in group}
    clusters = [_cluster(group, sources) for group in members]
    told = [one for one in clusters if one is not None]
    amounts = reported(reads, story)
    slots = board(amounts, homes, sources, story)
    events = timeline(reads, _figures(amounts), sources)
    actors = who_is_who(reads, sources)
    facts = ledger(slots, told, events, actors, sources)
    days = sorted(one.day.isoformat() for one in reads if one.day)
    whole = Briefing(
        id=_id(reads, story, previous, length),
        story=story.name,
        title=story.title,
        target_language=reads[0].digest.target_language if reads else "en",
        length=length,
        chipwire=chipwire_version(),
        since=days[0] if days else None,
        until=days[-1] if days else None,
        previous=previous.id if previous else None,
        sources=[one.source for one in reads],
        clusters=sorted(told, key=lambda c: (-c.origins, c.first or "9999")),
        money=slots,
        timeline=events,
        actors=actors,
        conflicts=conflicts(reads, slots, homes, sources),
        news=news(previous, facts, reads),
        left_out={},
        failures=list(failures),
        facts=facts,
    )
    return _cut(whole, _ROOM[length])


def _read(digests: Iterable[Digest], story: Story) -> tuple[list[Read], list[int]]:
    """Take the digests apart, in the order of their days, and find who copies whom."""
    newest: dict[str, Digest] = {}
    for digest in sorted(digests, key=lambda d: (d.source.fetched_at, d.id)):
        newest[digest.source.final_url or digest.source.location] = digest
    ordered = sorted(
        newest.values(), key=lambda d: ((d.article.published or "9999")[:10], d.source.location)
    )
    firsts = first_copies([digest.article.text for digest in ordered])
    copies = [
        first if _soon_after(ordered[first], digest) else index
        for index, (digest, first) in enumerate(zip(ordered, firsts, strict=True))
    ]
    reads = [
        read(digest, story, _agency(ordered[first]) or source_id(ordered[first]))
        for digest, first in zip(ordered, copies, strict=True)
    ]
    return reads, copies


def _soon_after(first: Digest, copy: Digest) -> bool:
    """Say whether two articles are near enough in time for one to copy the other."""
    one, other = day_of(first.article.published), day_of(copy.article.published)
    return one is None or other is None or abs((other - one).days) <= _COPIED_WITHIN


def _agency(digest: Digest) -> str | None:
    found = (_AGENCY.search(author) for author in digest.article.authors)
    return next((match.group() for match in found if match), None)


def _cluster(members: Sequence[Read], sources: Sources) -> Cluster | None:
    """Make a cluster; None where no article has a line to show."""
    told = lead_first(lines(members, sources), members, sources)
    if not told:
        return None
    days = sorted(one.day.isoformat() for one in members if one.day)
    return Cluster(
        id=_cluster_id(members),
        lead=told[0],
        lines=told[1:],
        sources=[one.id for one in members],
        origins=len({one.source.origin for one in members}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _cluster_id(members: Sequence[Read]) -> str:
    return hashlib.sha256(" ".join(one.id for one in members).encode()).hexdigest()[:12]


def _figures(amounts: Sequence[Reported]) -> set[tuple[str, int]]:
    """Return the sentences whose year belongs to a figure: "sales of 2023"."""
    return {(one.read.id, one.told.sentence.index) for one in amounts if one.about.kind.of_year}


def _id(reads: Sequence[Read], story: Story, previous: Briefing | None, length: Length) -> str:
    parts = [story.fingerprint, previous.id if previous else "", length, chipwire_version()]
    return hashlib.sha256(" ".join([*parts, *(r.id for r in reads)]).encode()).hexdigest()[:12]


def _cut(whole: Briefing, room: _Room) -> Briefing:
    """Leave out what the length has no room for, and say how much that is."""
    clusters = [
        one.model_copy(update={"lines": one.lines[: room.lines - 1]})
        for one in whole.clusters[: room.clusters]
    ]
    kept: dict[str, Sequence[object]] = {
        "clusters": clusters,
        "money": whole.money[: room.money],
        "timeline": _weightiest(whole.timeline, room.timeline),
        "actors": [_brief(who, room.sayings) for who in whole.actors[: room.actors]],
        "conflicts": whole.conflicts[: room.conflicts],
        "news": whole.news[: room.news],
    }
    counts = {name: len(getattr(whole, name)) - len(some) for name, some in kept.items()}
    counts["statements"] = sum(len(c.lines) for c in whole.clusters[: room.clusters]) - sum(
        len(c.lines) for c in clusters
    )
    left = {name: count for name, count in counts.items() if count}
    return whole.model_copy(update={**kept, "left_out": left})


def _weightiest(events: Sequence[Event], count: int) -> list[Event]:
    """Keep the events with most origins and the most exact dates, in their order."""
    exact = ("day", "month", "span", "season", "year", "decade")
    ranked = sorted(
        range(len(events)),
        key=lambda i: (-events[i].origins, exact.index(events[i].precision), i),
    )
    return [events[i] for i in sorted(ranked[:count])]


def _brief(who: Who, sayings: int) -> Who:
    return who.model_copy(update={"said": who.said[:sayings], "denied": who.denied[:sayings]})
