"""What is written: for whom it can be read, and that it stays where it was asked for."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import load_settings
from pipeline.errors import ChipwireError
from pipeline.files import whole_file
from pipeline.stages.page_cache import Kept, PageCache, Validators
from pipeline.store import open_store
from tests.pipeline.batch.newsroom import write_newsroom
from tests.pipeline.cli.conftest import Run
from tests.security.hostile import digest, page


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_to_all() -> object:
    """Let new files be read and written by everybody, as a careless service would."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_store_is_its_owners_alone(tmp_path: Path, open_to_all: object) -> None:
    path = tmp_path / "new" / "news.db"
    with open_store(path):
        assert mode(path.parent) == 0o700
        assert {mode(file) for file in path.parent.iterdir()} == {0o600}


def test_pages_that_are_kept_are_their_owners_alone(tmp_path: Path, open_to_all: object) -> None:
    folder = tmp_path / "cache"
    PageCache(folder, 1_000_000).put("https://x.example/?token=1", Kept(b"x", None, Validators()))
    assert mode(folder) == 0o700
    assert [mode(file) for file in folder.iterdir()] == [0o600]


def test_a_link_put_where_a_result_is_made_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / f".digest.md.{os.getpid()}.part").symlink_to(precious)
    with whole_file(tmp_path / "digest.md") as stream:
        stream.write(b"new")
    assert precious.read_text() == "mine"
    assert (tmp_path / "digest.md").read_bytes() == b"new"


def test_no_article_chooses_the_name_of_a_file(here: Run, tmp_path: Path) -> None:
    config = write_newsroom(
        tmp_path, 0, more='[[output]]\npath = "out/{run}/{id}.md"\nformat = "markdown"\n'
    )
    evil = '<link rel="canonical" href="file:///../../x"><base href="../..">'
    content = page("It would cost $7 billion.", title="../../../escaped").decode()
    (tmp_path / "pages" / "a%2f..%2f..%2fescaped.html").write_text(
        content.replace("<title>", evil + "<title>"), encoding="utf-8"
    )
    before = {path for path in tmp_path.parent.rglob("*") if tmp_path not in path.parents}
    assert here("run", str(config)).returncode == 0
    assert {path for path in tmp_path.parent.rglob("*") if tmp_path not in path.parents} == before
    (written,) = (tmp_path / "out").rglob("*.md")
    assert written.stem.isalnum()
    assert len(written.relative_to(tmp_path).parts) == 3


@pytest.mark.parametrize("name", ["../morning", "a/b", "..", "\x00", "morning\nBcc: x", ""])
def test_an_edition_cannot_be_called_what_leads_elsewhere(tmp_path: Path, name: str) -> None:
    config = tmp_path / "mail.toml"
    escaped = name.encode("unicode_escape").decode().replace("\\x00", "\\u0000")
    config.write_text(f'[[edition]]\nname = "{escaped}"\n', encoding="utf-8")
    with pytest.raises(ChipwireError):
        load_settings(config)


def test_the_name_of_an_attachment_is_no_place(tmp_path: Path) -> None:
    mail = (
        b"Subject: Altman seeks money\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n'
        b'--b\nContent-Type: text/html; charset="utf-8"; name="../../evil.html"\n'
        b'Content-Disposition: attachment; filename="../../evil.html"\n\n'
        + page("It would cost $7 billion.") + b"\n--b--\n"
    )  # fmt: skip
    path = tmp_path / "in" / "mail.eml"
    path.parent.mkdir()
    path.write_bytes(mail)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "digest", str(path), "--profile", "none"],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["mail.eml"]


def test_a_digest_names_no_file_that_a_page_names() -> None:
    found = digest(page('<img src="file:///etc/passwd"><iframe src="/etc/passwd"></iframe>Text.'))
    assert "passwd" not in found.article.text
