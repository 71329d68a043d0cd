"""The memory in three parts against transformers' own attention on the whole context."""

from __future__ import annotations

from typing import Any

import pytest

from models.attention import STEP, Memory, prepare, supported

PREFIX, LENGTHS, BEAMS, STEPS = 37, (5, 33, 18), 2, 3
SMALL: dict[str, Any] = {
    "vocab_size": 200,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "head_dim": 8,
    "initializer_range": 0.4,
}


def build(kind: str, heads: int = 2) -> Any:
    """A random model in float32; Gemma with windows of 24 tokens in two of three layers."""
    import torch
    from transformers import AutoModelForCausalLM, Gemma3TextConfig, LlamaConfig, Qwen3Config

    torch.manual_seed(3)
    config: Any = {
        "gemma": lambda: Gemma3TextConfig(
            **SMALL,
            num_key_value_heads=heads,
            sliding_window=24,
            query_pre_attn_scalar=8,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        ),
        "llama": lambda: LlamaConfig(**SMALL, num_key_value_heads=heads),
        "qwen": lambda: Qwen3Config(**SMALL, num_key_value_heads=heads),
    }[kind]()
    return prepare(AutoModelForCausalLM.from_config(config).eval())


@pytest.mark.parametrize("prefix", [0, PREFIX])
@pytest.mark.parametrize(("kind", "heads"), [("gemma", 1), ("gemma", 2), ("llama", 2), ("qwen", 4)])
def test_it_is_plain_attention(kind: str, heads: int, prefix: int) -> None:
    import torch

    model = build(kind, heads)
    assert supported(model)
    tokens = torch.Generator().manual_seed(0)
    before = torch.randint(3, 200, (1, prefix), generator=tokens)
    ids = torch.randint(3, 200, (len(LENGTHS), 2 * STEP), generator=tokens)
    new = torch.randint(3, 200, (STEPS, len(LENGTHS) * BEAMS), generator=tokens)
    lengths = torch.tensor(LENGTHS)
    rows = [
        torch.cat([before[0], ids[i, :size]])
        for i, size in enumerate(LENGTHS)
        for _ in range(BEAMS)
    ]
    with torch.inference_mode():
        head = Memory()
        if prefix:
            head.read(model, before, torch.tensor([prefix]))
        memory = Memory(head.prompts)
        found = memory.read(model, ids, lengths)
        for i, size in enumerate(LENGTHS):
            assert torch.allclose(found[i, size - 1], whole(model, rows[i * BEAMS]), atol=1e-4)
        for step in new:
            got = memory.step(model, step)
            rows = [torch.cat([row, token[None]]) for row, token in zip(rows, step, strict=True)]
            for row, state in zip(rows, got, strict=True):
                assert torch.allclose(state, whole(model, row), atol=1e-4)
            order = torch.tensor([1, 1, 2, 3, 5, 4])  # beams change places
            memory.select(torch.arange(3), order)
            rows = [rows[i] for i in order]
        memory.select(torch.tensor([0, 2]), torch.tensor([0, 1, 4, 5]))  # a text is done
        got = memory.step(model, new[0, :4])
        for row, token, state in zip((rows[i] for i in (0, 1, 4, 5)), new[0], got, strict=False):
            assert torch.allclose(state, whole(model, torch.cat([row, token[None]])), atol=1e-4)


def whole(model: Any, row: Any) -> Any:
    """The last hidden state of one whole sequence, by transformers."""
    return model.base_model(row[None]).last_hidden_state[0, -1]


def test_without_a_memory_the_attention_is_the_models_own() -> None:
    import torch

    model = build("gemma")
    ids = torch.arange(3, 67).view(2, 32)
    mask = torch.ones_like(ids)
    mask[0, :9] = 0
    with torch.inference_mode():
        ours = model(ids, attention_mask=mask).logits[:, -1]
        model.set_attn_implementation("sdpa")
        assert not supported(model)
        assert torch.equal(ours, model(ids, attention_mask=mask).logits[:, -1])


def test_a_step_over_the_room_for_new_tokens() -> None:
    import torch

    model = build("gemma")
    ids = torch.arange(3, 3 + STEP)[None]
    row = ids[0, :4]
    with torch.inference_mode():
        memory = Memory()
        memory.read(model, ids, torch.tensor([4]))
        for token in range(50, 50 + STEP + 3):
            row = torch.cat([row, torch.tensor([token])])
            state = memory.step(model, torch.tensor([token]))
        assert torch.allclose(state[0], whole(model, row), atol=1e-4)
