"""What charts show: the values of the briefing, in its order, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from pipeline.briefing_records import Briefing
from pipeline.charts import actors_chart, alt_text, money_chart, timeline_chart
from pipeline.charts.axes import Labels, log_axis, time_axis
from pipeline.charts.layout import NARROW, WIDE, picture
from pipeline.charts.measure import shortened, text_width, wrapped
from pipeline.charts.picture import Line, Sign, Text
from pipeline.charts.telling import table
from pipeline.render.phrases import load_phrases
from tests.pipeline.charts.planted import in_language, planted, samples


def test_amounts_are_those_of_the_briefing_in_its_order() -> None:
    briefing = samples()
    chart = money_chart(briefing, most=1000)
    assert chart is not None
    assert chart.currency == "USD"
    shown = [(a.low, a.high, a.label) for one in chart.sums for a in one.amounts]
    assert shown == [
        (value.min, value.max, value.rendered)
        for slot in briefing.money
        for value in slot.values
        if value.currency == "USD"
    ]
    assert shown[0] == (Decimal("7E12"), Decimal("7E12"), "$7 trillion")
    assert chart.sums[0].amounts[0].origins == 11


def test_other_currencies_are_told_and_never_converted() -> None:
    chart = money_chart(samples())
    assert chart is not None
    assert "In other currencies or beyond this axis: sum sought: R$40 trillion" in alt_text(chart)
    assert any("R$40 trillion" in row for row in table(chart).rows)


def test_equal_steps_on_the_axis_are_equal_factors() -> None:
    axis = log_axis([Decimal(30_000), Decimal("7E12")])
    places = [axis.place(Decimal(10) ** power) for power in range(4, 14)]
    steps = [b - a for a, b in pairwise(places)]
    assert steps == pytest.approx([1 / 9] * 9)
    assert (axis.place(Decimal(10_000)), axis.place(Decimal("1E13"))) == (0, 1)


def test_the_signs_stand_where_their_values_are() -> None:
    chart = money_chart(planted())
    assert chart is not None
    amounts = [amount for one in chart.sums for amount in one.amounts]
    axis = log_axis([end for amount in amounts for end in (amount.low, amount.high)])
    signs = [mark for mark in picture(chart).marks if isinstance(mark, Sign)]
    meant, slip = (next(s for s in signs if s.shape == shape) for shape in ("disc", "diamond"))
    grid = [m for m in picture(chart).marks if isinstance(m, Line) and m.tone == "grid"]
    upright = [line.x1 for line in grid if line.x1 == line.x2]
    whole = max(upright) - min(upright)
    assert (meant.x - slip.x) / whole == pytest.approx(3 / (axis.last - axis.first))


def test_a_probable_slip_is_marked_in_the_picture_and_in_words() -> None:
    chart = money_chart(planted())
    assert chart is not None
    marks = picture(chart).marks
    assert [m.shape for m in marks if isinstance(m, Sign)].count("diamond") == 2  # and in the key
    texts = [mark.text for mark in marks if isinstance(mark, Text)]
    assert "probable scale slip: $7 trillion elsewhere" in texts
    assert "$7 billion, 1 origin, reported by b.example, 3 May 2024, probable scale slip" in (
        alt_text(chart)
    )


def test_a_slip_and_what_was_meant_are_drawn_however_little_room_there_is() -> None:
    chart = money_chart(planted(), most=2)
    assert chart is not None
    assert [a.label for one in chart.sums for a in one.amounts] == ["$7 trillion", "$7 billion"]
    assert "Values in the table alone, for want of room: 2" in alt_text(chart)
    assert len(table(chart).rows) == 4


def test_a_denied_amount_is_crossed_out() -> None:
    chart = money_chart(planted())
    assert chart is not None
    assert "$3 billion, 1 origin, reported by d.example, 6 May 2024, denied" in alt_text(chart)
    assert any(isinstance(m, Sign) and m.shape == "cross" for m in picture(chart).marks)


def test_a_value_that_some_deny_says_so() -> None:
    value = planted().money[0].values[0]
    reports = [value.reports[0].model_copy(update={"denied": True}), *value.reports[1:]]
    slot = (
        planted()
        .money[0]
        .model_copy(update={"values": [value.model_copy(update={"reports": reports})]})
    )
    chart = money_chart(planted().model_copy(update={"money": [slot]}))
    assert chart is not None
    assert "denied by some" in alt_text(chart)


def test_every_event_is_told_with_its_precision_and_standing() -> None:
    chart = timeline_chart(planted())
    assert chart is not None
    told = alt_text(chart)
    assert "March 2024 (reported, 1 origin): The talks began in March 2024" in told
    assert "5 May 2024 (denied, 1 origin)" in told
    assert "2027 (planned, 1 origin): A plant will open in 2027" in told
    assert [point.when for point in chart.points] == [e.when for e in planted().timeline]


def test_standing_is_told_by_shape_too() -> None:
    chart = timeline_chart(samples())
    assert chart is not None
    shapes = {mark.shape for mark in picture(chart).marks if isinstance(mark, Sign)}
    assert {"disc", "ring", "triangle"} <= shapes


def test_a_date_is_as_wide_as_it_is_vague() -> None:
    day = date(2024, 5, 5)
    axis = time_axis([(day, day), (date(2024, 1, 1), date(2024, 12, 31))])
    year = axis.end(date(2024, 12, 31)) - axis.begin(date(2024, 1, 1))
    assert axis.end(day) - axis.begin(day) == pytest.approx(year / 366)


def test_time_is_to_scale_between_cuts_and_cut_where_nothing_is_dated() -> None:
    near, far = date(2024, 2, 1), date(2010, 6, 1)
    axis = time_axis([(far, far), *((near + timedelta(n),) * 2 for n in range(0, 90, 10))])
    assert len(axis.cuts) == 1
    day = axis.end(near) - axis.begin(near)
    assert axis.end(far) - axis.begin(far) == pytest.approx(day)
    assert axis.begin(near + timedelta(80)) - axis.begin(near) == pytest.approx(80 * day)
    assert axis.end(far) < axis.cuts[0].begin < axis.cuts[0].end < axis.begin(near)


def test_events_at_the_ends_of_the_calendar_have_a_place() -> None:
    axis = time_axis([(date.min, date.min), (date.max, date.max)])
    assert 0 <= axis.begin(date.min) < axis.end(date.max) <= 1
    assert axis.ticks(load_phrases("en"), Labels(300, 12)) is not None


def test_who_says_and_who_denies() -> None:
    chart = actors_chart(planted())
    assert chart is not None
    told = alt_text(chart)
    assert "TSMC: named by 1 source, denies: 2" in told
    assert "Wall Street Journal: named by 1 source, says: 1" in told
    rows = [row for row in table(chart).rows if row[0] == "TSMC"]
    assert [(row[3], row[4], row[5]) for row in rows] == [
        ("denies something", "6 May 2024", "d.example")
    ] * 2


def test_nothing_to_draw_is_no_chart() -> None:
    empty = planted().model_copy(update={"money": [], "timeline": [], "actors": []})
    assert money_chart(empty) is None
    assert timeline_chart(empty) is None
    assert actors_chart(empty) is None


@pytest.mark.parametrize("low", [Decimal(n) for n in ("0", "-5", "1E-9", "1E60", "Infinity")])
def test_an_amount_without_a_place_on_the_axis_is_not_drawn(low: Decimal) -> None:
    value = planted().money[0].values[0].model_copy(update={"min": low, "max": low})
    slot = planted().money[0].model_copy(update={"values": [value]})
    assert money_chart(planted().model_copy(update={"money": [slot]})) is None


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "pt", "ar", "und"])
@pytest.mark.parametrize("made_by", [planted, samples])
def test_charts_speak_every_language_and_nothing_leaves_the_picture(
    made_by: Callable[[], Briefing], language: str
) -> None:
    there = in_language(made_by(), language)
    for chart in (money_chart(there), timeline_chart(there), actors_chart(there)):
        assert chart is not None
        for width in (NARROW, WIDE):
            made = picture(chart, width)
            for text in (mark for mark in made.marks if isinstance(mark, Text)):
                wide = text_width(text.text, text.size, bold=text.bold)
                assert wide <= width + 1, text
                assert 0 < text.y < made.height
            for sign in (mark for mark in made.marks if isinstance(mark, Sign)):
                assert 0 <= sign.x <= width


def test_the_words_of_french_are_french() -> None:
    chart = money_chart(in_language(planted(), "fr"))
    assert chart is not None
    told = alt_text(chart)
    assert "Dollars des États-Unis" in told
    assert "probable erreur d’échelle" in told


def test_lines_are_broken_at_spaces_and_end_in_dots_where_there_is_no_room() -> None:
    text = "one two three four five six seven eight nine ten"
    lines = wrapped(text, 10, 80, 3)
    assert len(lines) == 3
    assert text.startswith(" ".join(lines).removesuffix("…").rstrip())
    assert lines[-1].endswith("…")
    assert all(text_width(line, 10) <= 80 for line in lines)
    assert shortened("short", 10, 80) == "short"
    assert "".join(wrapped("半導体" * 9, 10, 80, 9)) == "半導体" * 9
