"""The pictures of an edition: the sums and the dates of its briefings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from pipeline.briefing_records import Briefing
from pipeline.charts import Chart, alt_text, money_chart, timeline_chart
from pipeline.edition import Image
from pipeline.errors import UsageError

Draw = Callable[[Briefing], Sequence[Image]]

log = logging.getLogger("chipwire.mail")
_MOST = 8  # values or events in a picture: the text holds more
_WIDTH, _SCALE = 400, 1.5  # pixels, and dots of each: letters that a phone shows large enough
_LARGEST = 300_000  # bytes of a picture
_LONGEST = 4_000  # characters of its words
_ISOLATES = dict.fromkeys(map(ord, "\u2068\u2069"))


def draw_charts(briefing: Briefing) -> Sequence[Image]:
    """Return the pictures of a briefing that there is something to draw for, with their words.

    None where chipwire is installed without ``plots``; the log says so.
    """
    from pipeline.charts.plot import check_plots, png

    try:
        check_plots()
    except UsageError as exc:
        log.info("editions have no pictures: %s", exc)
        return ()
    made = {
        "money": money_chart(briefing, _MOST),
        "timeline": timeline_chart(briefing, _MOST),
    }
    images = [
        Image(name=name, png=png(chart, _WIDTH, _SCALE), alt=_words(chart))
        for name, chart in made.items()
        if chart is not None
    ]
    return [image for image in images if len(image.png) <= _LARGEST]


def _words(chart: Chart) -> str:
    return alt_text(chart).translate(_ISOLATES)[:_LONGEST]
