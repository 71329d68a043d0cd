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
from pipeline.charts.telling import amount_told, deeds_told, doubts, origins, standing
from pipeline.charts.words import (
    currency_name,
    day,
    days,
    isolated,
    names,
    number,
    sum_name,
    when,
)
from pipeline.render.phrases import Phrases, load_phrases


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

    rows: tuple[Row, ...]
    axis: Callable[[Labels], Axis]
    key: tuple[Key, ...]
    beside: float  # part of the width that the words beside the rows take


def sheet(chart: Chart) -> Sheet:
    """Return the rows of a chart."""
    say = load_phrases(chart.frame.language)
    match chart:
        case MoneyChart():
            return _money(chart, say)
        case TimelineChart():
            return _timeline(chart, say)
        case _:
            return _actors(chart, say)


def _money(chart: MoneyChart, say: Phrases) -> Sheet:
    amounts = [amount for one in chart.sums for amount in one.amounts]
    axis = log_axis(value for amount in amounts for value in (amount.low, amount.high))
    meant = {a.label: axis.place(_middle(a)) for a in amounts}
    rows = [row for one in chart.sums for row in _sum_rows(one, axis, meant, say)]

    def ruled(room: Labels) -> Axis:
        step, ticks = axis.ticks(chart.currency, chart.frame.language, room)
        name = say(
            "{currency}, logarithmic scale: each labelled line is {step} times the one before",
            currency=currency_name(say, chart.currency),
            step=number(say, 10**step),
        )
        return Axis(tuple(ticks), name)

    return Sheet(tuple(rows), ruled, tuple(_money_key(amounts, say)), 0.5)


def _sum_rows(one: Sum, axis: LogAxis, meant: dict[str, float], say: Phrases) -> Iterator[Row]:
    yield Row(sum_name(say, one))
    for amount in one.amounts:
        told = days(say, amount.first, amount.last).replace(" ", "\u00a0")
        who = f"{names(say, amount.by)}\u00a0· {told}"
        warned = [Note(text, "alert") for text in doubts(say, amount)]
        yield Row(
            f"{isolated(amount.label)} · {origins(say, amount.origins)}",
            (Note(who), *warned),
            tuple(_amount_marks(amount, axis, meant, say)),
        )


def _amount_marks(
    amount: Amount, axis: LogAxis, meant: dict[str, float], say: Phrases
) -> Iterator[Spot | Stretch | Link]:
    place, told = axis.place(_middle(amount)), amount_told(say, amount)
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


def _money_key(amounts: Sequence[Amount], say: Phrases) -> Iterator[Key]:
    """Explain the signs that are there."""
    single = {_shape(a) for a in amounts if a.low == a.high or a.slip_of or a.denied}
    if "disc" in single:
        yield Key((Spot(0.5, "disc", "accent"),), say("one value"))
    if any(a.low < a.high for a in amounts):
        yield Key((Stretch(0, 1, "accent"),), say("a range"))
    if "ring" in single:
        yield Key((Spot(0.5, "ring", "accent"),), say("the reading is in doubt"))
    if "diamond" in single:
        yield Key((Spot(0.5, "diamond", "alert"),), _slip(say))
    if "cross" in single:
        yield Key((Spot(0.5, "cross", "alert"),), say.of("standing", "denied"))


def _slip(say: Phrases) -> str:
    return say("probable scale slip; the dashed line leads to the value elsewhere")


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


def _timeline(chart: TimelineChart, say: Phrases) -> Sheet:
    points = chart.points
    axis = time_axis((point.first, point.last) for point in points)
    rows = tuple(_point_row(point, axis, say) for point in points)
    key = tuple(_standing_key(chart, say))
    name = say("Time, to scale; the width of a bar is how exactly the date is known")
    if axis.cuts:
        name = say("{axis}; cut at // where nothing is dated", axis=name)

    def ruled(room: Labels) -> Axis:
        return Axis(tuple(axis.ticks(say, room)), name, axis.cuts)

    return Sheet(rows, ruled, key, 0.6)


def _standing_key(chart: TimelineChart, say: Phrases) -> Iterator[Key]:
    """Explain the signs of days and the bars of longer stretches that are there."""
    for name, manner in _MANNERS.items():
        found = [point for point in chart.points if point.standing == name]
        sign = Spot(0.5, manner.shape, manner.tone)
        bar = Stretch(0, 1, manner.tone, manner.filled, manner.dashed)
        long = any(point.first < point.last for point in found)
        if found:
            yield Key((sign, bar) if long else (sign,), say.of("standing", name))


def _point_row(point: Point, axis: TimeAxis, say: Phrases) -> Row:
    manner, dated = _MANNERS[point.standing], when(say, point)
    title = f"{dated}: {isolated(point.text)}"
    begin, end = axis.begin(point.first), axis.end(point.last)
    mark: Spot | Stretch = Spot((begin + end) / 2, manner.shape, manner.tone, title)
    if point.first < point.last:
        look = (manner.tone, manner.filled, manner.dashed)
        mark = Stretch(begin, end, *look, title, manner.shape)
    return Row(f"{dated} · {standing(say, point)}", (Note(isolated(point.text), lines=3),), (mark,))


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


def _actors(chart: ActorsChart, say: Phrases) -> Sheet:
    dated = [m for row in chart.actors for m in row.mentions if m.day is not None]
    found = [mention.day for mention in dated if mention.day is not None]
    axis = DayAxis(tuple(sorted({*found})))
    rows = tuple(_actor_row(row, axis, say) for row in chart.actors)
    used = {mention.deed for mention in dated}
    key = tuple(
        Key((Spot(0.5, sign.shape, sign.tone),), say.of("deed sign", deed))
        for deed, sign in _SIGNS.items()
        if deed in used
    )

    def ruled(room: Labels) -> Axis:
        name = say("Days with articles, a column for each, in order; not to scale")
        return Axis(tuple(axis.ticks(say, room)), name)

    return Sheet(rows, ruled, key, 0.5)


def _actor_row(row: ActorRow, axis: DayAxis, say: Phrases) -> Row:
    roles = ", ".join(isolated(role) for role in row.roles)
    marks = []
    for deed, sign in _SIGNS.items():
        told: dict[date, list[str]] = defaultdict(list)
        for mention in row.mentions:
            if mention.day is not None and mention.deed == deed:
                about = f": {isolated(mention.text)}" if mention.text else ""
                told[mention.day].append(f"{day(say, mention.day)}, {mention.by}{about}")
        marks += [
            Spot(axis.middle(when), sign.shape, sign.tone, " | ".join(texts), sign.level)
            for when, texts in sorted(told.items())
        ]
    notes = (Note(deeds_told(say, row)), *([Note(roles)] if roles else []))
    return Row(isolated(row.name), notes, tuple(marks))
