"""The stages of the recipe: learning to translate, and going on with more text, gently."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from models.adapters.data import Direction, Draw

_NEAR, _FAR = ("fr", "de", "es", "it", "pt"), ("nl", "pl", "sv", "ja", "zh", "ko", "ar")


def _mix(near: tuple[float, ...], far: float, back: float) -> dict[Direction, float]:
    """The share of each direction: the near languages and the others into English, and back."""
    mix = {(code, "en"): share for code, share in zip(_NEAR, near, strict=True)}
    mix |= {(code, "en"): far / len(_FAR) for code in _FAR}
    return mix | {("en", code): back / len(_NEAR) for code in _NEAR}


class Stage(NamedTuple):
    """How one stage trains.

    In: what it draws; the peak learning rate; steps of warm-up; ``alpha`` and
    ``dropout`` of the LoRA layers; whether the weights kept are an average over the steps.
    """

    draw: Draw
    rate: float
    warmup: int
    alpha: int
    dropout: float
    averaged: bool


# A quarter of the prompts have one or two examples in front, the others none.
FIRST = Stage(
    draw=Draw(
        _mix((0.40, *(0.0625,) * 4), 0.12, 0.23),
        news_weight=0, pairs=(1,) * 6 + (2, 3), batch=16,
    ),
    rate=4e-4, warmup=30, alpha=64, dropout=0.0, averaged=False,
)  # fmt: skip

# Prompts as long as the translator's; the adapter at the strength that it is shipped with.
SECOND = Stage(
    draw=Draw(
        _mix((0.32, *(0.09,) * 4), 0.10, 0.22),
        news_weight=3, pairs=(1, 1, 2, 3, 4, 5), batch=12,
    ),
    rate=2e-4, warmup=20, alpha=32, dropout=0.1, averaged=True,
)  # fmt: skip

# More news in French, German and Portuguese. Not shipped: see docs/models.md.
THIRD = SECOND._replace(
    draw=replace(SECOND.draw, mix=_mix((0.36, 0.14, 0.06, 0.06, 0.12), 0.08, 0.18)),
    alpha=22,
)

STAGES = (FIRST, SECOND, THIRD)
