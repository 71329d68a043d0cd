"""Our bf16 batches beside CTranslate2, on a Marian model of the usual size with random weights.

    python -m tests.evaluation.marian [--sentences 64] [--ratio 0.8]

Out: a table on stdout, everything measured in this one run; exit code 1 where our rate is under
--ratio of CTranslate2's in 8 bits. No text ends before its limit, so that random weights decode as
many tokens as real ones would. Needs the extra ``ct2``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from models.backends import ct2, seq2seq
from models.backends.seq2seq import Runner, TorchRunner
from models.bench import MANY
from models.card import load_card
from models.device import place_for, threads, use_threads
from models.options import Options
from models.protocols import no_progress

VOCABULARY = 59514  # of opus-mt-fr-en: https://huggingface.co/Helsinki-NLP/opus-mt-fr-en
BEAMS = 4
NEVER = -1e4  # added to the logit of the end


def write_model(folder: Path) -> None:
    """Write a Marian-base of random weights, in the files of opus-mt.

    Six layers on each side, 512 wide, 8 heads, 2,048 within: Vaswani et al. 2017, table 3.
    """
    import sentencepiece as spm
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    for side in ("source", "target"):
        with (folder / f"{side}.spm").open("wb") as out:
            spm.SentencePieceTrainer.train(
                sentence_iterator=iter(MANY),
                model_writer=out,
                vocab_size=300,
                model_type="bpe",
                minloglevel=2,
            )
    pieces = spm.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    words = [pieces.id_to_piece(i) for i in range(3, pieces.get_piece_size())]
    words += [f"▁word{i}" for i in range(VOCABULARY - len(words) - 3)]
    vocabulary = {word: i for i, word in enumerate(["</s>", "<unk>", *words, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    MarianTokenizer(
        *(str(folder / f) for f in ("source.spm", "target.spm", "vocab.json"))
    ).save_pretrained(folder)
    torch.manual_seed(0)
    last = VOCABULARY - 1
    model = MarianMTModel(
        MarianConfig(
            vocab_size=VOCABULARY,
            d_model=512,
            encoder_layers=6,
            decoder_layers=6,
            encoder_attention_heads=8,
            decoder_attention_heads=8,
            encoder_ffn_dim=2048,
            decoder_ffn_dim=2048,
            max_position_embeddings=512,
            activation_function="swish",
            scale_embedding=True,
            pad_token_id=last,
            eos_token_id=0,
            decoder_start_token_id=last,
            forced_eos_token_id=None,
        )
    )
    model.final_logits_bias[0, 0] = NEVER
    model.save_pretrained(folder)


def rate(runner: Runner, texts: list[str], step: int) -> float:
    """Return decoded tokens a second, the best of two runs; ``step`` is what limits round to."""
    decoding = load_card("opus-mt-fr-en").decoding
    runner.translate(texts[:2], "fr", "en", decoding, BEAMS, no_progress)  # warm up
    sizes = [round(decoding.new_ratio * runner.count(one)) + decoding.new_extra for one in texts]
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        runner.translate(texts, "fr", "en", decoding, BEAMS, no_progress)
        seconds.append(time.perf_counter() - begun)
    return sum(-(-size // step) * step for size in sizes) / min(seconds)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=64)
    parser.add_argument("--ratio", type=float, default=0.8, help="demanded share (default 0.8)")
    asked = parser.parse_args()
    texts = MANY[:: len(MANY) // asked.sentences][: asked.sentences]
    place = place_for(Options(device="cpu"))
    rates = {}
    use_threads()
    with tempfile.TemporaryDirectory() as name:
        folder, converted = Path(name) / "model", Path(name) / "converted"
        folder.mkdir()
        write_model(folder)
        ct2.convert(folder, converted)
        makers: dict[str, Callable[[], Runner]] = {
            "CTranslate2, int8": lambda: ct2.Ct2Runner(folder, converted, place, "int8"),
            "CTranslate2, float32": lambda: ct2.Ct2Runner(folder, converted, place, "float32"),
            f"chipwire, {place.dtype}": lambda: TorchRunner(seq2seq.load(folder, place)),
        }
        # Each is loaded alone: idle threads of a CTranslate2 runner that is held take time.
        for kind, make in makers.items():
            rates[kind] = rate(make(), texts, 1 if kind.startswith("chipwire") else ct2.STEP)
    own = list(rates.values())[-1]
    lines = [f"Marian-base, random weights: {threads()} threads, {len(texts)} texts, {BEAMS} beams"]
    for kind, found in rates.items():
        lines.append(f"{kind:24} {found:8.1f} tokens/s   chipwire is {own / found:4.2f} times it")
    ratio = own / rates["CTranslate2, int8"]
    verdict = "met" if ratio >= asked.ratio else "NOT met"
    lines.append(f"asked for: {asked.ratio:g} of CTranslate2 in 8 bits; {verdict} ({ratio:.2f})")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if ratio >= asked.ratio else 1


if __name__ == "__main__":
    sys.exit(main())
