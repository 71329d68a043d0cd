"""How much faster chipwire's batches are than one sentence at a time, on the same weights.

    python -m models.bench [--ratio 12]

Out: a table on stdout, everything measured in this one run; exit code 1 where the ratio of
generated tokens a second, against greedy ``generate`` one by one in float32, is below --ratio,
or where more than PADDING of what the model computes is padding, or more than AROUND of the time
goes into what is done around it.
"""

from __future__ import annotations

import argparse
import cProfile
import dataclasses
import pstats
import resource
import sys
import time
from typing import Any

from models import examples, weights
from models.backends.causal import CausalTranslator
from models.card import Card
from models.device import threads
from models.generate import Request, generate
from models.quiet import quiet
from models.registry import load_translator

SUBJECTS = (
    "Le ministre de l'Économie",
    "La directrice de l'usine",
    "Le patron du fabricant de puces, en visite à Dresde,",
    "Un porte-parole du groupe japonais",
)
CLAIMS = (
    "a refusé de répondre.",
    "a confirmé mardi la fermeture du site de Grenoble.",
    "assure que les premiers processeurs seront livrés avant la fin de l'année prochaine.",
    "a reconnu que la demande d'électricité des centres de données dépasserait bientôt celle du "
    "réseau ferroviaire.",
    "veut convaincre les banques de prêter $3 billion, selon deux personnes proches du dossier.",
    "a démenti avoir rencontré des investisseurs.",
    "craint une pénurie de main-d'œuvre qualifiée, alors que trois nouvelles usines doivent ouvrir "
    "dans la région d'ici à 2028.",
    "prévoit d'embaucher 1 200 ingénieurs.",
)
DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
SENTENCES = [f"{one} {two}" for two in CLAIMS for one in SUBJECTS]
MANY = SENTENCES + [f"{day}, {text[0].lower()}{text[1:]}" for day in DAYS for text in SENTENCES]
CALLS = (10, 64, 256)  # texts in a call that is timed
ALONE = 6  # sentences decoded one at a time: rates settle quickly, and the run must be short
PADDING, AROUND = 0.15, 0.10  # shares that are allowed
MODEL = {"begin", "step", "select", "prefix"}  # functions that compute with the model


def chipwire(
    translator: CausalTranslator, requests: list[Request], shared: str
) -> tuple[int, float]:
    """Generated tokens and seconds of one greedy run over all requests, in batches."""
    start = time.perf_counter()
    answers = generate(translator.engine, requests, translator.card.decoding, shared=shared)
    seconds = time.perf_counter() - start
    return sum(translator.engine.count(some[0].text) + 1 for some in answers), seconds


def plain(card: Card, dtype: str) -> Any:
    """The model of a card on the processor, as transformers has it."""
    from transformers import AutoModelForCausalLM

    with quiet():
        return AutoModelForCausalLM.from_pretrained(weights.ensure(card), dtype=dtype).eval()


def alone(translator: CausalTranslator, requests: list[Request], shared: str) -> tuple[int, float]:
    """The same with transformers' ``generate`` and own layers, one sentence at a time."""
    engine, decoding = translator.engine, translator.card.decoding
    tokens, start = 0, time.perf_counter()
    with quiet():
        for one in requests:
            inputs = engine.tokenizer(shared + one.prompt, return_tensors="pt")
            inputs = inputs.to(engine.place.kind)
            limit = round(decoding.new_ratio * engine.count(one.source)) + decoding.new_extra
            out: Any = engine.model.generate(
                **inputs, do_sample=False, max_new_tokens=limit, eos_token_id=list(engine.stop)
            )
            tokens += out.shape[1] - inputs["input_ids"].shape[1]
    return tokens, time.perf_counter() - start


def waste(translator: CausalTranslator, requests: list[Request], shared: str) -> float:
    """The share of the tokens that the model computes in one greedy run which nobody needs.

    The examples in front were read at the first call, and are held since.
    """
    computed = 0

    def count(_module: Any, inputs: tuple[Any, ...]) -> None:
        nonlocal computed
        computed += inputs[0].numel()

    hook = translator.engine.model.get_input_embeddings().register_forward_pre_hook(count)
    tokens, _ = chipwire(translator, requests, shared)
    hook.remove()
    return 1 - (sum(translator.engine.count(one.prompt) for one in requests) + tokens) / computed


def around(translator: CausalTranslator, requests: list[Request], shared: str) -> float:
    """The share of the time that tokenising, padding, choosing and detokenising take."""
    profile = cProfile.Profile()
    profile.runcall(chipwire, translator, requests, shared)
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    own: float = sum(
        row[3]
        for (file, _, name), row in stats.items()
        if name in MODEL and file.endswith(("models/decode.py", "models/engine.py"))
    )
    return 1 - own / float(max(row[3] for row in stats.values()))


def call(translator: CausalTranslator, count: int) -> str:
    """Time one call with so many texts, beams and backward ranking included; return a line."""
    start = time.perf_counter()
    translator.translate(MANY[:: len(MANY) // count][:count], "fr", "en")
    seconds = time.perf_counter() - start
    return (
        f"one call with {count:3} texts {seconds:14.1f} s   {count / seconds:6.2f} texts a second"
    )


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m models.bench")
    parser.add_argument("--ratio", type=float, default=12.0, help="demanded speed-up (default 12)")
    asked = parser.parse_args().ratio
    translator = load_translator("embedded", "cpu")
    assert isinstance(translator, CausalTranslator)  # noqa: S101
    engine, way = translator.engine, translator.card.decoding.attempts[0]
    shared = examples.shared_part("fr", "en", examples.pairs("fr", "en", way.shots, way.first))
    requests = [Request(examples.question("fr", "en", text), text) for text in SENTENCES]
    spread = requests[:: len(requests) // ALONE][:ALONE]

    chipwire(translator, requests[:2], shared)  # warm up
    twice = [chipwire(translator, requests, shared) for _ in range(2)]
    rates = {"batches": min(twice, key=lambda one: one[1])}
    shares = {
        "of what the model computes is padding": (waste(translator, requests, shared), PADDING),
        "of the time goes into what is around it": (around(translator, requests, shared), AROUND),
    }
    calls = [call(translator, count) for count in CALLS]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    for dtype in dict.fromkeys((engine.place.dtype, "float32")):
        translator.engine = dataclasses.replace(engine, model=plain(translator.card, dtype))
        rates[f"one at a time, {dtype}"] = alone(translator, spread, shared)

    lines = [f"{threads()} threads, {len(requests)} sentences, {way.shots} examples in the prompt"]
    own = rates["batches"][0] / rates["batches"][1]
    for name, (tokens, seconds) in rates.items():
        rate = tokens / seconds
        lines.append(
            f"{name:28} {rate:8.1f} tokens/s   batches are {own / rate:5.1f} times as fast"
        )
    lines += calls
    lines.append(f"peak memory with the embedded model {peak:.2f} GB")
    ratio = own * rates["one at a time, float32"][1] / rates["one at a time, float32"][0]
    verdict = "met" if ratio >= asked else "NOT met"
    lines.append(f"asked for: {asked:g} times float32 one at a time; {verdict} ({ratio:.1f})")
    for what, (share, limit) in shares.items():
        verdict = "met" if share <= limit else "NOT met"
        lines.append(f"asked for: at most {limit:.0%} {what}; {verdict} ({share:.1%})")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if ratio >= asked and all(share <= limit for share, limit in shares.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
