"""Axes: where a value or a day stands between 0 and 1, and where the lines with labels are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import NamedTuple

from babel.dates import format_skeleton

from pipeline.charts.measure import text_width
from pipeline.facts.money.render import render_money
from pipeline.render.phrases import Phrases

_POWERS = (1, 2, 3, 6, 9, 12)  # of ten, from one label to the next
_GAP = 14  # pixels between two labels
_MOST_LINES = 40
_CUT = 0.3  # of the whole time: a longer stretch without a date is cut out
_CUT_DAYS = 45  # and it is at least this long
_CUT_WIDTH = 0.07  # of the axis
_MARGIN = 30  # one day before and after for so many days


class Tick(NamedTuple):
    """A line across the chart, with its label if it has one."""

    at: float  # 0 to 1
    label: str = ""


class Cut(NamedTuple):
    """A gap in the axis: from 0 to 1."""

    begin: float
    end: float


class Labels(NamedTuple):
    """The room that labels have."""

    width: float  # pixels from 0 to 1
    size: float  # of the font, in pixels


class LogAxis(NamedTuple):
    """A logarithmic axis from one power of ten to another."""

    first: int  # exponents
    last: int

    def place(self, value: Decimal) -> float:
        """Return where a positive value stands."""
        return float((value.log10() - self.first) / (self.last - self.first))

    def ticks(self, currency: str, language: str, room: Labels) -> tuple[int, list[Tick]]:
        """Return how many powers of ten lie between two labels, and a line for each power."""
        whole = self.last - self.first
        for step in (*(step for step in _POWERS if step < whole), whole):
            shown = [self.first, self.last]
            if step < whole:
                shown = [power for power in self._powers if power % step == 0]
            labelled = [Tick(self._at(p), _money(p, currency, language)) for p in shown]
            if step == whole or (len(labelled) > 1 and _fits(labelled, room)):
                break
        bare = [Tick(self._at(p)) for p in self._powers if p not in shown]
        return step, labelled + (bare if whole <= _MOST_LINES else [])

    @property
    def _powers(self) -> range:
        return range(self.first, self.last + 1)

    def _at(self, power: int) -> float:
        return (power - self.first) / (self.last - self.first)


def _money(power: int, currency: str, language: str) -> str:
    value = Decimal(1).scaleb(power)
    return render_money(value, value, currency, language)


def log_axis(values: Iterable[Decimal]) -> LogAxis:
    """Return an axis that holds all values, which are positive."""
    powers = [value.log10() for value in values]
    first = int(min(powers).to_integral_value(ROUND_FLOOR))
    last = int(max(powers).to_integral_value(ROUND_CEILING))
    return LogAxis(first, last) if last > first else LogAxis(first - 1, last + 1)


class _Part(NamedTuple):
    """A stretch of days without a cut, and the piece of the axis that it takes."""

    first: date
    last: date
    begin: float
    width: float

    def at(self, day: date, hours: float) -> float:
        """Return where a moment of a day stands; ``hours`` from 0 to 24."""
        days = (self.last - self.first).days + 1
        return self.begin + self.width * ((day - self.first).days + hours / 24) / days


class TimeAxis(NamedTuple):
    """A linear axis of days, which is cut where nothing is dated for long."""

    parts: tuple[_Part, ...]

    def begin(self, day: date) -> float:
        """Return where a day begins."""
        return self._part(day).at(day, 0)

    def end(self, day: date) -> float:
        """Return where a day ends."""
        return self._part(day).at(day, 24)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Return where the axis is cut."""
        return tuple(Cut(a.begin + a.width, b.begin) for a, b in pairwise(self.parts))

    def _part(self, day: date) -> _Part:
        return next(part for part in self.parts if day <= part.last)

    def ticks(self, say: Phrases, room: Labels) -> list[Tick]:
        """Return the finest lines, of days, months or years, whose labels fit; finer ones bare."""
        finer: list[Tick] = []
        for step in _STEPS:
            if sum((part.last - part.first).days for part in self.parts) > step.days * _MOST_LINES:
                continue
            found = [
                Tick(part.at(day, 0), str(format_skeleton(step.label, day, locale=say.locale)))
                for part in self.parts
                for day in _beginnings(part.first, part.last, step)
            ]
            if found and _fits(found, room):
                held = {tick.at for tick in found}
                return found + [Tick(tick.at) for tick in finer if tick.at not in held]
            finer = found
        return []


class _Step(NamedTuple):
    """How far one line is from the next: some days or some months."""

    days: int  # about
    months: int
    label: str  # what it tells, as a CLDR skeleton


_STEPS = (
    *(_Step(days, 0, "yMMMd") for days in (1, 2, 7, 14)),
    *(_Step(30 * months, months, "yMMM") for months in (1, 3, 6)),
    *(_Step(365 * years, 12 * years, "y") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


def time_axis(covered: Iterable[tuple[date, date]]) -> TimeAxis:
    """Return an axis that holds some stretches of days, each from its first to its last."""
    held = _joined(sorted(covered))
    first, last = held[0][0], held[-1][1]
    longest = max(_CUT * (last - first).days, _CUT_DAYS)
    kept = [held[0]]
    for begin, end in held[1:]:
        if (begin - kept[-1][1]).days > longest:
            kept.append((begin, end))
        else:
            kept[-1] = (kept[-1][0], end)
    days = sum((end - begin).days + 1 for begin, end in kept)
    spare = max(days // _MARGIN, 3 - days // 2, 0)  # a week at least
    wide = [(_plus(begin, -spare), _plus(end, spare)) for begin, end in kept]
    return TimeAxis(tuple(_shared_out(wide)))


def _joined(stretches: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Join stretches that overlap; in and out in order."""
    found = [stretches[0]]
    for begin, end in stretches[1:]:
        if begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _shared_out(stretches: Sequence[tuple[date, date]]) -> Iterator[_Part]:
    """Share out the axis by days, with the same gap for each cut."""
    days = [(last - first).days + 1 for first, last in stretches]
    room = 1 - _CUT_WIDTH * (len(stretches) - 1)
    begin = 0.0
    for (first, last), count in zip(stretches, days, strict=True):
        width = room * count / sum(days)
        yield _Part(first, last, begin, width)
        begin += width + _CUT_WIDTH


def _plus(day: date, days: int) -> date:
    """Return a day some days later, as far as the calendar goes."""
    return date.fromordinal(min(max(1, day.toordinal() + days), date.max.toordinal()))


class DayAxis(NamedTuple):
    """A column for each of some days, in order and not to scale."""

    days: tuple[date, ...]

    def middle(self, day: date) -> float:
        """Return where the column of a day is."""
        return (self.days.index(day) + 0.5) / len(self.days)

    def ticks(self, say: Phrases, room: Labels) -> list[Tick]:
        """Return a line for each day, with a label for as many as fit."""
        label = {day: str(format_skeleton("yMMMd", day, locale=say.locale)) for day in self.days}
        every = [Tick(self.middle(day), label[day]) for day in self.days]
        shown: list[Tick] = []
        for tick in every[:-1]:
            if _fits([*shown, tick, every[-1]], room):
                shown.append(tick)
        shown.append(every[-1])
        return [tick if tick in shown else Tick(tick.at) for tick in every]


def _beginnings(first: date, last: date, step: _Step) -> Iterator[date]:
    """Yield the days that lines stand at."""
    if not step.months:
        span = (last - first).days
        yield from (first + timedelta(days=n) for n in range(0, span + 1, step.days))
        return
    month = first.year * 12 + first.month - 1  # months since the year 0
    month = max(12, month - month % step.months)
    while month <= last.year * 12 + last.month - 1:
        begin = date(month // 12, month % 12 + 1, 1)
        if begin >= first:
            yield begin
        month += step.months


def _fits(ticks: Sequence[Tick], room: Labels) -> bool:
    """Say whether the labels, each centred on its line, stand apart."""
    ends = -1e9
    for tick in ticks:
        wide = text_width(tick.label, room.size)
        middle = min(max(tick.at * room.width, wide / 2), room.width - wide / 2)
        if middle - wide / 2 < ends + _GAP:
            return False
        ends = middle + wide / 2
    return True
