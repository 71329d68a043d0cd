"""From a chart to rows on one axis: what stands beside a row in words, and which marks stand on it.

Places along the axis are from 0 to 1; how wide it is comes later, in ``layout``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.charts.axes import Cut, DayAxis, Labels, LogAxis, Tick, TimeAxis, log_axis, time_axis
from pipeline.charts.model import (
    ActorRow,
    ActorsChart,
    Amount,
    Chart,
    Deed,
    MoneyChart,
    Point,
    Sum,
    TimelineChart,
)
from pipeline.charts.picture import Shape, Tone
from pipeline.charts.telling import amount_told, deeds_told, doubts, standing
from pipeline.charts.words import (
    Words,
    currency_name,
    day,
    days,
    isolated,
    names,
    number,
    sum_name,
    when,
    words_in,
)


class Spot(NamedTuple):
    """A sign at a place."""

    at: float
    shape: Shape
    tone: Tone
    title: str = ""
    level: int = 0  # above or below the line of the row


class Stretch(NamedTuple):
    """A bar from a place to a place; where it would be narrower than its sign, the sign alone."""

    begin: float
    end: float
    tone: Tone
    filled: bool = True
    dashed: bool = False
    title: str = ""
    sign: Shape | None = None


class Link(NamedTuple):
    """A dashed line from a value to the one that was probably meant."""

    begin: float
    end: float
    tone: Tone


class Note(NamedTuple):
    """Words under the head of a row."""

    text: str
    tone: Tone = "muted"
    lines: int = 2  # at most


class Row(NamedTuple):
    """A line of the chart. A row without marks is a heading of those that follow."""

    head: str
    notes: tuple[Note, ...] = ()
    marks: tuple[Spot | Stretch | Link, ...] = ()


class Key(NamedTuple):
    """What signs mean."""

    marks: tuple[Spot | Stretch, ...]
    text: str


class Axis(NamedTuple):
    """Lines across all rows and what they measure."""

    ticks: tuple[Tick, ...]
    name: str
    cuts: tuple[Cut, ...] = ()


class Sheet(NamedTuple):
    """All that a chart shows, before it is laid out."""

    words: Words
    rows: tuple[Row, ...]
    axis: Callable[[Labels], Axis]
    key: tuple[Key, ...]
    beside: float  # part of the width that the words beside the rows take


def sheet(chart: Chart) -> Sheet:
    """Return the rows of a chart."""
    words = words_in(chart.frame.language)
    match chart:
        case MoneyChart():
            return _money(chart, words)
        case TimelineChart():
            return _timeline(chart, words)
        case _:
            return _actors(chart, words)


def _money(chart: MoneyChart, words: Words) -> Sheet:
    amounts = [amount for one in chart.sums for amount in one.amounts]
    axis = log_axis(value for amount in amounts for value in (amount.low, amount.high))
    meant = {a.label: axis.place(_middle(a)) for a in amounts}
    rows = [row for one in chart.sums for row in _sum_rows(one, axis, meant, words)]

    def ruled(room: Labels) -> Axis:
        step, ticks = axis.ticks(chart.currency, chart.frame.language, room)
        values = {"currency": currency_name(words, chart.currency), "step": number(words, 10**step)}
        return Axis(tuple(ticks), words("money_axis", **values))

    return Sheet(words, tuple(rows), ruled, tuple(_money_key(amounts, words)), 0.5)


def _sum_rows(one: Sum, axis: LogAxis, meant: dict[str, float], words: Words) -> Iterator[Row]:
    yield Row(sum_name(words, one))
    for amount in one.amounts:
        told = days(words, amount.first, amount.last).replace(" ", "\u00a0")
        who = f"{names(words, amount.by)}\u00a0· {told}"
        warned = [Note(text, "alert") for text in doubts(words, amount)]
        yield Row(
            f"{isolated(amount.label)} · {words('origins', count=amount.origins)}",
            (Note(who), *warned),
            tuple(_amount_marks(amount, axis, meant, words)),
        )


def _amount_marks(
    amount: Amount, axis: LogAxis, meant: dict[str, float], words: Words
) -> Iterator[Spot | Stretch | Link]:
    place, told = axis.place(_middle(amount)), amount_told(words, amount)
    if amount.slip_of in meant:
        yield Link(place, meant[amount.slip_of], "alert")
    if amount.low < amount.high:
        begin, end = axis.place(amount.low), axis.place(amount.high)
        solid = not (amount.slip_of or amount.denied or amount.doubt)
        yield Stretch(begin, end, _tone(amount), solid, False, told)
    if amount.low == amount.high or amount.slip_of or amount.denied:
        yield Spot(place, _shape(amount), _tone(amount), told)


def _middle(amount: Amount) -> Decimal:
    """Return the middle of a range as a logarithmic axis shows it."""
    return (amount.low * amount.high).sqrt() if amount.low < amount.high else amount.low


def _shape(amount: Amount) -> Shape:
    if amount.denied:
        return "cross"
    if amount.slip_of:
        return "diamond"
    return "ring" if amount.doubt else "disc"


def _tone(amount: Amount) -> Tone:
    return "alert" if amount.slip_of or amount.denied else "accent"


def _money_key(amounts: Sequence[Amount], words: Words) -> Iterator[Key]:
    """Explain the signs that are there."""
    single = {_shape(a) for a in amounts if a.low == a.high or a.slip_of or a.denied}
    if "disc" in single:
        yield Key((Spot(0.5, "disc", "accent"),), words("value_sign"))
    if any(a.low < a.high for a in amounts):
        yield Key((Stretch(0, 1, "accent"),), words("range_sign"))
    if "ring" in single:
        yield Key((Spot(0.5, "ring", "accent"),), words("doubt"))
    if "diamond" in single:
        yield Key((Spot(0.5, "diamond", "alert"),), words("slip_sign"))
    if "cross" in single:
        yield Key((Spot(0.5, "cross", "alert"),), words("denied"))


class _Manner(NamedTuple):
    """How an event of some standing is drawn: its shape differs, not only its colour."""

    shape: Shape
    tone: Tone
    filled: bool
    dashed: bool


_MANNERS = {
    "done": _Manner("disc", "accent", True, False),
    "reported": _Manner("ring", "accent", False, False),
    "planned": _Manner("triangle", "accent", False, True),
    "denied": _Manner("cross", "alert", False, False),
}


def _timeline(chart: TimelineChart, words: Words) -> Sheet:
    points = chart.points
    axis = time_axis((point.first, point.last) for point in points)
    rows = tuple(_point_row(point, axis, words) for point in points)
    key = tuple(_standing_key(chart, words))
    cut = words("time_cut") if axis.cuts else ""
    name = f"{words('time_axis')}{cut}"

    def ruled(room: Labels) -> Axis:
        return Axis(tuple(axis.ticks(words, room)), name, axis.cuts)

    return Sheet(words, rows, ruled, key, 0.6)


def _standing_key(chart: TimelineChart, words: Words) -> Iterator[Key]:
    """Explain the signs of days and the bars of longer stretches that are there."""
    for name, manner in _MANNERS.items():
        found = [point for point in chart.points if point.standing == name]
        sign = Spot(0.5, manner.shape, manner.tone)
        bar = Stretch(0, 1, manner.tone, manner.filled, manner.dashed)
        long = any(point.first < point.last for point in found)
        if found:
            yield Key((sign, bar) if long else (sign,), words.of("standing", name))


def _point_row(point: Point, axis: TimeAxis, words: Words) -> Row:
    manner, dated = _MANNERS[point.standing], when(words, point)
    title = f"{dated}: {isolated(point.text)}"
    begin, end = axis.begin(point.first), axis.end(point.last)
    mark: Spot | Stretch = Spot((begin + end) / 2, manner.shape, manner.tone, title)
    if point.first < point.last:
        look = (manner.tone, manner.filled, manner.dashed)
        mark = Stretch(begin, end, *look, title, manner.shape)
    return Row(
        f"{dated} · {standing(words, point)}", (Note(isolated(point.text), lines=3),), (mark,)
    )


class _Sign(NamedTuple):
    """How a deed is drawn: what is said stands above the line, what is denied below."""

    shape: Shape
    tone: Tone
    level: int


_SIGNS: dict[Deed, _Sign] = {
    "named": _Sign("tick", "muted", 0),
    "says": _Sign("disc", "accent", 1),
    "denies": _Sign("cross", "alert", -1),
}


def _actors(chart: ActorsChart, words: Words) -> Sheet:
    dated = [m for row in chart.actors for m in row.mentions if m.day is not None]
    found = [mention.day for mention in dated if mention.day is not None]
    axis = DayAxis(tuple(sorted({*found})))
    rows = tuple(_actor_row(row, axis, words) for row in chart.actors)
    used = {mention.deed for mention in dated}
    key = tuple(
        Key((Spot(0.5, sign.shape, sign.tone),), words(f"{deed}_sign"))
        for deed, sign in _SIGNS.items()
        if deed in used
    )

    def ruled(room: Labels) -> Axis:
        return Axis(tuple(axis.ticks(words, room)), words("actors_axis"))

    return Sheet(words, rows, ruled, key, 0.5)


def _actor_row(row: ActorRow, axis: DayAxis, words: Words) -> Row:
    roles = ", ".join(isolated(role) for role in row.roles)
    marks = []
    for deed, sign in _SIGNS.items():
        told: dict[date, list[str]] = defaultdict(list)
        for mention in row.mentions:
            if mention.day is not None and mention.deed == deed:
                about = f": {isolated(mention.text)}" if mention.text else ""
                told[mention.day].append(f"{day(words, mention.day)}, {mention.by}{about}")
        marks += [
            Spot(axis.middle(when), sign.shape, sign.tone, " | ".join(texts), sign.level)
            for when, texts in sorted(told.items())
        ]
    notes = (Note(deeds_told(words, row)), *([Note(roles)] if roles else []))
    return Row(isolated(row.name), notes, tuple(marks))
