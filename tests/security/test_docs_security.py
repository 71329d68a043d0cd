"""The page on security names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([\w/]{1,80}\.py)(?:::(\w{1,120}))?`", PAGE)


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) > 60
    missing = []
    for path, name in NAMED:
        file = TESTS / path.removeprefix("tests/")
        tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
        there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if not there or (name and name not in there):
            missing.append(f"{path}::{name}")
    assert missing == []


def test_every_test_of_security_is_named() -> None:
    named = {name for _, name in NAMED}
    tests = [
        node.name
        for file in sorted((TESTS / "security").glob("test_*.py"))
        if file.name != Path(__file__).name
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in tests if name not in named] == []


def test_every_line_of_a_table_names_a_test() -> None:
    tables = PAGE[PAGE.index("## What holds") : PAGE.index("## What does not hold")]
    rows = [row for row in tables.splitlines() if row.startswith("| ") and "---" not in row]
    assert [row for row in rows if ".py" not in row and not row.startswith("| threat")] == []
