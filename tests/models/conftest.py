"""Models for the tests: tiny ones of each architecture with random weights, saved and loaded as
real ones are, and the embedded one, converted once into the cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.card import Card, load_card

LINES = [
    "The company will build a new chip factory in the north of the country.",
    "Investors asked who would pay for seven new data centres.",
    "Le groupe a démenti avoir signé un accord avec des investisseurs.",
    "La demande de puces dépasse l'offre, selon le ministre.",
    "Prices rose by 7,000 dollars in March 2024.",
] * 20


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty weights cache of this test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CHIPWIRE_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def tiny_causal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama with a byte-level BPE tokenizer and a chat template."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=["<s>", "</s>", "<pad>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    bpe.train_from_iterator(LINES, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        **dict(zip(("bos_token", "eos_token", "pad_token"), ("<s>", "</s>", "<pad>"), strict=True)),
    )
    tokenizer.chat_template = (
        "{% for m in messages %}<s>{{ m.role }}: {{ m.content }}</s>{% endfor %}<s>assistant:"
    )
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=2,
        initializer_range=0.4,
    )
    folder = tmp_path_factory.mktemp("tiny-causal")
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Marian in the files of opus-mt: source.spm, target.spm, vocab.json."""
    import sentencepiece as spm
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder = tmp_path_factory.mktemp("tiny-marian")
    for side in ("source", "target"):
        with (folder / f"{side}.spm").open("wb") as out:
            spm.SentencePieceTrainer.train(
                sentence_iterator=iter(LINES), model_writer=out, vocab_size=80, minloglevel=2
            )
    pieces = spm.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    words = [pieces.id_to_piece(i) for i in range(3, pieces.get_piece_size())]
    vocab = {word: i for i, word in enumerate(["</s>", "<unk>", *words, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocab), encoding="utf-8")
    tokenizer = MarianTokenizer(
        str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json")
    )
    tokenizer.save_pretrained(folder)
    torch.manual_seed(2)
    last = len(vocab) - 1
    config = MarianConfig(
        vocab_size=len(vocab),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        pad_token_id=last,
        eos_token_id=0,
        decoder_start_token_id=last,
        forced_eos_token_id=None,
        init_std=0.5,
    )
    MarianMTModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_card() -> Card:
    """A card for the tiny models: small limits, three attempts."""
    text = load_card("qwen3-4b-instruct").model_dump()
    text["name"] = "tiny"
    text["prompt"] = {"style": "examples", "backward_shots": 0}
    text["decoding"] = {
        "attempts": [
            {"shots": 2, "beams": 3, "backward": True},
            {"shots": 1, "first": 2},
            {"beams": 2},
        ],
        "new_ratio": 1.0,
        "new_extra": 4,
        "batch_tokens": 3000,
        "source_tokens": 40,
    }
    return Card.model_validate(text)


@pytest.fixture(scope="session")
def embedded() -> Iterator[object]:
    """The translator of the embedded profile; the weights are converted at the first use."""
    import models

    yield models.load_translator("embedded", "cpu")
    models.unload()
