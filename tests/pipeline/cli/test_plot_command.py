"""``chipwire plot``: over sources, over a store, and of a briefing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.briefing_records import Briefing
from pipeline.store import open_store
from tests.pipeline.briefing.makers import SAMPLES, page
from tests.pipeline.charts.planted import planted
from tests.pipeline.cli.test_brief_command import put

Run = Callable[..., subprocess.CompletedProcess[str]]
PAGES = [str(SAMPLES / "fr" / "tsmc-dement.html"), str(SAMPLES / "zh" / "altman-qiwanyi.html")]


@pytest.fixture
def monday(tmp_path: Path) -> str:
    """Return a briefing in a file."""
    file = tmp_path / "monday.json"
    file.write_text(planted().model_dump_json(), encoding="utf-8")
    return str(file)


def test_sources_are_drawn(here: Run, tmp_path: Path) -> None:
    file = tmp_path / "money.png"
    done = here("plot", "money", *PAGES, "--out", str(file), "--profile", "none")
    assert (done.returncode, done.stdout) == (0, "")
    assert file.read_bytes().startswith(b"\x89PNG")
    assert "sum sought: $7 trillion, 2 origins" in done.stderr


@pytest.mark.parametrize("name", ["money", "timeline", "actors"])
def test_a_briefing_is_drawn_as_it_is(here: Run, tmp_path: Path, monday: str, name: str) -> None:
    file = tmp_path / "chart.SVG"
    done = here("plot", name, "--briefing", monday, "-o", str(file), "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert etree.parse(file).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_failed_source_is_named_and_the_others_drawn(here: Run, tmp_path: Path) -> None:
    gone, file = str(tmp_path / "gone.html"), tmp_path / "money.svg"
    done = here("plot", "money", PAGES[0], gone, "-o", str(file), "-q", "--profile", "none")
    assert done.returncode == 3
    assert gone in done.stderr
    assert file.exists()


def test_a_store_is_drawn_in_its_window_and_stays_as_it_was(
    here: Run, url: str, tmp_path: Path
) -> None:
    stake = "SoftBank would take a stake of {} in the chip venture of Sam Altman."
    put(
        url,
        {
            "a.example/1": page("en", "2024-05-02", "Then", stake.format("$500 million")),
            "b.example/1": page("en", "2024-06-08", "Now", stake.format("$800 million")),
        },
    )
    file = str(tmp_path / "money.svg")
    done = here("plot", "money", "--store", url, "--since", "2024-06", "-o", file)
    assert done.returncode == 0
    assert "$800 million" in done.stderr
    assert "$500 million" not in done.stderr
    with open_store(url) as store:
        assert store.last_briefing("chip-initiative", "en", []) is None


def test_nothing_to_draw_is_said_and_no_file_made(here: Run, tmp_path: Path) -> None:
    bare: Briefing = planted().model_copy(update={"money": []})
    given, file = tmp_path / "b.json", tmp_path / "money.png"
    given.write_text(bare.model_dump_json(), encoding="utf-8")
    done = here("plot", "money", "--briefing", str(given), "-o", str(file))
    assert done.returncode == 1
    assert "there is nothing to draw: no amount has a currency and a value" in done.stderr
    assert not file.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "chart.pdf"), "ends in .png or .svg"),
        (("-o", "nowhere/at/all.png"), "no such folder"),
        (("-o", "a.png", "--briefing", "gone.json"), "cannot be read"),
        (("-o", "a.png", "--briefing", "gone.json", "--since", "7d"), "drawn as it is"),
    ],
)
def test_what_cannot_be_is_told_before_any_work(
    here: Run, arguments: tuple[str, ...], says: str
) -> None:
    done = here("plot", "money", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
