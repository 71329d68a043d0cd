"""Charts of a briefing: money, timeline, actors.

A package between ``pipeline.batch`` and ``pipeline.briefing``. ``model`` makes plain records from a
briefing, ``rows`` and ``layout`` make a ``Picture`` of them, ``svg`` writes it for web pages and
``plot`` as PNG and SVG files (this needs matplotlib).
"""

from __future__ import annotations

from pipeline.charts.model import (
    CHARTS,
    ActorsChart,
    Chart,
    MoneyChart,
    TimelineChart,
    actors_chart,
    money_chart,
    timeline_chart,
)
from pipeline.charts.svg import chart_style, figure, inline_svg
from pipeline.charts.telling import alt_text, title

__all__ = [
    "CHARTS",
    "ActorsChart",
    "Chart",
    "MoneyChart",
    "TimelineChart",
    "actors_chart",
    "alt_text",
    "chart_style",
    "figure",
    "inline_svg",
    "money_chart",
    "timeline_chart",
    "title",
]
