"""What a newsroom may choose about models: device, precision, engine, licences. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quantize = Literal["none", "int8", "4bit"]
Runtime = Literal["torch", "ct2"]
Fallback = Literal["none", "embedded"]


@dataclass(frozen=True)
class Options:
    """How models are chosen and run.

    ``device``: auto, cpu, cuda or mps; ``threads``: 0 for one a physical core; ``dtype``: auto,
    float32 or bfloat16; ``quantize``: int8 (processors) or 4bit (CUDA); ``runtime``: what runs
    encoder-decoder translation, torch or CTranslate2; ``fallback``: what to use where the weights
    of a profile are not here; ``noncommercial``: whether weights may be used whose licence forbids
    commercial use; ``cards``: use these cards of the profile alone, in this order (all, if empty).
    """

    device: str = "auto"
    threads: int = 0
    dtype: str = "auto"
    quantize: Quantize = "none"
    runtime: Runtime = "torch"
    fallback: Fallback = "none"
    noncommercial: bool = False
    cards: tuple[str, ...] = ()


DEFAULT = Options()
