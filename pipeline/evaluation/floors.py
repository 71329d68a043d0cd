"""Floors: the scores below which no change may fall, per language and kind, in per cent."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from pipeline.evaluation.score import ALL, KINDS, Scores
from pipeline.toml_file import read_record, toml_string

_HEAD = """\
# Scores of the gold cases, per language and kind, in per cent: `make test` fails when one falls
# below its floor. Raise them with:  chipwire eval --profile none --floors FILE --raise
# Lowering one needs --allow-lower as well.
"""
Floors = dict[str, dict[str, float]]  # language -> kind -> per cent


class _File(RootModel[dict[str, dict[str, Annotated[float, Field(ge=0, le=100)]]]]):
    """``[fr]``, ``money = 97.5``."""


def read_floors(path: Path) -> Floors:
    """Read a file of floors; raises ``UsageError`` where it is missing or wrong."""
    return read_record(path, _File, "floors").root


def floors_toml(floors: Floors) -> str:
    """Write floors as a file that ``read_floors`` reads."""
    lines = [_HEAD.rstrip()]
    for language, row in floors.items():
        lines += ["", f"[{_key(language)}]"]
        lines += [f"{_key(kind)} = {floor:.1f}" for kind, floor in row.items()]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.isascii() and name.isalpha() else toml_string(name)


def floors_of(scores: Scores) -> Floors:
    """Return the scores as floors, rounded down to a tenth; those of all languages are none."""
    return {
        language: {
            kind: math.floor(10 * score + 1e-6) / 10
            for kind, counts in row.items()
            if (score := counts.score) is not None
        }
        for language, row in scores.items()
        if language != ALL
    }


def fallen(scores: Scores, floors: Floors) -> list[str]:
    """Say which scores are below their floors, or are measured no more; in words."""
    now = floors_of(scores)
    lines = []
    for language, row in floors.items():
        for kind, floor in row.items():
            score = now.get(language, {}).get(kind)
            if score is None:
                lines.append(f"{language}: {kind}: no case measures it, the floor is {floor:.1f}")
            elif score < floor:
                lines.append(f"{language}: {kind}: {score:.1f}, the floor is {floor:.1f}")
    return lines


def moved(scores: Scores, floors: Floors, *, allow_lower: bool = False) -> Floors:
    """Return the floors raised to the scores, and new ones.

    With ``allow_lower`` they are the scores, whatever they were.
    """
    now = floors_of(scores)
    if allow_lower:
        return now
    merged: Floors = {}
    for language in sorted({*now, *floors}):
        new, old = now.get(language, {}), floors.get(language, {})
        kinds = [
            *(kind for kind in KINDS if kind in new or kind in old),
            *sorted(old.keys() - KINDS),
        ]
        merged[language] = {k: max(new.get(k, 0.0), old.get(k, 0.0)) for k in kinds}
    return merged
