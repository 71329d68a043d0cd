"""Load a model folder. What it is, its own configuration says, never its name or its card.

In: a folder of the cache. Out: a model and its tokenizer. safetensors only, and no code that comes
with a model is ever run. Errors are ``WeightsError`` and ``DeviceError`` of one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from models import packed
from models.device import Place, use_threads
from models.errors import DeviceError, WeightsError
from models.quiet import quiet

ENCODER_DECODER = frozenset(
    {"marian", "m2m_100", "nllb-moe", "mbart", "t5", "mt5", "umt5", "bart", "pegasus"}
)
"""Model types with an encoder that this package runs."""


class Architecture(NamedTuple):
    """What ``config.json`` says: the model type, and whether there is an encoder."""

    model_type: str
    encoder: bool


def architecture(folder: Path) -> Architecture:
    """Read a folder's ``config.json``. Raises ``WeightsError`` for what cannot be run."""
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kind = str(found["model_type"])
        encoder = bool(found.get("is_encoder_decoder", kind in ENCODER_DECODER))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise WeightsError(
            f"cannot load the model in {folder}: config.json is missing or names no model_type"
        ) from exc
    if encoder and kind not in ENCODER_DECODER:
        raise WeightsError(
            f"cannot load the model in {folder}: encoder-decoder models of type {kind!r} are not "
            f"known here, only {', '.join(sorted(ENCODER_DECODER))}"
        )
    return Architecture(kind, encoder)


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer of a folder. Raises ``WeightsError``."""
    from transformers import AutoTokenizer

    try:
        with quiet():
            return AutoTokenizer.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False
            )
    except Exception as exc:  # tokenizers raises plain exceptions
        raise _unloadable(folder, exc) from exc


def load_model(folder: Path, place: Place, encoder: bool) -> Any:
    """The model of a folder on its device, ready to compute, quantised if ``place`` says so."""
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM

    use_threads(place.threads)
    loader = AutoModelForSeq2SeqLM if encoder else AutoModelForCausalLM
    more: dict[str, Any] = _four_bits(place) if place.quantize == "4bit" else {}
    try:
        with quiet():
            model, found = loader.from_pretrained(
                folder,
                dtype=place.torch_dtype,
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                output_loading_info=True,
                **more,
            )
            _complete(model, found["missing_keys"])
            if not more:
                model = model.to(place.kind)
            model = model.eval()
            if place.quantize == "int8":
                return _eight_bits(model, encoder)
            return packed.prepare(model)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as exc:
        if "out of memory" in str(exc).lower():
            raise DeviceError(
                f"the model in {folder} does not fit into the memory of {place.kind}: use a "
                "smaller one, --device cpu, or quantize under [device]"
            ) from exc
        raise _unloadable(folder, exc) from exc


def _complete(model: Any, missing: Iterable[str]) -> None:
    """Raise ``ValueError`` for parts without weights: transformers leaves them at random.

    PEGASUS's positions are a formula; its files on the hub lack them.
    """
    given = "embed_positions.weight" if model.config.model_type == "pegasus" else "\0"
    if lacking := sorted(name for name in missing if not name.endswith(given)):
        raise ValueError(f"the weights lack {', '.join(lacking[:3])} ({len(lacking)} in all)")


def _unloadable(folder: Path, exc: Exception) -> WeightsError:
    reason = next(iter(str(exc).splitlines()), "") or type(exc).__name__
    return WeightsError(f"cannot load the model in {folder}: {reason}")


def _eight_bits(model: Any, encoder: bool) -> Any:
    """Weights of linear layers in 8 bits, their inputs rounded as they come (a processor alone).

    The output layer of decoder-only models stays as it is: ``models.head`` reads its matrix.
    """
    import torch
    from torch.ao.quantization import quantize_dynamic

    quantize: Any = quantize_dynamic  # it has no types
    part = model if encoder else model.base_model
    quantize(part, {torch.nn.Linear}, dtype=torch.qint8, inplace=True)
    return model


def _four_bits(place: Place) -> dict[str, Any]:
    from transformers import BitsAndBytesConfig

    config = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=place.torch_dtype
    )
    return {"quantization_config": config, "device_map": {"": place.kind}}
