"""What the config says of models reaches the model layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import Options
from pipeline.config import load_settings
from pipeline.errors import ModelError, UsageError
from pipeline.stages.load import load_models, options


def test_the_defaults_are_the_same() -> None:
    assert options(load_settings()) == Options()


def test_every_setting_arrives(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text(
        """
        [device]
        kind = "mps"
        threads = 3
        dtype = "float32"
        quantize = "int8"
        runtime = "ct2"
        [models]
        cards = ["qwen3-8b"]
        fallback = "embedded"
        noncommercial = true
        """,
        encoding="utf-8",
    )
    settings = load_settings(config, device="cpu")
    assert options(settings) == Options(
        "cpu", 3, "float32", "int8", "ct2", "embedded", True, ("qwen3-8b",)
    )
    assert settings.fingerprint() != load_settings().fingerprint()
    assert load_settings(device="cpu").fingerprint() == load_settings().fingerprint()


def test_a_setting_nobody_knows_is_one_line(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[device]\nquantise = "int8"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="did you mean 'quantize'"):
        load_settings(config)


def test_what_this_machine_lacks_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path))
    config = tmp_path / "c.toml"
    config.write_text('[device]\nkind = "cpu"\nquantize = "4bit"\n', encoding="utf-8")
    with pytest.raises(ModelError, match="needs a CUDA device") as caught:
        load_models(load_settings(config, profile="gpu"))
    assert "\n" not in str(caught.value)
