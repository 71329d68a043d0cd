"""Condensed statements: what a model shortens or merges is shown with its proof, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from models.backends import seq2seq
from models.backends.summary import Seq2SeqSummariser
from models.card import Decoding, load_card
from models.device import Place
from models.errors import LicenceError, MissingWeightsError, PairError
from models.protocols import ModelInfo, Reach
from pipeline.batch.memory import remembering
from pipeline.config import Settings, load_settings
from pipeline.digest import Digester
from pipeline.errors import ModelError
from pipeline.records import Digest
from pipeline.sources import parse_source
from pipeline.stages.condense import Text, condense
from pipeline.stages.fetch import FakeFetcher
from pipeline.stages.load import Models
from pipeline.story import Story, load_story
from tests.models.test_architectures import SIZES, bart, mt5

EN = """Altman and his chips

Sam Altman met investors in Abu Dhabi on Tuesday, according to the Financial Times.

The head of OpenAI, who came from Tokyo, wants to raise up to $7 trillion for chip plants.

The talks have not led to any agreement between OpenAI and TSMC in Taiwan.

Nvidia shares rose 3.5 percent on Wednesday, while those of AMD in California lost 1.2 percent.

TSMC would build and run the plants in Arizona, the newspaper reported on Thursday.
"""
FR = """Altman et ses puces

Le groupe OpenAI cherche 12 milliards de dollars pour ses usines de puces, dit son patron.

TSMC n'a pas signé d'accord avec OpenAI et reste très prudent sur ce projet de puces.

Les syndicats de Grenoble craignent la fermeture de leur usine de puces et de cartes.
"""
SHORT = "The head of OpenAI wants to raise up to $7 trillion for chip plants."
MERGED = "The talks have not led to any agreement and Nvidia shares rose 3.5 percent on Wednesday."
COPIED = "The talks have not led to any agreement between OpenAI and TSMC in Taiwan."

NEWS = Reach(8, 400)


class Written:
    """A summariser that writes what it is told to; a word is a token."""

    def __init__(
        self, answer: str, languages: Sequence[str] = ("en",), reach: Reach = NEWS
    ) -> None:
        self.answer, self.languages, self.limits = answer, languages, reach
        self.read: list[str] = []
        self.error: Exception | None = None

    def reach(self, language: str) -> Reach:
        if self.error:
            raise self.error
        if language not in self.languages:
            raise PairError(f"no model here summarises {language}")
        return self.limits

    def count(self, texts: Sequence[str], language: str) -> list[int]:
        return [len(text.split()) for text in texts]

    def summarise(self, texts: Sequence[str], language: str) -> list[list[str]]:
        self.read += texts
        return [[self.answer] for _ in texts]

    def describe(self, language: str) -> list[ModelInfo]:
        return [ModelInfo("summarise", "writer", "1", "00", "cpu", "none")]


class Dictionary:
    """A translator that knows some sentences by heart."""

    attempts = 1

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        return [[self.answers.get(text, "?")] for text in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        return [ModelInfo("translate", "dictionary", "1", "00", "cpu", "none")]


@pytest.fixture(scope="module")
def story() -> Story:
    return load_story("chip-initiative")


def digests(
    story: Story, models: Models, *pages: str, settings: Settings | None = None
) -> list[Digest]:
    texts = {f"page{number}.txt": page for number, page in enumerate(pages)}
    digester = Digester(
        settings=settings or load_settings(profile="hub", condense=True),
        story=story,
        fetcher=FakeFetcher(lambda name: texts[Path(name).name].encode()),
        load=lambda: models,
    )
    results = digester.digest([parse_source(name) for name in texts])
    assert all(isinstance(result, Digest) for result in results), results
    return [result for result in results if isinstance(result, Digest)]


def of(story: Story, answer: str, page: str = EN) -> Digest:
    return digests(story, Models(summariser=Written(answer)), page)[0]


def test_good_sentences_are_shown_with_their_evidence(story: Story) -> None:
    digest = of(story, f"{SHORT} {MERGED}")
    shown = {line.text: line for line in digest.summary}
    assert [proof.sentence for proof in shown[SHORT].evidence] == [1]
    assert [proof.sentence for proof in shown[MERGED].evidence] == [2, 3]
    for text in (SHORT, MERGED):
        assert shown[text].status == "condensed"
        assert not shown[text].checks.failed
    others = [line.evidence[0].sentence for line in digest.summary if line.status == "verbatim"]
    assert others == [0, 4]  # what no condensed sentence holds
    assert [line.evidence[0].sentence for line in digest.summary] == [0, 1, 2, 4]
    assert [use.card for use in digest.provenance.models] == ["writer"]
    assert digest.withheld == []
    for line in digest.summary:
        for proof in line.evidence:
            assert digest.article.text[proof.start : proof.end] == proof.text


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        (SHORT.replace("$7 trillion", "$9 trillion"), "numbers"),
        (SHORT.replace("up to ", ""), "numbers"),
        (MERGED.replace("3.5", "1.2"), "numbers"),
        (SHORT.replace("OpenAI", "Anthropic"), "names"),
        (MERGED.replace("Nvidia", "Samsung"), "names"),
        ("The talks have led to an agreement between OpenAI and TSMC in Taiwan.", "negation"),
        ("TSMC will build the plants in Arizona, the newspaper reported.", "modality"),
        ("Sam Altman met investors in Abu Dhabi on Tuesday.", "attribution"),
        ("Thousands marched through the capital against the pension reform.", "length"),
        (SHORT.replace(" plants.", ""), "length"),  # the model was cut short
    ],
)
def test_a_wrong_sentence_is_withheld_with_a_note(story: Story, wrong: str, check: str) -> None:
    digest = of(story, f"{wrong} {COPIED}" if wrong.endswith(".") else wrong)
    assert wrong not in digest.model_dump_json()
    (note,) = digest.withheld
    assert note.text == "a condensed sentence"
    assert check in note.reason
    assert all(line.status == "verbatim" for line in digest.summary)
    assert len(digest.summary) == 5


def test_a_copied_sentence_is_not_called_condensed(story: Story) -> None:
    digest = of(story, COPIED)
    (line,) = [line for line in digest.summary if line.text == COPIED]
    assert line.status == "verbatim"


def test_a_short_text_is_not_given_to_the_model(story: Story) -> None:
    writer = Written(SHORT, reach=Reach(200, 400))
    (digest,) = digests(story, Models(summariser=writer), EN)
    assert writer.read == []
    assert digest.provenance.models == []
    assert "not condensed: the model is not given texts as short as this" in digest.warnings
    assert len(digest.summary) == 5


def test_a_long_article_is_cut_between_sentences_into_parts_of_like_length(story: Story) -> None:
    sentences = [f"The plant number {number} of the group makes chips." for number in range(40)]
    text = Text(sentences, "en", [[] for _ in sentences])
    writer = Written(sentences[3], reach=Reach(20, 100))
    (found,) = condense([text], writer, 3, story, lambda _done, _total: None)
    assert " ".join(writer.read) == " ".join(sentences)
    counts = [len(part.split()) for part in writer.read]
    assert max(counts) <= 95
    assert max(counts) - min(counts) <= 9
    assert [line.text for line in found.lines] == [sentences[3]]


def test_parts_that_pass_are_condensed_once_more(story: Story) -> None:
    sentences = [f"The plant number {number} of the group makes chips." for number in range(40)]
    text = Text(sentences, "en", [[] for _ in sentences])

    class First(Written):
        def summarise(self, texts: Sequence[str], language: str) -> list[list[str]]:
            self.read += texts
            return [[one.partition(". ")[0] + "."] for one in texts]

    writer = First("", reach=Reach(20, 100))
    (found,) = condense([text], writer, 2, story, lambda _done, _total: None)
    assert len(writer.read) == 5  # four parts, and what was written of them
    assert [line.text for line in found.lines] == [sentences[0]]


def test_an_english_model_reads_the_translations_that_passed(story: Story) -> None:
    group, denial, fear = FR.split("\n\n")[1:]
    answers = {
        "Altman et ses puces": "Altman and his chips",
        group.replace("12 milliards de dollars", "$12 billion"): (
            "The group OpenAI seeks $12 billion for its chip factories, says its boss."
        ),
        denial: "TSMC has not signed a deal with OpenAI and remains very wary of this project.",
        fear.strip(): "The unions of Grenoble hope for the closure of 12 chip and card factories.",
    }
    short = "The group OpenAI seeks $12 billion for its factories, says its boss."
    writer = Written(short)
    (digest,) = digests(story, Models(translator=Dictionary(answers), summariser=writer), FR)
    assert "Grenoble" not in writer.read[0]  # its translation did not pass
    (line,) = [line for line in digest.summary if line.status == "condensed"]
    assert line.text == short
    assert line.evidence[0].text == group
    assert line.flags == ["condensed from translations (fr to en)"]


def test_a_model_of_the_language_reads_the_article(story: Story) -> None:
    short = "TSMC n'a pas signé d'accord avec OpenAI."
    good = "TSMC has not signed a deal with OpenAI."
    models = Models(
        translator=Dictionary({short: good}), summariser=Written(short, languages=("en", "fr"))
    )
    (digest,) = digests(story, models, FR)
    (line,) = [line for line in digest.summary if line.status == "condensed"]
    assert line.text == good
    assert [proof.sentence for proof in line.evidence] == [1]
    assert line.flags == ["condensed in fr, then translated"]
    wrong = models._replace(translator=Dictionary({short: good.replace(" not", "")}))
    (digest,) = digests(story, wrong, FR)
    assert not [line for line in digest.summary if line.status == "condensed"]
    assert [n.text for n in digest.withheld].count("the translation of a condensed sentence") == 1


def test_what_no_model_condenses_stays_as_it_was_selected(story: Story) -> None:
    plain = load_settings(profile="hub")
    for summariser in (None, Written(SHORT, languages=("ja",))):
        (digest,) = digests(story, Models(summariser=summariser), EN)
        (selected,) = digests(story, Models(), EN, settings=plain)
        assert digest.summary == selected.summary
        assert digest.warnings[-1].startswith("not condensed: ")
    assert not selected.warnings


def test_missing_weights_end_the_run_and_a_refused_licence_does_not(story: Story) -> None:
    writer = Written(SHORT)
    writer.error = MissingWeightsError("run: chipwire models pull bart-large-cnn")
    with pytest.raises(ModelError, match="models pull"):
        digests(story, Models(summariser=writer), EN)
    writer.error = LicenceError("its licence forbids commercial use")
    (digest,) = digests(story, Models(summariser=writer), EN)
    assert "not condensed: its licence forbids commercial use" in digest.warnings


def test_a_batch_equals_single_articles_and_repeats_are_remembered(story: Story) -> None:
    kept: dict[str, str] = {}

    class Kept:
        def cached(self, keys: Sequence[str]) -> dict[str, str]:
            return {key: kept[key] for key in keys if key in kept}

        def remember(self, pairs: dict[str, str]) -> int:
            kept.update(pairs)
            return len(pairs)

    writer = Written(f"{SHORT} {MERGED}")
    models = remembering(Models(summariser=writer), Kept(), "hub")  # type: ignore[arg-type]
    other = EN.replace("Altman and his chips", "Chips")
    together = digests(story, models, EN, other)
    alone = [digests(story, Models(summariser=writer), page)[0] for page in (EN, other)]
    assert [one.summary for one in together] == [one.summary for one in alone]
    assert [one.id for one in together] == [one.id for one in alone]
    asked = len(writer.read)
    digests(story, models, EN, other)
    assert len(writer.read) == asked


@pytest.mark.parametrize("build", [bart, mt5])
def test_the_garbage_of_a_random_model_is_withheld(
    story: Story, build: Callable[[Path], object], tmp_path: Path
) -> None:
    import torch
    import transformers

    folder = tmp_path / "model"
    folder.mkdir()
    small = {"d_model": 32, "d_ff": 64, "d_kv": 8, "num_layers": 2, "num_heads": 4}
    name = "Bart" if build is bart else "MT5"
    sizes = {**SIZES, "max_position_embeddings": 512} if build is bart else small
    torch.manual_seed(1)
    given = dict(build(folder))  # type: ignore[call-overload]
    config = getattr(transformers, f"{name}Config")(**sizes, **given)
    model = getattr(transformers, f"{name}ForConditionalGeneration")(config)
    model.generation_config.update(num_beams=2, min_length=10, max_length=60)
    model.save_pretrained(folder)
    engine = seq2seq.load(folder, Place("cpu", "float32"))
    decoding = Decoding.model_validate({"attempts": [{}], "source_tokens": 300})
    card = load_card("bart-large-cnn").model_copy(update={"decoding": decoding})
    summariser = Seq2SeqSummariser([card], lambda _card: engine)
    assert summariser.reach("en") == Reach(80, 300)
    (digest,) = digests(story, Models(summariser=summariser), EN)
    assert [line.status for line in digest.summary] == ["verbatim"] * 5
    assert digest.withheld
    assert all(note.text == "a condensed sentence" for note in digest.withheld)
    assert "not condensed: the article supports nothing that the model wrote" in digest.warnings
    assert digest.provenance.models[0].card == "bart-large-cnn"
