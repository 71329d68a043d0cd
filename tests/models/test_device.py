from __future__ import annotations

import os
import warnings

import pytest

from models import device
from models.errors import DeviceError
from models.options import Options
from models.quiet import quiet


def test_cpu_is_always_there() -> None:
    place = device.resolve("cpu")
    assert place.kind == "cpu"
    wanted = {"avx512_bf16", "amx_bf16", "bf16"} & device.cpu_flags()
    assert place.dtype == ("bfloat16" if wanted else "float32")


def test_auto_finds_something() -> None:
    assert device.resolve().kind in {"cpu", "cuda", "mps"}


@pytest.mark.parametrize("kind", ["cuda", "mps"])
def test_a_missing_device_is_one_line(kind: str) -> None:
    import torch

    if torch.cuda.is_available() or torch.backends.mps.is_available():
        pytest.skip("this machine has one")
    with pytest.raises(DeviceError, match=f"no {kind} device") as caught:
        device.resolve(kind)
    assert "\n" not in str(caught.value)


def test_an_unknown_device_is_one_line() -> None:
    with pytest.raises(DeviceError, match="tpu"):
        device.resolve("tpu")


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIPWIRE_THREADS", "3")
    assert device.threads() == 3
    monkeypatch.setenv("CHIPWIRE_THREADS", "many")
    with pytest.raises(DeviceError, match="many"):
        device.threads()
    monkeypatch.delenv("CHIPWIRE_THREADS")
    assert device.threads(5) == 5
    assert 1 <= device.threads() <= len(os.sched_getaffinity(0))


def test_what_the_config_asks_for() -> None:
    assert device.place_for(Options("cpu", dtype="bfloat16")).dtype == "bfloat16"
    eight = device.place_for(Options("cpu", dtype="bfloat16", quantize="int8", threads=2))
    assert (eight.dtype, eight.precision, eight.threads) == ("float32", "int8", 2)


def test_four_bits_need_a_cuda_device() -> None:
    with pytest.raises(DeviceError, match="needs a CUDA device") as caught:
        device.place_for(Options("cpu", quantize="4bit"))
    assert "\n" not in str(caught.value)


def test_quiet_puts_back_what_it_found(capfd: pytest.CaptureFixture[str]) -> None:
    from transformers.utils import logging

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    with quiet(), warnings.catch_warnings():
        logging.get_logger("transformers.x").warning("not to be seen")
    assert before == (logging.get_verbosity(), logging.is_progress_bar_enabled())
    assert "not to be seen" not in capfd.readouterr().err
