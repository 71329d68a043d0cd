"""A newsroom's first config."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import load_settings
from tests.pipeline.cli.conftest import Run

SAMPLES = Path(__file__).parents[3] / "samples"


def test_a_config_with_nothing_said_is_valid_and_explains_itself(here: Run, tmp_path: Path) -> None:
    done = here("init", str(tmp_path / "desk"))
    assert done.returncode == 0
    path = tmp_path / "desk" / "newsroom.toml"
    assert done.stdout.splitlines() == [f"chipwire run {path} --dry-run", f"chipwire run {path}"]
    settings = load_settings(path)
    assert (settings.source, settings.edition, settings.mail.live) == ((), (), False)
    assert "unknown keys are errors" in path.read_text(encoding="utf-8")


def test_what_is_said_stands_in_it(here: Run, tmp_path: Path) -> None:
    feed, site = "https://news.example/feed.xml", "https://news.example/"
    told = ["--source", feed, "--source", site, "--to", "fr", "--profile", "none"]
    mail = ["--mail-to", "reader@news.example", "--zone", "Europe/Paris"]
    assert here("init", str(tmp_path), *told, *mail).returncode == 0
    settings = load_settings(tmp_path / "newsroom.toml")
    assert [(one.location, one.kind) for one in settings.source] == [(feed, "feed"), (site, "site")]
    assert (settings.digest.to, settings.digest.profile) == ("fr", "none")
    (edition,) = settings.edition
    assert (edition.zone, edition.languages) == ("Europe/Paris", ("fr",))
    assert [one.address for one in settings.subscriber] == ["reader@news.example"]


def test_the_first_run_of_it_digests(here: Run, tmp_path: Path) -> None:
    page = str(SAMPLES / "fr" / "altman-sept-billions.html")
    assert here("init", str(tmp_path), "--source", page, "--profile", "none").returncode == 0
    done = here("run", str(tmp_path / "newsroom.toml"), "--quiet")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "digests.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_nothing_is_overwritten(here: Run, tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text("mine", encoding="utf-8")
    done = here("init", str(tmp_path))
    assert done.returncode == 2
    assert "not overwritten" in done.stderr
    assert (tmp_path / "newsroom.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--story", "no-such-story"],
        ["--mail-to", 'a"b\n[mail]\nlive = true'],
        ["--zone", "Mars/Olympus", "--mail-to", "reader@news.example"],
    ],
)
def test_what_is_wrong_is_told_and_leaves_nothing(
    here: Run, tmp_path: Path, wrong: list[str]
) -> None:
    done = here("init", str(tmp_path), *wrong)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "newsroom.toml").exists()


def test_a_location_can_not_write_settings(here: Run, tmp_path: Path) -> None:
    hostile = 'https://news.example/"\n[mail]\nlive = true\n#\x7f'
    assert here("init", str(tmp_path), "--source", hostile).returncode == 0
    settings = load_settings(tmp_path / "newsroom.toml")
    assert settings.source[0].location == hostile
    assert settings.mail.live is False
