"""The date words of a language as its TOML table has them, in the letters the text is read in."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.facts.lexicon import fold, load_table

_DIGITS = {ord(zero) + value: str(value) for zero in "０٠۰" for value in range(10)}
_PLAIN = _DIGITS | {ord("／"): "/"}


@cache
def date_table(base: str) -> dict[str, Any]:
    """Return ``data/dates/<base>.toml``, an empty table where there is none.

    ``letters`` of the table are replaced in its words as in the text: "sábado" is also "sabado".
    """
    table: dict[str, Any] = load_table(f"dates/{base}")
    respelt: dict[str, Any] = _respell(table, letters_of(base))
    return respelt


@cache
def letters_of(base: str) -> dict[int, str]:
    """Return the letters that are read as others in a language."""
    letters: dict[str, str] = load_table(f"dates/{base}").get("letters", {})
    return {ord(letter): other for letter, other in letters.items()}


def plain(text: str) -> str:
    """Fold ``text``, its digits as 0 to 9 and its slashes as "/"; the length never changes."""
    return fold(text.translate(_PLAIN))


def _respell(value: Any, letters: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(letters)
    if isinstance(value, list):
        return [_respell(item, letters) for item in value]
    if isinstance(value, dict):
        return {key.translate(letters): _respell(item, letters) for key, item in value.items()}
    return value
