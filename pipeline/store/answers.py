"""What models answered before: translations and summaries need not be made twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.store.schema import answers
from pipeline.store.sources import insert_new, sha256

_AT_ONCE = 500  # keys in one statement


def answer_key(text: str, revision: str, prompt: str, source: str, target: str) -> str:
    """Return the key of an answer: everything that decides it.

    ``revision`` names the model's weights, ``prompt`` the version of the prompt, ``source`` and
    ``target`` the languages.
    """
    return sha256(json.dumps([text, revision, prompt, source, target]))


def cached(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Return the answers that are known."""
    wanted, found = list(dict.fromkeys(keys)), {}
    for begin in range(0, len(wanted), _AT_ONCE):
        some = answers.c.key.in_(wanted[begin : begin + _AT_ONCE])
        for row in connection.execute(select(answers.c.key, answers.c.answer).where(some)):
            found[row.key] = json.loads(row.answer)
    return found


def remember(connection: Connection, pairs: Mapping[str, str], now: datetime) -> int:
    """Keep answers; a key that is known keeps its first answer. Return how many were new."""
    rows: list[dict[str, object]] = [
        {"key": key, "answer": json.dumps(pairs[key]), "created": now} for key in sorted(pairs)
    ]
    return insert_new(connection, answers, rows)
