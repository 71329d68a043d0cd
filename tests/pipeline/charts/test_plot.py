"""Charts as files: real pictures, the same bytes in every process, quiet."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from pipeline.charts import CHARTS, Chart, alt_text
from pipeline.charts import plot as plots
from pipeline.errors import UsageError
from tests.pipeline.charts.planted import HOSTILE, planted, samples

DRAW = """
import hashlib, sys
from pathlib import Path
from pipeline.briefing_records import Briefing
from pipeline.charts import CHARTS
from pipeline.charts.plot import png, svg
briefing = Briefing.model_validate_json(Path(sys.argv[1]).read_bytes())
for make in CHARTS.values():
    chart = make(briefing)
    print(hashlib.sha256(png(chart)).hexdigest(), hashlib.sha256(svg(chart)).hexdigest())
"""


def chart_of(name: str) -> Chart:
    """Return a chart of the samples."""
    chart = CHARTS[name](samples())
    assert chart is not None
    return chart


def test_two_processes_write_the_same_bytes_and_say_nothing(tmp_path: Path) -> None:
    file = tmp_path / "briefing.json"
    file.write_text(planted().model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-c", DRAW, str(file)]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)
    )
    assert first.stderr == second.stderr == ""
    assert first.stdout == second.stdout
    assert len(first.stdout.splitlines()) == 3


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_png_is_a_picture_small_enough_for_a_mail(name: str) -> None:
    drawn = plots.png(chart_of(name), width=600)
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.format == "PNG"
        assert image.width == 2 * 640  # twice the dots, with white around
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert (255, 255, 255) in colours
    assert (17, 17, 17) in colours
    assert len(drawn) < 400_000


def test_an_alert_keeps_its_colour() -> None:
    chart = CHARTS["money"](planted())
    assert chart is not None
    with Image.open(io.BytesIO(plots.png(chart))) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert (163, 18, 42) in colours


def test_an_svg_file_tells_what_it_shows() -> None:
    chart = chart_of("money")
    root = etree.fromstring(plots.svg(chart))
    text = " ".join(str(part) for part in root.itertext())
    assert alt_text(chart) in text
    assert not list(root.iter("{*}script"))


def test_hostile_words_are_drawn_not_run() -> None:
    chart = CHARTS["timeline"](planted())
    assert chart is not None
    assert any(HOSTILE[:20] in point.text for point in chart.points)
    assert b"<script" not in plots.svg(chart)


def test_dollars_and_backslashes_are_no_formula() -> None:
    event = planted().timeline[0].model_copy(update={"text": r"$\frac{1}{0}$ and $7 or \$9_{x}"})
    chart = CHARTS["timeline"](planted().model_copy(update={"timeline": [event]}))
    assert chart is not None
    assert plots.png(chart).startswith(b"\x89PNG")


def test_letters_that_no_font_has_are_written_in_latin(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = frozenset(range(32, 0x250))
    monkeypatch.setattr(plots, "_signs", lambda: latin)
    chart = plots._spelled(chart_of("money"))
    names = {name for one in chart.sums for amount in one.amounts for name in amount.by}
    assert "Xin Pian Guan Cha Bao" in names
    assert "Le Journal des Puces" in names


def test_without_matplotlib_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'chipwire\[plots\]'"):
        plots.png(chart_of("money"))
