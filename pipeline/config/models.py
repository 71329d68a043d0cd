"""Which models run, and where: ``[models]`` and ``[device]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.config.table import Table

Device = Literal["auto", "cpu", "cuda", "mps"]


class DeviceSettings(Table):
    """``[device]``: where models compute, and how exactly."""

    kind: Device = "auto"  # auto: cuda, else mps, else cpu
    threads: Annotated[int, Field(ge=0, le=1024)] = 0  # 0: one a physical core
    dtype: Literal["auto", "float32", "bfloat16"] = "auto"  # auto: what the hardware does well
    quantize: Literal["none", "int8", "4bit"] = "none"  # int8: processors; 4bit: CUDA
    runtime: Literal["torch", "ct2"] = "torch"  # ct2: opus-mt and NLLB through CTranslate2


class ModelSettings(Table):
    """``[models]``: which of a profile's models are used."""

    cards: tuple[str, ...] = ()  # these alone, the first that fits; empty: all of the profile
    fallback: Literal["none", "embedded"] = "none"  # where weights are not here
    noncommercial: bool = False  # accept licences that forbid commercial use
