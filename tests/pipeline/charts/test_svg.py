"""Charts in a page: well-formed, readable without seeing, and nothing in them acts."""

from __future__ import annotations

import pytest
from lxml import etree, html

from pipeline.charts import CHARTS, Chart, alt_text, chart_style, figure, inline_svg
from pipeline.charts.layout import NARROW
from tests.pipeline.charts.planted import HOSTILE, in_language, planted, samples

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "line", "rect", "circle", "path", "text"}


@pytest.fixture(params=[(made_by, name) for made_by in (planted, samples) for name in CHARTS])
def chart(request: pytest.FixtureRequest) -> Chart:
    """Return each chart of both briefings."""
    made_by, name = request.param
    made = CHARTS[name](made_by())
    assert made is not None
    return made


@pytest.mark.parametrize("width", [NARROW, 680])
def test_a_strict_policy_lets_it_in(chart: Chart, width: int) -> None:
    root = etree.fromstring(inline_svg(chart, "c1", width))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "href" not in name
            assert "url(" not in value


def test_a_screen_reader_finds_name_and_words(chart: Chart) -> None:
    root = etree.fromstring(inline_svg(chart, "c1"))
    assert root.get("role") == "img"
    named = {e.get("id"): e.text for e in root if e.get("id")}
    assert named[root.get("aria-labelledby")]
    assert named[root.get("aria-describedby")] == alt_text(chart)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert root.get("lang") == "en"


def test_a_figure_has_both_widths_a_table_and_ids_of_its_own(chart: Chart) -> None:
    page = html.fromstring(figure(chart, "money-1"))
    assert [svg.get("class") for svg in page.iter("svg")] == [
        "chart chart-wide",
        "chart chart-narrow",
    ]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) == 4
    assert all(name.startswith("money-1-") for name in ids)
    assert len(page.xpath("//table/tbody/tr")) > 0
    assert len(page.xpath("//tr[1]/th")) == len(page.xpath("//tbody/tr[1]/td"))
    assert not page.xpath("//@style | //script | //style")


def test_hostile_words_stay_text() -> None:
    chart = CHARTS["timeline"](planted())
    assert chart is not None
    made = figure(chart, "t")
    assert "<script" not in made
    assert HOSTILE[:20] in "".join(html.fromstring(made).itertext())


def test_signs_that_xml_cannot_hold_are_replaced() -> None:
    event = planted().timeline[0].model_copy(update={"text": "a\x00b\x0b\ufffe\ud800\u202ec"})
    chart = CHARTS["timeline"](planted().model_copy(update={"timeline": [event]}))
    assert chart is not None
    text = "".join(str(t) for t in etree.fromstring(inline_svg(chart, "t")).itertext())
    assert "\u202e" not in text
    assert "a�b" in text


def test_a_language_from_right_to_left_turns_the_picture_round() -> None:
    chart, turned = (
        CHARTS["money"](briefing) for briefing in (planted(), in_language(planted(), "ar"))
    )
    assert chart is not None
    assert turned is not None
    left, right = (etree.fromstring(inline_svg(one, "m")) for one in (chart, turned))
    assert (left.get("direction"), right.get("direction")) == ("ltr", "rtl")
    title = right.find(f"{SVG}text")
    assert title is not None
    assert title.get("x") == right.get("width")


def test_a_name_in_another_script_does_not_reorder_its_line() -> None:
    sources = [s.model_copy(update={"publisher": "صحيفة الشرق"}) for s in planted().sources]
    chart = CHARTS["money"](planted().model_copy(update={"sources": sources}))
    assert chart is not None
    lines = list(etree.fromstring(inline_svg(chart, "m")).iter(f"{SVG}text"))
    named = [line for line in lines if "صحيفة" in (line.text or "")]
    assert named
    assert all(line.get("unicode-bidi") == "plaintext" for line in named)
    assert all("\u2068صحيفة الشرق\u2069" in (line.text or "") for line in named)


def test_the_style_sheet_knows_every_tone_that_has_a_colour() -> None:
    style = chart_style()
    for name in ("chart-accent", "chart-alert", "chart-wide", "chart-narrow", "@media print"):
        assert name in style


def test_the_same_chart_is_the_same_text() -> None:
    chart = CHARTS["actors"](samples())
    assert chart is not None
    assert figure(chart, "a") == figure(chart, "a")
