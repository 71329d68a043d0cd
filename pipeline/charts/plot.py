"""Charts as PNG and SVG files, drawn by matplotlib: the same picture as in a page.

The same chart gives the same bytes on the same machine: no dates, fixed seeds, the fonts that come
with matplotlib. Letters that these lack are drawn with a Noto font of the system, where it is
there, and else written in Latin letters. ``png`` and ``svg`` raise ``UsageError`` where matplotlib
is missing; it is the extra ``plots``.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Literal
from unicodedata import east_asian_width

from anyascii import anyascii

from pipeline.charts.layout import WIDE, picture
from pipeline.charts.model import Chart
from pipeline.charts.picture import (
    DASHES,
    RADIUS,
    STROKES,
    Anchor,
    Box,
    Line,
    Mark,
    Picture,
    Sign,
    Text,
    Tone,
)
from pipeline.errors import UsageError

__all__ = ["check_plots", "png", "svg"]

_PAD = 20.0  # white around the picture, in pixels
_POINTS = 72.0  # to the inch, as our pixels are: a line of 1 pixel is 1 point wide
_COLOURS: dict[Tone, str] = {
    "ink": "#111111",
    "muted": "#4a4a4a",
    "accent": "#0b4f8a",
    "alert": "#a3122a",
    "grid": "#c9c9c9",
}
_FONT = "DejaVu Sans"  # comes with matplotlib
# Fonts of the system for letters that it lacks, as Debian's fonts-noto-core and -cjk name them.
_FURTHER = (
    "Noto Sans CJK JP",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
)
_ISOLATES = dict.fromkeys(map(ord, "\u2068\u2069"))
_Side = Literal["left", "center", "right"]
_FROM_LEFT: dict[Anchor, _Side] = {"start": "left", "middle": "center"}
_FROM_RIGHT: dict[Anchor, _Side] = {"start": "right", "middle": "center"}
_SALT = "chipwire"
_STEPS = 10  # from a colour to white, for smooth edges


def png(chart: Chart, width: int = WIDE, scale: float = 2.0) -> bytes:
    """Return a chart as PNG, ``scale`` times as many dots as ``width`` has pixels."""
    return _small(_written(_laid_out(chart, width), "png", scale, {"Software": None}))


def svg(chart: Chart, width: int = WIDE) -> bytes:
    """Return a chart as an SVG file; letters are outlines, so it looks alike everywhere."""
    made, said = _laid_out(chart, width), picture(chart, width)  # what is only said needs no font
    told = {"Date": None, "Creator": None, "Title": said.title, "Description": said.description}
    return _written(made, "svg", 1.0, told)


def _laid_out(chart: Chart, width: int) -> Picture:
    check_plots()
    with _quiet():
        return picture(_spelled(chart), width)


def check_plots() -> None:
    """Raise ``UsageError`` where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as exc:
        raise UsageError("charts as files need: pip install 'chipwire[plots]'") from exc


def _written(made: Picture, kind: str, scale: float, told: Mapping[str, str | None]) -> bytes:
    with _quiet():
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update({"svg.hashsalt": _SALT, "svg.fonttype": "path"})
            width, height = made.width + 2 * _PAD, made.height + 2 * _PAD
            size = (width / _POINTS, height / _POINTS)
            figure = Figure(figsize=size, dpi=_POINTS * scale, facecolor="white")
            FigureCanvasAgg(figure)
            axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
            axes.set_axis_off()
            axes.set_xlim(-_PAD, made.width + _PAD)
            axes.set_ylim(made.height + _PAD, -_PAD)
            for order, mark in enumerate(made.marks):
                for artist in _artists(mark, right_to_left=made.right_to_left):
                    artist.set_zorder(order)
                    axes.add_artist(artist)
            out = io.BytesIO()
            figure.savefig(out, format=kind, metadata=dict(told))
    return out.getvalue()


def _small(image: bytes) -> bytes:
    """Return a PNG with a palette, a third of the bytes: our colours in steps to white."""
    from PIL import Image

    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _COLOURS.values() for part in _steps(colour)])
    out = io.BytesIO()
    with Image.open(io.BytesIO(image)) as opened:
        few = opened.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _steps(colour: str) -> Iterator[int]:
    """Yield red, green and blue of a colour and of its steps to white."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for step in range(_STEPS):
        yield from (part + (255 - part) * step // (_STEPS - 1) for part in parts)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib from talking: it tells when it makes its list of fonts."""
    logger = logging.getLogger("matplotlib")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _artists(mark: Mark, *, right_to_left: bool) -> Iterator[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    colour = _COLOURS[mark.tone]
    match mark:
        case Line():
            ends = ([mark.x1, mark.x2], [mark.y1, mark.y2])
            line = Line2D(*ends, color=colour, linewidth=mark.width)
            if mark.dashed:
                line.set_linestyle((0, DASHES))
            yield line
        case Box():
            yield Rectangle(
                (mark.x, mark.y),
                mark.width,
                mark.height,
                facecolor=colour if mark.filled else "none",
                edgecolor=colour,
                linewidth=1.6,
                linestyle=(0, DASHES) if mark.dashed else "-",
            )
        case Sign():
            yield from _sign(mark, colour)
        case _:
            yield _text(mark, colour, right_to_left=right_to_left)


def _sign(sign: Sign, colour: str) -> Iterator[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle

    if sign.shape in ("disc", "ring"):
        fill = colour if sign.shape == "disc" else "none"
        centre = (sign.x, sign.y)
        yield Circle(centre, RADIUS, facecolor=fill, edgecolor=colour, linewidth=1.8)
        return
    for points in STROKES[sign.shape]:
        xs, ys = [sign.x + x for x, _ in points], [sign.y + y for _, y in points]
        yield Line2D(xs, ys, color=colour, linewidth=1.8)


def _text(text: Text, colour: str, *, right_to_left: bool) -> Any:
    from matplotlib.text import Text as Words

    sides = _FROM_RIGHT if right_to_left else _FROM_LEFT
    return Words(
        text.x,
        text.y,
        text.text.translate(_ISOLATES),
        color=colour,
        fontsize=text.size,
        fontweight="bold" if text.bold else "normal",
        fontfamily=list(_families()),
        horizontalalignment=sides[text.anchor],
        verticalalignment="baseline",
        parse_math=False,
    )


def _spelled(value: Any) -> Any:
    """Return a record with all its texts in letters that some font has."""
    if isinstance(value, str):
        return _drawable(value)
    if isinstance(value, tuple):
        parts = [_spelled(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _drawable(text: str) -> str:
    """Return a text in letters that some font has: "半導体", or else "Ban Dao Ti"."""
    there = _signs()
    text = text.translate(_ISOLATES)
    if all(ord(sign) in there for sign in text):
        return text
    latin = "".join(sign if ord(sign) in there else _latin(sign) for sign in text)
    return " ".join("".join(sign for sign in latin if ord(sign) in there).split())


def _latin(sign: str) -> str:
    """Write a sign in Latin letters; one that is a syllable or a word stands apart."""
    written = anyascii(sign)
    return f"{written} " if east_asian_width(sign) == "W" and written.isalpha() else written


@lru_cache
def _families() -> Sequence[str]:
    """Return the fonts that are there, the one that comes with matplotlib first."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return (_FONT, *(name for name in _FURTHER if name in there))


@lru_cache
def _signs() -> frozenset[int]:
    """Return the code points that the fonts have a shape for."""
    from matplotlib import font_manager

    signs: set[int] = set()
    for family in _families():
        path = font_manager.findfont(font_manager.FontProperties(family=family))
        signs.update(font_manager.get_font(path).get_charmap())
    return frozenset(signs)
