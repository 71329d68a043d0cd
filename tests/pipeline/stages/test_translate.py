"""What goes to a model, and what is made of its answers."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import PairError
from models.protocols import ModelInfo
from pipeline.facts.money.find import find_money
from pipeline.records import Sentence
from pipeline.stages.translate import Job, job, locked, translate
from pipeline.story import Story


class Model:
    """Answers with what it is given; notes what it is asked."""

    attempts = 1

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def translate(
        self, texts: Sequence[str], source: str, target: str, attempt: int = 0
    ) -> list[list[str]]:
        if self.answer is None:
            raise PairError(f"no model translates {source} to {target}")
        self.asked += texts
        return [[self.answer] for _ in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:
        return []


def made(text: str, language: str, target: str) -> Job:
    whole = Sentence(index=0, start=0, end=len(text), text=text, paragraph=0, language=language)
    return job(text, 0, language, find_money([whole], target=target).valued)


def test_amounts_are_locked_in_the_target_form(story: Story) -> None:
    item = made("Il chercherait 7 billions de dollars, dont 3 milliards d'euros.", "fr", "en")
    assert locked(item, "en", story) == "Il chercherait $7 trillion, dont €3 billion."


def test_names_in_another_script_are_locked(story: Story) -> None:
    item = made("奥特曼与台积电会谈。", "zh", "en")
    assert locked(item, "en", story) == "Sam Altman与TSMC会谈。"


def test_no_break_blanks_of_an_amount_come_back(story: Story) -> None:
    item = made("Altman seeks $7 trillion.", "en", "fr")
    rendering = item.amounts[0][2]
    plain = " ".join(rendering.split())
    assert rendering != plain, "French groups digits with no-break blanks"
    model = Model(f"Altman cherche {plain}.")
    (outcome,) = translate([item], model, "fr", story, lambda *_: None)
    assert outcome.translated
    assert rendering in outcome.text


def test_the_target_language_and_empty_texts_are_not_asked_about(story: Story) -> None:
    model = Model("?")
    outcomes = translate(
        [Job("Altman speaks.", "en"), Job("", "fr")], model, "en", story, lambda *_: None
    )
    assert [outcome.text for outcome in outcomes] == ["Altman speaks.", ""]
    assert model.asked == []
    assert not any(outcome.failed for outcome in outcomes)


def test_an_unknown_language_stays_in_the_original_with_the_reason(story: Story) -> None:
    (outcome,) = translate([Job("Altman puhuu.", "fi")], Model(None), "en", story, lambda *_: None)
    assert (outcome.text, outcome.translated) == ("Altman puhuu.", False)
    assert outcome.failed == ("no model translates fi to en",)
