"""Gold cases are read from files, and what is wrong with one is told on one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluation.case import read_cases


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_page_stands_inside_or_beside(tmp_path: Path) -> None:
    put(tmp_path, "fr/inside.toml", "about = 'a'\nhtml = '''<p>Des puces.</p>'''\n")
    put(tmp_path, "de/beside.toml", "about = 'b'\nmoney = ['7e12 USD']\n")
    put(tmp_path, "de/beside.txt", "Sieben Billionen Dollar.")
    beside, inside = read_cases(tmp_path)
    assert (beside.name, beside.language, beside.location) == ("de/beside", "de", "de/beside.txt")
    assert beside.page == b"Sieben Billionen Dollar."
    assert (inside.location, inside.page) == ("fr/inside.html", b"<p>Des puces.</p>")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("about = 'a'\n", "has no page: put case.html beside it"),
        ("about = 'a'\nhtml = 'x'\ntext = 'y'\n", "one page: html or text"),
        ("about = 'a'\nhtml = 'x'\nmony = []\n", "'mony'"),
        ("about = 'a'\nhtml = 'x'\nmoney = ['7 trillions']\n", "'money.0'"),
        ("html = 'x'\n", "'about'"),
        ("about = \n", "not valid TOML"),
        ("about = 'a'\nhtml = 'x'\nto = 'tlh'\n", "'to'"),
    ],
)
def test_a_wrong_case_is_named(tmp_path: Path, text: str, told: str) -> None:
    put(tmp_path, "fr/case.toml", text)
    with pytest.raises(UsageError) as raised:
        read_cases(tmp_path)
    assert "case.toml" in str(raised.value)
    assert told in str(raised.value)


def test_a_folder_without_cases(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no gold cases"):
        read_cases(tmp_path)
