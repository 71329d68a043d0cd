"""What a chart shows, in words: for those who do not see it, and as a table for those who count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.charts.model import (
    ActorRow,
    ActorsChart,
    Amount,
    Chart,
    Frame,
    MoneyChart,
    Point,
    Sum,
    TimelineChart,
)
from pipeline.charts.words import (
    Words,
    currency_name,
    day,
    days,
    isolated,
    names,
    sum_name,
    when,
    words_in,
)


class Table(NamedTuple):
    """The same content as rows and columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def title(chart: Chart) -> str:
    """Return what a chart is called: "What happened when"."""
    words = words_in(chart.frame.language)
    match chart:
        case MoneyChart():
            return words("money")
        case TimelineChart():
            return words("timeline")
        case _:
            return words("actors")


def alt_text(chart: Chart) -> str:
    """Tell a chart in words, in the language of the briefing: every value that is drawn."""
    words = words_in(chart.frame.language)
    parts = [f"{words('chart')}: {title(chart)}", *_told(words, chart), source_line(chart.frame)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _told(words: Words, chart: Chart) -> Iterator[str]:
    match chart:
        case MoneyChart():
            yield currency_name(words, chart.currency)
            for one in chart.sums:
                told = "; ".join(amount_told(words, amount) for amount in one.amounts)
                yield f"{sum_name(words, one)}: {told}"
        case TimelineChart():
            for point in chart.points:
                yield f"{when(words, point)} ({standing(words, point)}): {isolated(point.text)}"
        case _:
            for row in chart.actors:
                yield f"{isolated(row.name)}: {deeds_told(words, row)}"
    yield from notes(chart)


def amount_told(words: Words, amount: Amount) -> str:
    """Say who reports a value and when, and what is wrong with it."""
    parts = [
        f"{isolated(amount.label)}, {words('origins', count=amount.origins)}",
        words("reported_by", names=names(words, amount.by)),
        days(words, amount.first, amount.last),
        *doubts(words, amount),
    ]
    return ", ".join(parts)


def doubts(words: Words, amount: Amount) -> list[str]:
    """Say what a reader must know before taking a value for good."""
    return [
        *([words("slip", label=isolated(amount.slip_of))] if amount.slip_of else []),
        *([words("denied")] if amount.denied else []),
        *([words("disputed")] if amount.disputed else []),
        *([words("doubt")] if amount.doubt else []),
    ]


def standing(words: Words, point: Point) -> str:
    """Say whether an event is done, reported, planned or denied, and by how many."""
    parts = [
        words.of("standing", point.standing),
        words("origins", count=point.origins),
        words("reckoned_short") if point.reckoned else "",
    ]
    return ", ".join(part for part in parts if part)


def deeds_told(words: Words, row: ActorRow) -> str:
    """Say how often an actor is named, says and denies."""
    said, denied = (sum(m.deed == deed for m in row.mentions) for deed in ("says", "denies"))
    parts = [
        words("named_by", sources=words("sources", count=row.sources)),
        words("says", count=said) if said else "",
        words("denies", count=denied) if denied else "",
    ]
    return ", ".join(part for part in parts if part)


def notes(chart: Chart) -> list[str]:
    """Say what is not drawn."""
    words = words_in(chart.frame.language)
    match chart:
        case MoneyChart():
            left = sum(len(one.amounts) for one in chart.left)
            found = [f"{sum_name(words, one)}: {_labels(one)}" for one in chart.elsewhere]
            told = [words("elsewhere", list="; ".join(found))] if found else []
            return told + ([words("left_money", count=left)] if left else [])
        case TimelineChart():
            reckoned = any(point.reckoned for point in chart.points)
            told = [f"{words('reckoned_short')}: {words('reckoned')}"] if reckoned else []
            return told + ([words("left_points", count=chart.left)] if chart.left else [])
        case _:
            return [words("left_actors", count=chart.left)] if chart.left else []


def _labels(one: Sum) -> str:
    return ", ".join(isolated(amount.label) for amount in one.amounts)


def source_line(frame: Frame) -> str:
    """Say what a chart was made from."""
    words = words_in(frame.language)
    span = days(words, frame.first, frame.last)
    return f"{words('source', count=frame.articles, days=span)} · {frame.made_by}"


def table(chart: Chart) -> Table:
    """Return all that a chart holds as rows, with what it has no room to draw."""
    words = words_in(chart.frame.language)
    head: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]
    match chart:
        case MoneyChart():
            head = ("sum", "value", "words", "by", "cited", "days", "origins", "note")
            rows = _money_rows(words, (*chart.sums, *chart.left, *chart.elsewhere))
        case TimelineChart():
            head = ("date", "precision", "standing", "event", "by", "origins")
            rows = (_point_row(words, point) for point in chart.points)
        case _:
            head = ("actor", "roles", "sources", "deed", "days", "by", "text")
            rows = _actor_rows(words, chart)
    return Table(tuple(words.of("column", key) for key in head), tuple(rows))


def _money_rows(words: Words, sums: Iterable[Sum]) -> Iterator[tuple[str, ...]]:
    for one in sums:
        for amount in one.amounts:
            yield (
                sum_name(words, one),
                amount.label,
                " · ".join(isolated(text) for text in amount.words),
                ", ".join(isolated(name) for name in amount.by),
                ", ".join(isolated(name) for name in amount.cited),
                days(words, amount.first, amount.last),
                str(amount.origins),
                "; ".join([*doubts(words, amount), *([amount.doubt] if amount.doubt else [])]),
            )


def _point_row(words: Words, point: Point) -> tuple[str, ...]:
    exactly = words.of("precision", point.precision)
    return (
        when(words, point),
        f"{exactly}, {words('reckoned')}" if point.reckoned else exactly,
        words.of("standing", point.standing),
        point.text,
        ", ".join(isolated(name) for name in point.by),
        str(point.origins),
    )


def _actor_rows(words: Words, chart: ActorsChart) -> Iterator[tuple[str, ...]]:
    """Give what an actor says or denies, a row each; or one row for who is named alone."""
    for row in chart.actors:
        roles = ", ".join(isolated(role) for role in row.roles)
        spoken = [mention for mention in row.mentions if mention.deed != "named"]
        begin = (row.name, roles, str(row.sources))
        if not spoken:
            yield (*begin, words("named_sign"), "", "", "")
        for mention in spoken:
            deed = words(f"{mention.deed}_sign")
            told = day(words, mention.day) if mention.day else words("undated")
            yield (*begin, deed, told, mention.by, mention.text)
