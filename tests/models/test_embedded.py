"""The real embedded model: what it must do on every machine, in bf16 or float32."""

from __future__ import annotations

import pytest

import models
from models import weights
from models.backends.causal import CausalScorer, CausalTranslator
from models.card import load_card

pytestmark = pytest.mark.model
FRENCH = [
    "Selon le Wall Street Journal, Sam Altman chercherait à lever $7 trillion.",
    "« Nous n'avons rien décidé », a déclaré la ministre mardi.",
    "Qui va payer ?",
]


@pytest.fixture(scope="module")
def scorer(embedded: object) -> CausalScorer:
    found = models.load_scorer("embedded", "cpu")
    assert isinstance(found, CausalScorer)
    return found


def test_the_amount_survives_and_order_is_kept(embedded: CausalTranslator) -> None:
    found = embedded.translate(FRENCH, "fr", "en")
    assert len(found) == 3
    assert "$7 trillion" in found[0][0]
    assert "Altman" in found[0][0]
    assert "minister" in found[1][0].lower() or "decided" in found[1][0].lower()
    assert "pay" in found[2][0].lower()
    for some in found:
        assert 1 <= len(some) <= 8  # four beams of each of two ways of asking
        assert all("\n" not in text and "French:" not in text for text in some)


def test_the_same_again_gives_the_same(embedded: CausalTranslator) -> None:
    once = embedded.translate(FRENCH[1:], "fr", "en", 1)
    assert once == embedded.translate(FRENCH[1:], "fr", "en", 1)


def test_a_true_continuation_beats_a_shuffled_one(scorer: CausalScorer) -> None:
    context = "The Dutch company makes the machines that print"
    true, shuffled, empty = scorer.score(
        [
            (context, "the circuits of modern computer chips."),
            (context, "chips computer of modern the circuits."),
            ("", context),
        ]
    )
    assert shuffled < true < 0
    assert empty < 0


def test_news_tells_more_than_what_stands_around_it(scorer: CausalScorer) -> None:
    news = "Le groupe a annoncé mardi l'ouverture d'une usine de puces près de Lille."
    around = [
        "Abonnez-vous pour lire la suite de cet article.",
        "Il faisait froid ce matin-là devant la porte.",
    ]
    title = "Une usine de puces va ouvrir près de Lille"
    ((first, *others), untitled) = scorer.salience(
        [(title, [news, *around]), ("", [around[0], news])]
    )
    assert first > max(others)
    assert untitled[1] > untitled[0]
    assert scorer.salience([("", [around[0], news])]) == [untitled]
    assert scorer.describe()[0].revision.count("+salience.") == 1


def test_translator_and_scorer_share_one_model(
    embedded: CausalTranslator, scorer: CausalScorer
) -> None:
    assert embedded.engine is scorer.engine
    (info,) = embedded.describe("fr", "en")
    assert info.card == "gemma-3-270m"
    assert info.sha256 == load_card("gemma-3-270m").sha256
    assert info.device == "cpu"


def test_the_cache_holds_what_the_manifest_says(embedded: CausalTranslator) -> None:
    assert weights.verify(load_card("gemma-3-270m")) == []


def test_a_language_no_prompt_knows(embedded: CausalTranslator) -> None:
    with pytest.raises(models.PairError, match="'xx'"):
        embedded.translate(["x"], "xx", "en")
