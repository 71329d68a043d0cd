from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models import weights
from models.backends import seq2seq
from models.card import Card, Prompt, card_names, load_card
from models.decode import Seq2SeqState, search
from models.device import Place
from models.engine import Engine, pad
from models.errors import PairError, WeightsError
from models.generate import Candidate

CPU = Place("cpu", "float32")
LINES = [
    "The company will build a new chip factory in the north of the country.",
    "Investors asked who would pay for seven new data centres.",
    "Le groupe a démenti avoir signé un accord avec des investisseurs.",
    "La demande de puces dépasse l'offre, selon le ministre.",
    "Prices rose by 7,000 dollars in March 2024.",
]
TEXTS = ["Le groupe a démenti.", "", LINES[3], " ".join(LINES * 8)]


@pytest.fixture(scope="module")
def engine(tiny_marian: Path) -> Engine:
    return seq2seq.load(tiny_marian, CPU)


def short(card: Card) -> Card:
    """The card with limits that keep a random model from talking for long."""
    limits = {"source_tokens": 60, "new_ratio": 0.1, "new_extra": 6}
    return card.model_copy(update={"decoding": card.decoding.model_copy(update=limits)})


@pytest.fixture
def translator(engine: Engine) -> seq2seq.Seq2SeqTranslator:
    cards = [short(load_card("opus-mt-de-en")), short(load_card("opus-mt-en-fr"))]
    runner = seq2seq.TorchRunner(engine)
    return seq2seq.Seq2SeqTranslator(cards, lambda _card: runner)


def test_marian_is_found_by_its_configuration(engine: Engine) -> None:
    assert type(engine.model).__name__ == "MarianMTModel"
    assert engine.start == engine.banned  # Marian starts with the padding, and never makes it


@pytest.mark.parametrize("beams", [1, 3])
def test_the_search_agrees_with_transformers(engine: Engine, beams: int) -> None:
    import torch

    rows = [engine.ids(text, special=True) for text in LINES[:5]]
    ids, mask = pad(engine, rows, left=False)
    state = Seq2SeqState(engine.model, engine.head(latin=False), engine.start)
    ours = search(state, ids, mask, [10] * 5, beams, torch.tensor(engine.stop))
    theirs = engine.model.generate(
        input_ids=ids,
        attention_mask=mask,
        max_new_tokens=10,
        max_length=None,
        num_beams=beams,
        do_sample=False,
        length_penalty=1.0,
        early_stopping=False,
        bad_words_ids=[[engine.banned[0]]],
    )
    ends = {*engine.stop, *engine.banned}
    for mine, row in zip(ours, theirs.tolist(), strict=True):
        assert list(mine[0].tokens) == [token for token in row if token not in ends]


def test_translates_in_order_and_splits(translator: seq2seq.Seq2SeqTranslator) -> None:
    for attempt in range(translator.attempts):
        found = translator.translate(TEXTS, "de", "en", attempt)
        assert len(found) == len(TEXTS)
        assert all(found)
        assert found[1] == [""]
        assert found == translator.translate(TEXTS, "de", "en", attempt)


def test_goes_through_english(translator: seq2seq.Seq2SeqTranslator) -> None:
    steps = [(card.name, a, b) for card, a, b in translator.route("de", "fr")]
    assert steps == [("opus-mt-de-en", "de", "en"), ("opus-mt-en-fr", "en", "fr")]
    assert all(translator.translate(TEXTS, "de", "fr"))
    assert [one.card for one in translator.describe("de", "fr")] == [
        "opus-mt-de-en",
        "opus-mt-en-fr",
    ]


def test_a_pair_nobody_covers_is_named(translator: seq2seq.Seq2SeqTranslator) -> None:
    with pytest.raises(PairError, match="fr to ja") as caught:
        translator.translate(["x"], "fr", "ja")
    assert "de-en" in str(caught.value)


def test_same_language_is_given_back(translator: seq2seq.Seq2SeqTranslator) -> None:
    assert translator.translate(TEXTS, "xx", "xx") == [[text] for text in TEXTS]
    assert translator.describe("xx", "xx") == []


def test_every_opus_card_names_its_pair() -> None:
    for name in [one for one in card_names() if one.startswith("opus-mt")]:
        assert len(load_card(name).pairs) == 1


def test_a_target_mark_goes_before_the_text(engine: Engine) -> None:
    asked: list[str] = []

    class Listening(seq2seq.TorchRunner):
        def translate(self, texts: Sequence[str], *more: Any) -> list[list[Candidate]]:
            asked.extend(texts)
            return super().translate(texts, *more)

    card = short(load_card("opus-mt-de-en"))
    card = card.model_copy(update={"prompt": Prompt(style="plain", prefix=">>pt<<")})
    runner = Listening(engine)
    seq2seq.Seq2SeqTranslator([card], lambda _card: runner).translate(["Oui."], "de", "en")
    assert asked == [">>pt<< Oui."]


def test_all_that_is_missing_on_the_way_is_named_at_once() -> None:
    def ready(cards: Sequence[Card]) -> None:
        raise weights.missing(cards)

    cards = [load_card("opus-mt-de-en"), load_card("opus-mt-en-fr")]
    one = seq2seq.Seq2SeqTranslator(cards, _never, ready=ready)
    with pytest.raises(WeightsError, match="models pull opus-mt-de-en opus-mt-en-fr`"):
        one.translate(["Ja."], "de", "fr")


def _never(card: Card) -> seq2seq.Runner:
    raise AssertionError("loaded")
