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
    currency_name,
    day,
    days,
    isolated,
    names,
    sum_name,
    when,
)
from pipeline.render.notes import told as note_told
from pipeline.render.phrases import Phrases, load_phrases


class Table(NamedTuple):
    """The same content as rows and columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def title(chart: Chart) -> str:
    """Return what a chart is called: "What happened when"."""
    say = load_phrases(chart.frame.language)
    match chart:
        case MoneyChart():
            return say("The sums, as reported")
        case TimelineChart():
            return say("What happened when")
        case _:
            return say("Who speaks, who denies")


def alt_text(chart: Chart) -> str:
    """Tell a chart in words, in the language of the briefing: every value that is drawn."""
    say = load_phrases(chart.frame.language)
    parts = [
        say("Chart: {title}", title=title(chart)),
        *_told(say, chart),
        source_line(chart.frame),
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _told(say: Phrases, chart: Chart) -> Iterator[str]:
    match chart:
        case MoneyChart():
            yield currency_name(say, chart.currency)
            for one in chart.sums:
                told = "; ".join(amount_told(say, amount) for amount in one.amounts)
                yield f"{sum_name(say, one)}: {told}"
        case TimelineChart():
            for point in chart.points:
                yield f"{when(say, point)} ({standing(say, point)}): {isolated(point.text)}"
        case _:
            for row in chart.actors:
                yield f"{isolated(row.name)}: {deeds_told(say, row)}"
    yield from notes(chart)


def amount_told(say: Phrases, amount: Amount) -> str:
    """Say who reports a value and when, and what is wrong with it."""
    parts = [
        f"{isolated(amount.label)}, {origins(say, amount.origins)}",
        say("reported by {names}", names=names(say, amount.by)),
        days(say, amount.first, amount.last),
        *doubts(say, amount),
    ]
    return ", ".join(parts)


def doubts(say: Phrases, amount: Amount) -> list[str]:
    """Say what a reader must know before taking a value for good."""
    return [
        *([_slip(say, amount.slip_of)] if amount.slip_of else []),
        *([say.of("standing", "denied")] if amount.denied else []),
        *([say("denied by some")] if amount.disputed else []),
        *([say("the reading is in doubt")] if amount.doubt else []),
    ]


def _slip(say: Phrases, meant: str) -> str:
    return say("probable scale slip: {value} elsewhere", value=isolated(meant))


def origins(say: Phrases, count: int) -> str:
    """Say how many origins there are."""
    return say.ngettext("{count} origin", "{count} origins", count)


def standing(say: Phrases, point: Point) -> str:
    """Say whether an event is done, reported, planned or denied, and by how many."""
    parts = [
        say.of("standing", point.standing),
        origins(say, point.origins),
        say("reckoned") if point.reckoned else "",
    ]
    return ", ".join(part for part in parts if part)


def deeds_told(say: Phrases, row: ActorRow) -> str:
    """Say how often an actor is named, says and denies."""
    said, denied = (sum(m.deed == deed for m in row.mentions) for deed in ("says", "denies"))
    parts = [
        say.ngettext("named by {count} source", "named by {count} sources", row.sources),
        say.of("deed count", "says", count=said) if said else "",
        say.of("deed count", "denies", count=denied) if denied else "",
    ]
    return ", ".join(part for part in parts if part)


def notes(chart: Chart) -> list[str]:
    """Say what is not drawn."""
    say = load_phrases(chart.frame.language)
    match chart:
        case MoneyChart():
            count = sum(len(one.amounts) for one in chart.left)
            found = [f"{sum_name(say, one)}: {_labels(one)}" for one in chart.elsewhere]
            told = [_elsewhere(say, found)] if found else []
            left = say("Values in the table alone, for want of room: {count}", count=count)
            return told + ([left] if count else [])
        case TimelineChart():
            reckoned = any(point.reckoned for point in chart.points)
            told = [say("reckoned: counted from the day of publication")] if reckoned else []
            left = say("Events not drawn, for want of room: {count}", count=chart.left)
            return told + ([left] if chart.left else [])
        case _:
            left = say("Actors not drawn, for want of room: {count}", count=chart.left)
            return [left] if chart.left else []


def _elsewhere(say: Phrases, sums: Iterable[str]) -> str:
    items = "; ".join(sums)
    return say("In other currencies or beyond this axis: {items}", items=items)


def _labels(one: Sum) -> str:
    return ", ".join(isolated(amount.label) for amount in one.amounts)


def source_line(frame: Frame) -> str:
    """Say what a chart was made from."""
    say = load_phrases(frame.language)
    span = days(say, frame.first, frame.last)
    found = say.ngettext(
        "Source: {count} article, {days}", "Source: {count} articles, {days}",
        frame.articles, days=span,
    )  # fmt: skip
    return f"{found} · {frame.made_by}"


def table(chart: Chart) -> Table:
    """Return all that a chart holds as rows, with what it has no room to draw."""
    say = load_phrases(chart.frame.language)
    head: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]
    match chart:
        case MoneyChart():
            head = ("sum", "value", "words", "by", "cited", "days", "origins", "note")
            rows = _money_rows(say, (*chart.sums, *chart.left, *chart.elsewhere))
        case TimelineChart():
            head = ("date", "precision", "standing", "event", "by", "origins")
            rows = (_point_row(say, point) for point in chart.points)
        case _:
            head = ("actor", "roles", "sources", "deed", "days", "by", "text")
            rows = _actor_rows(say, chart)
    return Table(tuple(say.of("column", key) for key in head), tuple(rows))


def _money_rows(say: Phrases, sums: Iterable[Sum]) -> Iterator[tuple[str, ...]]:
    for one in sums:
        for amount in one.amounts:
            yield (
                sum_name(say, one),
                amount.label,
                " · ".join(isolated(text) for text in amount.words),
                ", ".join(isolated(name) for name in amount.by),
                ", ".join(isolated(name) for name in amount.cited),
                days(say, amount.first, amount.last),
                str(amount.origins),
                "; ".join(
                    [
                        *doubts(say, amount),
                        *([note_told(amount.doubt, say).text] if amount.doubt else []),
                    ]
                ),
            )


def _reading(say: Phrases, amount: Amount) -> list[str]:
    return [note_told(amount.doubt, say).text] if amount.doubt else []


def _point_row(say: Phrases, point: Point) -> tuple[str, ...]:
    exactly, reckoned = (
        say.of("exact date", point.precision),
        say("counted from the day of publication"),
    )
    return (
        when(say, point),
        f"{exactly}, {reckoned}" if point.reckoned else exactly,
        say.of("standing", point.standing),
        point.text,
        ", ".join(isolated(name) for name in point.by),
        str(point.origins),
    )


def _actor_rows(say: Phrases, chart: ActorsChart) -> Iterator[tuple[str, ...]]:
    """Give what an actor says or denies, a row each; or one row for who is named alone."""
    for row in chart.actors:
        roles = ", ".join(isolated(role) for role in row.roles)
        spoken = [mention for mention in row.mentions if mention.deed != "named"]
        begin = (row.name, roles, str(row.sources))
        if not spoken:
            yield (*begin, say.of("deed sign", "named"), "", "", "")
        for mention in spoken:
            deed = say.of("deed sign", mention.deed)
            told = day(say, mention.day) if mention.day else say("undated")
            yield (*begin, deed, told, mention.by, mention.text)
