"""``chipwire prune``: says what would go, and deletes only when told to."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.store import Store, open_store
from tests.pipeline.store.makers import article_of, page_of

Run = Callable[..., subprocess.CompletedProcess[str]]
GONE = ["1 versions", "1 digests", "5 facts", "2 passages"]


def test_nothing_goes_without_yes(chipwire: Run, newsroom: str) -> None:
    before = chipwire("export", "--store", newsroom).stdout
    for options in ([], ["--dry-run"]):
        done = chipwire("prune", "--before", "2024-03-01", *options, "--store", newsroom)
        assert done.returncode == 0
        assert done.stdout.splitlines() == [f"{what} would be deleted" for what in GONE]
        assert "--yes" in done.stderr
    assert chipwire("export", "--store", newsroom).stdout == before


def test_yes_deletes_what_was_told(here: Run, newsroom: str) -> None:
    done = here("prune", "--before", "2024-03-01", "--yes", "--store", newsroom)
    assert (done.returncode, done.stderr) == (0, "")
    deleted = [line for line in done.stdout.splitlines() if "given back" not in line]
    assert deleted == [f"{what} deleted" for what in GONE]
    assert len(here("export", "--store", newsroom).stdout.splitlines()) == 3
    again = here("prune", "--before", "2024-03-01", "--yes", "--store", newsroom)
    assert again.stdout.splitlines()[0] == "nothing deleted"


def test_what_is_young_or_newest_stays(here: Run, newsroom: str) -> None:
    for options in (["--before", "2024-02-09"], ["--before", "1d", "--keep-versions", "2"]):
        done = here("prune", *options, "--store", newsroom)
        assert done.stdout == "nothing would be deleted\n"


def test_versions_alone_leave_the_answers_of_models(here: Run, newsroom: str) -> None:
    with open_store(newsroom) as store:
        store.remember({"k": "v"})
    done = here("prune", "--keep-versions", "1", "--yes", "--store", newsroom)
    assert done.stdout.splitlines()[:4] == [f"{what} deleted" for what in GONE]
    with open_store(newsroom) as store:
        assert store.cached(["k"]) == {"k": "v"}


def test_the_space_is_given_back(here: Run, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(path) as store:
        for number in range(20):
            text = " ".join(f"mot{number}-{word}" for word in range(5_000))
            store.put_article(page_of(), article_of(text))
    before = path.stat().st_size
    done = here("prune", "--keep-versions", "1", "--yes", "--store", str(path))
    freed = float(done.stdout.splitlines()[-1].split()[0])
    assert done.stdout.endswith("MB given back to the disk\n")
    assert before - path.stat().st_size > before / 2
    assert freed > before / 2e6
    with open_store(path) as store:
        assert len(store.search("mot19-4999")) == 1
        assert store.search("mot3-4999") == []


def test_space_that_cannot_be_given_back_now_is_told(
    here: Run, newsroom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_store: Store) -> int:
        raise StoreError("store: somebody else has been writing for too long; try again")

    monkeypatch.setattr(Store, "compact", busy)
    done = here("prune", "--keep-versions", "1", "--yes", "--store", newsroom)
    assert done.returncode == 3
    assert "is not given back" in done.stderr
    assert "1 versions deleted" in done.stdout


@pytest.mark.parametrize("options", [[], ["--yes"], ["--before", "soon"], ["--keep-versions", "0"]])
def test_unclear_wishes_delete_nothing(here: Run, newsroom: str, options: list[str]) -> None:
    done = here("prune", *options, "--store", newsroom)
    assert (done.returncode, done.stdout) == (2, "")
