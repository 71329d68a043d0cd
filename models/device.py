"""Where models run: device, number type, threads, quantisation.

In: what the newsroom chose (``models.options``). Out: a ``Place``. What this machine does not have
is a ``DeviceError``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from models.errors import DeviceError
from models.options import DEFAULT, Options

KINDS = ("auto", "cpu", "cuda", "mps")
THREADS = "CHIPWIRE_THREADS"


@dataclass(frozen=True)
class Place:
    """A device ("cpu", "cuda", "mps") and the number type used there ("bfloat16", "float32").

    ``quantize`` is "int8" or "4bit" where weights are held so; ``threads`` 0 for one a core.
    """

    kind: str
    dtype: str
    quantize: str = "none"
    threads: int = 0

    @property
    def torch_dtype(self) -> Any:
        """The same type as torch names it."""
        import torch

        return getattr(torch, self.dtype)

    @property
    def precision(self) -> str:
        """The number type for the provenance of a digest: "bfloat16", "int8", "4bit"."""
        return self.dtype if self.quantize == "none" else self.quantize


def place_for(options: Options = DEFAULT) -> Place:
    """The place that the options ask for. Raises ``DeviceError`` for what is not there."""
    place = resolve(options.device)
    dtype = place.dtype if options.dtype == "auto" else options.dtype
    if options.quantize == "int8":
        if place.kind != "cpu":
            raise DeviceError(
                f'quantize = "int8" under [device] is for processors, not for {place.kind}: '
                'use "4bit" on cuda, or --device cpu'
            )
        dtype = "float32"  # what the 8-bit layers take and give
    if options.quantize == "4bit":
        if place.kind != "cuda":
            raise DeviceError(
                'quantize = "4bit" under [device] needs a CUDA device: use "int8" or "none" here'
            )
        if find_spec("bitsandbytes") is None:
            raise DeviceError(
                'quantize = "4bit" under [device] needs a package: run pip install bitsandbytes'
            )
    return Place(place.kind, dtype, options.quantize, options.threads)


def resolve(device: str = "auto") -> Place:
    """Pick the device and its number type; "auto" prefers cuda, then mps, then cpu."""
    import torch

    if device not in KINDS:
        raise DeviceError(f"unknown device {device!r}: choose one of {', '.join(KINDS)}")
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if device == "auto":
        device = next((kind for kind, present in there.items() if present), "cpu")
    elif not there.get(device, True):
        raise DeviceError(f"no {device} device on this machine: use --device auto or cpu")
    return Place(device, "bfloat16" if _has_bf16(device) else "float32")


def _has_bf16(kind: str) -> bool:
    import torch

    if kind == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return kind == "cpu" and bool(cpu_flags() & {"avx512_bf16", "amx_bf16", "bf16"})


def cpu_flags() -> set[str]:
    """The instruction sets of this processor as Linux lists them; empty where it does not."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in {"flags", "Features"}:
            return set(value.split())
    return set()


def threads(chosen: int = 0) -> int:
    """How many threads to compute with: ``CHIPWIRE_THREADS``, else ``chosen``, else the cores.

    Counts physical cores of the process's affinity, no more than its control group's quota.
    Raises ``DeviceError`` for a value that is not a whole number from 1.
    """
    asked = os.environ.get(THREADS, "").strip()
    if asked:
        if not asked.isdecimal() or int(asked) < 1:
            raise DeviceError(f"{THREADS}={asked!r} is not a whole number from 1")
        return int(asked)
    if chosen:
        return chosen
    cpus = (
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    cores = {_siblings(cpu) for cpu in cpus}
    return max(1, min(len(cores), _quota()))


def _siblings(cpu: int) -> str:
    path = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return str(cpu)


def _quota() -> int:
    """Cores the control group allows, rounded up; a large number where it sets no limit."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):
        return 1 << 16


def use_threads(chosen: int = 0) -> int:
    """Tell torch how many threads to use (a setting of the whole process); return the number."""
    import torch

    count = threads(chosen)
    if torch.get_num_threads() != count:
        torch.set_num_threads(count)
    return count
