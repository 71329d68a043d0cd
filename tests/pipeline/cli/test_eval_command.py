"""``chipwire eval``: scores, floors, and a correction that becomes a gold case."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Source
from pipeline.stages.fetch import SourceFetcher
from pipeline.store import open_store
from pipeline.story import load_story
from tests.pipeline.store.makers import page_of

Run = Callable[..., subprocess.CompletedProcess[str]]
CASE = """
about = "an amount on the long scale"
money = ["7e12 USD"]
must = ["7 billions"]
text = '''
Des puces pour Altman

Sam Altman demande 7 billions de dollars pour les puces d'OpenAI, selon Reuters.
'''
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    (folder / "fr").mkdir(parents=True)
    (folder / "fr" / "right.toml").write_text(CASE, encoding="utf-8")
    return folder


def add_wrong(gold: Path) -> None:
    (gold / "fr" / "wrong.toml").write_text(CASE.replace("7e12", "7e9"), encoding="utf-8")


def test_scores_as_a_table(here: Run, gold: Path) -> None:
    done = here("eval", str(gold), "--quiet")
    assert done.returncode == 0
    head, rule, french, everything = done.stdout.splitlines()
    assert head.split() == ["cases", "money", "must"]
    assert len(rule) == len(head) <= 80
    assert french.split() == ["fr", "1", "100.0", "100.0"]
    assert everything.split() == ["all", "1", "100.0", "100.0"]


def test_scores_as_json_and_differences(here: Run, gold: Path) -> None:
    add_wrong(gold)
    done = here("eval", str(gold), "--format", "json", "--quiet")
    assert done.returncode == 3
    data = json.loads(done.stdout)
    assert data["scores"]["fr"]["money"] == {"expected": 2, "given": 2, "right": 1, "score": 50}
    assert data["cases"][1]["name"] == "fr/wrong"
    told = here("eval", str(gold), "--differences", "--quiet").stdout
    assert "fr/wrong\n  money: 7000000000 USD is missing\n" in told


def test_every_case_differs(here: Run, gold: Path) -> None:
    add_wrong(gold)
    (gold / "fr" / "right.toml").unlink()
    assert here("eval", str(gold), "--quiet").returncode == 1


def test_floors_rise_and_hold(here: Run, gold: Path, tmp_path: Path) -> None:
    floors = str(tmp_path / "floors.toml")
    assert here("eval", str(gold), "--floors", floors).returncode == 2
    assert here("eval", str(gold), "--floors", floors, "--raise").returncode == 0
    add_wrong(gold)
    fallen = here("eval", str(gold), "--floors", floors, "--raise", "--quiet")
    assert fallen.returncode == 3
    assert "fallen: fr: money: 50.0, the floor is 100.0" in fallen.stderr
    lowered = here("eval", str(gold), "--floors", floors, "--raise", "--allow-lower")
    assert lowered.returncode == 0
    assert tomllib.loads(Path(floors).read_text(encoding="utf-8")) == {
        "fr": {"money": 50.0, "must": 100.0}
    }


def test_wrong_use_is_told(here: Run, gold: Path, tmp_path: Path) -> None:
    assert here("eval", str(tmp_path / "none")).returncode == 2
    assert "--raise" in here("eval", str(gold), "--allow-lower").stderr
    assert "--floors" in here("eval", str(gold), "--raise").stderr


PAGE = """<html lang="fr"><head><meta property="og:type" content="article">
<meta property="article:published_time" content="2024-02-09"></head><body><article>
<h1>Des puces pour Altman</h1>
<p>Sam Altman demande 7 billions de dollars pour les puces d'OpenAI, selon Reuters.</p>
<p>TSMC dément avoir promis une usine de puces au patron d'OpenAI.</p>
<p>« Le monde manque de puces », a déclaré Sam Altman vendredi à Paris.</p></article></body></html>
"""


@pytest.fixture
def stored(tmp_path: Path) -> tuple[str, Digest, Path]:
    """A store with one digest of a page on disk: its file, the digest, the page."""
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    digester = Digester(
        load_settings(profile="none"), load_story("chip-initiative"), SourceFetcher()
    )
    (digest,) = digester.digest([Source(location=str(page), kind="file")])
    assert isinstance(digest, Digest)
    file = str(tmp_path / "news.db")
    with open_store(file) as store:
        store.put_digest(store.put_article(page_of(), digest.article).id, digest)
    return file, digest, page


def test_a_correction_becomes_a_case(
    here: Run, stored: tuple[str, Digest, Path], tmp_path: Path
) -> None:
    file, digest, page = stored
    out = tmp_path / "gold"
    options = ["--store", file, "--out", str(out)]
    correction = ["--money", "7 billions de dollars = 5e12 USD", "--not", "TSMC dément"]
    done = here("eval", "add", digest.id[:6], *options, *correction)
    assert done.returncode == 0, done.stderr
    case = out / "fr" / f"{digest.id}.toml"
    assert done.stdout.strip() == str(case)
    assert case.with_suffix(".html").read_bytes() == page.read_bytes()
    gold = tomllib.loads(case.read_text(encoding="utf-8"))
    assert gold["money"] == ["5e12 USD"]
    assert gold["never"] == ["TSMC dément"]
    assert gold["state"] == "full"
    assert gold["dates"] == ["2024-02-09"]
    assert gold["quotes"] == [{"starts": "Le monde manque de puces", "speaker": "Sam Altman"}]
    assert not any("TSMC dément" in text for text in gold["must"])
    assert "# check" in case.read_text(encoding="utf-8")
    scored = here("eval", str(out), "--differences", "--quiet")
    assert scored.returncode == 1
    assert sorted(line.split(":")[0].strip() for line in scored.stdout.splitlines()[6:]) == [
        "money",
        "money",
        "never",
    ]


def test_a_case_is_never_overwritten(
    here: Run, stored: tuple[str, Digest, Path], tmp_path: Path
) -> None:
    file, digest, _ = stored
    command = ["eval", "add", digest.id, "--store", file, "--out", str(tmp_path / "gold")]
    assert here(*command).returncode == 0
    case = tmp_path / "gold" / "fr" / f"{digest.id}.toml"
    case.write_text("mine", encoding="utf-8")
    again = here(*command, "--about", "other")
    assert again.returncode == 2
    assert "not overwritten" in again.stderr
    assert case.read_text(encoding="utf-8") == "mine"


def test_a_page_that_is_gone_is_made_again(
    here: Run, stored: tuple[str, Digest, Path], tmp_path: Path
) -> None:
    file, digest, page = stored
    page.write_text("something else", encoding="utf-8")
    out = tmp_path / "gold"
    done = here("eval", "add", digest.id, "--store", file, "--out", str(out))
    assert "made again" in done.stderr
    assert "state" not in tomllib.loads((out / "fr" / f"{digest.id}.toml").read_text("utf-8"))
    assert here("eval", str(out), "--quiet").returncode == 0


@pytest.mark.parametrize("value", ["7 billions", "7 billions = seven", "= 7e12 USD"])
def test_a_wrong_amount_is_told(
    here: Run, stored: tuple[str, Digest, Path], tmp_path: Path, value: str
) -> None:
    file, digest, _ = stored
    out = tmp_path / "gold"
    done = here("eval", "add", digest.id, "--store", file, "--out", str(out), "--money", value)
    assert done.returncode == 2
    assert "--money" in done.stderr
    assert not out.exists()
