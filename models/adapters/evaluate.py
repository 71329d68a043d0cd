"""Score the translator on aligned development files, with or without the adapter.

    python -m models.adapters.evaluate --model DIR --dev DIR [--adapter DIR] [--beams N]
        [--shots N --data DIR] [--lines N] fr-en de-en en-fr ...

In: the base model and ``ntrex.<xxx>.txt`` files aligned by line.
Out: one line per direction with chrF and BLEU and their sacrebleu signatures.
The development files are only measured on: examples for --shots come from the training corpora.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from models.adapters import data
from models.examples import NAMES

BATCH = 16  # sentences translated together
EXAMPLE_CHARACTERS = (60, 140)  # lengths of the examples given to the raw model


def load(model_dir: Path, adapter: Path | None) -> Any:
    """Out: the base model in bf16, with the adapter merged into its weights if one is given."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(model_dir, dtype=torch.bfloat16)
    return PeftModel.from_pretrained(model, adapter).merge_and_unload() if adapter else model


def examples(folder: Path | None, src: str, tgt: str, count: int) -> list[data.Pair]:
    """Out: the first training pairs of middling length, as examples for the prompt."""
    if not folder or not count:
        return []
    lang = src if tgt == "en" else tgt
    pairs = data.read_pairs(folder / f"ntrex.{data.CODES[lang]}-eng.tsv")
    low, high = EXAMPLE_CHARACTERS
    kept = [pair for pair in pairs if low <= min(map(len, pair)) and max(map(len, pair)) <= high]
    return [pair if tgt == "en" else (pair[1], pair[0]) for pair in kept[:count]]


def prompt(source: str, src: str, tgt: str, shots: list[data.Pair]) -> str:
    """Out: the prompt that the translator gives the model for one sentence."""
    start = f"{NAMES[src]}: ", f"\n{NAMES[tgt]}:"
    front = "".join(f"{start[0]}{left}{start[1]} {right}\n\n" for left, right in shots)
    return f"{front}{start[0]}{source}{start[1]}"


def translate(model: Any, tokenizer: Any, prompts: list[str], beams: int) -> list[str]:
    """Continue each prompt up to the end of its line, in batches padded on the left."""
    import torch

    order = sorted(range(len(prompts)), key=lambda place: len(prompts[place]))
    answers = [""] * len(prompts)
    stops = [
        number
        for number in range(len(tokenizer))
        if "\n" in tokenizer.convert_ids_to_tokens(number)
    ]
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        batch = tokenizer([prompts[place] for place in places], padding=True, return_tensors="pt")
        longest = max(len(prompts[place].rsplit("\n", 2)[-2]) for place in places)
        with torch.inference_mode():
            out = model.generate(
                **batch, do_sample=False, num_beams=beams, max_new_tokens=20 + longest // 2,
                eos_token_id=[tokenizer.eos_token_id, *stops],
            )  # fmt: skip
        for place, ids in zip(places, out[:, batch["input_ids"].shape[1] :], strict=True):
            text = tokenizer.decode(ids, skip_special_tokens=True)
            answers[place] = text.strip("\n").split("\n")[0].strip()
    return answers


def score(answers: list[str], references: list[str], tgt: str) -> str:
    """Out: chrF and BLEU of the answers, with signatures."""
    from sacrebleu.metrics import BLEU, CHRF

    metrics = CHRF(), BLEU(tokenize="ja-mecab" if tgt == "ja" else "13a")
    found = [(metric.corpus_score(answers, [references]), metric) for metric in metrics]
    return "  ".join(f"{s.name} {s.score:.1f} ({m.get_signature()})" for s, m in found)


def main() -> None:
    """Read the command line, translate and print the scores."""
    import torch
    from transformers import AutoTokenizer

    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--data", type=Path, help="training corpora, for --shots")
    parser.add_argument("--shots", type=int, default=0)
    parser.add_argument("--beams", type=int, default=1)
    parser.add_argument("--lines", type=int, default=64)
    parser.add_argument("--out", type=Path, help="folder for the translations")
    parser.add_argument("directions", nargs="+")
    given = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(given.model, padding_side="left")
    model = load(given.model, given.adapter)
    for direction in given.directions:
        src, tgt = direction.split("-")
        sides = [
            (given.dev / f"ntrex.{data.CODES.get(code, 'eng')}.txt").read_text("utf-8").splitlines()
            for code in (src, tgt)
        ]
        shots = examples(given.data, src, tgt, given.shots)
        prompts = [prompt(line, src, tgt, shots) for line in sides[0][: given.lines]]
        began = time.monotonic()
        answers = translate(model, tokenizer, prompts, given.beams)
        seconds = (time.monotonic() - began) / len(answers)
        scores = score(answers, sides[1][: given.lines], tgt)
        sys.stdout.write(f"{direction} {scores} {seconds:.2f} s/line\n")
        sys.stdout.flush()
        if given.out:
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"{direction}.txt").write_text("\n".join(answers) + "\n", "utf-8")


if __name__ == "__main__":
    main()
