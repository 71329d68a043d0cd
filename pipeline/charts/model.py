"""What the charts of a briefing show, as plain records; each is None where nothing can be drawn.

A chart adds nothing to its briefing: sums are not converted, dates are not guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from pipeline.briefing.days import covered, day_of
from pipeline.briefing_records import (
    Briefing,
    BriefSource,
    Precision,
    Proof,
    Saying,
    Slot,
    Standing,
    Value,
    Who,
)
from pipeline.render.phrases import load_phrases
from pipeline.render.words import safe

_MOST_AMOUNTS = 20
_MOST_POINTS = 24
_MOST_ACTORS = 14
_LEAST, _LARGEST = Decimal("0.01"), Decimal("1E21")  # that the axis has a place for

Deed = Literal["named", "says", "denies"]


class Frame(NamedTuple):
    """What all charts have: where the picture comes from, and in which language it speaks."""

    language: str
    story: str  # title of the story
    articles: int
    first: date | None  # days of the first and the last article
    last: date | None
    made_by: str  # "briefing 0123abcd · chipwire 1.0"


class Amount(NamedTuple):
    """One value of a sum, and who reports it."""

    low: Decimal
    high: Decimal
    currency: str | None
    label: str  # rendered in the language of the briefing
    words: tuple[str, ...]  # as the sources wrote it
    origins: int
    by: tuple[str, ...]  # publishers, the first report first
    cited: tuple[str, ...]  # whom these name for it
    first: date | None
    last: date | None
    doubt: str | None
    denied: bool  # by all who report it
    disputed: bool  # denied by some of them
    slip_of: str | None  # label of the value that was probably meant


class Sum(NamedTuple):
    """What is said of one sum: "stake, G42"; values in the order of the briefing."""

    kind: str  # id of the slot
    label: str  # of the slot, in English
    about: tuple[str, ...]  # actors and year
    amounts: tuple[Amount, ...]


class MoneyChart(NamedTuple):
    """Sums in one currency on one axis."""

    frame: Frame
    currency: str
    sums: tuple[Sum, ...]
    elsewhere: tuple[Sum, ...]  # in other currencies or beyond the axis: told in words
    left: tuple[Sum, ...]  # in this currency, but no room: told in words


class Point(NamedTuple):
    """One dated event: a day, or the stretch of days that its date covers."""

    when: str  # EDTF
    first: date
    last: date
    precision: Precision
    standing: Standing
    reckoned: bool
    text: str
    origins: int
    by: tuple[str, ...]


class TimelineChart(NamedTuple):
    """Dated events in order."""

    frame: Frame
    points: tuple[Point, ...]
    left: int  # events that there was no room for


class Mention(NamedTuple):
    """That an article names an actor, or has them say or deny something."""

    day: date | None
    deed: Deed
    by: str  # publisher
    text: str  # what is said or denied


class ActorRow(NamedTuple):
    """One actor with roles, the earliest first."""

    name: str
    roles: tuple[str, ...]
    sources: int
    mentions: tuple[Mention, ...]


class ActorsChart(NamedTuple):
    """Who is named, who speaks, who denies, when."""

    frame: Frame
    actors: tuple[ActorRow, ...]
    left: int


Chart = MoneyChart | TimelineChart | ActorsChart


def money_chart(briefing: Briefing, most: int = _MOST_AMOUNTS) -> MoneyChart | None:
    """Return the sums in the currency that most values are in, with at most ``most`` values."""
    names = _names(briefing)
    sums = [_sum(slot, names) for slot in briefing.money]
    counts: dict[str, int] = defaultdict(int)
    for amount in (amount for one in sums for amount in one.amounts if _has_place(amount)):
        counts[amount.currency or ""] += 1
    if not counts:
        return None
    currency = max(counts, key=lambda code: counts[code])
    fit = [a for one in sums for a in one.amounts if a.currency == currency and _has_place(a)]
    shown = _first(fit, most)
    return MoneyChart(
        frame=_frame(briefing),
        currency=currency,
        sums=_with(sums, lambda a: a in shown),
        elsewhere=_with(sums, lambda a: a not in fit),
        left=_with(sums, lambda a: a in fit and a not in shown),
    )


def _has_place(amount: Amount) -> bool:
    """Say whether an amount has a place on a logarithmic axis of a currency."""
    return amount.currency is not None and _LEAST <= amount.low <= amount.high <= _LARGEST


def _first(amounts: Sequence[Amount], most: int) -> list[Amount]:
    """Return the first amounts; what may be a slip, and what was meant, comes before others."""
    meant = {amount.slip_of for amount in amounts if amount.slip_of}
    order = sorted(amounts, key=lambda a: not (a.slip_of or a.label in meant))
    return order[: max(1, most)]


def _with(sums: Iterable[Sum], chosen: Callable[[Amount], bool]) -> tuple[Sum, ...]:
    """Return the sums with the chosen amounts alone, without those that have none."""
    found = (one._replace(amounts=tuple(a for a in one.amounts if chosen(a))) for one in sums)
    return tuple(one for one in found if one.amounts)


def _sum(slot: Slot, names: dict[str, str]) -> Sum:
    about = [*slot.subject, slot.year or ""]
    return Sum(
        kind=slot.kind,
        label=slot.label,
        about=tuple(safe(part) for part in about if part),
        amounts=tuple(_amount(value, names) for value in slot.values),
    )


def _amount(value: Value, names: dict[str, str]) -> Amount:
    reports = value.reports
    days = _days(report.published for report in reports)
    doubts = [report.doubt for report in reports]
    denied = [report.denied for report in reports]
    return Amount(
        low=value.min,
        high=value.max,
        currency=value.currency,
        label=safe(value.rendered),
        words=_once(report.words for report in reports),
        origins=value.origins,
        by=_once(names[report.proof.source] for report in reports),
        cited=_once(name for report in reports for name in report.by),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        doubt=safe(doubts[0] or "") if all(doubts) else None,
        denied=all(denied),
        disputed=any(denied) and not all(denied),
        slip_of=safe(value.slip_of) if value.slip_of else None,
    )


def timeline_chart(briefing: Briefing, most: int = _MOST_POINTS) -> TimelineChart | None:
    """Return the dated events; of too many those with most origins."""
    names = _names(briefing)
    points = list(_points(briefing, names))
    if not points:
        return None
    best = sorted(points, key=lambda point: -point.origins)[: max(1, most)]
    shown = tuple(point for point in points if point in best)
    return TimelineChart(_frame(briefing), shown, len(points) - len(shown))


def _points(briefing: Briefing, names: dict[str, str]) -> Iterator[Point]:
    for event in briefing.timeline:
        days = covered(event.when)
        if days is not None:
            yield Point(
                when=event.when,
                first=days.first,
                last=days.last,
                precision=event.precision,
                standing=event.standing,
                reckoned=event.reckoned,
                text=safe(event.text),
                origins=event.origins,
                by=_publishers(event.proofs, names),
            )


def actors_chart(briefing: Briefing, most: int = _MOST_ACTORS) -> ActorsChart | None:
    """Return the actors of the briefing, in its order; those who speak or deny come first.

    None where no article that names them has a date.
    """
    names, say = _names(briefing), load_phrases(briefing.target_language)
    days = {source.id: day_of(source.published) for source in briefing.sources}
    rows = []
    for who in briefing.actors:
        deeds = [
            Mention(days[saying.proof.source], deed, names[saying.proof.source], safe(saying.text))
            for deed, sayings in _deeds(who)
            for saying in sayings
        ]
        named = [Mention(days[source], "named", names[source], "") for source in who.sources]
        roles = _once(say.of("role", role.text) for role in who.roles if role.text != "other")
        rows.append(ActorRow(safe(who.name), roles, len(who.sources), (*named, *deeds)))
    if not any(mention.day for row in rows for mention in row.mentions):
        return None
    best = sorted(rows, key=lambda row: all(m.deed == "named" for m in row.mentions))
    best = best[: max(1, most)]
    return ActorsChart(_frame(briefing), tuple(best), len(rows) - len(best))


def _deeds(who: Who) -> tuple[tuple[Deed, Sequence[Saying]], ...]:
    return ("says", who.said), ("denies", who.denied)


CHARTS: dict[str, Callable[[Briefing], Chart | None]] = {
    "money": money_chart,
    "timeline": timeline_chart,
    "actors": actors_chart,
}


def _frame(briefing: Briefing) -> Frame:
    say = load_phrases(briefing.target_language)
    return Frame(
        language=briefing.target_language,
        story=safe(briefing.title),
        articles=len(briefing.sources),
        first=day_of(briefing.since),
        last=day_of(briefing.until),
        made_by=say(
            "briefing {id} · chipwire {version}", id=briefing.id, version=briefing.chipwire
        ),
    )


def _names(briefing: Briefing) -> dict[str, str]:
    """Return the names of the sources: the publisher, or the host, or the file."""
    return {source.id: safe(_name(source)) for source in briefing.sources}


def _name(source: BriefSource) -> str:
    if source.publisher:
        return source.publisher
    try:
        host = urlsplit(source.url or "").hostname
    except ValueError:
        host = None
    return host or source.location.replace("\\", "/").rpartition("/")[2] or source.location


def _publishers(proofs: Iterable[Proof], names: dict[str, str]) -> tuple[str, ...]:
    return _once(names[proof.source] for proof in proofs)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(safe(text) for text in texts))


def _days(published: Iterable[str | None]) -> list[date]:
    return sorted(day for day in map(day_of, published) if day is not None)
