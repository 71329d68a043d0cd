"""Every architecture, in the hub's own files with tiny random weights and tiny trained tokenizers,
loaded and run by the code that loads and runs the real ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from models.backends import causal, ct2, loading, seq2seq
from models.backends.seq2seq import Seq2SeqTranslator, TorchRunner
from models.backends.summary import Seq2SeqSummariser
from models.card import Card, Decoding
from models.device import Place
from models.engine import Engine
from models.errors import PairError, WeightsError
from models.protocols import no_progress

LINES = [
    "The company will build a new chip factory in the north of the country.",
    "Investors asked who would pay for seven new data centres.",
    "Le groupe a démenti avoir signé un accord avec des investisseurs.",
    "La demande de puces dépasse l'offre, selon le ministre.",
    "Prices rose by 7,000 dollars in March 2024.",
]
CPU = Place("cpu", "float32")
DECODING = Decoding.model_validate(
    {
        "attempts": [{"beams": 3}],
        "new_ratio": 0.2,
        "new_extra": 6,
        "batch_tokens": 2000,
        "source_tokens": 40,
    }
)
SIZES = {
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "init_std": 0.5,
    "max_position_embeddings": 96,
}
TRANSLATORS = ["mbart", "m2m", "nllb"]
SUMMARISERS = ["mt5", "bart", "pegasus"]


def write(folder: Path, name: str, data: object) -> None:
    (folder / name).write_text(json.dumps(data), encoding="utf-8")


def pieces(path: Path, **more: Any) -> list[str]:
    """Train a sentencepiece model on ``LINES``; write it and return its pieces."""
    import sentencepiece as spm

    options = {"vocab_size": 200, "hard_vocab_limit": False, "minloglevel": 2}
    with path.open("wb") as out:
        spm.SentencePieceTrainer.train(
            sentence_iterator=iter(LINES * 20), model_writer=out, **(options | more)
        )
    model = spm.SentencePieceProcessor(model_file=str(path))
    return [model.id_to_piece(i) for i in range(model.get_piece_size())]


def mbart(folder: Path) -> Mapping[str, Any]:
    """mBART-50: a sentencepiece model, whose tokens are followed by 52 language marks."""
    count = len(pieces(folder / "sentencepiece.bpe.model"))
    write(folder, "tokenizer_config.json", {"tokenizer_class": "MBart50Tokenizer"})
    return {"vocab_size": count + 1 + 52 + 1, "decoder_start_token_id": 2, "eos_token_id": 2}


def m2m(folder: Path) -> Mapping[str, Any]:
    """M2M100: a sentencepiece model, its vocabulary, and 100 language marks after it."""
    words = ["<s>", "<pad>", "</s>", "<unk>", *pieces(folder / "sentencepiece.bpe.model")[3:]]
    write(folder, "vocab.json", {word: i for i, word in enumerate(words)})
    write(
        folder,
        "tokenizer_config.json",
        {"tokenizer_class": "M2M100Tokenizer", "num_madeup_words": 8},
    )
    return {"vocab_size": len(words) + 108, "decoder_start_token_id": 2, "eos_token_id": 2}


def nllb(folder: Path) -> Mapping[str, Any]:
    """NLLB: a tokenizer.json with 202 language marks; the model type is M2M100's."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES as CODES

    bpe = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))  # noqa: S106
    bpe.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    bpe.decoder = decoders.Metaspace(prepend_scheme="always")
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    bpe.train_from_iterator(LINES, trainers.BpeTrainer(vocab_size=150, special_tokens=special))
    bpe.add_special_tokens(CODES)
    bpe.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    bpe.save(str(folder / "tokenizer.json"))
    marks = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    write(folder, "tokenizer_config.json", {"tokenizer_class": "NllbTokenizer", **marks})
    write(folder, "special_tokens_map.json", {"additional_special_tokens": CODES, **marks})
    return {"vocab_size": bpe.get_vocab_size(), "decoder_start_token_id": 2, "eos_token_id": 2}


def t5_pieces(folder: Path, kind: str, **more: Any) -> int:
    count = len(pieces(folder / "spiece.model", pad_id=0, eos_id=1, unk_id=2, bos_id=-1))
    write(folder, "tokenizer_config.json", {"tokenizer_class": kind, **more})
    return count


def mt5(folder: Path) -> Mapping[str, Any]:
    """mT5 as XL-Sum has it: a sentencepiece model alone, and summaries bounded by its settings."""
    count = t5_pieces(folder, "T5Tokenizer", extra_ids=0)
    return {"vocab_size": count, "decoder_start_token_id": 0, "eos_token_id": 1}


def pegasus(folder: Path) -> Mapping[str, Any]:
    """PEGASUS: a sentencepiece model and a hundred marks of its training."""
    count = t5_pieces(folder, "PegasusTokenizer")
    return {"vocab_size": count + 110, "decoder_start_token_id": 0, "eos_token_id": 1}


def bart(folder: Path) -> Mapping[str, Any]:
    """BART as bart-large-cnn has it: byte-level BPE in two files, and no tokenizer_config.json."""
    from tokenizers import ByteLevelBPETokenizer

    bpe = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    bpe.train_from_iterator(LINES, vocab_size=400, special_tokens=special, show_progress=False)
    bpe.save_model(str(folder))
    return {
        "vocab_size": bpe.get_vocab_size(),
        "decoder_start_token_id": 2,
        "eos_token_id": 2,
        "forced_bos_token_id": 0,
        "forced_eos_token_id": 2,
    }


BUILDERS: dict[str, Callable[[Path], Mapping[str, Any]]] = {
    "mbart": mbart, "m2m": m2m, "nllb": nllb, "mt5": mt5, "bart": bart, "pegasus": pegasus,
}  # fmt: skip
CONFIGS = {
    "mbart": "MBart", "m2m": "M2M100", "nllb": "M2M100",
    "mt5": "MT5", "bart": "Bart", "pegasus": "Pegasus",
}  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each architecture, as a snapshot of the hub holds it."""
    import torch
    import transformers

    from models.quiet import quiet

    found = {}
    for number, (name, build) in enumerate(BUILDERS.items()):
        folder = tmp_path_factory.mktemp(name)
        sizes = {
            "d_model": 32, "d_ff": 64, "d_kv": 8, "num_layers": 2, "num_heads": 4,
            "initializer_factor": 1.0,
        } if name == "mt5" else SIZES  # fmt: skip
        torch.manual_seed(number)
        with quiet():
            config = getattr(transformers, CONFIGS[name] + "Config")(**sizes, **build(folder))
            model = getattr(transformers, CONFIGS[name] + "ForConditionalGeneration")(config)
            if name in SUMMARISERS:
                model.generation_config.update(
                    num_beams=2, no_repeat_ngram_size=2, min_length=4, max_length=16
                )
            model.save_pretrained(folder)
        found[name] = folder
    return found


@pytest.fixture(scope="module")
def engines(folders: dict[str, Path]) -> dict[str, Engine]:
    return {name: seq2seq.load(folder, CPU) for name, folder in folders.items()}


@pytest.fixture
def many(tiny_card: Card) -> Card:
    """A card for one model of many languages."""
    update = {"backend": "seq2seq", "decoding": DECODING, "languages": ("en", "fr", "de", "pl")}
    return tiny_card.model_copy(update=update)


def translator(card: Card, engine: Engine) -> Seq2SeqTranslator:
    runner = TorchRunner(engine)
    return Seq2SeqTranslator([card], lambda _card: runner)


@pytest.mark.parametrize("name", BUILDERS)
def test_the_architecture_is_what_the_configuration_says(
    name: str, folders: dict[str, Path], engines: dict[str, Engine]
) -> None:
    found = loading.architecture(folders[name])
    assert found.encoder
    assert type(engines[name].model).__name__ == CONFIGS[name] + "ForConditionalGeneration"
    assert sorted(path.suffix for path in folders[name].glob("model*")) == [".safetensors"]


@pytest.mark.parametrize("name", TRANSLATORS)
def test_translates_and_a_batch_equals_single_calls(
    name: str, engines: dict[str, Engine], many: Card
) -> None:
    one = translator(many, engines[name])
    texts = [*LINES, "", " ".join(LINES * 3)]
    together = one.translate(texts, "fr", "de")
    assert all(some and some[0] for text, some in zip(texts, together, strict=True) if text)
    assert together == [one.translate([text], "fr", "de")[0] for text in texts]
    assert one.translate(texts[::-1], "fr", "de") == together[::-1]
    assert [info.card for info in one.describe("fr", "de")] == [many.name]


@pytest.mark.parametrize("name", TRANSLATORS)
def test_the_language_marks_are_right(name: str, engines: dict[str, Engine]) -> None:
    engine = engines[name]
    spelling = {"mbart": ("fr_XX", "de_DE"), "m2m": ("__fr__", "__de__")}.get(
        name, ("fra_Latn", "deu_Latn")
    )
    prompts = seq2seq.Prompts(engine.model.config.model_type, engine.tokenizer)
    row = engine.tokenizer.convert_ids_to_tokens(prompts.ids(LINES[2:3], "fr")[0])
    assert (row[0], row[-1]) == (spelling[0], "</s>")
    assert engine.tokenizer.convert_ids_to_tokens(prompts.spelling.number("de")) == spelling[1]
    with pytest.raises(PairError, match="'xx'"):
        prompts.spelling.number("xx")


@pytest.mark.parametrize("name", TRANSLATORS)
def test_agrees_with_transformers_about_the_forced_language(
    name: str, engines: dict[str, Engine]
) -> None:
    """Greedy: our search and ``generate`` with ``forced_bos_token_id`` make the same tokens."""
    import torch

    engine = engines[name]
    prompts = seq2seq.Prompts(engine.model.config.model_type, engine.tokenizer)
    for text in LINES:
        ids = torch.tensor(prompts.ids([text], "fr"))
        theirs = engine.model.generate(
            input_ids=ids,
            max_new_tokens=9,
            max_length=None,
            num_beams=1,
            do_sample=False,
            forced_bos_token_id=prompts.spelling.number("de"),
            bad_words_ids=[[number] for number in engine.banned],
        )[0].tolist()
        decoding = DECODING.model_copy(update={"new_ratio": 0.001, "new_extra": 8})
        ours = TorchRunner(engine).translate([text], "fr", "de", decoding, 1, no_progress)[0]
        expected = engine.tokenizer.decode(theirs[2:], skip_special_tokens=True)
        assert ours[0].text.startswith(" ".join(expected.split()))  # mBART's last token is forced


@pytest.mark.parametrize("name", SUMMARISERS)
def test_summarises_and_a_batch_equals_single_calls(
    name: str, engines: dict[str, Engine], tiny_card: Card
) -> None:
    update = {"backend": "seq2seq", "decoding": DECODING, "languages": ("fr", "en")}
    card = tiny_card.model_copy(update=update)
    one = Seq2SeqSummariser([card], lambda _card: engines[name])
    texts = ["Prices rose.", "", " ".join(LINES * 3), LINES[2]]
    together = one.summarise(texts, "fr")
    assert [len(parts) for parts in together][:2] == [1, 0]
    assert len(together[2]) > 1  # longer than the model is given at once
    assert together == [one.summarise([text], "fr")[0] for text in texts]
    assert one.describe("fr")[0].task == "summarise"
    with pytest.raises(PairError, match="fr"):
        one.summarise(texts, "ja")


def test_what_a_model_reads_is_bounded_by_the_model(
    engines: dict[str, Engine], tiny_card: Card
) -> None:
    long = DECODING.model_copy(update={"source_tokens": 5000})
    card = tiny_card.model_copy(update={"decoding": long})
    assert Seq2SeqSummariser.reads(card, engines["bart"]) == 94
    assert Seq2SeqSummariser.reads(card, engines["mt5"]) == 5000  # relative positions


@pytest.mark.parametrize("name", ["mbart", "mt5", "bart"])
def test_eight_bits_on_a_processor(name: str, folders: dict[str, Path], many: Card) -> None:
    engine = seq2seq.load(folders[name], Place("cpu", "float32", "int8"))
    kinds = {type(module).__module__ for module in engine.model.modules()}
    assert any("quantized.dynamic" in kind for kind in kinds)
    if name in TRANSLATORS:
        assert all(translator(many, engine).translate(LINES, "fr", "de"))
        assert translator(many, engine).describe("fr", "de")[0].dtype == "int8"
    else:
        one = Seq2SeqSummariser([many], lambda _card: engine)
        assert all(one.summarise(LINES, "fr"))


@pytest.mark.parametrize("name", ["m2m", "nllb", "marian"])
def test_the_same_weights_through_ctranslate2(
    name: str, folders: dict[str, Path], tiny_marian: Path, many: Card, tmp_path: Path
) -> None:
    folder = tiny_marian if name == "marian" else folders[name]
    (tmp_path / "out").mkdir()
    ct2.convert(folder, tmp_path / "out")
    runner = ct2.Ct2Runner(folder, tmp_path / "out", CPU)
    one = Seq2SeqTranslator([many], lambda _card: runner)
    together = one.translate([*LINES, ""], "fr", "de")
    assert all(len(some) >= 1 and some[0] for some in together[:-1])
    assert together == [one.translate([text], "fr", "de")[0] for text in [*LINES, ""]]
    found = runner.translate(LINES, "fr", "de", DECODING, 3, no_progress)
    for some in found:
        assert [each.logprob for each in some] == sorted((e.logprob for e in some), reverse=True)
        assert all(each.logprob < 0 for each in some)
    assert one.describe("fr", "de")[0].dtype == "ct2-int8"


def test_what_ctranslate2_is_not_used_for_is_one_line(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    with pytest.raises(WeightsError, match='runtime = "torch"') as caught:
        ct2.convert(folders["bart"], tmp_path)
    assert "\n" not in str(caught.value)


def test_an_encoder_nobody_knows_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, "config.json", {"model_type": "blenderbot", "is_encoder_decoder": True})
    with pytest.raises(WeightsError, match="'blenderbot'"):
        loading.architecture(tmp_path)
    write(tmp_path, "config.json", {"architectures": ["BartModel"]})
    with pytest.raises(WeightsError, match="names no model_type"):
        loading.architecture(tmp_path)


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path) -> None:
    """Not for a type that transformers does not know, not even to read its tokenizer."""
    ran = tmp_path / "ran"
    (tmp_path / "evil.py").write_text(f"open({str(ran)!r}, 'w')\nEvilConfig = EvilModel = None\n")
    names = {"AutoConfig": "evil.EvilConfig", "AutoModelForCausalLM": "evil.EvilModel"}
    write(tmp_path, "config.json", {"model_type": "evil", "auto_map": names})
    write(tmp_path, "tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.Evil", None]}})
    for load in (causal.load, seq2seq.load):
        with pytest.raises(WeightsError) as caught:
            load(tmp_path, CPU)
        assert "\n" not in str(caught.value)
    assert not ran.exists()


def test_pickles_are_not_loaded(tiny_marian: Path, tmp_path: Path) -> None:
    import torch

    for path in tiny_marian.iterdir():
        if path.suffix != ".safetensors":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    torch.save({}, tmp_path / "pytorch_model.bin")
    with pytest.raises(WeightsError, match="cannot load the model") as caught:
        seq2seq.load(tmp_path, CPU)
    assert "\n" not in str(caught.value)


def test_models_that_can_think_aloud_are_asked_not_to(tiny_causal: Path, tiny_card: Card) -> None:
    engine = causal.load(tiny_causal, CPU)
    engine.tokenizer.chat_template = (
        "{% if enable_thinking is defined and enable_thinking is false %}quiet {% endif %}"
        "{{ messages[-1].content }}"
    )
    one = causal.CausalTranslator(tiny_card, engine)
    assert one._chat("fr", "en", [], "Oui.").startswith("quiet ")


def test_weights_that_lack_a_part_are_refused(tiny_marian: Path, tmp_path: Path) -> None:
    """transformers would fill it with random numbers."""
    from safetensors.torch import load_file, save_file

    for path in tiny_marian.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    parts = load_file(tmp_path / "model.safetensors")
    del parts["model.decoder.layers.1.fc1.weight"]
    save_file(parts, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        WeightsError, match=r"lack model\.decoder\.layers\.1\.fc1\.weight"
    ) as caught:
        seq2seq.load(tmp_path, CPU)
    assert "\n" not in str(caught.value)


def test_positions_that_are_a_formula_may_be_lacking(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    """As they are in PEGASUS's files on the hub."""
    import torch
    from safetensors.torch import load_file, save_file

    for path in folders["pegasus"].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    parts = load_file(tmp_path / "model.safetensors")
    rest = {name: part for name, part in parts.items() if "embed_positions" not in name}
    assert len(rest) == len(parts) - 2
    save_file(rest, tmp_path / "model.safetensors", metadata={"format": "pt"})
    loaded = seq2seq.load(tmp_path, CPU).model.state_dict()
    assert all(torch.equal(loaded[name], parts[name]) for name in set(parts) - set(rest))


@pytest.mark.parametrize("name", ["lm_head", "model.decoder.embed_tokens"])
def test_tied_weights_are_found_under_any_of_their_names(
    name: str, tiny_marian: Path, tmp_path: Path
) -> None:
    """Files on the hub hold them once, some under another name than transformers writes today."""
    import torch
    from safetensors.torch import load_file, save_file

    for path in tiny_marian.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    parts = load_file(tmp_path / "model.safetensors")
    parts[f"{name}.weight"] = parts.pop("model.shared.weight")
    save_file(parts, tmp_path / "model.safetensors", metadata={"format": "pt"})
    loaded = seq2seq.load(tmp_path, CPU).model.get_output_embeddings().weight
    assert torch.equal(loaded, seq2seq.load(tiny_marian, CPU).model.get_output_embeddings().weight)
