"""The true conversion on a tiny GGUF: unpacked, adapter merged, nothing on the terminal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.assemble import convert_gguf
from models.backends import causal
from models.device import Place
from models.protocols import no_progress

WIDTH, LAYERS, WORDS = 32, 1, [*"abcdefghij", "\n"]


def write_gguf(path: Path) -> None:
    """A random Llama with a vocabulary of single letters."""
    import gguf

    tokens = ["<unk>", "<s>", "</s>", *WORDS]
    out = gguf.GGUFWriter(path, "llama")
    out.add_context_length(64)
    out.add_embedding_length(WIDTH)
    out.add_block_count(LAYERS)
    out.add_feed_forward_length(64)
    out.add_head_count(2)
    out.add_head_count_kv(2)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_vocab_size(len(tokens))
    out.add_rope_dimension_count(WIDTH // 2)
    out.add_tokenizer_model("llama")
    out.add_token_list(tokens)
    out.add_token_scores([0.0] * 3 + [-1.0] * len(WORDS))
    out.add_token_types([2, 3, 3] + [1] * len(WORDS))
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    rng = np.random.default_rng(0)

    def put(name: str, *shape: int) -> None:
        out.add_tensor(name, rng.normal(size=shape).astype(np.float32))

    put("token_embd.weight", len(tokens), WIDTH)
    put("output.weight", len(tokens), WIDTH)
    put("output_norm.weight", WIDTH)
    for part in ("q", "k", "v", "output"):
        put(f"blk.0.attn_{part}.weight", WIDTH, WIDTH)
    for part in ("attn_norm", "ffn_norm"):
        put(f"blk.0.{part}.weight", WIDTH)
    put("blk.0.ffn_gate.weight", 64, WIDTH)
    put("blk.0.ffn_up.weight", 64, WIDTH)
    put("blk.0.ffn_down.weight", WIDTH, 64)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gguf")
    write_gguf(folder / "model.gguf")
    (folder / "out").mkdir()
    convert_gguf(folder / "model.gguf", None, folder / "out", no_progress)
    return folder


def test_converts_quietly(plain: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[int, int]] = []
    convert_gguf(
        plain / "model.gguf", None, tmp_path, lambda _, done, all_: seen.append((done, all_))
    )
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert (tmp_path / "model.safetensors").is_file()
    assert (tmp_path / "tokenizer.json").is_file()
    assert capfd.readouterr() == ("", "")
    engine = causal.load(tmp_path, Place("cpu", "bfloat16"))
    assert str(engine.model.dtype) == "torch.bfloat16"


def test_an_adapter_is_merged(plain: Path, tmp_path: Path) -> None:
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained(plain / "out", dtype=torch.float32)
    lora = get_peft_model(base, LoraConfig(r=2, target_modules=["q_proj"], task_type="CAUSAL_LM"))
    for name, weight in lora.named_parameters():
        if "lora_" in name:
            weight.data.fill_(0.5)
    lora.save_pretrained(tmp_path / "adapter")
    (tmp_path / "out").mkdir()
    convert_gguf(plain / "model.gguf", tmp_path / "adapter", tmp_path / "out", no_progress)

    place = Place("cpu", "float32")
    before = causal.load(plain / "out", place).model.model.layers[0].self_attn
    after = causal.load(tmp_path / "out", place).model.model.layers[0].self_attn
    change = after.q_proj.weight - before.q_proj.weight
    assert torch.allclose(change, torch.full_like(change, 2 * 0.25 * 8 / 2), atol=0.05)
    assert torch.equal(after.k_proj.weight, before.k_proj.weight)
