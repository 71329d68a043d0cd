from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import models
from models import Options, load_card, weights
from models.backends.identity import IdentityTranslator
from models.errors import (
    CardError,
    DeviceError,
    LicenceError,
    MissingWeightsError,
    PairError,
    WeightsError,
)
from models.fallback import FallbackTranslator
from models.protocols import ModelInfo


def test_profile_none_only_gives_back() -> None:
    translator = models.load_translator("none")
    assert translator.translate(["Oui."], "fr", "fr") == [["Oui."]]
    assert translator.describe("fr", "fr") == []
    with pytest.raises(PairError, match="fr to en"):
        translator.translate(["Oui."], "fr", "en")
    assert models.load_scorer("none") is None


def test_unknown_profile() -> None:
    with pytest.raises(CardError, match="embedded"):
        models.load_translator("huge")
    with pytest.raises(CardError, match="embedded"):
        models.load_scorer("huge")


def test_hub_without_weights_names_the_command(cache: Path) -> None:
    translator = models.load_translator("hub", "cpu")
    assert models.load_scorer("hub") is None
    with pytest.raises(WeightsError, match="chipwire models pull opus-mt-fr-en"):
        translator.translate(["Oui."], "fr", "en")


def test_gpu_profile_without_weights_names_the_command(cache: Path) -> None:
    with pytest.raises(WeightsError, match="chipwire models pull qwen3-4b-instruct"):
        models.load_translator("gpu", "cpu")


def test_a_missing_device_comes_before_any_weights(cache: Path) -> None:
    import torch

    if torch.backends.mps.is_available():
        pytest.skip("this machine has one")
    with pytest.raises(DeviceError):
        models.load_translator("embedded", "mps")
    assert not cache.exists()


@pytest.fixture
def filled(cache: Path, tiny_marian: Path, tiny_causal: Path) -> Iterator[Path]:
    """A cache with tiny models in the places of real ones, pulled as from a folder."""
    for name in ("opus-mt-es-en", "opus-mt-en-es"):
        weights.pull(load_card(name), source=tiny_marian)
    weights.pull(load_card("qwen3-4b-instruct"), source=tiny_causal)
    yield cache
    models.unload()


def test_hub_translates_with_the_weights_that_are_here(filled: Path) -> None:
    translator = models.load_translator("hub", "cpu")
    assert all(translator.translate(["Oui.", "Non."], "es", "en"))
    info = translator.describe("es", "en")[0]
    assert (info.card, info.device) == ("opus-mt-es-en", "cpu")
    assert info.revision.startswith("by-hand.")
    with pytest.raises(MissingWeightsError, match="pull opus-mt-fr-en`"):
        translator.translate(["Oui."], "fr", "es")  # through English: the other half is here


def test_gpu_translates_and_scores_by_the_chat_template(filled: Path) -> None:
    translator = models.load_translator("gpu", "cpu")
    assert all(translator.translate(["Oui.", ""], "fr", "en"))
    scorer = models.load_scorer("gpu", "cpu")
    assert scorer is not None
    titled, untitled, empty = scorer.salience(
        [("Yes.", ["Oui.", "Non."]), ("", ["Oui."]), ("a", [])]
    )
    assert max(titled) < 0, "how well the title is foretold"
    assert (untitled, empty) == ([0.0], [])


def test_ctranslate2_converts_once(filled: Path) -> None:
    options = Options(device="cpu", runtime="ct2")
    first = models.load_translator("hub", options=options)
    answers = first.translate(["Oui.", "Non."], "es", "en")
    made = [path for path in filled.iterdir() if path.is_dir() and "-ct2-int8-" in path.name]
    assert len(made) == 1
    before = (made[0] / "model.bin").stat().st_mtime_ns
    models.unload()
    again = models.load_translator("hub", options=options)
    assert again.translate(["Oui.", "Non."], "es", "en") == answers
    assert (made[0] / "model.bin").stat().st_mtime_ns == before
    assert again.describe("es", "en")[0].dtype == "ct2-int8"
    (made[0] / "model.bin").write_bytes(b"half")
    models.unload()
    assert models.load_translator("hub", options=options).translate(["Oui."], "es", "en")


def test_eight_bits_in_every_profile(filled: Path) -> None:
    options = Options(device="cpu", quantize="int8")
    for profile, pair in (("hub", ("es", "en")), ("gpu", ("fr", "en"))):
        translator = models.load_translator(profile, options=options)
        assert all(translator.translate(["Oui."], *pair))
        assert translator.describe(*pair)[0].dtype == "int8"


def test_a_folder_of_another_kind_is_one_line(cache: Path, tiny_causal: Path) -> None:
    weights.pull(load_card("qwen3-4b-instruct"), source=tiny_causal)
    place = weights.folder_of(load_card("qwen3-4b-instruct"))
    text = (place / "config.json").read_text()
    wrong = text.replace('"llama"', '"bart"')
    assert len(wrong) < len(text)
    (place / "config.json").write_text(wrong + " " * (len(text) - len(wrong)))
    with pytest.raises(WeightsError, match="is no causal model"):
        models.load_translator("gpu", "cpu")


def test_weights_that_forbid_commercial_use_are_refused(cache: Path) -> None:
    translator = models.load_translator("hub", "cpu")
    with pytest.raises(LicenceError, match=r"noncommercial = true under \[models\]") as caught:
        translator.translate(["Ja."], "sv", "en")
    assert "\n" not in str(caught.value)
    accepting = models.load_translator("hub", options=Options("cpu", noncommercial=True))
    with pytest.raises(WeightsError, match="pull nllb-200-distilled-600M"):
        accepting.translate(["Ja."], "sv", "en")


def test_pairs_keep_their_own_model_where_all_licences_are_accepted(cache: Path) -> None:
    accepting = models.load_translator("hub", options=Options("cpu", noncommercial=True))
    with pytest.raises(WeightsError, match="pull opus-mt-fr-en`"):
        accepting.translate(["Oui."], "fr", "en")


def test_cards_may_be_chosen(cache: Path) -> None:
    with pytest.raises(WeightsError, match="pull qwen3-8b"):
        models.load_translator("gpu", options=Options("cpu", cards=("qwen3-8b",)))
    with pytest.raises(CardError, match="can translate in profile gpu"):
        models.load_translator("gpu", options=Options("cpu", cards=("opus-mt-fr-en",)))
    with pytest.raises(CardError, match="no model card 'qwen9'"):
        models.load_translator("gpu", options=Options("cpu", cards=("qwen9",)))


def test_the_summariser_of_a_profile(cache: Path) -> None:
    assert models.load_summariser("none") is None
    assert models.load_summariser("embedded") is None
    summariser = models.load_summariser("hub", "cpu")
    assert summariser is not None
    with pytest.raises(WeightsError, match="pull bart-large-cnn"):
        summariser.summarise(["Prices rose."], "en")
    with pytest.raises(LicenceError, match="mT5_multilingual_XLSum"):
        summariser.summarise(["Les prix montent."], "fr")
    with pytest.raises(PairError, match="summarises de"):
        summariser.summarise(["Die Preise steigen."], "de")


def test_an_instruct_model_that_is_not_here(cache: Path) -> None:
    with pytest.raises(WeightsError, match="pull qwen3-4b-instruct"):
        models.load_summariser("gpu", "cpu")
    options = Options("cpu", fallback="embedded")
    assert models.load_summariser("gpu", options=options) is None


def test_an_instruct_model_summarises_part_by_part(filled: Path) -> None:
    summariser = models.load_summariser("gpu", "cpu")
    assert summariser is not None
    long = "Le groupe a démenti avoir signé un accord. " * 110
    reach = summariser.reach("fr")
    assert reach.least < reach.most < summariser.count([long], "fr")[0]
    together = summariser.summarise(["Les prix montent.", "", long], "fr")
    assert [len(parts) > 1 for parts in together] == [False, False, True]
    assert together[0] == summariser.summarise(["Les prix montent."], "fr")[0]
    assert together[1] == []
    (info,) = summariser.describe("fr")
    assert (info.task, info.card) == ("summarise", "qwen3-4b-instruct")
    with pytest.raises(PairError, match="summarises sw"):
        summariser.reach("sw")


class Spanish(IdentityTranslator):
    """Has weights for Spanish alone."""

    attempts = 3

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        return [["first"] for _ in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        if source != "es":
            raise weights.missing([load_card("opus-mt-fr-en")])
        return []


class Other(Spanish):
    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        return [["second"] for _ in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        return []


def test_another_model_translates_what_weights_are_missing_for(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.fallback.log", logging.getLogger("a log that nobody has set up"))
    cards = [load_card("opus-mt-fr-en"), load_card("gemma-3-270m")]
    one = FallbackTranslator(Spanish, Other, cards)
    assert one.attempts == 2
    with caplog.at_level(logging.WARNING):
        assert one.translate(["x"], "es", "en") == [["first"]]
        assert one.translate(["x"], "fr", "en") == [["second"]]
        assert one.translate(["y"], "fr", "en") == [["second"]]
    assert [record.getMessage() for record in caplog.records] == [
        "weights of opus-mt-fr-en are not here: run `chipwire models pull opus-mt-fr-en`; "
        "the embedded model is used instead"
    ]


@pytest.mark.model
def test_the_embedded_model_stands_in() -> None:
    options = Options(device="cpu", fallback="embedded")
    for profile in ("hub", "gpu"):
        translator = models.load_translator(profile, options=options)
        assert translator.describe("fr", "en")[0].card == "gemma-3-270m"
    scorer = models.load_scorer("gpu", options=options)
    assert scorer is not None
    assert scorer.describe()[0].card == "gemma-3-270m"
    models.unload()
