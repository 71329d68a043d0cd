"""Charts as SVG to stand in a page: accessible, without scripts, styles or anything from elsewhere.

Colours come from the page: every shape has a class ``chart-TONE`` and is drawn in ``currentColor``,
so it is black on white where no style sheet speaks. ``chart_style()`` is the one that
goes with it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker

from pipeline.charts.layout import NARROW, WIDE, picture
from pipeline.charts.model import Chart
from pipeline.charts.picture import (
    DASHES,
    RADIUS,
    STROKES,
    Box,
    Line,
    Mark,
    Picture,
    Sign,
    Text,
    Tone,
)
from pipeline.charts.telling import Table, table
from pipeline.charts.words import is_right_to_left
from pipeline.render.phrases import load_phrases
from pipeline.render.xml_text import legal

__all__ = ["chart_style", "figure", "inline_svg", "svg_of"]

_NAMESPACE = "http://www.w3.org/2000/svg"
E = ElementMaker()
_SVG = ElementMaker(namespace=_NAMESPACE, nsmap={None: _NAMESPACE})
_FADED: dict[Tone, str] = {"muted": "0.78", "grid": "0.25"}
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_LONGEST_TITLE = 300


def figure(chart: Chart, name: str) -> str:
    """Return a chart as HTML: drawn for wide and for narrow screens, and as a table.

    ``name`` begins the ids in it: letters, digits and hyphens, its own for each chart of a page.
    """
    say = load_phrases(chart.frame.language)
    made = E.figure(
        _drawn(picture(chart, WIDE), f"{name}-wide", "chart chart-wide"),
        _drawn(picture(chart, NARROW), f"{name}-narrow", "chart chart-narrow"),
        E.details(E.summary(say("As a table")), _table(table(chart))),
        **{"class": "chart-figure"},
    )
    return str(etree.tostring(made, encoding="unicode", method="html"))


def inline_svg(chart: Chart, name: str, width: int = WIDE) -> str:
    """Return a chart as one ``svg`` element, of a width in pixels; ``name`` begins its ids."""
    return svg_of(picture(chart, width), name)


def svg_of(made: Picture, name: str) -> str:
    """Return a picture as an ``svg`` element."""
    return str(etree.tostring(_drawn(made, name, "chart"), encoding="unicode"))


@lru_cache
def chart_style() -> str:
    """Return the style sheet for what ``figure`` and ``inline_svg`` make."""
    return Path(__file__).with_name("charts.css").read_text(encoding="utf-8")


def _drawn(made: Picture, name: str, kind: str) -> etree._Element:
    width, height = _number(made.width), _number(made.height)
    root = _SVG.svg(
        _SVG.title(legal(made.title), id=f"{name}-title"),
        _SVG.desc(legal(made.description), id=f"{name}-desc"),
        **{
            "class": kind,
            "role": "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-desc",
            "lang": legal(made.language),
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "font-family": _FONTS,
            "direction": "rtl" if made.right_to_left else "ltr",
        },
    )
    root.extend(_element(mark, made) for mark in made.marks)
    return root


def _element(mark: Mark, made: Picture) -> etree._Element:
    match mark:
        case Line():
            ends = {key: _number(getattr(mark, key)) for key in ("x1", "y1", "x2", "y2")}
            return _SVG.line(**ends, **_stroke(mark.tone, mark.width, dashed=mark.dashed))
        case Box():
            place = {key: _number(getattr(mark, key)) for key in ("x", "y", "width", "height")}
            fill = {"fill": "currentColor" if mark.filled else "none"}
            stroke = _stroke(mark.tone, 1.6, dashed=mark.dashed)
            return _titled(_SVG.rect(**place, **fill, **stroke), mark.title)
        case Sign():
            return _titled(_sign(mark), mark.title)
        case _:
            return _text(mark, turned=made.right_to_left)


def _sign(sign: Sign) -> etree._Element:
    stroke = _stroke(sign.tone, 1.8)
    if sign.shape in ("disc", "ring"):
        fill = "currentColor" if sign.shape == "disc" else "none"
        place = {"cx": _number(sign.x), "cy": _number(sign.y), "r": _number(RADIUS)}
        return _SVG.circle(**place, fill=fill, **stroke)
    lines = (
        "M" + " L".join(f"{_number(sign.x + x)} {_number(sign.y + y)}" for x, y in points)
        for points in STROKES[sign.shape]
    )
    return _SVG.path(d=" ".join(lines), fill="none", **stroke)


def _text(text: Text, *, turned: bool) -> etree._Element:
    look = {
        "x": _number(text.x),
        "y": _number(text.y),
        "font-size": _number(text.size),
        "fill": "currentColor",
        "class": f"chart-{text.tone}",
    }
    if text.tone in _FADED:
        look["fill-opacity"] = _FADED[text.tone]
    if text.bold:
        look["font-weight"] = "600"
    if text.anchor != "start":
        look["text-anchor"] = text.anchor
    if turned or is_right_to_left(text.text):  # each line in its own direction
        look["unicode-bidi"] = "plaintext"
    return _SVG.text(legal(text.text), **look)


def _stroke(tone: Tone, width: float, *, dashed: bool = False) -> dict[str, str]:
    look = {"stroke": "currentColor", "stroke-width": _number(width), "class": f"chart-{tone}"}
    if tone in _FADED:
        look["stroke-opacity"] = _FADED[tone]
    if dashed:
        look["stroke-dasharray"] = " ".join(_number(dash) for dash in DASHES)
    return look


def _titled(element: etree._Element, title: str) -> etree._Element:
    """Give a shape the words that a pointer shows over it."""
    if title:
        element.append(_SVG.title(legal(title[:_LONGEST_TITLE])))
    return element


def _table(rows: Table) -> etree._Element:
    head = E.tr(*(E.th(legal(name), scope="col") for name in rows.head))
    body = (E.tr(*(E.td(legal(cell), dir="auto") for cell in row)) for row in rows.rows)
    return E.table(E.thead(head), E.tbody(*body), **{"class": "chart-table"})


def _number(value: float) -> str:
    """Write a number with two digits at most: deterministic, and enough for a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
