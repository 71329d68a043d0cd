"""The search against transformers' own, and what batching must not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.backends import causal
from models.batching import batches, halving, padding_share
from models.card import Attempt, Card, Decoding
from models.decode import CausalState, SharedState, State, search
from models.device import Place
from models.engine import Engine, pad
from models.errors import DeviceError, WeightsError
from models.generate import Request, generate
from models.score import score

CPU = Place("cpu", "float32")
LINES = [
    "The company will build a new chip factory in the north of the country.",
    "Investors asked who would pay for seven new data centres.",
    "Le groupe a démenti avoir signé un accord avec des investisseurs.",
    "La demande de puces dépasse l'offre, selon le ministre.",
    "Prices rose by 7,000 dollars in March 2024.",
]
TEXTS = [*LINES[:5], "Short.", "A somewhat longer text about chips, prices and investors in March."]
DECODING = Decoding(attempts=(Attempt(),), new_ratio=1.0, new_extra=4, batch_tokens=2000)


@pytest.fixture(scope="module")
def engine(tiny_causal: Path) -> Engine:
    return causal.load(tiny_causal, CPU)


def asked(texts: list[str]) -> list[Request]:
    return [Request(f"{text}\nEnglish:", text) for text in texts]


def test_batches_hold_the_budget_and_every_item() -> None:
    costs = [5, 90, 30, 31, 200, 1]
    groups = batches(costs, 100)
    assert sorted(i for group in groups for i in group) == list(range(6))
    assert all(len(g) == 1 or max(costs[i] for i in g) * len(g) <= 100 for g in groups)
    assert groups[0] == [4]


def test_kinds_are_not_mixed() -> None:
    assert batches([5, 4, 3, 2], 100, ["a", "b", "a", "b"]) == [[0, 2], [1, 3]]


def test_large_batches_are_of_like_length() -> None:
    costs = [100] * 40 + [10] * 20
    assert [len(group) for group in batches(costs, 10**6)] == [40, 20]
    assert padding_share(costs, batches(costs, 10**6)) == 0
    assert padding_share([1, 3], [[0, 1]]) == pytest.approx(1 / 3)


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("beams", [1, 3])
def test_the_search_agrees_with_transformers(engine: Engine, beams: int, own: bool) -> None:
    import torch

    rows = [engine.ids(text, special=True) for text in TEXTS]
    state: State = CausalState(engine.model)
    if own:
        state = SharedState(engine.model, engine.head(latin=False))
    ids, mask = pad(engine, rows, left=not own)
    stop = torch.tensor([1])
    ours = search(state, ids, mask, [12] * len(rows), beams, stop)
    ids, mask = pad(engine, rows, left=True)
    theirs = engine.model.generate(
        input_ids=ids,
        attention_mask=mask,
        max_new_tokens=12,
        num_beams=beams,
        do_sample=False,
        eos_token_id=1,
        length_penalty=1.0,
    )
    for mine, row in zip(ours, theirs[:, ids.shape[1] :].tolist(), strict=True):
        wanted = [token for token in row if token not in {1, 2}]
        assert [token for token in mine[0].tokens if token != 2] == wanted


def test_beams_are_ranked_by_their_own_probability(engine: Engine) -> None:
    (some,) = generate(engine, asked(TEXTS[:1]), DECODING, beams=4)
    assert len(some) == 4
    values = [one.logprob for one in some]
    assert values == sorted(values, reverse=True)
    assert max(values) <= 0


@pytest.mark.parametrize("beams", [1, 3])
def test_sharing_the_prefix_is_exact(engine: Engine, beams: int) -> None:
    head = "French: Oui.\nEnglish: Yes.\n\n"
    shared = generate(engine, asked(TEXTS), DECODING, beams, shared=head)
    ids = [Request(head + one.prompt, one.source) for one in asked(TEXTS)]
    whole = generate(engine, ids, DECODING, beams)
    assert [[one.text for one in some] for some in shared] == [
        [one.text for one in some] for some in whole
    ]


def test_answers_end_at_the_first_line_break(engine: Engine) -> None:
    breaks = [i for i in engine.stop if "\n" in engine.tokenizer.decode([i])]
    assert breaks
    assert all(
        "\n" not in one.text for some in generate(engine, asked(TEXTS), DECODING, 3) for one in some
    )
    bias = engine.model.lm_head.weight.data
    kept = bias.clone()
    try:  # a model that wants nothing but line breaks
        bias.zero_()
        bias[breaks[0]] = 1e3 * engine.model.model.norm.weight.data.sign()
        limits = generate(engine, asked(TEXTS[:2]), DECODING)
        assert all(some[0].text == "" or "\n" not in some[0].text for some in limits)
    finally:
        bias.copy_(kept)


def test_progress_counts_texts(engine: Engine) -> None:
    seen: list[tuple[int, int]] = []
    generate(
        engine, asked(TEXTS), DECODING, progress=lambda _, done, all_: seen.append((done, all_))
    )
    assert seen[-1] == (len(TEXTS), len(TEXTS))
    assert generate(engine, [], DECODING) == []


def test_a_batch_that_does_not_fit_is_halved() -> None:
    ran: list[list[int]] = []

    def run(group: list[int]) -> None:
        if len(group) > 2:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried ...")
        ran.append(group)

    halving(run, [0, 1, 2, 3, 4])
    assert [i for group in ran for i in group] == [0, 1, 2, 3, 4]


def test_one_text_that_does_not_fit_is_one_line() -> None:
    def run(_: list[int]) -> None:
        raise MemoryError

    with pytest.raises(DeviceError, match="out of memory"):
        halving(run, [0])


def test_other_errors_are_not_swallowed() -> None:
    def run(_: list[int]) -> None:
        raise RuntimeError("shapes do not fit")

    with pytest.raises(RuntimeError, match="shapes"):
        halving(run, [0, 1])


def test_scores_are_what_full_logits_give(engine: Engine) -> None:
    import torch

    pairs = [("The company will build", " a new chip factory"), ("", "Prices rose"), ("x", "")]
    pairs += [(text, " in March") for text in TEXTS]
    values = score(engine, pairs, 50)
    assert len(values) == len(pairs)
    assert values[2] == 0
    for (context, text), value in zip(pairs, values, strict=True):
        if not text:
            continue
        head, tail = engine.ids(context, special=True), engine.ids(text)
        logits = engine.model(torch.tensor([head + tail])).logits[0].log_softmax(-1)
        spots = range(max(1, len(head)), len(head) + len(tail))
        ids = head + tail
        wanted = sum(logits[i - 1, ids[i]].item() for i in spots) / len(spots)
        assert value == pytest.approx(wanted, abs=1e-3)
        assert value < 0


def test_attempts_chat_and_long_text(engine: Engine, tiny_card: Card) -> None:
    translator = causal.CausalTranslator(tiny_card, engine)
    long = " ".join(LINES * 3)
    texts = ["Le groupe a démenti.", long, "", "Le groupe a démenti."]
    for attempt in range(translator.attempts):
        found = translator.translate(texts, "fr", "en", attempt)
        assert len(found) == 4
        assert all(found)
        assert found[0] == found[3]
        assert found[2] == [""]
        assert found == translator.translate(texts, "fr", "en", attempt)
        assert all(len(set(some)) == len(some) for some in found)
    chat = tiny_card.model_copy(
        update={"prompt": tiny_card.prompt.model_copy(update={"style": "chat"})}
    )
    asked_by_chat = causal.CausalTranslator(chat, engine)
    assert all(asked_by_chat.translate(texts, "fr", "en", 1))
    assert asked_by_chat._chat("fr", "en", [], "Oui.").endswith("Oui.</s><s>assistant:")


def asked_with(card: Card, engine: Engine, **way: object) -> list[str]:
    """The candidates of one text, asked in this way alone."""
    attempts = (Attempt.model_validate(way),)
    decoding = card.decoding.model_copy(update={"attempts": attempts})
    translator = causal.CausalTranslator(card.model_copy(update={"decoding": decoding}), engine)
    return translator.translate(["Le groupe a démenti."], "fr", "en")[0]


def test_a_model_asked_in_two_ways_gives_what_either_gives(engine: Engine, tiny_card: Card) -> None:
    shown = asked_with(tiny_card, engine, shots=2, beams=3)
    bare = asked_with(tiny_card, engine, shots=0, beams=3)
    both = asked_with(tiny_card, engine, shots=2, beams=3, bare=True)
    assert sorted(both) == sorted({*shown, *bare})
    assert len(both) > len(shown)
    assert both[0] in {shown[0], bare[0]}, "the most probable is first"
    ranked = asked_with(tiny_card, engine, shots=2, beams=3, bare=True, backward=True)
    assert sorted(ranked) == sorted(both)
    assert asked_with(tiny_card, engine, shots=0, beams=3, bare=True) == bare


def test_same_language_needs_no_model(tiny_card: Card) -> None:
    translator = causal.CausalTranslator(tiny_card, None)  # type: ignore[arg-type]
    assert translator.translate(["a\nb"], "fr", "fr") == [["a\nb"]]
    assert translator.describe("fr", "fr") == []


def test_a_damaged_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(WeightsError, match="cannot load the model") as caught:
        causal.load(tmp_path, CPU)
    assert "\n" not in str(caught.value)
