"""TOML files that hold one record each: story profiles and gold cases."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import UsageError

R = TypeVar("R", bound=BaseModel)


def read_record(path: Path, model: type[R], what: str) -> R:
    """Read a file as a record; ``what`` says in messages what the file is: "story".

    Raises ``UsageError`` naming the file, and the key that is wrong.
    """
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as exc:
        raise UsageError(f"{what} {path}: cannot be read: {exc.strerror}") from exc
    except ValidationError as exc:
        error = exc.errors()[0]
        key = ".".join(str(part) for part in error["loc"])
        raise UsageError(f"{what} {path}: '{key}': {error['msg']}") from exc
    except (ValueError, RecursionError) as exc:  # bad TOML, bad UTF-8, 5,000 digits, 5,000 brackets
        raise UsageError(f"{what} {path}: not valid TOML: {exc}") from exc


def toml_string(text: str) -> str:
    """Write a text as a TOML string on one line."""
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(marks.get(c) or (c if _is_plain(c) else _escape(c)) for c in text) + '"'


def _is_plain(character: str) -> bool:
    return character == "\u00a0" or character.isprintable()


def _escape(character: str) -> str:
    code = ord(character)
    return "\\uFFFD" if 0xD800 <= code < 0xE000 else f"\\U{code:08X}"
