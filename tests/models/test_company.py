"""What a text comes to does not depend on what else is asked for: the same bits, in any batch."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import models
from models.backends import causal, seq2seq
from models.backends.causal import CausalScorer, CausalTranslator
from models.card import Attempt, Decoding
from models.device import Place
from models.engine import Engine
from models.generate import Candidate, Request, generate
from models.score import score

TEXTS = [
    "Le groupe a démenti.",
    "La demande de puces dépasse l'offre, selon le ministre de l'Économie, qui parlait mardi soir.",
    "Qui va payer ?",
    "Prices rose by 7,000 dollars in March 2024.",
    "The company will build a new chip factory in the north of the country, near the old mine.",
    "Oui.",
    "Les investisseurs, dont deux banques, ont refusé de dire combien ils avaient promis.",
    "Un accord a été signé.",
    "La ministre a dit qu'elle n'avait rien décidé, ni sur le prix, ni sur le lieu.",
]
DECODING = Decoding(attempts=(Attempt(),), new_ratio=1.0, new_extra=8, batch_tokens=20000)
KINDS = ["bfloat16", "float32"]


def parts(size: int) -> list[list[int]]:
    """Numbers of the texts, shuffled, in calls of so many."""
    order = list(range(len(TEXTS)))
    random.Random(size).shuffle(order)
    return [order[i : i + size] for i in range(0, len(order), size)]


def answers(engine: Engine, beams: int, which: Sequence[int]) -> list[list[Candidate]]:
    requests = [Request(f"{TEXTS[i]}\nEnglish:", TEXTS[i]) for i in which]
    return generate(engine, requests, DECODING, beams, shared="" if engine.seq2seq else "A: b\n\n")


def same_in_any_company(engine: Engine, beams: int) -> None:
    """To the last bit, or for attention that is not ours in the rounding of float32."""
    together = answers(engine, beams, range(len(TEXTS)))
    for size in (1, 2, 5):
        for some in parts(size):
            found = answers(engine, beams, some)
            expected = [together[i] for i in some]
            if engine.own_attention or engine.seq2seq:
                assert found == expected, f"calls of {size}"
            for one, other in zip(found, expected, strict=True):
                assert [c.text for c in one] == [c.text for c in other], f"calls of {size}"
                assert [c.logprob for c in one] == pytest.approx(
                    [c.logprob for c in other], abs=1e-4
                )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("beams", [1, 3])
def test_a_tiny_llama(tiny_causal: Path, kind: str, beams: int) -> None:
    same_in_any_company(causal.load(tiny_causal, Place("cpu", kind)), beams)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("beams", [1, 3])
def test_a_tiny_marian(tiny_marian: Path, kind: str, beams: int) -> None:
    same_in_any_company(seq2seq.load(tiny_marian, Place("cpu", kind)), beams)


@pytest.mark.parametrize("beams", [1, 3])
def test_an_architecture_we_do_not_know(tiny_causal: Path, tmp_path: Path, beams: int) -> None:
    import torch
    from transformers import GPTNeoXConfig, GPTNeoXForCausalLM

    known = causal.load(tiny_causal, Place("cpu", "float32"))
    torch.manual_seed(4)
    config = GPTNeoXConfig(
        vocab_size=len(known.tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        initializer_range=0.4,
    )
    engine = dataclasses.replace(known, model=GPTNeoXForCausalLM(config).eval(), heads={})
    assert known.own_attention
    assert not engine.own_attention
    same_in_any_company(engine, beams)
    assert all(value < 0 for value in score(engine, [("Who", " pays"), ("", "Prices rose")], 100))


@pytest.mark.parametrize("kind", KINDS)
def test_scores(tiny_causal: Path, kind: str) -> None:
    engine = causal.load(tiny_causal, Place("cpu", kind))
    pairs = [(a, " " + b) for a in TEXTS for b in TEXTS[:3]]
    together = score(engine, pairs, 4000)
    assert together[::-1] == score(engine, pairs[::-1], 300)
    assert together == [score(engine, [pair], 4000)[0] for pair in pairs]


@pytest.mark.model
def test_the_embedded_model(embedded: CausalTranslator) -> None:
    french = [text for text in TEXTS if not text.startswith(("The", "Prices"))]
    together = embedded.translate(french, "fr", "en")
    assert together[::-1] == embedded.translate(french[::-1], "fr", "en")
    assert together[2:5] == embedded.translate(french[2:5], "fr", "en")
    assert together[1:2] == embedded.translate(french[1:2], "fr", "en")
    scorer = models.load_scorer("embedded", "cpu")
    assert isinstance(scorer, CausalScorer)
    pairs = [(text + "\n", french[0]) for text in french[1:]]
    assert scorer.score(pairs) == [scorer.score([pair])[0] for pair in pairs]
    articles = [(TEXTS[0], french[:n]) for n in (5, 1, 3)]
    assert scorer.salience(articles) == [scorer.salience([one])[0] for one in articles]
