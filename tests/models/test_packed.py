"""Weights in the processor's own layout, and room for generated tokens: the same bits, sooner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models import packed
from models.backends import causal
from models.device import Place, cpu_flags
from models.engine import Engine
from models.packed import Product

BF16 = Place("cpu", "bfloat16")
needs_bf16 = pytest.mark.skipif(
    not cpu_flags() & {"avx512_bf16", "amx_bf16"}, reason="this processor has no bf16"
)


def drawn(*shape: int, dtype: str = "bfloat16") -> Any:
    import torch

    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(*shape, generator=generator).to(getattr(torch, dtype))


@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
@pytest.mark.parametrize("biased", [True, False])
def test_a_product_has_the_bits_of_a_linear_layer(dtype: str, biased: bool) -> None:
    import torch

    weight, bias = drawn(96, 64, dtype=dtype), drawn(96, dtype=dtype) if biased else None
    product = Product(weight, bias)
    for shape in ((8, 64), (40, 64), (1, 24, 64), (3, 5, 64)):
        rows = drawn(*shape, dtype=dtype)
        assert torch.equal(product(rows), torch.nn.functional.linear(rows, weight, bias))


@needs_bf16
def test_the_layers_of_a_model_are_laid_out_once(tiny_causal: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    engine = causal.load(tiny_causal, BF16)
    inner = engine.model.model.layers[0].mlp.up_proj
    assert vars(inner)["forward"].is_packed
    assert inner.weight.is_mkldnn, "a second copy would be held"
    assert not engine.model.lm_head.weight.is_mkldnn, "its rows are read one by one"
    assert engine.head(latin=True).parts[0].is_packed
    assert not engine.head(latin=False).parts[0].is_packed, "it would be held twice"

    plain = AutoModelForCausalLM.from_pretrained(tiny_causal, dtype=torch.bfloat16)
    ids = torch.tensor([engine.ids("Investors asked who would pay for it.")[:8]])
    with torch.inference_mode():
        assert torch.equal(engine.model(ids).logits, plain(ids).logits)


def test_models_in_float32_stay_as_they_are(tiny_causal: Path) -> None:
    engine = causal.load(tiny_causal, Place("cpu", "float32"))
    assert not any("forward" in vars(layer) for layer in engine.model.modules())


def test_where_the_processor_gives_other_bits_nothing_is_changed(
    tiny_causal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(rows: Any, *_: object) -> Any:
        return rows.sum(-1, keepdim=True)

    monkeypatch.setattr(packed, "_product", other)
    engine: Engine = causal.load(tiny_causal, BF16)
    assert not any("forward" in vars(layer) for layer in engine.model.modules())
    assert not engine.head(latin=True).parts[0].is_packed


def test_a_pytorch_without_such_layouts_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def gone(*_: object) -> None:
        raise AttributeError("no such operator")

    monkeypatch.setattr(packed, "_product", gone)
    weight, rows = drawn(16, 16), drawn(8, 16)
    assert torch.equal(Product(weight)(rows), torch.nn.functional.linear(rows, weight))


def test_room_holds_what_a_growing_layer_would_hold() -> None:
    import torch
    from transformers.cache_utils import DynamicLayer

    from models.attention import STEP
    from models.growing import GrowingLayer

    ours, theirs = GrowingLayer(), DynamicLayer()
    rows = 6
    for step in range(2 * STEP + 3):
        new = [drawn(rows, 2, 1, 4) + step, drawn(rows, 2, 1, 4) - step]
        found, wanted = ours.update(*new), theirs.update(*new)
        assert ours.get_seq_length() == theirs.get_seq_length() == step + 1
        for one, other in zip(found, wanted, strict=True):
            assert torch.equal(one[:, :, : step + 1], other)
        if step % 3 == 0:
            rows = max(2, rows - 1) if step < STEP else 8  # texts end; rows are filled up again
            chosen = torch.tensor([(3 * step + i) % len(ours.keys) for i in range(rows)])
            ours.batch_select_indices(chosen)
            theirs.batch_select_indices(chosen)


def test_what_there_is_room_for_is_not_seen() -> None:
    from models.attention import STEP
    from models.growing import growing_cache, seen

    cache = growing_cache()
    for count in range(1, STEP + 2):
        cache.update(drawn(2, 1, 1, 4), drawn(2, 1, 1, 4), 0)
        mask = seen(cache, drawn(1))
        keys, _ = cache.update(drawn(2, 1, 1, 4), drawn(2, 1, 1, 4), 0)
        assert mask.shape[3] == keys.shape[2]
        assert (mask == 0).sum() == cache.get_seq_length() == 2 * count
