"""A picture as plain shapes in a plane, for whoever draws it: x to the right, y down, in pixels.

A tone says what a shape is there for, not its colour: without any colour the shapes still differ.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["ink", "muted", "accent", "alert", "grid"]
Anchor = Literal["start", "middle"]
Shape = Literal["disc", "ring", "diamond", "triangle", "cross", "tick"]  # the disc alone is filled

RADIUS = 5.0  # of a sign, in pixels
# The strokes of the signs that are not round, as points around the centre.
STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "diamond": (((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0), (0, -6.5)),),
    "triangle": (((0, -5.5), (5.5, 4.5), (-5.5, 4.5), (0, -5.5)),),
    "cross": (((-4.5, -4.5), (4.5, 4.5)), ((-4.5, 4.5), (4.5, -4.5))),
    "tick": (((0, -4.0), (0, 4.0)),),
}
DASHES = (3.0, 3.0)


class Line(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone
    dashed: bool = False
    width: float = 1.0


class Box(NamedTuple):
    """A rectangle: a stretch of time or a range of values."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    filled: bool = True
    dashed: bool = False
    title: str = ""  # what it stands for, in words


class Sign(NamedTuple):
    """A small mark around a point."""

    x: float
    y: float
    shape: Shape
    tone: Tone
    title: str = ""


class Text(NamedTuple):
    """One line of text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    size: float
    tone: Tone = "ink"
    bold: bool = False
    anchor: Anchor = "start"


Mark = Line | Box | Sign | Text


class Picture(NamedTuple):
    """Shapes in the order they are drawn, and the words for those who do not see them."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    title: str
    description: str
    language: str
    right_to_left: bool = False
