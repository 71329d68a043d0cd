"""Train the news-translation adapter (LoRA) of the embedded Gemma 3 270M model.

    python -m models.adapters.train --model DIR --data DIR --out DIR [--stage N] [--start ADAPTER]

In: the base model as a Hugging Face folder and the folder of corpora that ``data`` describes.
A stage of ``stages`` is run, from the adapter in --start on if that is given.
Out: under --out, ``step-N`` folders (adapter and optimizer state) and ``adapter`` at the end.
A processor with bf16 instructions is enough; nothing here needs a GPU.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from models.adapters import data
from models.adapters.stages import STAGES, Stage

RANK = 32  # the adapter is 15 MB in bf16
LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CLIP = 1.0  # gradient norm
SEED = 20240209
NEGATIVES = 8192  # other vocabulary entries drawn in each step, see Head
SAVE_EVERY = 50  # steps
PARTS = 3  # of a batch: a third of the memory, 4 GB
MEMORY = 0.98  # what an average over the steps keeps of itself at each one, less in the first
BASE_NAME = "gemma-3-270m"


class Head:
    """Cross entropy over the vocabulary, at a fifth of its price.

    The 262,144 output rows would take most of a step. The entries that occur in the training
    texts are always scored; of the others a new random NEGATIVES are, each standing for as many
    as it was drawn from, which keeps the estimate of the softmax's denominator fair.
    """

    def __init__(self, weight: Any, used: list[int]) -> None:
        """In: the output embedding (vocabulary x width) and the entries of the texts."""
        import torch

        self.weight = weight
        self.used = torch.tensor(sorted(used))
        self.place = torch.full((weight.shape[0],), -1)
        self.place[self.used] = torch.arange(len(self.used))
        self.others = torch.nonzero(self.place < 0).flatten()
        self.count = min(NEGATIVES, len(self.others))
        self.rows = torch.empty(len(used) + self.count, weight.shape[1], dtype=weight.dtype)
        self.rows[: len(used)] = weight[self.used]
        self.offset = math.log(len(self.others) / self.count) if self.count else 0.0

    def loss(self, hidden: Any, targets: Any, generator: Any) -> Any:
        """Out: the mean cross entropy of ``targets`` given the hidden states before them."""
        import torch

        draw = torch.randint(len(self.others), (self.count,), generator=generator)
        rows = self.rows.clone()
        rows[len(self.used) :] = self.weight[self.others[draw]]
        logits = torch.nn.functional.linear(hidden, rows)
        logits[:, len(self.used) :] += self.offset
        return torch.nn.functional.cross_entropy(
            logits.float(), self.place[targets], ignore_index=-1
        )


def used_entries(pools: data.Pools, tokenizer: Any) -> list[int]:
    """Out: the vocabulary entries that occur in any training text, and all the short ones."""
    used = set(range(512))
    for pool in (pools.corpus, pools.own, pools.news):
        for pairs in pool.values():
            for lines in zip(*pairs, strict=True):
                for ids in tokenizer([" " + line for line in lines])["input_ids"]:
                    used.update(ids)
    return sorted(used)


def load_model(folder: Path, seed: int, stage: Stage, start: Path | None) -> Any:
    """Out: the base model in bf16, frozen, with LoRA weights (bf16 too) on every layer.

    They are those of the adapter in ``start``, or fresh ones.
    """
    import torch
    from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM

    torch.manual_seed(seed)
    base = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16)
    config = LoraConfig(
        r=RANK,
        lora_alpha=stage.alpha,
        lora_dropout=stage.dropout,
        target_modules=LAYERS,
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(base, config, autocast_adapter_dtype=False)
    if start is not None:
        set_peft_model_state_dict(model, load_file(start / "adapter_model.safetensors"))
    return model.train()


class Trainer:
    """The model, fp32 copies of its LoRA weights for the optimizer, and the step counter."""

    def __init__(self, model: Any, head: Head, stage: Stage, steps: int) -> None:
        """In: what ``load_model`` gave, the loss, the stage, and the planned number of steps."""
        import torch

        self.model, self.head, self.stage, self.steps = model, head, stage, steps
        self.body = model.base_model.model.model
        self.live = [weight for weight in model.parameters() if weight.requires_grad]
        self.masters = [torch.nn.Parameter(weight.detach().float()) for weight in self.live]
        self.means = [master.detach().clone() for master in self.masters]
        self.optimizer = torch.optim.AdamW(self.masters, lr=stage.rate, weight_decay=0.0)
        self.step = 0

    def rate(self) -> float:
        """Out: the learning rate of this step: a linear warm-up, then a cosine down to zero."""
        warmup, peak = self.stage.warmup, self.stage.rate
        if self.step < warmup:
            return peak * (self.step + 1) / warmup
        done = (self.step - warmup) / max(1, self.steps - warmup)
        return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))

    def backward(self, samples: list[data.Sample], share: float) -> float:
        """Add the gradient of these prompts' loss times ``share``; out: that product."""
        import torch

        longest = max(len(sample.ids) for sample in samples)
        ids = torch.zeros(len(samples), longest, dtype=torch.long)
        attend = torch.zeros_like(ids)
        learn = torch.zeros(len(samples), longest, dtype=torch.bool)
        for row, sample in enumerate(samples):
            ids[row, : len(sample.ids)] = torch.tensor(sample.ids)
            attend[row, : len(sample.ids)] = 1
            learn[row, : len(sample.ids)] = torch.tensor(sample.is_target)
        hidden = self.body(input_ids=ids, attention_mask=attend, use_cache=False)[0]
        before = hidden[:, :-1][learn[:, 1:]]
        generator = torch.Generator().manual_seed(SEED + self.step)
        loss = self.head.loss(before, ids[learn], generator) * share
        loss.backward()
        return float(loss.detach())

    def update(self, samples: list[data.Sample]) -> float:
        """Take one optimizer step on a batch, in PARTS one after the other; out: its loss."""
        import torch

        parts = [samples[at::PARTS] for at in range(PARTS) if samples[at::PARTS]]
        sizes = [sum(sum(sample.is_target) for sample in part) for part in parts]
        loss = sum(
            self.backward(part, size / sum(sizes)) for part, size in zip(parts, sizes, strict=True)
        )
        for master, weight in zip(self.masters, self.live, strict=True):
            master.grad, weight.grad = weight.grad.float(), None
        torch.nn.utils.clip_grad_norm_(self.masters, CLIP)
        self.optimizer.param_groups[0]["lr"] = self.rate()
        self.optimizer.step()
        self.publish(self.masters)
        kept = min(MEMORY, (1 + self.step) / (10 + self.step)) if self.stage.averaged else 0.0
        with torch.no_grad():
            for mean, master in zip(self.means, self.masters, strict=True):
                mean.lerp_(master, 1 - kept)
        self.step += 1
        return loss

    def publish(self, weights: list[Any]) -> None:
        """Copy fp32 weights into the model."""
        import torch

        with torch.no_grad():
            for wanted, weight in zip(weights, self.live, strict=True):
                weight.copy_(wanted)

    def write(self, folder: Path) -> None:
        """Write the adapter as it would be kept if training ended now."""
        self.publish(self.means)
        write_adapter(self.model, folder)
        self.publish(self.masters)

    def save(self, folder: Path) -> None:
        """Write the adapter, and what ``restore`` needs, into a new folder."""
        import torch

        part = folder.with_name(folder.name + ".part")
        self.write(part)
        state = {"step": self.step, "masters": self.masters, "means": self.means}
        torch.save(state | {"opt": self.optimizer.state_dict()}, part / "state.pt")
        part.rename(folder)

    def restore(self, folder: Path) -> None:
        """Take up the state that ``save`` wrote."""
        import torch

        state = torch.load(folder / "state.pt", weights_only=True)
        self.step = state["step"]
        self.optimizer.load_state_dict(state["opt"])
        with torch.no_grad():
            saved = state["masters"] + state["means"]
            for mine, theirs in zip(self.masters + self.means, saved, strict=True):
                mine.copy_(theirs)
        self.publish(self.masters)


def write_adapter(model: Any, folder: Path) -> None:
    """Write adapter_model.safetensors (bf16) and adapter_config.json, naming no local path."""
    model.save_pretrained(folder, save_embedding_layers=False)
    path = folder / "adapter_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = BASE_NAME
    config |= {"inference_mode": True, "target_modules": sorted(config["target_modules"])}
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "README.md").unlink(missing_ok=True)


def say(line: str) -> None:
    """Write a line of the log at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def latest_checkpoint(out: Path) -> Path | None:
    """Out: the checkpoint folder of the highest step, if there is any."""
    found = [path for path in out.glob("step-*") if path.name[5:].isdigit()]
    return max(found, key=lambda path: int(path.name[5:]), default=None)


class Plan(NamedTuple):
    """One run, as the command line has it: see ``main``."""

    model: Path
    data: Path
    out: Path
    start: Path | None
    steps: int
    own_from: int
    threads: int
    stage: int
    seed: int
    resume: bool


def train(plan: Plan) -> None:
    """Run a stage to its end, saving every SAVE_EVERY steps and logging every 10."""
    import torch
    from transformers import AutoTokenizer

    torch.set_num_threads(plan.threads)
    stage = STAGES[plan.stage - 1]
    tokenizer = AutoTokenizer.from_pretrained(plan.model)
    own = Path(__file__).parent / "pairs"
    pools = data.load_pools(plan.data, own, tokenizer, stage.draw.mix)
    model = load_model(plan.model, plan.seed, stage, plan.start)
    used = used_entries(pools, tokenizer)
    head = Head(model.get_output_embeddings().weight.detach(), used)
    trainer = Trainer(model, head, stage, plan.steps)
    checkpoint = latest_checkpoint(plan.out) if plan.resume else None
    if checkpoint:
        trainer.restore(checkpoint)
    say(f"entries {len(used)} start {trainer.step} of {plan.steps}")
    batches = data.batches_from(
        pools, stage.draw, tokenizer, plan.seed, trainer.step, plan.own_from
    )
    losses, pairs, began = [], 0, time.monotonic()
    for samples in islice(batches, plan.steps - trainer.step):
        losses.append(trainer.update(samples))
        pairs += sum(sample.pairs for sample in samples)
        if trainer.step % 10 == 0:
            seconds, loss = time.monotonic() - began, sum(losses[-10:]) / len(losses[-10:])
            say(f"step {trainer.step} loss {loss:.3f} s/pair {seconds / pairs:.3f}")
        if trainer.step % SAVE_EVERY == 0:
            trainer.save(plan.out / f"step-{trainer.step}")
    trainer.write(plan.out / "adapter")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", type=Path, required=True, help="base model, HF folder")
    parser.add_argument("--data", type=Path, required=True, help="folder of *.xxx-eng.tsv")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--start", type=Path, help="adapter to go on from")
    stages = range(1, len(STAGES) + 1)
    parser.add_argument("--stage", type=int, choices=stages, default=1, help="of the recipe")
    parser.add_argument("--seed", type=int, default=SEED, help="of draws and dropout")
    parser.add_argument("--steps", type=int, default=900, help="optimizer steps, planned")
    parser.add_argument("--own-from", type=int, default=0, help="step at which our pairs join")
    parser.add_argument("--threads", type=int, default=1, help="threads of the processor")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    train(Plan(**vars(given)))


if __name__ == "__main__":
    main()
