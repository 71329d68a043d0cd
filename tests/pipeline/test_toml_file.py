"""TOML in: one record or one line that says what is wrong. Text out: the same text, read again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from pipeline.errors import UsageError
from pipeline.toml_file import read_record, toml_string


class Record(BaseModel):
    number: int


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"number = 'x'", "'number'"),
        (b"number = ", "not valid TOML"),
        (b"number = '\xff'", "not valid TOML"),
        (b"number = " + b"1" * 5000, "not valid TOML"),
        (b"number = " + b"[" * 5000 + b"]" * 5000, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "record.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        read_record(path, Record, "record")
    assert str(raised.value).startswith(f"record {path}: ")
    assert told in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_record(tmp_path / "none.toml", Record, "record")


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    path.write_bytes(b"\xef\xbb\xbfnumber = 3\n")
    assert read_record(path, Record, "record").number == 3


@given(st.text())
def test_a_string_is_read_as_it_was(text: str) -> None:
    line = toml_string(text)
    assert "\n" not in line
    assert tomllib.loads(f"key = {line}")["key"] == text


def test_what_hides_is_written_out() -> None:
    assert toml_string("a\u202eb\u200b") == '"a\\U0000202Eb\\U0000200B"'
