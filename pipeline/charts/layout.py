"""From rows to a picture of a width: words beside the marks where there is room, else above them.

Sizes are in pixels. Nothing overlaps by construction: words and marks have places of their own, and
a label of the axis is only drawn where the next one leaves it room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.charts.axes import Labels, Tick
from pipeline.charts.measure import shortened, text_width, wrapped
from pipeline.charts.model import Chart
from pipeline.charts.picture import RADIUS, Box, Line, Mark, Picture, Sign, Text, Tone
from pipeline.charts.rows import Axis, Key, Link, Row, Sheet, Spot, Stretch, sheet
from pipeline.charts.telling import alt_text, notes, source_line, title
from pipeline.charts.words import runs_right_to_left

WIDE, NARROW = 680, 300
_BESIDE = 520  # from this width on words stand beside the marks
_TITLE, _HEAD, _NOTE = 18.0, 13.5, 12.0  # font sizes
_LEADING = 1.36
_GAP = 22.0  # between the words and the marks
_EDGE = 8.0  # what a sign at an end of the axis reaches beyond it
_ROW = 11.0  # between rows
_TRACK = 18.0  # height of the marks where they stand under the words
_BAR = 10.0
_LEVEL = 9.0  # what stands above or below the line of a row
_KEY = 26.0  # width of a sign in the key
_KEY_LINE = _NOTE * 1.7


class _Style(NamedTuple):
    """How a paragraph looks, and how many lines of it are shown at most."""

    size: float = _NOTE
    tone: Tone = "muted"
    bold: bool = False
    most: int = 4


_TITLE_STYLE = _Style(_TITLE, "ink", True, 2)
_HEAD_STYLE = _Style(_HEAD, "ink", True, 2)


class _Room(NamedTuple):
    """Where the marks and the words are."""

    left: float  # of the axis
    width: float
    words: float  # width of the words beside or above
    beside: bool


def picture(chart: Chart, width: int = WIDE) -> Picture:
    """Lay out a chart; ``width`` is in pixels, the height follows from what is in it."""
    page = sheet(chart)
    room = _room(width, page)
    axis = page.axis(Labels(room.width, _NOTE))
    marks: list[Mark] = []
    y = _paragraph(marks, title(chart), 0, width, _TITLE_STYLE)
    y = _paragraph(marks, axis.name, y + 4, width, _Style())
    y = _tick_labels(marks, axis.ticks, room, y + 8)
    body: list[Mark] = []
    spare = 12 if axis.cuts and not room.beside else 3  # for the strokes of a cut
    bottom = _rows(body, page.rows, room, axis, y + spare)
    marks += [*_ruled(axis, room, y, bottom), *body]
    y = _key(marks, page.key, bottom + 12, width)
    for text in notes(chart):
        y = _paragraph(marks, text, y + 4, width, _Style(most=6))
    y = _paragraph(marks, source_line(chart.frame), y + 6, width, _Style())
    made = Picture(
        float(width),
        y + 4,
        tuple(marks),
        title(chart),
        alt_text(chart),
        chart.frame.language,
        runs_right_to_left(chart.frame.language),
    )
    return _mirrored(made) if made.right_to_left else made


def _room(width: int, page: Sheet) -> _Room:
    if width < _BESIDE:
        return _Room(_EDGE, width - 2 * _EDGE, width, False)
    words = width * page.beside - _GAP
    left = width * page.beside + _EDGE
    return _Room(left, width - left - _EDGE, words, True)


def _paragraph(marks: list[Mark], text: str, y: float, width: float, style: _Style) -> float:
    """Add lines of text below ``y``; return where they end."""
    for line in wrapped(text, style.size, width, style.most, bold=style.bold):
        y += style.size * _LEADING
        marks.append(Text(0, y - style.size * 0.36, line, style.size, style.tone, style.bold))
    return y


def _tick_labels(marks: list[Mark], ticks: Sequence[Tick], room: _Room, y: float) -> float:
    base, right = y + _NOTE, room.left + room.width + _EDGE
    for tick in ticks:
        if tick.label:
            label = shortened(tick.label, _NOTE, room.width)
            half = text_width(label, _NOTE) / 2
            x = min(max(room.left + tick.at * room.width, half), right - half)
            marks.append(Text(x, base, label, _NOTE, "muted", anchor="middle"))
    return base + 6


def _ruled(axis: Axis, room: _Room, top: float, bottom: float) -> Iterator[Mark]:
    """Give the lines across the rows, and the two strokes where the axis is cut."""
    yield from _lines(axis, room, top, bottom if room.beside else top + 4)
    for cut in axis.cuts:
        middle = room.left + (cut.begin + cut.end) / 2 * room.width
        for y in (top + 4, bottom - 4) if room.beside else (top + 6,):
            for x in (middle - 2.5, middle + 2.5):
                yield Line(x - 2.5, y + 5, x + 2.5, y - 5, "muted", width=1.2)


def _lines(axis: Axis, room: _Room, top: float, bottom: float) -> Iterator[Mark]:
    for tick in axis.ticks:
        x = room.left + tick.at * room.width
        yield Line(x, top, x, bottom, "grid", width=1.2 if tick.label else 0.6)


def _rows(marks: list[Mark], rows: Sequence[Row], room: _Room, axis: Axis, y: float) -> float:
    """Add the rows below ``y``; return where they end."""
    for row in rows:
        width = room.words
        if not row.marks:  # a heading: a line above it tells it from the rows before
            width = room.left + room.width if room.beside else room.words
            y += 5
            marks.append(Line(0, y, room.left + room.width + _EDGE, y, "muted", width=0.8))
        top = y + _ROW / 2
        y = _paragraph(marks, row.head, top, width, _HEAD_STYLE)
        for note in row.notes:
            y = _paragraph(marks, note.text, y, width, _Style(tone=note.tone, most=note.lines))
        if row.marks:
            middle = top + _HEAD * _LEADING / 2 if room.beside else y + _TRACK / 2
            marks += _track(row, room, axis, middle)
            y = y if room.beside else y + _TRACK
        y += _ROW / 2
    return y


def _track(row: Row, room: _Room, axis: Axis, y: float) -> Iterator[Mark]:
    """Give the marks of a row on a thin line; under the words the lines of the axis cross it."""
    if not room.beside:
        yield from _lines(axis, room, y - _TRACK / 2, y + _TRACK / 2)
    begins = [0.0, *(cut.end for cut in axis.cuts)]
    ends = [*(cut.begin for cut in axis.cuts), 1.0]
    for begin, end in zip(begins, ends, strict=True):
        x1, x2 = (room.left + at * room.width for at in (begin, end))
        yield Line(x1, y, x2, y, "grid", dashed=True, width=0.8)
    for mark in row.marks:
        yield from _mark(mark, room, y)


def _mark(mark: Spot | Stretch | Link, room: _Room, y: float) -> Iterator[Mark]:
    match mark:
        case Spot():
            x = room.left + mark.at * room.width
            yield Sign(x, y - mark.level * _LEVEL, mark.shape, mark.tone, mark.title)
        case Link():
            x1, x2 = (room.left + at * room.width for at in (mark.begin, mark.end))
            yield Line(min(x1, x2), y, max(x1, x2), y, mark.tone, dashed=True, width=1.4)
            yield Sign(x2, y, "tick", mark.tone)
        case Stretch():
            x, wide = room.left + mark.begin * room.width, (mark.end - mark.begin) * room.width
            narrow = wide < 2 * RADIUS + 4
            if not (mark.sign and narrow):
                place = (x, y - _BAR / 2, max(3.0, wide), _BAR)
                yield Box(*place, mark.tone, mark.filled, mark.dashed, mark.title)
            if mark.sign and (narrow or mark.sign == "cross"):
                yield Sign(x + wide / 2, y, mark.sign, mark.tone, mark.title)


def _key(marks: list[Mark], key: Sequence[Key], y: float, width: float) -> float:
    """Add what the signs mean, as many beside each other as fit."""
    x = 0.0
    for entry in key:
        signs = _KEY * len(entry.marks)
        wide = signs + text_width(entry.text, _NOTE)
        if x and x + wide > width:
            x, y = 0.0, y + _KEY_LINE
        for place, mark in enumerate(entry.marks):
            marks.append(_key_sign(mark, x + _KEY * (place + 0.5) - 2, y + _NOTE * 0.6))
        for line, text in enumerate(wrapped(entry.text, _NOTE, width - signs, 3)):
            y += _NOTE * _LEADING if line else 0
            marks.append(Text(x + signs, y + _NOTE, text, _NOTE))
        x += wide + _GAP
    return y + _KEY_LINE if key else y


def _key_sign(mark: Spot | Stretch, x: float, y: float) -> Mark:
    if isinstance(mark, Spot):
        return Sign(x, y, mark.shape, mark.tone)
    return Box(x - 9, y - _BAR / 2, 18, _BAR, mark.tone, mark.filled, mark.dashed)


def _mirrored(made: Picture) -> Picture:
    """Turn a picture round for a language that is read from right to left."""
    return made._replace(marks=tuple(_turned(mark, made.width) for mark in made.marks))


def _turned(mark: Mark, width: float) -> Mark:
    """Turn one shape round; the start of a text is its right end then."""
    match mark:
        case Line():
            return mark._replace(x1=width - mark.x1, x2=width - mark.x2)
        case Box():
            return mark._replace(x=width - mark.x - mark.width)
        case _:
            return mark._replace(x=width - mark.x)
