from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.engine import Engine
from models.head import PART, Head, latin_ids, of_logits

WIDTH, VOCABULARY = 16, 2 * PART + 700


@pytest.fixture(scope="module")
def weight() -> Any:
    import torch

    return torch.randn(VOCABULARY, WIDTH, generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="module")
def states() -> Any:
    import torch

    return torch.randn(5, WIDTH, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("cap", [None, 3.0])
def test_the_best_of_the_whole_vocabulary(weight: Any, states: Any, cap: float | None) -> None:
    import torch

    logits = states @ weight.T
    logits = (logits / cap).tanh() * cap if cap else logits
    wanted = logits.log_softmax(-1)
    values, ids = Head(weight, cap=cap).best(states, 6)
    assert torch.allclose(values, wanted.topk(6).values, atol=1e-5)
    assert torch.allclose(wanted.gather(1, ids), values, atol=1e-5)
    values, ids = of_logits(logits, 6)
    assert torch.allclose(values, wanted.topk(6).values, atol=1e-5)
    targets = torch.tensor([0, PART, VOCABULARY - 1, 5, 77])
    given = Head(weight, cap=cap).of(states, targets)
    assert torch.allclose(given, wanted[torch.arange(5), targets], atol=1e-5)


def test_a_part_of_the_vocabulary_is_all_there_is(weight: Any, states: Any) -> None:
    import torch

    kept = list(range(0, VOCABULARY, 3))
    values, ids = Head(weight, kept).best(states, 6)
    wanted = (states @ weight[kept].T).log_softmax(-1).topk(6)
    assert torch.allclose(values, wanted.values, atol=1e-5)
    assert torch.equal(ids, torch.tensor(kept)[wanted.indices])


def test_a_row_has_the_same_bits_in_any_company(weight: Any, states: Any) -> None:
    import torch

    for kind in (torch.float32, torch.bfloat16):
        head = Head(weight.to(kind))
        some = states.to(kind)
        together = head.best(some, 6)
        for i in range(len(some)):
            alone = head.best(some[i : i + 1], 6)
            assert all(torch.equal(a[0], b[i]) for a, b in zip(alone, together, strict=True))


def test_letters_of_other_scripts_are_left_out_and_nothing_else() -> None:
    words = ["<pad>", "</s>", "▁chip", "é", "ß", "Œ", "ł", "7", "$", "€", "«", "…", "<0xE4>", "º",
             "\u0301", "µ", "Ω", "芯", "▁чип", "シ", "칩", "رق", "▁", "x芯"]  # fmt: skip
    tokenizer = SimpleNamespace(
        added_tokens_decoder={i: SimpleNamespace(special=True) for i in (0, 1)},
        convert_ids_to_tokens=lambda ids: [words[i] for i in ids],
        __len__=None,
    )

    class Tokens(SimpleNamespace):
        def __len__(self) -> int:
            return len(words)

    kept = latin_ids(Tokens(**vars(tokenizer)), stop=(1,))
    assert [words[i] for i in range(len(words)) if i not in kept] == [
        "<pad>", "芯", "▁чип", "シ", "칩", "رق", "x芯"
    ]  # fmt: skip


def test_nothing_is_left_out_of_a_vocabulary_of_bytes(tiny_causal: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(tiny_causal)
    assert latin_ids(tokenizer, (1,)) == [i for i in range(len(tokenizer)) if i not in (0, 2)]


@pytest.mark.model
def test_the_embedded_vocabulary_spells_what_news_needs(embedded: Any) -> None:
    engine: Engine = embedded.engine
    kept = set(latin_ids(engine.tokenizer, engine.stop))
    assert set(engine.stop) <= kept
    assert set(engine.tokenizer.convert_tokens_to_ids([f"<0x{i:02X}>" for i in range(256)])) <= kept
    text = (
        "Ça coûte 7 000 €, £5.3 or ¥10 – « l'œuvre », “naïve” … Müller, Straße, Łódź, Čapek, Åse, "
        "São Tomé, ¿Qué? ¡No! 5 % · 20 °C, 1º, 3ª, ½, m², “quoted” — ‘so’ ™ © § № 😀 \t1,234.56"
    )
    assert set(engine.ids(text)) <= kept
    assert not kept & set(engine.ids("芯片"))
    assert not kept & set(engine.ids("чип"))
    assert math.isclose(len(kept) / len(engine.tokenizer), 0.62, abs_tol=0.02)
    assert (
        engine.tokenizer.decode([i for i in engine.ids(text) if i in kept]).strip() == text.strip()
    )
