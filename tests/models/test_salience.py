"""Which sentences tell most: what the head sees, and what a bad head does."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

import models.salience
from models.backends import causal
from models.backends.causal import CausalScorer
from models.card import Card, Salience, load_card
from models.device import Place
from models.engine import Engine
from models.errors import CardError, WeightsError
from models.protocols import Told
from models.salience import Head, load_head, salience, views

LAYERS = (1, 2)
ARTICLES: list[Told] = [
    ("Une usine ouvre", ["Le groupe ouvre une usine.", "Elle coûte cher.", "Qui paie ?"]),
    ("", ["Sans titre, un article a des phrases aussi.", "Deux."]),
    ("Rien dessous", []),
    ("Une seule phrase", ["Oui."]),
]


@pytest.fixture(scope="module", params=["bfloat16", "float32"])
def engine(tiny_causal: Path, request: pytest.FixtureRequest) -> Engine:
    return causal.load(tiny_causal, Place("cpu", request.param))


def test_an_article_is_weighed_the_same_in_any_company(engine: Engine) -> None:
    together = views(engine, LAYERS, ARTICLES)
    alone = [views(engine, LAYERS, [one])[0] for one in ARTICLES]
    assert all(torch.equal(one, other) for one, other in zip(together, alone, strict=True))
    width = engine.model.config.hidden_size
    assert [tuple(one.shape) for one in together[:2]] == [(3, 2 * width + 6), (2, 2 * width + 6)]
    assert float(together[1][0, 2 * width + 2]) == 0.0, "nothing is near a title that is not there"
    head = Head(LAYERS, torch.ones(2 * width + 6))
    assert [len(one) for one in salience(engine, head, ARTICLES)] == [3, 2, 0, 1]


def test_a_long_article_is_read_in_parts(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    title, sentences = "Une usine ouvre", [f"Phrase numéro {i} du texte." for i in range(9)]
    whole = views(engine, LAYERS, [(title, sentences)])[0]
    monkeypatch.setattr(models.salience, "WINDOW", 60)
    monkeypatch.setattr(models.salience, "TITLE", 20)
    parts = views(engine, LAYERS, [(title, sentences), (title, ["x" * 400, "Fin."])])
    assert parts[0].shape == whole.shape
    width = engine.model.config.hidden_size
    assert torch.equal(parts[0][0, :width], whole[0, :width]), "the first part begins the same"
    assert not torch.equal(parts[0][8, :width], whole[8, :width])
    assert parts[1].isfinite().all()


def with_head(sha256: str, file: str = "gemma-3-270m-news/salience.safetensors") -> Card:
    return load_card("gemma-3-270m").model_copy(
        update={"salience": Salience(file=file, sha256=sha256)}
    )


def test_a_head_that_is_damaged_or_not_there(engine: Engine) -> None:
    with pytest.raises(WeightsError, match="of gemma-3-270m is damaged"):
        CausalScorer(with_head("0" * 64), engine)
    with pytest.raises(CardError, match="names a head that is not here"):
        load_head(with_head("0" * 64, "nowhere.safetensors"))
