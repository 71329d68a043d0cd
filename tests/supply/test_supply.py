"""Everything is pinned, hashed and free to use."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

from tests.supply.licences import LOCK, ROOT, accepted, licence, locked

LOCKED = locked(LOCK.read_text(encoding="utf-8"))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_version_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line.strip() and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.+!]*", pin)] == []
    assert "torch==2.13.0" in pins


def test_the_lock_says_what_the_constraints_say() -> None:
    pins = locked((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    by_name = {_plain(name): version for name, version in pins.items()}
    assert {
        name: version for name, version in LOCKED.items() if by_name.get(_plain(name)) != version
    } == {}


def test_every_file_in_the_lock_has_a_hash() -> None:
    text = LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.partition("\n\n")[2] or text)
    without = [one.split("==")[0] for one in entries if "==" in one and "sha256:" not in one]
    assert without == []


def test_torch_is_left_out_of_the_lock() -> None:
    """Its builds for processors and for CUDA are different files under one version."""
    assert "torch" not in LOCKED


@pytest.mark.parametrize("name", sorted(LOCKED))
def test_licences_are_free(name: str) -> None:
    try:
        stated = licence(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not for this platform")
    assert accepted(name, stated), f"{name}: {stated or 'no licence stated'}"


def test_licences_are_listed() -> None:
    listed = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\S+) \| (\S+) \|", listed, re.MULTILINE))
    assert {name: rows.get(name) for name in LOCKED} == LOCKED


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("CC-BY-NC-4.0", False),
        ("", False),
    ],
)
def test_what_is_accepted(text: str, free: bool) -> None:
    assert accepted("anything", text) is free
